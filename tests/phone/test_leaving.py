"""Whoever leaves the phone leaves nothing behind but what was not sent, sealed."""

import pytest
from playwright.sync_api import Page, expect

from rodzina.demo.load import DEMO_PASSWORD
from tests.phone.boxes import Post, boxed, make_box, unlock, waiting
from tests.phone.centre import EMAILS, Site
from tests.phone.devices import Phone, PhoneMaker
from tests.phone.test_drafts import write_on
from tests.phone.test_mishaps import visits_of_the_day
from tests.phone.test_vault import SIGNS, is_open, lock_of


@pytest.fixture
def marta(phone: PhoneMaker, post: Post) -> Phone:
    return boxed(phone, *SIGNS, "ERR_INTERNET", post=post)


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Hasło", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Zaloguj").click()


def unsent(marta: Phone, post: Post) -> str:
    """A record that waits; says of which family."""
    page = write_on(marta)
    post.way = "cut"
    marta.press("Zapisz wizytę")
    page.wait_for_url("**/today*")
    return "Mazur"


def test_what_waits_is_sent_by_its_author_who_has_signed_in_again(
    marta: Phone, post: Post, site: Site
) -> None:
    page = write_on(marta)
    family = "/families/" + page.url.partition("/families/")[2].partition("/")[0]
    post.way = "cut"
    marta.press("Zapisz wizytę")
    page.wait_for_url("**/today*")
    marta.go("/more")
    marta.press("Wyloguj się")
    page.wait_for_url("**/sign-in**")
    post.way = "ack"
    sign_in(page, EMAILS["assistant"])
    unlock(page)
    is_open(page)
    assert waiting(page) == 0
    assert visits_of_the_day(site, family) == 1


def test_after_leaving_without_signal_the_next_person_sees_nothing(
    marta: Phone, post: Post
) -> None:
    name = unsent(marta, post)
    page = marta.go("/more")
    marta.context.set_offline(True)
    marta.press("Wyloguj się")
    expect(lock_of(page)).to_be_visible()
    assert name not in page.content()
    marta.context.set_offline(False)
    page.goto(marta.address + "/today")
    page.wait_for_url("**/sign-in**")
    sign_in(page, EMAILS["supervisor"])
    page.wait_for_url("**/overview")
    expect(page.locator("#unlock")).to_have_count(0)


def test_a_stranger_on_the_line_signs_nobody_out(marta: Phone) -> None:
    marta.go("/more")
    marta.context.set_offline(True)
    marta.press("Wyloguj się")
    expect(lock_of(marta.page)).to_be_visible()
    marta.context.route(
        "**/sign-out", lambda route: route.fulfill(status=200, body="<h1>Witaj w hotelu</h1>")
    )
    marta.context.set_offline(False)
    marta.page.goto(marta.address + "/today")
    expect(lock_of(marta.page)).to_be_visible()
    assert "Borki 14" not in marta.page.content()


def test_two_people_share_a_phone_and_each_opens_her_own_box(
    phone: PhoneMaker, marta: Phone, post: Post
) -> None:
    name = unsent(marta, post)
    page = marta.go("/more")
    marta.press("Zablokuj teraz")
    page.evaluate("new BroadcastChannel('rodzina-lock').postMessage('shut')")
    expect(lock_of(page)).to_contain_text("MZ")
    marta.press("Telefon bierze ktoś inny")
    page.wait_for_url("**/sign-in**")
    sign_in(page, "tomasz.maj@gops-zalesie.pl")
    page.wait_for_url("**/today")
    make_box(marta)
    assert waiting(page) == 0
    page.evaluate("new BroadcastChannel('rodzina-lock').postMessage('shut')")
    expect(lock_of(page)).to_contain_text("TM")
    assert name not in page.content()
    marta.press("Telefon bierze ktoś inny")
    page.wait_for_url("**/sign-in**")
    sign_in(page, EMAILS["assistant"])
    expect(lock_of(page)).to_be_visible()
    assert waiting(page) == 1
    post.way = "ack"
    unlock(page)
    is_open(page)
    assert waiting(page) == 0
