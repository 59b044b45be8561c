"""Bad moments: the session has ended, a finger tapped twice, the wrong button was pressed."""

import sqlite3
from typing import Any

import pytest
from playwright.sync_api import expect

from rodzina.demo.load import DEMO_PASSWORD
from tests.phone.centre import DAY, Site
from tests.phone.devices import Phone, PhoneMaker
from tests.phone.test_drafts import SECRET, comes_back, write_on
from tests.phone.test_recording import is_saved, latest


def tell(site: Site, statement: str, *values: Any) -> list[Any]:
    """Something the centre knows or does behind the phone's back."""
    with sqlite3.connect(site.file, timeout=10) as connection:
        return connection.execute(statement, values).fetchall()


def end_session(phone: Phone, site: Site, way: str) -> None:
    if way == "the cookie is gone":
        phone.context.clear_cookies()
    else:
        tell(site, "UPDATE sign_in SET ended_at = '2026-11-19 11:00:00.000000'")


def visits_of_the_day(site: Site, family: str) -> int:
    number = family.rpartition("/")[2].replace("-", "")
    asked = "SELECT count(*) FROM visit WHERE family_id = ? AND day = ? AND status = 'recorded'"
    return int(tell(site, asked, number, DAY)[0][0])


@pytest.mark.parametrize("way", ["the cookie is gone", "the centre has ended it"])
def test_an_expired_session_asks_over_the_note_and_saves_it_then(
    phone: PhoneMaker, site: Site, way: str
) -> None:
    marta = phone("assistant")
    marta.expects(401, 422)
    page = write_on(marta)
    family = page.url.removeprefix(marta.address).partition("/visits/")[0]
    end_session(marta, site, way)
    marta.press("Zapisz wizytę")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("heading", name="Zaloguj się jeszcze raz").wait_for()
    dialog.get_by_label("E-mail").fill("marta.zielinska@gops-zalesie.pl")
    dialog.get_by_label("Hasło", exact=True).fill("nie-to-hasło")
    dialog.get_by_role("button", name="Zaloguj").tap()
    dialog.get_by_text("do siebie nie pasują").first.wait_for()
    comes_back(page)
    dialog.get_by_label("Hasło", exact=True).fill(DEMO_PASSWORD)
    dialog.get_by_role("button", name="Zaloguj").tap()
    is_saved(marta)
    assert SECRET in latest(marta, family)
    assert visits_of_the_day(site, family) == 1


def test_a_declined_sign_in_leaves_the_words_where_they_are(phone: PhoneMaker, site: Site) -> None:
    marta = phone("assistant")
    marta.expects(401)
    page = write_on(marta)
    marta.context.clear_cookies()
    marta.press("Zapisz wizytę")
    page.get_by_role("dialog").get_by_role("button", name="Nie teraz").tap()
    expect(page.get_by_role("status")).to_contain_text("Jeszcze nie zapisano")
    comes_back(page)
    marta.press("Zapisz wizytę")
    page.get_by_role("dialog").wait_for()


def test_a_double_tap_makes_one_visit(phone: PhoneMaker, site: Site) -> None:
    marta = phone("assistant")
    page = write_on(marta)
    family = page.url.removeprefix(marta.address).partition("/visits/")[0]
    box = marta.button("Zapisz wizytę").bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for _ in range(3):
        page.touchscreen.tap(*middle)
    is_saved(marta)
    page.wait_for_load_state("networkidle")
    assert visits_of_the_day(site, family) == 1


def test_undo_brings_the_words_back(phone: PhoneMaker, site: Site) -> None:
    marta = phone("assistant")
    page = write_on(marta)
    family = page.url.removeprefix(marta.address).partition("/visits/")[0]
    marta.press("Zapisz wizytę")
    is_saved(marta)
    assert visits_of_the_day(site, family) == 1
    marta.press("Cofnij")
    marta.at("/record$")
    comes_back(page)
    assert visits_of_the_day(site, family) == 0


def test_a_message_stays_for_eight_seconds(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    marta.context.clock.install()
    page = marta.go("/today")
    page.get_by_role("button", name="Zadzwonić do pedagożki szkolnej").tap()
    message = page.locator("[data-toast]")
    message.wait_for()
    expect(page.get_by_role("status")).to_contain_text("Odhaczone")
    marta.context.clock.fast_forward(7_500)
    expect(message).to_be_visible()
    marta.context.clock.fast_forward(1_000)
    expect(message).to_have_count(0)


def test_a_message_stays_while_the_keyboard_is_on_it(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    marta.context.clock.install()
    page = marta.go("/today")
    page.get_by_role("button", name="Zadzwonić do pedagożki szkolnej").tap()
    message = page.locator("[data-toast]")
    message.get_by_role("button", name="Cofnij").focus()
    marta.context.clock.fast_forward(20_000)
    expect(message).to_be_visible()


def test_without_signal_nothing_is_lost_and_the_phone_says_so(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    marta.expects("Failed to fetch", "ERR_INTERNET_DISCONNECTED")
    page = write_on(marta)
    marta.context.set_offline(True)
    marta.press("Zapisz wizytę")
    expect(page.get_by_role("status")).to_contain_text("Bez internetu")
    comes_back(page)
    marta.context.set_offline(False)
    marta.press("Zapisz wizytę")
    is_saved(marta)


def test_without_signal_a_button_that_leads_on_stays_where_it_is(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    marta.expects("Failed to fetch", "ERR_INTERNET_DISCONNECTED")
    page = marta.go("/today")
    page.wait_for_load_state("networkidle")
    marta.context.set_offline(True)
    marta.press("Rozpocznij wizytę")
    expect(page.get_by_role("status")).to_contain_text("Bez internetu")
    marta.context.set_offline(False)
    marta.press("Rozpocznij wizytę")
    marta.at("/clock$")
