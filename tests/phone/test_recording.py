"""Recording what happened, in as many taps as the design counts."""

from typing import Any

from tests.phone.devices import Phone, PhoneMaker

MAZUR = "Mazur"


def areas_with_a_phrase(phone: Phone, *phrases: str) -> None:
    for phrase in phrases:
        phone.tick(f"^{phrase}$")


def saved(phone: Phone) -> None:
    """The record was taken: Dziś again, with the message that offers to undo it."""
    phone.at("/today$")
    phone.page.get_by_text("Wizyta zapisana").wait_for()


def test_a_planned_visit_is_recorded_in_eight_taps_and_the_supervisor_sees_it(
    phone: PhoneMaker, site: Any
) -> None:
    marta = phone("assistant")
    marta.go("/today")
    marta.press("Rozpocznij wizytę")
    marta.tick("Prowadzić zeszyt wydatków")
    marta.tick("Lista zakupów na tydzień")
    marta.page.get_by_text("Szkic zapisany").wait_for()
    site.at("13:40")
    marta.press("Zakończ i zapisz")
    areas_with_a_phrase(marta, "Przegląd wydatków", "Planowanie posiłków")
    marta.tick("^Anna$")
    marta.press("Zapisz wizytę")
    saved(marta)
    assert marta.taps == 8
    print("flow 1, a planned visit:", marta.taps, "taps")
    boss = phone("supervisor")
    boss.go("/families")
    boss.follow(MAZUR)
    boss.page.get_by_text("Wizyta w domu").first.tap()
    words = boss.words()
    for told in ("Anna", "Przegląd wydatków", "Planowanie posiłków", "zeszyt wydatków", "12:35"):
        assert told in words, told
