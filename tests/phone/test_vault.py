"""The phone's box: tries are counted, keys stay in memory, nothing can be read on the disk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rodzina.demo.load import DEMO_PASSWORD
from tests.phone.boxes import (
    CODE,
    FROM,
    PASSPHRASE,
    Post,
    boxed,
    give_code,
    make_box,
    rows,
    unlock,
    waiting,
)
from tests.phone.centre import Site
from tests.phone.devices import Phone, PhoneMaker
from tests.phone.disk import found, kill
from tests.phone.test_drafts import SECRET, write_on
from tests.phone.test_mishaps import visits_of_the_day

LOCK, SOFT = "Wpisz hasło telefonu", "Wpisz kod na dziś"
SIGNS = ("Failed to fetch", "ERR_FAILED", "ERR_CONNECTION", "ERR_INTERNET", 500)
TRIES = """async ([tries, step]) => {
  FROM
  const { openStore, tryPassphrase, within } = app;
  const db = await openStore(person);
  const answers = [];
  let now = Date.now();
  for (const typed of tries) {
    const found = await tryPassphrase(db, person, typed, now);
    answers.push(found.box ? "open" : found);
    now += step;
  }
  const meta = await within(db, ["meta"], (held) => held.getAllKeys());
  return { answers, meta };
}""".replace("FROM", FROM)
COUNT_FIRST = """async () => {
  FROM
  const { openStore, tryPassphrase, read } = app;
  const db = await openStore(person);
  const stretch = crypto.subtle.deriveKey;
  let counted = null;
  crypto.subtle.deriveKey = async function (...given) {
    if (given[0].name === "PBKDF2") counted = await read(db, "meta", "tries");
    return stretch.apply(crypto.subtle, given);
  };
  await tryPassphrase(db, person, "not this one");
  return counted?.count;
}""".replace("FROM", FROM)
RECOVERY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="


@pytest.fixture
def marta(phone: PhoneMaker, post: Post) -> Phone:
    return boxed(phone, *SIGNS, post=post)


def lock_of(page: Page, name: str = LOCK) -> Any:
    return page.get_by_role("dialog", name=name)


def is_open(page: Page) -> None:
    """The lock is gone and the page that was wanted is there."""
    expect(page.get_by_role("link", name="Wysłane")).to_be_visible()
    expect(page.locator("#unlock")).to_be_hidden()


def test_a_wrong_try_is_counted_before_it_is_tried(marta: Phone) -> None:
    assert marta.go("/more").evaluate(COUNT_FIRST) == 1


def test_after_five_wrong_tries_each_next_one_waits_longer(marta: Phone) -> None:
    page = marta.go("/more")
    told = page.evaluate(TRIES, [["no"] * 6, 1_000])["answers"]
    assert [answer.get("left") for answer in told[:5]] == [9, 8, 7, 6, 5]
    assert told[5] == {"wait": 29_000}
    again = page.evaluate(TRIES, [[PASSPHRASE], 0])["answers"]
    assert 0 < again[0]["wait"] <= 30_000, "the right one waits too"


def test_after_ten_wrong_tries_what_was_not_sent_is_all_that_is_left(
    marta: Phone, post: Post, site: Site
) -> None:
    page = write_on(marta)
    post.way = "cut"
    marta.press("Zapisz wizytę")
    page.wait_for_url("**/today*")
    minutes = 20 * 60_000
    told = page.evaluate(TRIES, [["no"] * 10 + [PASSPHRASE], minutes])
    assert told["answers"][9:] == [{"spent": True}, {"spent": True}]
    assert "secret" not in told["meta"]
    assert waiting(page) == 1


def test_the_count_survives_a_killed_browser_and_a_right_one_clears_it(
    profile: Callable[[], Phone], post: Post, tmp_path: Path
) -> None:
    first = profile()
    make_box(first, post)
    assert first.page.evaluate(TRIES, [["no", "no"], 0])["answers"] == [{"left": 9}, {"left": 8}]
    kill(first, tmp_path / "profile")
    second = profile()
    post.on(second)
    page = second.go("/more")
    unlock(page, "not this one")
    expect(lock_of(page)).to_contain_text("Zostało prób: 7")
    unlock(page)
    is_open(page)
    assert page.evaluate(TRIES, [["no"], 0])["answers"] == [{"left": 9}]


def test_a_record_is_there_after_the_browser_was_killed(
    profile: Callable[[], Phone], post: Post, site: Site, tmp_path: Path
) -> None:
    first = profile()
    make_box(first, post)
    page = write_on(first)
    family = "/families/" + page.url.partition("/families/")[2].partition("/")[0]
    post.way = "silent"
    with page.expect_request(lambda asked: asked.method == "POST"):
        first.press("Zapisz wizytę")
    kill(first, tmp_path / "profile")
    second = profile()
    post.way = "ack"
    post.on(second)
    page = second.go("/more")
    expect(lock_of(page)).to_be_visible()
    unlock(page)
    expect(page.get_by_role("link", name="Wysłane")).to_be_visible()
    assert [row["state"] for row in rows(page)] == ["sent", "sent"], "its start and the record"
    assert visits_of_the_day(site, family) == 1


def test_nothing_of_it_can_be_read_on_the_disk(
    profile: Callable[[], Phone], post: Post, tmp_path: Path
) -> None:
    first = profile()
    make_box(first, post)
    write_on(first)
    post.way = "cut"
    first.press("Zapisz wizytę")
    first.page.wait_for_url("**/today*")
    first.page.goto(first.address + "/queue")
    first.page.get_by_text("Wizyta: Mazur").wait_for()
    # The control: the same scan finds what is written openly.
    first.page.evaluate(
        """() => new Promise((done) => {
        const request = indexedDB.open("control", 1);
        request.onupgradeneeded = () => request.result.createObjectStore("s").put("papuga-5502", 1);
        request.onsuccess = done;
      })"""
    )
    first.page.wait_for_timeout(500)
    for killed in (False, True):
        if killed:
            kill(first, tmp_path / "profile")
        assert found(tmp_path, "papuga-5502"), "the scan is blind"
        for word in (PASSPHRASE, "moneta wydra", "kanarek-7391", "Mazur", "Przegląd wydatków"):
            assert not found(tmp_path, word), word


def test_no_passphrase_is_asked_while_a_page_lives_though_the_worker_stopped(
    marta: Phone,
) -> None:
    page = marta.go("/more")
    expect(page.get_by_role("link", name="Wysłane")).to_be_visible()
    session = marta.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    page.reload()
    expect(page.get_by_role("link", name="Wysłane")).to_be_visible()
    expect(lock_of(page)).to_be_hidden()


def test_after_five_minutes_without_a_touch_the_code_stands_before_every_page(
    marta: Phone,
) -> None:
    page = marta.page
    page.clock.install()
    page.goto(marta.address + "/more")
    is_open(page)
    page.clock.fast_forward(4 * 60_000)
    page.keyboard.press("Shift")
    page.clock.fast_forward(4 * 60_000)
    expect(lock_of(page, SOFT)).to_be_hidden()
    page.clock.fast_forward(2 * 60_000)
    expect(lock_of(page, SOFT)).to_be_visible()
    expect(page.get_by_text("Zablokuj teraz")).to_be_hidden()
    page.goto(marta.address + "/families")
    expect(lock_of(page, SOFT)).to_be_visible()
    assert "Mazur" not in page.content(), "the page itself is not there"
    give_code(page)
    is_open(page)
    expect(page.get_by_role("link", name="Mazur").first).to_be_visible()


def test_one_tap_locks_all_tabs_and_one_code_opens_them(marta: Phone) -> None:
    other = marta.context.new_page()
    other.goto(marta.address + "/more")
    marta.go("/more")
    is_open(other)
    marta.press("Zablokuj teraz")
    expect(lock_of(marta.page, SOFT)).to_be_visible()
    expect(lock_of(other, SOFT)).to_be_visible()
    marta.page.keyboard.press("Escape")
    marta.page.keyboard.press("Escape")
    expect(lock_of(marta.page, SOFT)).to_be_visible()
    give_code(other)
    is_open(other)
    is_open(marta.page)


def test_what_was_typed_is_there_after_the_code(marta: Phone) -> None:
    page = write_on(marta)
    page.get_by_label("Notatka").press_sequentially(" I to.")
    page.evaluate("new BroadcastChannel('rodzina-lock').postMessage('lock')")
    give_code(page)
    expect(lock_of(page, SOFT)).to_be_hidden()
    expect(page.get_by_label("Notatka")).to_have_value(f"{SECRET} I to.")


def test_after_three_wrong_codes_the_keys_are_gone(marta: Phone) -> None:
    page = marta.go("/families")
    is_open(page)
    page.evaluate("new BroadcastChannel('rodzina-lock').postMessage('lock')")
    for left in ("2", "1"):
        give_code(page, "0000")
        expect(lock_of(page, SOFT)).to_contain_text(f"Zostało prób: {left}")
    page.reload()
    give_code(page, "0000")
    expect(lock_of(page)).to_be_visible()
    assert "Mazur" not in page.content()
    page.reload()
    expect(lock_of(page)).to_be_visible()
    unlock(page)
    is_open(page)
    marta.go("/more")
    marta.press("Zablokuj teraz")
    give_code(page)
    is_open(page)


def test_after_twelve_hours_the_code_is_not_enough(marta: Phone) -> None:
    page = marta.page
    page.clock.install()
    page.goto(marta.address + "/more")
    is_open(page)
    for _ in range(2):
        page.clock.fast_forward(4 * 60_000)
        page.keyboard.press("Shift")
    is_open(page)
    page.clock.fast_forward(12 * 3_600_000)
    expect(lock_of(page)).to_be_visible()


def test_the_code_can_be_changed_with_the_passphrase(marta: Phone) -> None:
    page = marta.go("/phone")
    page.get_by_text("Zmień hasło telefonu albo kod").click()
    page.get_by_label("Nowe hasło telefonu").fill("nowe słowa na nowy dzień")
    page.get_by_label("Krótki kod na dzień").last.fill("20261122")
    marta.press("Zapisz nowe")
    unlock(page)
    page.get_by_text("Ten telefon jest gotowy.").wait_for()
    page.get_by_role("button", name="Zablokuj teraz").first.tap()
    give_code(page, CODE)
    expect(lock_of(page, SOFT)).to_contain_text("Zostało prób: 2")
    give_code(page, "20261122")
    is_open(page)


def test_a_forgotten_passphrase_is_replaced_after_signing_in(
    phone: PhoneMaker, post: Post, site: Site
) -> None:
    post.recovery = RECOVERY
    marta = boxed(phone, *SIGNS, post=post)
    page = write_on(marta)
    post.way = "cut"
    marta.press("Zapisz wizytę")
    page.wait_for_url("**/today*")
    marta.go("/more")
    post.way = "ack"
    page.evaluate(TRIES, [["no"] * 10, 20 * 60_000])
    page.evaluate("new BroadcastChannel('rodzina-lock').postMessage('shut')")
    expect(lock_of(page)).to_be_visible()
    page.get_by_role("button", name="Nie pamiętam hasła telefonu").tap()
    signing = page.get_by_role("dialog", name="Zaloguj się jeszcze raz")
    signing.get_by_label("E-mail").fill("marta.zielinska@gops-zalesie.pl")
    signing.get_by_label("Hasło", exact=True).fill(DEMO_PASSWORD)
    signing.get_by_role("button", name="Zaloguj").tap()
    expect(lock_of(page)).to_contain_text("Wymyśl nowe hasło telefonu")
    unlock(page, "nowe słowa na nowy dzień")
    is_open(page)
    page.evaluate("new BroadcastChannel('rodzina-lock').postMessage('shut')")
    unlock(page, "nowe słowa na nowy dzień")
    is_open(page)
