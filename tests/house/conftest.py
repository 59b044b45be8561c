"""What only the tests of the house need: an empty database, and a street with doors to knock on."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from rodzina.db import db
from rodzina.house import create_app
from tests.conftest import settings_for
from tests.databases import Addresses
from tests.house.ground import Ground, lay
from tests.house.probes import Street
from tests.house.scene import build
from tests.house.tally import pytest_terminal_summary as pytest_terminal_summary


@pytest.fixture
def empty_url(server: Any, tmp_path: Path) -> Iterator[str]:
    """The owner's address of a database that holds nothing yet."""
    if server.kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    name = f"empty_{uuid4().hex[:12]}"
    server.run(f"CREATE DATABASE {name}")
    yield server.addresses(name).owner
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def street(server: Any, home: Path) -> Iterator[Street]:
    """The app with the scene at noon, on ground that is restored after every test."""
    with time_machine.travel(datetime.now(UTC).replace(hour=12, minute=0), tick=True):
        yield from built(server, home)


def built(server: Any, home: Path) -> Iterator[Street]:
    addresses = server.copy()
    settings = settings_for(addresses, home)
    first = create_app(settings)
    scene = build(first)
    with first.app_context():
        db.engine.dispose()
    for ground in lay(addresses, lambda: create_app(settings)):
        yield Street(ground, scene)
    server.drop(addresses)


@pytest.fixture(autouse=True)
def restored(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "street" in request.fixturenames:
        request.getfixturevalue("street").ground.restore()


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    """Keys of its own, which this test may replace."""
    shutil.copytree(home / "keys", tmp_path / "home" / "keys")
    return tmp_path / "home"


@pytest.fixture
def lived_in(addresses: Addresses, own_home: Path) -> Iterator[Street]:
    """The house with its scene on an ordinary database: what is written stays written."""
    app = create_app(settings_for(addresses, own_home))
    scene = build(app)
    yield Street(Ground(app, lambda: None), scene)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
