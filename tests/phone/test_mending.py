"""What waits can be put right, and what lacks something is asked for, without signal as well."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.phone.boxes import boxed, rows, waiting
from tests.phone.centre import Site
from tests.phone.devices import Phone, PhoneMaker
from tests.phone.test_drafts import SECRET, comes_back
from tests.phone.test_flight_mode import FAILURES, back_home
from tests.phone.test_recording import latest


@pytest.fixture
def away(phone: PhoneMaker) -> Phone:
    """A phone with its pack, without signal, at the record of a visit that has just ended."""
    marta = boxed(phone, *FAILURES, pack=True)
    marta.page.locator("body[data-packed]").wait_for()
    marta.context.set_offline(True)
    marta.go("/today")
    marta.press("Rozpocznij wizytę")
    marta.at("/clock$")
    marta.press("Zakończ i zapisz")
    marta.at("/record$")
    return marta


def cut(route: Route) -> None:
    """Nothing that is sent arrives; pages do."""
    route.abort() if route.request.method == "POST" else route.fallback()


def write(marta: Phone) -> Page:
    marta.tick("^Anna$")
    marta.tick("^Budżet")
    marta.tick("^Przegląd wydatków$")
    marta.page.get_by_label("Notatka").fill(SECRET)
    return marta.page


def test_a_visit_that_waits_is_put_right_and_sent_once(away: Phone) -> None:
    page = write(away)
    away.press("Zapisz wizytę")
    away.at("/today$")
    numbers = [row["seq"] for row in rows(page)]
    away.go("/queue")
    page.locator("[data-list=waiting] li", has_text="Wizyta: Mazur").get_by_role(
        "button", name="Popraw"
    ).tap()
    away.at("/record$")
    comes_back(page)
    page.get_by_label("Notatka").fill(f"{SECRET} Było inaczej.")
    away.tick("^Przegląd wydatków$")
    away.press("Zapisz wizytę")
    away.at("/today$")
    assert waiting(page) == len(numbers)
    assert [row["seq"] for row in rows(page)] == [numbers[0], numbers[-1] + 1]
    back_home(away)
    families = away.go("/families")
    family = families.get_by_role("link", name="Mazur").first.get_attribute("href")
    said = latest(away, str(family))
    assert f"{SECRET} Było inaczej." in said
    assert "Przegląd wydatków" not in said


def test_what_somebody_has_tried_to_send_stays_as_it_is(away: Phone, site: Site) -> None:
    page = write(away)
    away.press("Zapisz wizytę")
    away.at("/today$")
    away.context.route("**/families/**", cut)
    away.context.set_offline(False)
    away.go("/queue")
    waits = page.locator("[data-list=waiting] li", has_text="Wizyta: Mazur")
    page.get_by_role("button", name="Wyślij teraz").click()
    expect(waits).to_be_visible()
    expect(waits.get_by_role("button", name="Popraw")).to_be_visible()
    away.context.unroute("**/families/**")
    away.context.route("**/record", cut)
    page.get_by_role("button", name="Wyślij teraz").click()
    expect(waits.get_by_role("button", name="Popraw")).to_be_hidden()
    assert waiting(page) == 1


def test_a_record_that_lacks_something_asks_for_it_by_the_field(away: Phone) -> None:
    page = away.page
    page.get_by_label("Notatka").fill(SECRET)
    away.press("Zapisz wizytę")
    expect(page.locator("#present")).to_contain_text("Zaznacz, kto był")
    expect(page.locator("#areas")).to_contain_text("Wybierz co najmniej jeden obszar")
    assert page.url.endswith("/record")
    assert waiting(page) == 1, "only its start"
    away.tick("^Anna$")
    away.press("Zapisz wizytę")
    expect(page.locator("#areas .field__error")).to_have_count(1)
    expect(page.locator("#present .field__error")).to_have_count(0)
    away.tick("^Budżet")
    away.press("Zapisz wizytę")
    away.at("/today$")
    assert waiting(page) == 2


def test_nobody_home_needs_nobody_who_was_there(away: Phone) -> None:
    page = away.page
    page.locator("details.known summary").tap()
    away.tick("^nikogo nie zastano$")
    away.press("Zapisz wizytę")
    away.at("/today$")
    assert waiting(page) == 2


def test_a_concern_without_words_is_not_kept(away: Phone) -> None:
    page = away.page
    away.go(urlsplit(page.url).path.partition("/visits/")[0] + "/concerns/new")
    away.press("Powiadom kierownika")
    expect(page.locator("form .field__error")).to_have_count(1)
    assert waiting(page) == 1, "only the start of the visit"
