"""A lost phone: what it had not sent reaches the centre, then nothing is left on it."""

import re
import time

from playwright.sync_api import Error, Page, Route, expect

from tests.phone.boxes import DRAIN, FROM, boxed, unlock, waiting
from tests.phone.centre import Site
from tests.phone.devices import Phone, PhoneMaker
from tests.phone.test_drafts import SECRET, write_on
from tests.phone.test_mishaps import tell

# Two parts of a page may ask at once; the second answer makes a new ticket, and the first is spent.
FAILURES = ("Failed to fetch", "ERR_INTERNET", "ERR_FAILED", 401, 403, 410)


def lose(phone: PhoneMaker) -> None:
    """The supervisor hears of it and says so."""
    boss = phone("supervisor")
    boss.go("/people")
    boss.follow("Marta Zielińska")
    boss.follow("Zgubiony telefon")
    boss.press("Oznacz jako zgubiony")
    boss.page.get_by_text("czeka na kontakt").first.wait_for()


def left_without_signal(phone: PhoneMaker) -> tuple[Phone, Page]:
    """A phone with a record that has not been sent."""
    marta = boxed(phone, *FAILURES)
    page = write_on(marta)
    marta.context.set_offline(True)
    marta.press("Zapisz wizytę")
    page.wait_for_url("**/today*")
    assert waiting(page) == 1
    return marta, page


def boxes(page: Page) -> int:
    """How many there are; the page may be on its way to the next one."""
    try:
        return int(page.evaluate("indexedDB.databases().then((held) => held.length)"))
    except Error:
        return 1


def left_on(page: Page) -> int:
    """How many boxes there are, once the phone has had its time to wipe them."""
    page.wait_for_url(re.compile("/sign-in"))
    deadline = time.monotonic() + 10
    while (count := boxes(page)) and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    return count


def taken_over(phone: PhoneMaker) -> str:
    """What the supervisor reads in the waiting room."""
    boss = phone("supervisor")
    boss.go("/waiting")
    boss.page.get_by_role("link", name="Marta Zielińska").first.click()
    boss.at("/waiting/[0-9a-f-]{36}$")
    return boss.words()


def test_an_open_phone_hands_its_queue_over_and_is_wiped(phone: PhoneMaker, site: Site) -> None:
    marta, page = left_without_signal(phone)
    lose(phone)
    marta.context.set_offline(False)
    assert left_on(page) == 0
    assert tell(site, "SELECT why FROM parked_entry") == [("rescued",)]
    assert SECRET in taken_over(phone)


def test_a_locked_phone_hands_its_queue_over_without_its_passphrase(
    phone: PhoneMaker, site: Site
) -> None:
    marta, page = left_without_signal(phone)
    page.evaluate("new BroadcastChannel('rodzina-lock').postMessage('shut')")
    page.get_by_role("dialog", name="Wpisz hasło telefonu").wait_for()
    marta.context.clear_cookies()
    lose(phone)
    marta.context.set_offline(False)
    marta.go("/today")
    assert left_on(page) == 0
    assert tell(site, "SELECT why FROM parked_entry") == [("rescued",)]
    assert SECRET in taken_over(phone)


def test_a_phone_in_use_signs_in_again_by_itself(phone: PhoneMaker, site: Site) -> None:
    marta = boxed(phone, *FAILURES)
    page = write_on(marta)
    marta.context.clear_cookies()
    marta.press("Zapisz wizytę")
    marta.at("/today$")
    page.get_by_text("Wizyta zapisana").wait_for()
    assert waiting(page) == 0


def test_a_box_without_a_word_from_the_centre_for_too_long_stays_shut(phone: PhoneMaker) -> None:
    marta, page = left_without_signal(phone)
    page.clock.install()
    page.clock.fast_forward(15 * 24 * 3_600_000)
    marta.context.set_offline(True)
    page.reload()
    unlock(page)
    expect(page.get_by_role("dialog", name="Wpisz hasło telefonu")).to_be_visible()


def test_a_strangers_410_is_no_order_to_wipe(phone: PhoneMaker, site: Site) -> None:
    """Only the centre says so, with its header: a machine on the way may say "gone" as well."""
    marta, page = left_without_signal(phone)
    for address in ("hello", "lost", "session"):
        marta.context.route(f"**/sync/{address}", lambda route: route.fulfill(status=410, json={}))
    marta.context.clear_cookies()
    marta.context.set_offline(False)
    page.evaluate(DRAIN)
    marta.go("/sign-in")
    page.wait_for_timeout(500)
    assert boxes(page) == 1


def test_an_order_to_wipe_whose_words_broke_off_is_none(phone: PhoneMaker, site: Site) -> None:
    marta, page = left_without_signal(phone)
    headers = {"X-Rodzina-Wipe": "1"}
    for address in ("hello", "session", "lost"):
        marta.context.route(
            f"**/sync/{address}",
            lambda route: route.fulfill(status=410, headers=headers, body=""),
        )
    lose(phone)
    with page.expect_response("**/sync/hello"):
        marta.context.set_offline(False)
    page.wait_for_timeout(1_000)
    assert boxes(page) == 1
    assert waiting(page) == 1
    marta.context.unroute_all()
    marta.go("/today")
    assert left_on(page) == 0
    assert tell(site, "SELECT why FROM parked_entry") == [("rescued",)]


def test_a_strangers_empty_answer_takes_nothing_over(phone: PhoneMaker, site: Site) -> None:
    marta, page = left_without_signal(phone)
    empty = re.compile("/sync/rescue$")
    marta.context.route(empty, lambda route: route.fulfill(status=200, body=""))
    lose(phone)
    marta.context.set_offline(False)
    marta.go("/today")
    page.wait_for_timeout(1_000)
    assert boxes(page) == 1
    marta.context.unroute(empty)
    marta.go("/today")
    assert left_on(page) == 0
    assert SECRET in taken_over(phone)


KEEP = """async () => {
  FROM
  const { opened, enqueue } = app;
  const sort = { url: "/families/f/tasks/new", form: "task@1", record: "f" };
  const kept = enqueue(await opened(), crypto.randomUUID(), { ...sort, title: "", body: "n=1" });
  return kept.then(() => true, () => false);
}""".replace("FROM", FROM)


def test_what_is_written_after_the_queue_was_handed_over_is_no_promise(
    phone: PhoneMaker, site: Site
) -> None:
    """The phone did not hear that the centre has its queue: a later entry would go with the box."""
    marta, page = left_without_signal(phone)
    marta.expects(404, "ERR_CONNECTION_RESET")

    def lost_answer(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    rescue = re.compile("/sync/rescue$")
    marta.context.route(rescue, lost_answer)
    lose(phone)
    assert page.evaluate(KEEP)
    with marta.context.expect_event("requestfailed", lambda request: "rescue" in request.url):
        marta.context.set_offline(False)
        page.evaluate(f"void ({DRAIN})()")
    assert boxes(page) == 1
    assert not page.evaluate(KEEP)
    marta.context.unroute(rescue)
    marta.go("/today")
    assert left_on(page) == 0
    assert len(tell(site, "SELECT why FROM parked_entry")) == 2
