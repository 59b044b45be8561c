"""Fixtures of the phone tests: a browser, the centre on its stage, and phones signed in to it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.databases import SqliteServer
from tests.phone.boxes import Post
from tests.phone.centre import EMAILS, NOON, Site, Stage, Template, opened, sign_in
from tests.phone.devices import AT_HOME, SIZES, Phone, PhoneMaker, make_phone
from tests.phone.pages import Lived, Walked, live, map_of, walk_as


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    held = Stage(tmp_path_factory.mktemp("stage"))
    yield held
    held.end()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as held:
        yield held


@pytest.fixture(scope="session")
def chromium() -> dict[str, Any]:
    """How to start the browser that is here; without one, the one Playwright brings."""
    path = os.environ.get("RODZINA_BROWSER") or shutil.which("chromium") or None
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": path, "args": ["--no-sandbox"] if root else []}


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: dict[str, Any]) -> Iterator[Browser]:
    held = playwright.chromium.launch(**chromium)
    yield held
    held.close()


@pytest.fixture(scope="session")
def template(stage: Stage, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Loads the demo and signs every role in through the ordinary form."""
    folder = tmp_path_factory.mktemp("centre")
    url = stage.ask("load", str(folder))
    port = stage.ask("open", url)
    address = f"http://localhost:{port}"
    signed_in = {role: sign_in(browser, address, email) for role, email in EMAILS.items()}
    stage.ask("close", port)
    held = SqliteServer(folder)
    held.settle()
    return Template(held, signed_in)


@pytest.fixture(scope="session")
def lived(
    stage: Stage, template: Template, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lived]:
    """A site in the middle of a day's work, for tests that only look."""
    folder = tmp_path_factory.mktemp("map")
    with opened(stage, template) as site:
        family, links = live(browser, site, template)
        yield Lived(site, map_of(site, folder), template.signed_in, family, links)


@pytest.fixture(scope="session")
def walked(lived: Lived) -> dict[str, Walked]:
    """The pages of every role."""
    return {role or "nobody": walk_as(role, lived) for role in ["", *EMAILS]}


@pytest.fixture
def site(stage: Stage, template: Template) -> Iterator[Site]:
    """A site of the test's own, at the usual hour, to change as it likes."""
    with opened(stage, template) as held:
        yield held
        for phone in held.phones:  # before it stops answering them
            phone.close()
    stage.ask("at", NOON)


@pytest.fixture(autouse=True)
def no_faults(stage: Stage) -> Iterator[None]:
    """Whatever a test does, the centre never falls over."""
    yield
    told = stage.ask("told")
    assert not told, "\n".join(told)


@pytest.fixture
def post() -> Post:
    """What the centre answers to the sealed letters of a phone."""
    return Post()


@pytest.fixture
def profile(
    playwright: Playwright,
    chromium: dict[str, Any],
    site: Site,
    template: Template,
    tmp_path: Path,
) -> Iterator[Callable[[], Phone]]:
    """Starts a browser on the same profile each time it is called."""
    open_ones: list[Phone] = []

    def start() -> Phone:
        options = {**SIZES["phone"], **AT_HOME, **chromium}
        context = playwright.chromium.launch_persistent_context(tmp_path / "profile", **options)
        context.add_cookies(template.signed_in["assistant"]["cookies"])
        open_ones.append(Phone(context, site.address))
        return open_ones[-1]

    yield start
    for phone in open_ones:
        phone.close()


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
        held.phones.append(made[-1])
        return made[-1]

    yield make
    for held in made:
        held.close()
    complaints = [complaint for held in made for complaint in held.complaints]
    assert not complaints, "\n".join(complaints)
