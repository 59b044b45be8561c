"""Without JavaScript everything works, page by page."""

from playwright.sync_api import expect

from rodzina.demo.load import DEMO_PASSWORD
from tests.phone.centre import EMAILS
from tests.phone.devices import PhoneMaker


def test_a_visit_is_recorded_and_a_task_ticked_without_javascript(phone: PhoneMaker) -> None:
    marta = phone("", java_script_enabled=False)
    marta.expects(422)
    page = marta.go("/today")
    page.get_by_label("E-mail").fill(EMAILS["assistant"])
    page.get_by_label("Hasło", exact=True).fill(DEMO_PASSWORD)
    marta.press("Zaloguj")
    marta.at("/today$")
    marta.press("Zadzwonić do pedagożki szkolnej")
    expect(page.get_by_role("status")).to_contain_text("Odhaczone")
    marta.press("Cofnij")
    task = page.locator(".check", has_text="Zadzwonić do pedagożki szkolnej")
    expect(task).to_have_attribute("aria-pressed", "false")
    marta.press("Rozpocznij wizytę")
    marta.at("/clock$")
    marta.tick("Lista zakupów na tydzień")
    page.get_by_label("Szybka notatka").fill("Zastać Piotra.")
    marta.press("Zakończ i zapisz")
    marta.at("/record$")
    expect(page.get_by_label("Notatka")).to_have_value("Zastać Piotra.")
    marta.press("Zapisz wizytę")
    expect(page.get_by_role("group", name="Kto był?")).to_contain_text("Zaznacz, kto był.")
    marta.tick("^Anna$")
    marta.tick("^Budżet")
    marta.tick("^Przegląd wydatków$")
    page.locator("[data-row] input").first.fill("Zbierać paragony")
    marta.press("Zapisz wizytę")
    marta.at("/today$")
    expect(page.get_by_role("status")).to_contain_text("Wizyta zapisana")
    marta.press("Cofnij")
    marta.at("/record$")
    expect(page.get_by_label("Notatka")).to_have_value("Zastać Piotra.")


def test_a_family_is_searched_and_handed_over_without_javascript(phone: PhoneMaker) -> None:
    boss = phone("supervisor", java_script_enabled=False)
    page = boss.go("/families")
    page.get_by_role("searchbox").fill("swiatek")
    page.get_by_role("searchbox").press("Enter")
    boss.follow("Świątek")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rodzina Świątek")
    boss.go("/overview")
    boss.follow("ponad limit")
    boss.tap(page.locator("#hand_over input[type=radio]:enabled").first)
    boss.press("Przekaż rodzinę")
    expect(page.get_by_role("status")).to_contain_text("Rodzina przekazana")


def test_older_history_opens_as_a_whole_page_without_javascript(phone: PhoneMaker) -> None:
    marta = phone("assistant", java_script_enabled=False)
    marta.go("/today")
    marta.follow("Rodzina Mazur")
    marta.follow("Pokaż starsze")
    expect(marta.page.get_by_role("heading", level=1)).to_have_count(1)
    expect(marta.page.locator("link[rel=stylesheet]")).to_have_count(1)
