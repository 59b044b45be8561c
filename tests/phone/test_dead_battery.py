"""The phone dies without signal in the middle of a visit; switched on again, all is there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.phone.boxes import make_box, unlock, waiting
from tests.phone.centre import Site
from tests.phone.devices import Phone
from tests.phone.disk import found, kill
from tests.phone.test_drafts import SECRET, comes_back
from tests.phone.test_flight_mode import FAILURES, back_home
from tests.phone.test_recording import latest

WORDS = (SECRET, "kanarek-7391", "Mazur", "Przegląd wydatków", "Borki 14", "Prowadzić zeszyt")


@pytest.fixture
def dead(profile: Callable[[], Phone], tmp_path: Path) -> Iterator[Phone]:
    """Switched on again without signal after it died while a record was being written."""
    first = profile()
    first.expects(*FAILURES)
    make_box(first, pack=True).locator("body[data-packed]").wait_for()
    first.context.set_offline(True)
    first.go("/today")
    first.press("Rozpocznij wizytę")
    first.at("/clock$")
    first.press("Zakończ i zapisz")
    first.at("/record$")
    first.tick("^Anna$")
    first.tick("^Budżet")
    first.tick("^Przegląd wydatków$")
    first.page.get_by_label("Notatka").press_sequentially(SECRET)
    first.page.wait_for_timeout(800)
    kill(first, tmp_path / "profile")
    second = profile()
    second.expects(*FAILURES)
    second.context.set_offline(True)
    yield second
    second.page.wait_for_load_state("networkidle")


def test_what_was_typed_is_there_after_the_passphrase(dead: Phone, site: Site) -> None:
    page = dead.go("/today")
    unlock(page)
    expect(page.locator("[data-slot=drafts]")).to_contain_text("Wizyta: Mazur")
    dead.follow("Wizyta: Mazur")
    dead.at("/record$")
    comes_back(page)
    dead.press("Zapisz wizytę")
    dead.at("/today$")
    assert waiting(page) == 2
    expect(page.locator("[data-slot=drafts]")).to_be_empty()
    back_home(dead)
    families = dead.go("/families")
    family = families.get_by_role("link", name="Mazur").first.get_attribute("href")
    assert SECRET in latest(dead, str(family))


def test_nothing_of_it_can_be_read_on_the_disk(dead: Phone, tmp_path: Path) -> None:
    dead.go("/today")
    for word in WORDS:
        assert not found(tmp_path / "profile", word), word
    assert found(tmp_path / "profile", "rodzina-"), "the scan is blind"
