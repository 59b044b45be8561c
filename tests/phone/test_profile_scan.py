"""Nothing of a family can be read in the browser's own folder, and the scan would find it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from rodzina.demo.load import DEMO_PASSWORD
from tests.phone.boxes import make_box, unlock
from tests.phone.centre import EMAILS, Stage, Template, loaded
from tests.phone.devices import Phone
from tests.phone.disk import found, kill, lying
from tests.phone.plain import check_control, lines_of, plain_site, shares
from tests.phone.test_flight_mode import FAILURES, open_family
from tests.phone.words import word_of

SEED = 7_000_000
SECRET = f"{word_of(1)} {word_of(2)}"
TYPED = [word_of(number) for number in range(3, 8)]
FEWEST = 200
# A browser writes its list of open pages, with what is typed in them, every few seconds.
SETTLED = 3_000


@pytest.fixture(scope="module")
def template(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The demo centre with a word of its own behind every text of a file."""
    return loaded(stage, tmp_path_factory.mktemp("marked"), SEED)


def sign_in(marta: Phone) -> None:
    page = marta.go("/sign-in?next=/today")
    page.get_by_label("E-mail").fill(EMAILS["assistant"])
    page.get_by_label("Hasło", exact=True).fill(DEMO_PASSWORD)
    marta.press("Zaloguj")
    marta.at("^/today$")


def sealed_day(marta: Phone) -> None:
    """Pages looked at, entries kept, a text begun: what a phone sees in a day."""
    concern, task, search, quick, note = TYPED
    for path in ("/today", "/week", "/tasks"):
        marta.go(path)
    open_family(marta, "Mazur")
    marta.context.set_offline(True)
    family = open_family(marta, "Kovalenko")
    marta.go(f"{family}/consents")
    marta.go(f"{family}/concerns/new")
    marta.tick("^bezpieczeństwo dziecka")
    marta.page.get_by_label("Co widzisz lub słyszysz?").fill(concern)
    marta.press("Powiadom kierownika")
    marta.at(family + "$")
    marta.go(f"{family}/tasks/new")
    marta.page.get_by_label("Co jest do zrobienia?").fill(task)
    marta.tick("^Budżet")
    marta.press("Zapisz zadanie")
    marta.at("/tasks$")
    marta.go("/families")
    marta.page.get_by_role("searchbox").press_sequentially(search)
    marta.go("/today")
    marta.press("Rozpocznij wizytę")
    marta.at("/clock$")
    marta.page.get_by_label("Szybka notatka").fill(quick)
    marta.press("Zakończ i zapisz")
    marta.at("/record$")
    marta.tick("^Anna")
    marta.page.get_by_label("Notatka").press_sequentially(f" {note}")
    marta.page.wait_for_timeout(SETTLED)


def plain_day(page: Page, held: dict[str, list[str]], address: str) -> None:
    """The same words where no design seals them."""
    page.goto(address)
    page.locator("body[data-done]").wait_for()
    for label, line in lines_of(held["sent"]):
        page.get_by_label(label).fill(line)
    page.get_by_role("button").click()
    page.get_by_label("Notatka").fill(" ".join(held["typed"]))
    page.wait_for_timeout(SETTLED)


def test_nothing_of_a_family_lies_open_in_the_profile(
    profile: Callable[[], Phone],
    stage: Stage,
    playwright: Playwright,
    chromium: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, plain = tmp_path / "profile", tmp_path / "plain"
    monkeypatch.setattr("tests.phone.boxes.PASSPHRASE", SECRET)
    stage.ask("spoken")
    marta = profile()
    marta.expects(*FAILURES)
    sign_in(marta)
    make_box(marta, pack=True).locator("body[data-packed]").wait_for()
    sealed_day(marta)
    canaries = {*stage.ask("spoken"), *SECRET.split(), *TYPED}
    assert len(canaries) >= FEWEST
    assert not lying(folder, canaries), "running"
    kill(marta, folder)
    assert not lying(folder, canaries), "killed"
    again = profile()
    again.expects(*FAILURES)
    again.context.set_offline(True)
    unlock(again.go("/today"), SECRET)
    again.page.locator("body[data-kept-at]").wait_for()
    again.page.wait_for_timeout(SETTLED)
    again.close()
    assert not lying(folder, canaries), "closed"
    assert not found(folder, DEMO_PASSWORD)
    print(f"{len(canaries)} words, none of them found")

    context = playwright.chromium.launch_persistent_context(plain, **chromium)
    with plain_site(shares(canaries)) as (address, held):
        plain_day(context.pages[0], held, address)
    check_control(held, lying(plain, canaries), closed=False)
    context.close()
    check_control(held, lying(plain, canaries), closed=True)
