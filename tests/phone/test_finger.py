"""A finger or a face opens the phone, also without signal; the passphrase stays as it was."""

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.phone.boxes import Post, boxed, unlock
from tests.phone.devices import Phone, PhoneMaker
from tests.phone.test_vault import SIGNS, is_open, lock_of

SENSOR: dict[str, Any] = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
OURS = "Odcisk palca albo twarz"


@pytest.fixture
def marta(phone: PhoneMaker, post: Post) -> Phone:
    return boxed(phone, *SIGNS, "ERR_INTERNET", post=post)


def sensor(page: Page, **more: Any) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**SENSOR, **more}})
    return session, made["authenticatorId"]


def shut(page: Page) -> None:
    expect(page.locator("body[data-box=ready]")).to_have_count(1)
    page.evaluate("new BroadcastChannel('rodzina-lock').postMessage('shut')")
    expect(lock_of(page)).to_be_visible()


def test_a_finger_opens_the_phone_and_its_code(marta: Phone) -> None:
    page = marta.page
    sensor(page, hasPrf=True)
    marta.press("Otwieraj odciskiem palca albo twarzą")
    page.get_by_text("Od teraz telefon otwierasz").wait_for()
    marta.go("/more")
    for lock in (lambda: shut(page), lambda: marta.press("Zablokuj teraz")):
        lock()
        assert "Wyloguj się" not in marta.words()
        page.get_by_role("button", name=OURS).click()
        is_open(page)
        assert "Wyloguj się" in marta.words()


def test_without_signal_a_finger_opens_what_the_phone_keeps(
    phone: PhoneMaker,
) -> None:
    marta = boxed(phone, *SIGNS, "ERR_INTERNET", pack=True)
    page = marta.page
    page.locator("body[data-packed]").wait_for()
    sensor(page, hasPrf=True)
    marta.press("Otwieraj odciskiem palca albo twarzą")
    page.get_by_text("Od teraz telefon otwierasz").wait_for()
    marta.context.set_offline(True)
    marta.go("/families")
    shut(page)
    page.get_by_role("button", name=OURS).click()
    expect(page.get_by_role("link", name="Mazur").first).to_be_visible()
    expect(page.locator("body[data-kept-at]")).to_have_count(1)


def test_another_finger_opens_nothing(marta: Phone) -> None:
    page = marta.page
    session, ours = sensor(page, hasPrf=True)
    marta.press("Otwieraj odciskiem palca albo twarzą")
    page.get_by_text("Od teraz telefon otwierasz").wait_for()
    marta.go("/more")
    shut(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": ours, "isUserVerified": False})
    page.get_by_role("button", name=OURS).click()
    page.wait_for_timeout(500)
    expect(lock_of(page)).to_be_visible()
    assert "Wyloguj" not in page.content()
    unlock(page)
    is_open(page)


def test_a_phone_that_makes_no_secrets_says_so(marta: Phone) -> None:
    page = marta.page
    sensor(page)
    marta.press("Otwieraj odciskiem palca albo twarzą")
    page.get_by_text("Nie udało się. Ten telefon może tego nie mieć").wait_for()
    marta.go("/more")
    shut(page)
    expect(page.get_by_role("button", name=OURS)).to_be_hidden()
