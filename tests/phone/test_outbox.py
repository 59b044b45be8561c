"""A record is kept on the phone before it is sent, and leaves it when the centre has it."""

import pytest
from playwright.sync_api import Page, expect

from rodzina.demo.load import DEMO_PASSWORD
from tests.phone.boxes import DRAIN, FROM, PASSPHRASE, Post, boxed, rows, unlock, waiting
from tests.phone.centre import Site
from tests.phone.devices import Phone, PhoneMaker
from tests.phone.test_drafts import SECRET, comes_back, write_on
from tests.phone.test_mishaps import visits_of_the_day
from tests.phone.test_recording import is_saved, latest

FAILURES = (401, 409, 422, 500, "Failed to fetch", "ERR_CONNECTION", "ERR_FAILED", "ERR_INTERNET")
RECORDS = """async ([address, count, record]) => {
  FROM
  const { opened, enqueue } = app;
  const box = await opened();
  for (let number = 1; number <= count; number++) {
    const url = record ? address : address.replace("NUMBER", number);
    const sort = { url, form: "visit@1", record: record || String(number) };
    const words = { title: `Wizyta ${number}`, body: `n=${number}`, text: "" };
    await enqueue(box, crypto.randomUUID(), { ...sort, ...words });
  }
}""".replace("FROM", FROM)


@pytest.fixture
def marta(phone: PhoneMaker, post: Post) -> Phone:
    """An assistant whose phone keeps what she writes."""
    return boxed(phone, *FAILURES, post=post)


def family_of(page: Page) -> str:
    return "/families/" + page.url.partition("/families/")[2].partition("/")[0]


def kept(page: Page) -> None:
    """The page went on to Dziś and says that the phone keeps the record."""
    page.wait_for_url("**/today*")
    expect(page.locator("#toast")).to_contain_text("Zapisano w telefonie")


def send_now(phone: Phone) -> None:
    """Everything that waits, without a pause."""
    page = phone.go("/more")
    page.evaluate(DRAIN)
    assert waiting(page) == 0


def test_a_record_is_sent_at_once_and_leaves_the_phone(
    marta: Phone, post: Post, site: Site
) -> None:
    page = write_on(marta)
    family = family_of(page)
    marta.press("Zapisz wizytę")
    is_saved(marta)
    assert visits_of_the_day(site, family) == 1
    assert [row["state"] for row in rows(page)] == ["sent", "sent"], "its start and the record"
    [said] = post.seen
    assert said["x-rodzina-mode"] == "live"
    assert (said["x-rodzina-seq"], said["x-rodzina-form"]) == ("2", "visit@1")
    assert said["x-rodzina-person"] == post.person
    assert SECRET in latest(marta, family)


def test_what_is_refused_goes_back_to_the_person(marta: Phone, post: Post, site: Site) -> None:
    page = write_on(marta)
    family = family_of(page)
    page.locator("details.known summary").tap()
    ended = page.locator("[name=ended]").input_value()
    page.locator("[name=ended]").fill("05:00")
    marta.press("Zapisz wizytę")
    page.locator(".field__error, .errors").first.wait_for()
    assert waiting(page) == 0
    assert len(rows(page)) == 1, "nothing but the start of the visit"
    expect(page.get_by_label("Notatka")).to_have_value(SECRET)
    page.locator("[name=ended]").fill(ended)
    marta.press("Zapisz wizytę")
    is_saved(marta)
    assert visits_of_the_day(site, family) == 1
    assert len(set(post.operations())) == 2


@pytest.mark.parametrize("way", ["cut", "portal", "409", "500"])
def test_without_an_acknowledgement_the_entry_stays(
    marta: Phone, post: Post, site: Site, way: str
) -> None:
    page = write_on(marta)
    family = family_of(page)
    post.way = way
    marta.press("Zapisz wizytę")
    kept(page)
    assert waiting(page) == 1
    assert visits_of_the_day(site, family) == 0
    post.way = "ack"
    send_now(marta)
    assert visits_of_the_day(site, family) == 1
    assert len(set(post.operations())) == 1
    assert post.seen[-1]["x-rodzina-mode"] == "replay"


def test_an_expired_session_asks_over_the_page_and_sends_then(
    marta: Phone, post: Post, site: Site
) -> None:
    page = write_on(marta)
    family = family_of(page)
    marta.context.clear_cookies()
    marta.press("Zapisz wizytę")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill("marta.zielinska@gops-zalesie.pl")
    assert waiting(page) == 1
    dialog.get_by_label("Hasło", exact=True).fill(DEMO_PASSWORD)
    dialog.get_by_role("button", name="Zaloguj").tap()
    is_saved(marta)
    assert visits_of_the_day(site, family) == 1
    assert waiting(page) == 0


