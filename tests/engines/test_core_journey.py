"""A visit recorded without signal arrives once: in Firefox over a dead battery, in WebKit too."""

from tests.engines.firefox import Firefox
from tests.engines.hands import Hand
from tests.engines.journey import (
    arrives,
    away,
    is_kept,
    make_box,
    opens_kept,
    save_the_visit,
    sign_in,
    unlock,
    write_on,
)
from tests.engines.webkit import WebKit
from tests.phone.centre import Site
from tests.phone.test_mishaps import visits_of_the_day


def ready(hand: Hand) -> None:
    sign_in(hand)
    make_box(hand)


def without_signal(hand: Hand) -> str:
    """Records a visit; returns the family's id."""
    opens_kept(hand, "/families")
    hand.reads("Mazur")
    family = write_on(hand)
    save_the_visit(hand)
    is_kept(hand)
    return family


def test_in_firefox_a_visit_outlives_a_dead_battery_and_arrives_once(
    firefox: Firefox, site: Site
) -> None:
    hand = firefox.start()
    ready(hand)
    with away(site):
        family = without_signal(hand)
        firefox.kill()
        again = firefox.start()
        again.go("/today")
        unlock(again)
        is_kept(again)
        assert visits_of_the_day(site, family) == 0
    arrives(again)
    assert visits_of_the_day(site, family) == 1


def test_in_webkit_a_visit_without_signal_arrives_once(webkit: WebKit, site: Site) -> None:
    hand = webkit.start()
    ready(hand)
    with away(site):
        family = without_signal(hand)
        assert visits_of_the_day(site, family) == 0
    arrives(hand)
    assert visits_of_the_day(site, family) == 1
