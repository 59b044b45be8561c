"""The steps of the core journey: a visit without signal, from signing in to the centre."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from rodzina.demo.load import DEMO_PASSWORD
from tests.engines.hands import Hand, until
from tests.phone.boxes import CODE, PASSPHRASE
from tests.phone.centre import EMAILS, Site

NOTE = "Kanarek 7391: bez zasięgu"


def sign_in(hand: Hand) -> None:
    hand.go("/sign-in?next=/today")
    hand.fill("E-mail", EMAILS["assistant"])
    hand.fill("Hasło", DEMO_PASSWORD)
    hand.press("Zaloguj się")
    hand.at("^/today$")


def make_box(hand: Hand, passphrase: str = PASSPHRASE) -> None:
    """Switches the box on, and waits until the pack is on the phone."""
    hand.go("/phone")
    hand.fill("Wpisz te słowa albo własne hasło", passphrase)
    hand.fill("Krótki kod na dzień, od 4 do 8 cyfr", CODE)
    hand.press("Włącz")
    hand.reads("Ten telefon jest gotowy do pracy bez zasięgu")
    until(lambda: hand.has("body[data-packed]"), "the pack")


def unlock(hand: Hand, passphrase: str = PASSPHRASE) -> None:
    hand.fill("Hasło telefonu", passphrase)
    hand.press("Odblokuj")
    until(lambda: not hand.find("//dialog[@open]"), "the lock to open")


def opens_kept(hand: Hand, path: str) -> None:
    """A page of the phone's own; a line that a browser had open may still reach the centre once."""

    def is_kept() -> bool:
        hand.go(path)
        return hand.has("body[data-kept-at]")

    until(is_kept, f"a kept page of {path}")


def write_on(hand: Hand, note: str = NOTE) -> str:
    """Starts the next visit and writes its record; returns the family's id."""
    opens_kept(hand, "/today")
    hand.press("Rozpocznij wizytę")
    hand.at("/clock$")
    hand.press("Zakończ i zapisz")
    hand.at("/record$")
    found = re.search("/families/([0-9a-f-]{36})/", hand.path)
    assert found
    hand.tick("Anna")
    hand.tick("Budżet")
    hand.tick("Przegląd wydatków")
    hand.fill("Notatka", note)
    return found[1]


def save_the_visit(hand: Hand) -> None:
    hand.press("Zapisz wizytę")
    hand.at("/today$")


def is_kept(hand: Hand) -> None:
    """Dziś shows the visit where it belongs, and the queue that it waits."""
    hand.reads("Zapisane w telefonie", ".today__plan")
    opens_kept(hand, "/queue")
    hand.reads("Wizyta: Mazur", "[data-list=waiting]")


@contextmanager
def away(site: Site) -> Iterator[None]:
    """No centre answers; then it is back at its old address."""
    site.stage.ask("close", site.port)
    try:
        yield
    finally:
        site.stage.ask("open", site.url, site.port)


def arrives(hand: Hand) -> None:
    """With the centre back, the phone sends by itself within half a minute."""
    hand.go("/queue")
    sent = "//*[@data-list='sent']//*[contains(., 'Wizyta: Mazur')]"
    until(lambda: hand.find(sent), "the visit among what is sent", patience=60)
    assert not hand.find("//*[@data-list='waiting']")