def test_a_declined_sign_in_leaves_the_record_on_the_phone(marta: Phone, post: Post) -> None:
    page = write_on(marta)
    marta.context.clear_cookies()
    marta.press("Zapisz wizytę")
    page.get_by_role("dialog").get_by_role("button", name="Nie teraz").tap()
    expect(page.locator("#toast")).to_contain_text("Zapisano w telefonie")
    comes_back(page)
    assert waiting(page) == 1


def test_an_answer_lost_after_saving_makes_one_visit(marta: Phone, post: Post, site: Site) -> None:
    page = write_on(marta)
    family = family_of(page)
    post.way = "lost"
    marta.press("Zapisz wizytę")
    page.wait_for_url("**/today*")
    send_now(marta)
    assert visits_of_the_day(site, family) == 1
    assert len(post.seen) >= 2
    assert len(set(post.operations())) == 1


def test_three_taps_make_one_entry_and_one_visit(marta: Phone, post: Post, site: Site) -> None:
    page = write_on(marta)
    family = family_of(page)
    box = marta.button("Zapisz wizytę").bounding_box()
    assert box
    for _ in range(3):
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    is_saved(marta)
    assert visits_of_the_day(site, family) == 1
    assert len(post.seen) == 1
    assert len(rows(page)) == 2


def test_nobody_waits_longer_than_four_seconds(marta: Phone, post: Post) -> None:
    page = write_on(marta)
    post.way = "silent"
    marta.press("Zapisz wizytę")
    page.wait_for_url("**/today*", timeout=6_000)
    kept(page)
    post.way = "ack"
    assert waiting(page) == 1


def test_without_signal_the_record_is_kept_and_sent_when_it_is_back(
    marta: Phone, post: Post, site: Site
) -> None:
    page = write_on(marta)
    family = family_of(page)
    marta.context.set_offline(True)
    marta.press("Zapisz wizytę")
    kept(page)
    assert waiting(page) == 1
    assert post.seen == []
    marta.context.set_offline(False)
    marta.go("/more")
    expect(page.get_by_role("link", name="Wysłane")).to_be_visible()
    assert visits_of_the_day(site, family) == 1


def test_two_tabs_that_send_at_once_send_each_entry_once_and_in_order(
    marta: Phone, post: Post
) -> None:
    first, second = marta.page, marta.context.new_page()
    first.goto(marta.address + "/more")
    second.goto(marta.address + "/more")
    post.way = "slow"
    first.evaluate(RECORDS, ["/families/f/visits/v/record", 12, "v"])
    for page in (first, second):
        page.evaluate(f"void ({DRAIN})()")
    expect(second.get_by_role("link", name="Wysłane")).to_be_visible()
    numbers = [int(headers["x-rodzina-seq"]) for headers in post.seen]
    assert numbers == list(range(1, 13))


def test_one_record_that_is_held_holds_no_other(marta: Phone, post: Post) -> None:
    page = marta.go("/more")
    post.refuses = "/visits/2/"
    post.way = "slow"
    page.evaluate(RECORDS, ["/families/f/visits/NUMBER/record", 5, ""])
    page.evaluate(DRAIN)
    states = [row["state"] for row in rows(page)]
    assert states == ["sent", "check", "sent", "sent", "sent"]


def test_a_phone_without_a_box_sends_as_before(phone: PhoneMaker, post: Post, site: Site) -> None:
    plain = phone("assistant")
    post.on(plain)
    post.way = "bare"
    page = write_on(plain)
    plain.press("Zapisz wizytę")
    is_saved(plain)
    assert rows(page) == []
    assert "x-rodzina-mode" not in post.seen[0]


def test_the_words_are_on_the_phone_before_anything_is_sent(marta: Phone, post: Post) -> None:
    """The page dies while the first request is under way: the entry is there in the next one."""
    page = write_on(marta)
    post.way = "silent"
    with page.expect_request(lambda request: request.method == "POST"):
        marta.press("Zapisz wizytę")
    assert waiting(page) == 1
    page.goto("about:blank")
    marta.go("/more")
    assert waiting(marta.page) == 1


def test_a_locked_phone_sends_what_waits_once_it_is_opened(
    marta: Phone, post: Post, site: Site
) -> None:
    page = write_on(marta)
    family = family_of(page)
    post.way = "500"
    marta.press("Zapisz wizytę")
    kept(page)
    marta.go("/more")
    expect(page.locator("body[data-box=ready]")).to_have_count(1)
    page.evaluate("new BroadcastChannel('rodzina-lock').postMessage('shut')")
    post.way = "ack"
    unlock(page, f"  {PASSPHRASE.replace(' ', '  ')} ")
    expect(page.get_by_role("link", name="Wysłane")).to_be_visible()
    assert visits_of_the_day(site, family) == 1
