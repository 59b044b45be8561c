"""Recording what happened, in as many taps as the design counts."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.phone.centre import Site
from tests.phone.devices import Phone, PhoneMaker


def begin(phone: Phone) -> str:
    """Starts today's next visit; returns the family's address."""
    phone.go("/today")
    phone.press("Rozpocznij wizytę")
    phone.at("/clock$")
    return re.sub(r"/visits/.*", "", phone.page.url.removeprefix(phone.address))


def is_saved(phone: Phone) -> None:
    """The record was taken: Dziś again, with the message that offers to undo it."""
    phone.at("/today$")
    phone.page.get_by_text("Wizyta zapisana").wait_for()


def latest(phone: Phone, family: str) -> str:
    """What a person reads in the newest record of the family's history."""
    phone.go(family)
    phone.page.locator(".timeline .event__title").first.click()
    phone.at("/visits/")
    return phone.words()


def test_a_planned_visit_takes_eight_taps_and_the_supervisor_sees_it(
    phone: PhoneMaker, site: Site
) -> None:
    marta = phone("assistant")
    family = begin(marta)
    marta.tick("Prowadzić zeszyt wydatków")
    marta.tick("Lista zakupów na tydzień")
    marta.page.get_by_text("Szkic zapisany").wait_for()
    site.at("13:40")
    marta.press("Zakończ i zapisz")
    marta.tick("^Przegląd wydatków$")
    marta.tick("^Planowanie posiłków$")
    marta.tick("^Anna$")
    marta.press("Zapisz wizytę")
    is_saved(marta)
    print("flow 1, a planned visit:", marta.taps, "taps")
    assert marta.taps == 8
    words = latest(phone("supervisor"), family)
    for told in ("Anna", "Przegląd wydatków", "Planowanie posiłków", "zeszyt wydatków", "–13:40"):
        assert told in words, told


def test_a_visit_that_already_was_takes_seven_taps(phone: PhoneMaker, site: Site) -> None:
    site.at("14:25")
    marta = phone("assistant")
    marta.go("/today")
    marta.tap(marta.bar("Wizyta"))
    marta.follow("Mazur")
    marta.tick("^Anna$")
    marta.tick("^Zosia$")
    marta.tick("Prowadzić zeszyt wydatków")
    marta.tick("Lista zakupów na tydzień")
    marta.press("Zapisz wizytę")
    is_saved(marta)
    print("flow 2, a visit that already was:", marta.taps, "taps")
    assert marta.taps == 7
    assert "13:00–14:00" in marta.words() or "odbyło się" in marta.words()


def test_nobody_home_takes_two_taps(phone: PhoneMaker, site: Site) -> None:
    marta = phone("assistant")
    family = begin(marta)
    site.at("12:41")
    marta.press("Nikogo nie zastano")
    marta.at("/today$")
    print("flow 3, nobody home:", marta.taps, "taps")
    assert marta.taps == 2
    assert "Nikogo nie zastano".lower() in latest(phone("supervisor"), family).lower()


def test_another_contact_takes_two_taps(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    marta.go("/families")
    marta.page.get_by_role("link", name="Mazur").first.tap()
    marta.at("/families/[^/]+$")
    marta.tap(marta.page.get_by_text("Inny kontakt"))
    marta.press("Kontakt ze szkołą")
    marta.page.locator("[data-toast]").wait_for()
    print("another contact, from the family's page:", marta.taps, "taps")
    assert marta.taps == 2


def test_the_ticked_tasks_are_done_and_the_next_visit_is_planned(
    phone: PhoneMaker, site: Site
) -> None:
    marta = phone("assistant")
    family = begin(marta)
    marta.tick("Lista zakupów na tydzień")
    marta.page.get_by_text("Szkic zapisany").wait_for()
    site.at("13:40")
    marta.press("Zakończ i zapisz")
    marta.tick("^Anna$")
    marta.page.get_by_role("button", name="Zapisywać wydatki").tap()
    marta.press("Zapisz wizytę")
    is_saved(marta)
    words = latest(marta, family)
    assert "Zapisywać wydatki" in words
    assert "Następna wizyta: czwartek, 26 listopada, 13:00" in words
    page = marta.go(family + "/tasks")
    done = page.get_by_role("region", name="Za nami")
    done.get_by_text("Lista zakupów na tydzień").wait_for()


def test_a_first_visit_without_consent_is_saved_with_what_is_filled_in(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    marta.go("/families")
    marta.follow("Kovalenko")
    marta.at("/families/[0-9a-f-]{36}$")
    family = urlsplit(marta.page.url).path
    marta.press("Rozpocznij wizytę")
    marta.press("Zakończ i zapisz")
    marta.tick("^Oksana$")
    marta.tick("^Inne sprawy$")
    marta.press("Zapisz wizytę")
    is_saved(marta)
    assert "Oksana" in latest(marta, family)


def test_a_refused_record_says_what_to_do_and_keeps_every_word(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    begin(marta)
    marta.expects(422)
    marta.press("Zakończ i zapisz")
    marta.page.get_by_label("Notatka").fill("Rozmawialiśmy o szkole. 🙂 עברית")
    marta.press("Zapisz wizytę")
    who = marta.page.get_by_role("group", name="Kto był?")
    who.get_by_text("Zaznacz, kto był.").wait_for()
    expect(who).to_have_accessible_description(re.compile("Zaznacz, kto był."))
    expect(who.get_by_role("checkbox").first).to_be_focused()
    expect(marta.page.get_by_label("Notatka")).to_have_value("Rozmawialiśmy o szkole. 🙂 עברית")
