"""Fixtures of the phone tests: a browser, the centre on its stage, and phones signed in to it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from rodzina.config import PROJECT
from rodzina.demo.cast import PEOPLE
from rodzina.demo.load import DEMO_PASSWORD
from tests.databases import SqliteServer
from tests.phone.devices import Phone, PhoneMaker, make_phone

# The day and the hour of the design's screens: every run sees the same centre.
NOON = "2026-11-19T12:34:00+01:00"
PLAYERS = {
    "assistant": "zielinska",
    "full assistant": "wilk",
    "supervisor": "nowicka",
    "social_worker": "lipska",
    "support_family": "wrona",
    "administrator": "sowa",
}
EMAILS = {role: next(p.email for p in PEOPLE if p.key == key) for role, key in PLAYERS.items()}


class Stage:
    """The program of stage.py and what it is asked."""

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

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def file(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))

    def at(self, hour: str, day: str = NOON[:10]) -> None:
        """Moves the centre's clock to this Warsaw hour."""
        self.stage.ask("at", f"{day}T{hour}:00+01:00")


@dataclass
class Template:
    """The demo centre with everybody signed in once, to be copied."""

    server: SqliteServer
    signed_in: dict[str, Any]


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    held = Stage(tmp_path_factory.mktemp("stage"))
    yield held
    held.end()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as held:
        yield held


def chromium() -> dict[str, Any]:
    """How to start the browser that is here; without one, the one Playwright brings."""
    path = os.environ.get("RODZINA_BROWSER") or shutil.which("chromium") or None
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": path, "args": ["--no-sandbox"] if root else []}


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    held = playwright.chromium.launch(**chromium())
    yield held
    held.close()


@pytest.fixture(scope="session")
def template(
    stage: Stage, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Template]:
    """Loads the demo and signs every role in through the ordinary form."""
    folder = tmp_path_factory.mktemp("centre")
    url = stage.ask("load", str(folder))
    port = stage.ask("open", url)
    address = f"http://localhost:{port}"
    signed_in = {role: sign_in(browser, address, email) for role, email in EMAILS.items()}
    stage.ask("close", port)
    held = SqliteServer(folder)
    held.settle()
    yield Template(held, signed_in)


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


def opened(stage: Stage, template: Template) -> Iterator[Site]:
    addresses = template.server.copy()
    site = Site(stage, addresses.app, stage.ask("open", addresses.app))
    yield site
    stage.ask("close", site.port)
    template.server.drop(addresses)


@pytest.fixture(scope="session")
def standing(stage: Stage, template: Template) -> Iterator[Site]:
    """A site for tests that only look."""
    yield from opened(stage, template)


@pytest.fixture
def site(stage: Stage, template: Template) -> Iterator[Site]:
    """A site of the test's own, at the usual hour, to change as it likes."""
    yield from opened(stage, template)
    stage.ask("at", NOON)


@pytest.fixture(autouse=True)
def no_faults(stage: Stage) -> Iterator[None]:
    """Whatever a test does, the centre never falls over."""
    yield
    told = stage.ask("told")
    assert not told, "\n".join(told)


@pytest.fixture
def phone(
    browser: Browser, template: Template, request: pytest.FixtureRequest
) -> Iterator[PhoneMaker]:
    """`phone("assistant")` is signed in to the test's own site; `on=` names another one."""
    made: list[Phone] = []

    def make(role: str = "", size: str = "phone", on: Site | None = None, **options: Any) -> Phone:
        held = on or request.getfixturevalue("site")
        if role:
            options.setdefault("storage_state", template.signed_in[role])
        made.append(make_phone(browser, held.address, size, **options))
        return made[-1]

    yield make
    for held in made:
        held.close()
    complaints = [complaint for held in made for complaint in held.complaints]
    assert not complaints, "\n".join(complaints)
