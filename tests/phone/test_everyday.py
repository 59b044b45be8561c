"""The small things of a day, in as many taps as the design counts."""

import re

import pytest
from playwright.sync_api import expect

from tests.phone.devices import PhoneMaker


def test_a_task_on_dzis_takes_one_tap_and_its_undo_another(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    page = marta.go("/today")
    task = page.get_by_role("button", name="Zadzwonić do pedagożki szkolnej").first
    marta.tap(task)
    page.get_by_text("Odhaczone: Zadzwonić do pedagożki szkolnej").wait_for()
    print("flow 4, a task:", marta.taps, "tap")
    assert marta.taps == 1
    assert task.get_attribute("aria-pressed") == "true"
    marta.press("Cofnij")
    page.locator(".check[aria-pressed=false]", has_text="pedagożki").wait_for()
    page.locator("[data-toast]").wait_for(state="detached")
    marta.go("/today")
    assert task.get_attribute("aria-pressed") == "false"


def test_a_family_is_found_in_two_taps(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    marta.go("/today")
    marta.follow("Rodziny")
    marta.follow("Pawlak")
    marta.at("/families/[0-9a-f-]{36}$")
    print("flow 5, a family:", marta.taps, "taps")
    assert marta.taps == 2
    assert marta.page.get_by_role("heading", level=1).inner_text() == "Rodzina Pawlak"


def test_a_family_is_found_by_typing_without_polish_letters(phone: PhoneMaker) -> None:
    marta = phone("supervisor")
    marta.go("/families")
    marta.page.get_by_role("searchbox").press_sequentially("swiatek", delay=20)
    marta.page.get_by_role("link", name="Świątek").first.wait_for()
    assert marta.page.url.endswith("/families")
    assert "swiatek" not in marta.page.evaluate("JSON.stringify([location.href, history.state])")


def test_calling_and_driving_are_one_tap_away(phone: PhoneMaker) -> None:
    page = phone("assistant").go("/today")
    call = page.get_by_role("link", name=re.compile("Zadzwoń: .*Mazur"))
    way = page.get_by_role("link", name=re.compile("Prowadź do: Borki 14"))
    assert re.fullmatch(r"tel:\+48\d{9}", call.get_attribute("href") or "")
    assert re.fullmatch(r"geo:0,0\?q=Borki.*", way.get_attribute("href") or "")
    for link in (call, way):
        box = link.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44


def test_a_concern_takes_three_taps_and_its_author_sees_when_it_is_read(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    marta.go("/today")
    marta.page.get_by_role("button", name="Rozpocznij wizytę").tap()
    marta.follow("Coś mnie niepokoi")
    assert marta.page.get_by_role("link", name="112").get_attribute("href") == "tel:112"
    marta.tap(marta.page.locator("#concern_form").get_by_role("checkbox").first)
    marta.press("Powiadom kierownika")
    marta.page.get_by_text("Nikt jeszcze nie przeczytał").first.wait_for()
    print("flow 10, a concern:", marta.taps, "taps")
    assert marta.taps == 3
    told = marta.page.url.removeprefix(marta.address)
    phone("supervisor").go(told)
    marta.go(told)
    assert "Kierownik już wie" in marta.words()


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_supervisor_sees_who_needs_attention_without_a_tap(
    phone: PhoneMaker, size: str
) -> None:
    boss = phone("supervisor", size)
    page = boss.go("/overview")
    alerts = page.get_by_role("region", name="Wymaga uwagi").get_by_role("link")
    words = " ".join(" ".join(alerts.all_inner_texts()).split())
    for name in ("Tomasz Maj, 16 z 15", "Szulc 18", "Cichy 16", "Grzelak 3", "Kovalenko"):
        assert name in words, name
    foot = page.viewport_size["height"] if page.viewport_size else 0
    last = alerts.nth(alerts.count() - 1).bounding_box()
    assert last
    assert last["y"] + last["height"] <= foot, "the alerts do not fit on the first screen"
    assert boss.taps == 0


def test_a_family_is_handed_over_from_the_alert_in_three_taps(phone: PhoneMaker) -> None:
    boss = phone("supervisor")
    boss.go("/overview")
    boss.follow("ponad limit")
    free = boss.page.locator("#hand_over input[type=radio]:enabled").first
    boss.tap(free)
    boss.press("Przekaż rodzinę")
    boss.page.locator("[data-toast]").wait_for()
    print("flow 12, a family handed over:", boss.taps, "taps")
    assert boss.taps == 3
    boss.go("/overview")
    assert "Tomasz Maj, 16" not in boss.words()


def test_a_family_chosen_before_the_scripts_are_there_is_the_one_that_is_shown(
    phone: PhoneMaker,
) -> None:
    boss = phone("supervisor", service_workers="block")
    page = boss.go("/overview")
    boss.follow("ponad limit")
    boss.at("/assistants/")
    address = page.url
    page.route("**/*.js", lambda route: None)  # they wait until the route is given up
    page.goto(address, wait_until="commit")
    page.get_by_label("Którą rodzinę?").select_option(index=2)
    chosen = page.get_by_label("Którą rodzinę?").input_value()
    page.unroute("**/*.js")
    expect(page.locator("#hand_over")).to_have_attribute("action", re.compile(chosen))


def test_another_family_can_be_chosen_before_it_is_handed_over(phone: PhoneMaker) -> None:
    boss = phone("supervisor")
    page = boss.go("/overview")
    boss.follow("ponad limit")
    page.get_by_label("Którą rodzinę?").select_option(index=2)
    chosen = page.get_by_label("Którą rodzinę?").input_value()
    page.locator(f"#hand_over[action*='{chosen}']").wait_for()
    page.locator("#hand_over input[type=radio]:enabled").first.tap()
    boss.press("Przekaż rodzinę")
    boss.at("/families/[0-9a-f-]+$")
    assert boss.page.url.endswith(chosen)
