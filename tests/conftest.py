"""Fixtures: the app on both databases with the cast loaded, and visitors who browse it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from rodzina.config import Settings
from rodzina.db import db, enter_office, utc_now
from rodzina.house import create_app
from rodzina.periods import day_of
from rodzina.web.scripts import build_scripts
from rodzina.web.words import compile_catalogues
from tests.browsing import Visitor
from tests.cast import Player, load_cast
from tests.databases import Addresses, PostgresServer, SqliteServer


def settings_for(addresses: Addresses, home: Path) -> Settings:
    return Settings(
        home=home,
        database_url=addresses.app,
        owner_url=addresses.owner,
        secret_key="a-secret-of-the-tests-that-is-long-enough",
        testing=True,
    )


@pytest.fixture(scope="session", autouse=True)
def made_at_set_up() -> None:
    """Words and scripts as their sources are now."""
    compile_catalogues()
    build_scripts()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(
    request: pytest.FixtureRequest, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """A database server whose template holds the cast."""
    held: Any = (
        SqliteServer(tmp_path_factory.mktemp("sqlite"))
        if request.param == "sqlite"
        else PostgresServer()
    )
    addresses = held.prepare()
    app = create_app(settings_for(addresses, home))
    with app.app_context():
        load_cast(app, day_of(utc_now()))
        db.session.remove()
        db.engine.dispose()
    held.settle()
    yield held
    if request.param == "postgresql":
        held.stop()


@pytest.fixture
def addresses(server: Any) -> Iterator[Addresses]:
    held = server.copy()
    yield held
    server.drop(held)


@pytest.fixture
def app(addresses: Addresses, home: Path) -> Iterator[Flask]:
    app = create_app(settings_for(addresses, home))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visitor(app: Flask) -> Callable[[Player | None], Visitor]:
    """Somebody of the cast, signed in; or nobody."""
    return lambda player=None: Visitor(app, player)


@pytest.fixture
def working(app: Flask) -> Iterator[Callable[[Player], Any]]:
    """Inside the app as a person of the cast: `actor = working(MARTA)`, for tests of actions."""
    with app.test_request_context():

        def enter(player: Player) -> Any:
            enter_office(player.office)
            db.session().info["person"] = player.id
            return player.actor

        yield enter
        db.session.remove()
