"""The centre that phones are tested on: the program of stage.py, its sites, its people."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from rodzina.config import PROJECT
from rodzina.demo.cast import PEOPLE
from rodzina.demo.load import DEMO_PASSWORD
from tests.databases import SqliteServer
from tests.phone.devices import Phone, make_phone

# The day and nearly the hour of the design's screens: every run sees the same centre.
DAY = "2026-11-19"
NOON = f"{DAY}T12:34:00+01:00"
PLAYERS = {
    "assistant": "zielinska",
    "supervisor": "nowicka",
    "social_worker": "lipska",
    "support_family": "wrona",
    "administrator": "sowa",
}
EMAILS = {role: next(p.email for p in PEOPLE if p.key == key) for role, key in PLAYERS.items()}


class Stage:
    """What the program is asked, one thing at a time."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "tests.phone.stage", str(home), NOON]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
        )
        self.answer()

    def ask(self, name: str, *given: Any) -> Any:
        assert self.process.stdin
        self.process.stdin.write(json.dumps([name, *given]) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the stage has fallen; its last words are above"
        return json.loads(line)

    def end(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@dataclass
class Site:
    """The app on one database."""

    stage: Stage
    url: str
    port: int
    phones: list[Phone] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def file(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))

    def release(self, name: str) -> None:
        """The same centre after an update: other static files at the same address."""
        self.stage.ask("close", self.port)
        self.stage.ask("open", self.url, self.port, name)

    def at(self, hour: str, day: str = DAY) -> None:
        """Moves the centre's clock to this Warsaw hour."""
        self.stage.ask("at", f"{day}T{hour}:00+01:00")


@dataclass
class Template:
    """The demo centre with everybody signed in once, to be copied."""

    server: SqliteServer
    signed_in: dict[str, Any]


def loaded(stage: Stage, folder: Path, words: int = 0) -> Template:
    """The demo centre, perhaps with marked texts; nobody is signed in."""
    stage.ask("load", str(folder), words)
    held = SqliteServer(folder)
    held.settle()
    return Template(held, {"assistant": {"cookies": []}})


def sign_in(browser: Browser, address: str, email: str) -> Any:
    """Signs in as a person does, and returns the cookies."""
    phone = make_phone(browser, address, service_workers="block")
    page = phone.go("/sign-in?next=/more")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Hasło", exact=True).fill(DEMO_PASSWORD)
    phone.press("Zaloguj")
    phone.at("^/(more|sign-in/role)$")
    if page.url.endswith("/role"):
        phone.press("Zalesi")
        phone.at("^/more$")
    state = phone.context.storage_state()
    phone.close()
    assert not phone.complaints, f"{email}: {phone.complaints}"
    return state


@contextmanager
def opened(stage: Stage, template: Template) -> Iterator[Site]:
    """A copy of the template, served."""
    addresses = template.server.copy()
    site = Site(stage, addresses.app, stage.ask("open", addresses.app))
    yield site
    stage.ask("close", site.port)
    template.server.drop(addresses)
