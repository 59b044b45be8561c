"""Phones with a box, made and unlocked by hand; and the least of a centre that answers them."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Route

from tests.phone.devices import Phone, PhoneMaker

PASSPHRASE = "zorza kajak moneta wydra"
CODE = "4711"
# What the page shows of itself, for what a test does inside it.
FROM = """
  const app = rodzina;
  const { person } = document.body.dataset;
"""
ROWS = """async () => {
  FROM
  const { openStore } = app;
  const { rows } = app;
  const db = await openStore(person);
  const held = db ? await rows(db) : [];
  return held.map(({ op, seq, state, tries }) => ({ op, seq, state, tries }));
}""".replace("FROM", FROM)
DRAIN = """async () => {
  FROM
  const { opened, drain } = app;
  await drain(await opened(), true);
}""".replace("FROM", FROM)
RECORD = re.compile(r"/visits/[^/]+/record$")


@dataclass
class Post:
    """The answers of the centre to what phones send, with the headers that acknowledge it."""

    way: str = "ack"  # or: parked, cut, lost, portal, silent, slow, bare, a status
    seen: list[dict[str, str]] = field(default_factory=list)
    person: str = ""
    recovery: str | None = None
    refuses: str = "nothing"

    def on(self, phone: Phone) -> None:
        phone.context.route(RECORD, self.answer)
        phone.context.route("**/sync/hello", self.hello)
        leave_out_pack(phone)

    def hello(self, route: Route) -> None:
        told = {"person": self.person, "now": 0}
        if self.recovery:
            told["recovery"] = self.recovery
        route.fulfill(json=told)

    def answer(self, route: Route) -> None:
        asked = route.request
        if asked.method != "POST":
            return route.fallback()
        self.seen.append(asked.headers)
        way: Any = getattr(self, "answer_" + self.way, None)
        return way(route) if way else route.fulfill(status=int(self.way), body="")

    def answer_ack(self, route: Route, result: str = "done") -> None:
        """What the centre really says, and its acknowledgement."""
        came = route.fetch(max_redirects=0)
        if came.status not in {200, 422}:
            return route.fulfill(response=came)
        said = "invalid" if came.status == 422 else result
        operation = route.request.headers["idempotency-key"]
        acks = {"X-Rodzina-Ack": operation, "X-Rodzina-Result": said}
        if said != "invalid":
            acks["X-Rodzina-Receipt"] = f"{len(self.seen):04d}"
        route.fulfill(response=came, headers={**came.headers, **acks})

    def answer_parked(self, route: Route) -> None:
        self.answer_ack(route, "parked")

    def answer_cut(self, route: Route) -> None:
        route.abort("connectionreset")

    def answer_lost(self, route: Route) -> None:
        """The centre has it, the phone does not hear of it."""
        route.fetch(max_redirects=0)
        self.way = "ack"
        route.abort("connectionreset")

    def answer_portal(self, route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<h1>Witaj w sieci hotelu</h1>")

    def answer_slow(self, route: Route) -> None:
        """Takes its time, and takes everything but what it refuses."""
        time.sleep(0.05)
        if self.refuses in route.request.url:
            return route.fulfill(status=422, body="")
        operation = route.request.headers["idempotency-key"]
        route.fulfill(headers={"X-Rodzina-Ack": operation, "X-Rodzina-Result": "done"}, body="")

    def answer_bare(self, route: Route) -> None:
        route.fallback()

    def answer_silent(self, route: Route) -> None:
        """Nothing, for ever."""

    def operations(self) -> list[str]:
        return [headers["idempotency-key"] for headers in self.seen]


def make_box(phone: Phone, post: Post | None = None, *, pack: bool = False) -> Page:
    """Switches the box on, as a person does, and waits until the phone is ready.

    Its pages are kept on it only where a test is about them: to make them takes seconds.
    """
    if not pack:
        leave_out_pack(phone)
    if post:
        post.on(phone)
    page = phone.go("/phone")
    if post:
        post.person = str(page.locator("body").get_attribute("data-person"))
    page.get_by_label("Wpisz te słowa albo własne hasło").fill(PASSPHRASE)
    page.get_by_label("Krótki kod na dzień").first.fill(CODE)
    phone.press("Włącz")
    page.get_by_text("Ten telefon jest gotowy do pracy bez zasięgu").wait_for()
    return page


def boxed(
    phone: PhoneMaker, *signs: str | int, post: Post | None = None, pack: bool = False
) -> Phone:
    """An assistant whose phone keeps what she writes; `signs` of a bad network are no faults."""
    held = phone("assistant")
    held.expects(*signs)
    make_box(held, post, pack=pack)
    return held


def leave_out_pack(phone: Phone) -> None:
    phone.context.route("**/sync/pack", lambda route: route.fulfill(json={}))


def unlock(page: Page, passphrase: str = PASSPHRASE) -> None:
    lock = page.get_by_role("dialog", name="Wpisz hasło telefonu")
    lock.get_by_label("Hasło telefonu", exact=True).fill(passphrase)
    lock.get_by_role("button", name="Odblokuj").click()


def give_code(page: Page, code: str = CODE) -> None:
    """Past the soft lock: the keys are in memory, the code is enough."""
    lock = page.get_by_role("dialog", name="Wpisz kod na dziś")
    lock.get_by_label("Kod na dziś", exact=True).fill(code)
    lock.get_by_role("button", name="Odblokuj").click()


def rows(page: Page) -> list[dict[str, Any]]:
    """What lies in the outbox, as far as it can be read without the passphrase."""
    held: list[dict[str, Any]] = page.evaluate(ROWS)
    return held


def waiting(page: Page) -> int:
    return sum(row["state"] != "sent" for row in rows(page))
