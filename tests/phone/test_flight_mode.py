"""A day in flight mode with the ordinary screens: all of it opens, is kept, and arrives once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.phone.boxes import DRAIN, boxed, waiting
from tests.phone.centre import Site
from tests.phone.devices import Phone, PhoneMaker
from tests.phone.test_recording import latest

FAILURES = ("Failed to fetch", "ERR_INTERNET", "ERR_FAILED", "Failed to load")


@pytest.fixture
def marta(phone: PhoneMaker) -> Iterator[Phone]:
    """An assistant whose phone holds the pack, and then has no signal."""
    held = boxed(phone, *FAILURES, pack=True)
    held.page.locator("body[data-packed]").wait_for()
    held.context.set_offline(True)
    yield held
    held.page.wait_for_load_state("networkidle")


def back_home(marta: Phone) -> None:
    """The network is back: all is sent, and after a moment pages come from the centre again."""
    marta.context.set_offline(False)
    page = marta.go("/more")
    page.evaluate(DRAIN)
    assert waiting(page) == 0
    page.wait_for_timeout(5_000)
    page.reload()
    expect(page.locator("body[data-kept-at]")).to_have_count(0)


def test_every_page_of_the_day_opens(marta: Phone) -> None:
    for path in ("/today", "/week", "/families", "/tasks", "/visits/new", "/visits/new?when=was"):
        marta.go(path)
        assert marta.page.locator("body[data-kept-at]").count() == 1, path
    marta.go("/families")
    for name in ("Mazur", "Kovalenko"):
        marta.go("/families")
        marta.follow(name)
        marta.at("/families/[0-9a-f-]{36}$")
        assert name in marta.words()


def test_what_is_not_on_the_phone_says_so(marta: Phone) -> None:
    marta.go("/accessibility")
    assert "Tej strony nie ma w telefonie" in marta.words()
    marta.follow("Dziś")
    marta.at("/today$")
    marta.page.locator("body[data-kept-at]").wait_for()


def test_a_visit_is_started_recorded_and_arrives(marta: Phone, site: Site) -> None:
    marta.go("/today")
    marta.press("Rozpocznij wizytę")
    marta.at("/clock$")
    family = re.sub(r"/visits/.*", "", marta.page.url.removeprefix(marta.address))
    marta.tick("Lista zakupów na tydzień")
    marta.press("Zakończ i zapisz")
    marta.at("/record$")
    expect(marta.page.get_by_role("checkbox", name="Lista zakupów na tydzień")).to_be_checked()
    marta.tick("^Anna$")
    marta.tick("^Budżet")
    marta.tick("^Przegląd wydatków$")
    marta.page.get_by_label("Notatka").fill("Kanarek 7391: bez zasięgu")
    marta.press("Zapisz wizytę")
    marta.at("/today$")
    marta.page.get_by_text("Zapisano w telefonie").wait_for()
    expect(marta.page.locator(".today__plan")).to_contain_text("Zapisane w telefonie")
    assert waiting(marta.page) == 2
    back_home(marta)
    words = latest(marta, family)
    for told in ("Kanarek 7391", "Anna", "Przegląd wydatków", "Lista zakupów"):
        assert told in words, told


def open_family(marta: Phone, name: str) -> str:
    marta.go("/families")
    marta.follow(name)
    marta.at("/families/[0-9a-f-]{36}$")
    return marta.page.url.removeprefix(marta.address)


def kept(marta: Phone, count: int) -> None:
    marta.page.get_by_text("Zapisano w telefonie").wait_for()
    assert waiting(marta.page) == count


def test_nobody_home_a_call_and_a_visit_that_was_arrive_with_their_hours(
    marta: Phone, site: Site
) -> None:
    family = open_family(marta, "Pawlak")
    marta.press("Rozpocznij wizytę")
    marta.at("/clock$")
    marta.press("Nikogo nie zastano")
    marta.at("/today$")
    kept(marta, 2)
    marta.go(family)
    marta.page.get_by_text("Inny kontakt").click()
    marta.press("telefon")
    marta.at(family + "$")
    kept(marta, 3)
    expect(marta.page.locator(f"[data-slot='history-{family[10:]}']")).to_contain_text(
        "Bez spotkania"
    )
    back_home(marta)
    timeline = marta.go(family).locator(".timeline")
    expect(timeline).to_contain_text(re.compile("nikogo nie zastano", re.I))
    expect(timeline).to_contain_text(re.compile("telefon", re.I))


def test_a_task_is_added_and_ticked(marta: Phone) -> None:
    family = open_family(marta, "Mazur")
    marta.go(f"{family}/tasks/new")
    marta.page.get_by_label("Co jest do zrobienia?").fill("Kupić zeszyt w kratkę")
    marta.tick("^Budżet")
    marta.press("Zapisz zadanie")
    marta.at("/tasks$")
    kept(marta, 1)
    expect(marta.page.locator(f"[data-slot='tasks-{family[10:]}']")).to_contain_text("Kupić zeszyt")
    task = marta.page.locator(".task").first
    name = task.locator(".check__title").inner_text()
    marta.tap(task.get_by_role("button").first)
    expect(task.get_by_role("button").first).to_have_attribute("aria-pressed", "true")
    kept(marta, 2)
    marta.go(family)
    marta.go(f"{family}/tasks")
    expect(
        marta.page.get_by_role("button", name=re.compile(re.escape(name[:20])))
    ).to_have_attribute("aria-pressed", "true")
    back_home(marta)
    main = marta.go(f"{family}/tasks").locator("main")
    expect(main).to_contain_text("Kupić zeszyt w kratkę")
    expect(main.get_by_role("region", name="Za nami")).to_contain_text(name)


def test_consent_its_withdrawal_a_plan_and_a_concern_are_kept_and_arrive(marta: Phone) -> None:
    family = open_family(marta, "Kovalenko")
    marta.go(f"{family}/consents/new")
    marta.press("Zapisz decyzję")
    marta.at("/consents$")
    kept(marta, 1)
    marta.go(f"{family}/concerns/new")
    marta.tick("^bezpieczeństwo dziecka")
    marta.page.get_by_label("Co widzisz lub słyszysz?").fill("Kanarek: dziecko samo w domu")
    marta.press("Powiadom kierownika")
    marta.at(family + "$")
    kept(marta, 2)
    mazur = open_family(marta, "Mazur")
    marta.go(f"{mazur}/consents/withdrawal")
    marta.tick("^Anna")
    marta.page.get_by_label("Powód, słowami rodziny").fill("bez podania powodu")
    marta.press("Zapisz cofnięcie zgody")
    marta.at("/consents$")
    kept(marta, 3)
    pawlak = open_family(marta, "Pawlak")
    marta.go(f"{pawlak}/visits/plan")
    marta.page.get_by_label("Dzień").fill("2026-11-25")
    marta.page.get_by_label("Godzina").fill("10:00")
    marta.press("Zaplanuj wizytę")
    kept(marta, 4)
    back_home(marta)
    for path, told in (
        (f"{family}/consents", "zgoda"),
        ("/concerns", "Kovalenko"),
        ("/week?step=1", "10:00"),
        (f"{mazur}/consents", "cofnięta"),
    ):
        expect(marta.go(path).locator("main")).to_contain_text(re.compile(told, re.I))
