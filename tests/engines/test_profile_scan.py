"""Nothing of a family can be read in Firefox's own folder, and the scan would find it."""

import time
from pathlib import Path

import pytest

from rodzina.demo.load import DEMO_PASSWORD
from tests.engines.firefox import Firefox
from tests.engines.hands import Hand, until
from tests.engines.journey import away, make_box, opens_kept, sign_in, unlock, write_on
from tests.phone.centre import Site, Stage, Template, loaded
from tests.phone.disk import found, lying
from tests.phone.plain import Shares, check_control, lines_of, plain_site, shares
from tests.phone.test_profile_scan import FEWEST, SECRET, SEED, SETTLED, TYPED


@pytest.fixture(scope="module")
def template(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The demo centre with a word of its own behind every text of a file."""
    return loaded(stage, tmp_path_factory.mktemp("marked"), SEED)


def sealed_day(hand: Hand) -> None:
    """Pages looked at, entries kept, a text begun: what a phone sees in a day."""
    concern, task, search, agreed, note = TYPED
    opens_kept(hand, "/families")
    hand.follow("Kovalenko")
    hand.at("/families/[0-9a-f-]{36}$")
    family = hand.path
    opens_kept(hand, f"{family}/consents")
    opens_kept(hand, f"{family}/concerns/new")
    hand.tick("bezpieczeństwo dziecka")
    hand.fill("Co widzisz lub słyszysz?", concern)
    hand.press("Powiadom kierownika")
    hand.at(family + "$")
    opens_kept(hand, f"{family}/tasks/new")
    hand.fill("Co jest do zrobienia?", task)
    hand.tick("Budżet")
    hand.press("Zapisz zadanie")
    hand.at("/tasks$")
    opens_kept(hand, "/families")
    hand.fill("Nazwisko, imię dziecka", search)
    write_on(hand, note)
    hand.press("Zapisywać wydatki")
    hand.fill("Co umówione", agreed)
    settle()


def settle() -> None:
    """The browser writes its list of open pages, with what is typed in them."""
    time.sleep(SETTLED / 1_000)


def plain_day(hand: Hand, held: Shares) -> None:
    """The same words where no design seals them."""
    hand.go("/")
    until(lambda: hand.has("body[data-done]"), "what the page keeps")
    for label, line in lines_of(held["sent"]):
        hand.fill(label, line)
    hand.press("Wyślij")
    hand.fill("Notatka", " ".join(held["typed"]))
    settle()


def test_nothing_of_a_family_lies_open_in_the_profile(
    firefox: Firefox, site: Site, stage: Stage, tmp_path: Path
) -> None:
    stage.ask("spoken")
    hand = firefox.start()
    sign_in(hand)
    make_box(hand, SECRET)
    with away(site):
        sealed_day(hand)
        canaries = {*stage.ask("spoken"), *SECRET.split(), *TYPED}
        assert len(canaries) >= FEWEST
        assert not lying(firefox.profile, canaries), "running"
        firefox.kill()
        assert not lying(firefox.profile, canaries), "killed"
        again = firefox.start()
        again.go("/today")
        unlock(again, SECRET)
        opens_kept(again, "/today")
        settle()
        firefox.quit()
        assert not lying(firefox.profile, canaries), "closed"
        assert not found(firefox.profile, DEMO_PASSWORD)
        print(f"{len(canaries)} words, none of them found")

    with plain_site(shares(canaries)) as (address, held):
        plain = Firefox(tmp_path / "plain", address)
        try:
            plain_day(plain.start(), held)
            check_control(held, lying(plain.profile, canaries), closed=False)
            plain.quit()
            check_control(held, lying(plain.profile, canaries), closed=True)
        finally:
            plain.end()
