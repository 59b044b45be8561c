"""A visit recorded without signal arrives once: in Firefox over a dead battery, in WebKit too."""

from tests.engines.firefox import Firefox
from tests.engines.journey import (
    arrives,
    is_kept,
    make_box,
    opens_kept,
    record_a_visit,
    sign_in,
    unlock,
)
from tests.phone.centre import Site
from tests.phone.test_mishaps import visits_of_the_day


def test_in_firefox_a_visit_outlives_a_dead_battery_and_arrives_once(
    firefox: Firefox, site: Site
) -> None:
    hand = firefox.start()
    sign_in(hand)
    make_box(hand)
    site.stage.ask("close", site.port)
    opens_kept(hand, "/families")
    hand.reads("Mazur")
    family = record_a_visit(hand)
    is_kept(hand)
    firefox.kill()
    again = firefox.start()
    again.go("/today")
    unlock(again)
    is_kept(again)
    assert visits_of_the_day(site, family) == 0
    arrives(again, site)
    assert visits_of_the_day(site, family) == 1
