"""A phone that may die at any moment: a real browser, started again and again on one profile."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import Any
from uuid import UUID

from playwright.sync_api import Error, Playwright

from faults.letters import Letter
from tests.phone.boxes import FROM, PASSPHRASE, ROWS, make_box, unlock
from tests.phone.devices import AT_HOME, SIZES, Phone
from tests.phone.disk import head_of

# The clock of the phone, wrong by so many milliseconds from the first line of every page.
CLOCK = "{ const now = Date.now; Date.now = () => now.call(Date) + (SKEW); }"
OPENED = """async () => {
  FROM
  const late = new Promise((resolve) => { setTimeout(resolve, 4_000); });
  return Boolean(await Promise.race([app.opened(), late]));
}""".replace("FROM", FROM)
# Some come twice, as from a double tap; what is kept is told at once, without waiting.
ENQUEUE = """async ([letters, again]) => {
  FROM
  const { opened, enqueue } = app;
  const box = await opened();
  const told = [];
  for (const [number, { op, ...letter }] of letters.entries()) {
    const kept = Array.from({ length: number % again ? 1 : 2 }, () => enqueue(box, op, letter));
    await Promise.all(kept);
    told.push(window.promised(op));
  }
  await Promise.all(told);
}""".replace("FROM", FROM)
DRAIN = """async (milliseconds) => {
  FROM
  const { opened, drain, rows } = app;
  const box = await opened();
  const until = performance.now() + milliseconds;
  const left = async () => (await rows(box.db)).filter(({ state }) => state !== "sent").length;
  const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });
  while ((await left()) && performance.now() < until) {
    const before = await left();
    await Promise.race([drain(box, true), pause(until - performance.now())]);
    await pause((await left()) === before ? 60 : 0);
  }
  return left();
}""".replace("FROM", FROM)
RECEIPTS = """async () => {
  FROM
  const { opened, rows } = app;
  const box = await opened();
  const receipts = (await rows(box.db)).filter(({ state }) => state === "sent").map(
    async ({ op, sealed: { iv, data } }) => {
      const additionalData = new TextEncoder().encode(`outbox|${op}`);
      const how = { name: "AES-GCM", iv, additionalData };
      const clear = await crypto.subtle.decrypt(how, box.enc, data);
      return [op, JSON.parse(new TextDecoder().decode(clear)).receipt];
    });
  return Object.fromEntries(await Promise.all(receipts));
}""".replace("FROM", FROM)
BOXES = "indexedDB.databases().then((held) => held.map(({ name }) => name))"
DEVICE = """async () => {
  FROM
  const { opened, read } = app;
  return read((await opened()).db, "meta", "device");
}""".replace("FROM", FROM)
SOON, USUAL, LONGEST_OPENING = 3_000, 30_000, 60.0
AGAIN = 9  # every ninth entry is tapped twice


def chromium() -> dict[str, Any]:
    """How to start the browser that the tests use."""
    path = os.environ.get("RODZINA_BROWSER") or shutil.which("chromium") or None
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": path, "args": ["--no-sandbox"] if root else []}


class BoxGone(Exception):
    """The phone's box does not open any more, or is not there."""


class Handset:
    """A browser on one profile; `session` signs its person in at each start, if anybody."""

    def __init__(
        self, playwright: Playwright, profile: Path, address: str, session: Callable[[], str]
    ) -> None:
        self.playwright, self.profile, self.address = playwright, profile, address
        self.session = session
        self.kills, self.promised = 0, set[UUID]()
        self.phone: Phone | None = None
        self.pid = 0

    def start(self, skew: float = 0) -> None:
        """Switched on; its clock is wrong by so many hours."""
        options = {**SIZES["phone"], **AT_HOME, **chromium()}
        context = self.playwright.chromium.launch_persistent_context(self.profile, **options)
        self.pid = head_of(self.profile)
        context.add_init_script(CLOCK.replace("SKEW", str(round(skew * 3_600_000))))
        if cookie := self.session():
            context.add_cookies([{"name": "rodzina", "value": cookie, "url": self.address}])
        self.phone = Phone(context, self.address)
        context.expose_function("promised", lambda op: self.promised.add(UUID(op)))

    @property
    def on(self) -> Phone:
        assert self.phone
        return self.phone

    def make_box(self) -> None:
        make_box(self.on, pack=True)

    def open(self) -> None:
        """Unlocks the box as a person does; a wrong clock may ask for the passphrase again."""
        page = self.on.go("/more")
        page.set_default_timeout(SOON)
        lock = page.get_by_role("dialog", name="Wpisz hasło telefonu")
        until = time.monotonic() + LONGEST_OPENING
        while time.monotonic() < until:
            if lock.is_visible():
                with suppress(Error):  # it closes while it is filled in
                    unlock(page, PASSPHRASE)
            with suppress(Error):  # the lock gives way to the page that was wanted
                if page.evaluate(OPENED):
                    page.set_default_timeout(USUAL)
                    return
        raise BoxGone(f"{page.url} with {self.boxes()}")

    def enqueue(self, letters: Iterable[Letter]) -> None:
        """What this keeps is a promise, written down here as soon as the page says so."""
        self.on.page.evaluate(ENQUEUE, [[letter.as_entry() for letter in letters], AGAIN])

    def drain(self, seconds: float) -> int:
        """Sends for so long; how many are left."""
        left: int = self.on.page.evaluate(DRAIN, seconds * 1000)
        return left

    def rows(self) -> dict[UUID, str]:
        """What lies in the outbox, and its state."""
        return {UUID(row["op"]): row["state"] for row in self.on.page.evaluate(ROWS)}

    def receipts(self) -> dict[UUID, str]:
        """What the phone calls sent."""
        return {UUID(op): told for op, told in self.on.page.evaluate(RECEIPTS).items()}

    def device(self) -> UUID:
        return UUID(self.on.page.evaluate(DEVICE))

    def boxes(self) -> list[str]:
        found: list[str] = self.on.page.evaluate(BOXES)
        return found

    def kill(self) -> None:
        """An empty battery: no goodbye, no tidying up."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
                self.kills += 1
            self.pid = 0

    def leave(self) -> None:
        """Puts the dead or living browser away."""
        if self.phone:
            self.phone.close()
        self.phone, self.pid = None, 0


@contextmanager
def at_some_moment(*deeds: tuple[float, Callable[[], None]]) -> Iterator[None]:
    """Does each after so many seconds, beside what happens inside, and is done with all after."""
    timers = [Timer(after, deed) for after, deed in deeds]
    for timer in timers:
        timer.start()
    try:
        yield
    finally:
        for timer in timers:
            timer.join()


def survived(work: Callable[[], object]) -> bool:
    """Whether the phone lived through this."""
    try:
        work()
    except Error:
        return False
    return True
