"""What the commands need: a database without tables, and an app whose keys they may change."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from rodzina.config import Settings
from rodzina.db import db
from rodzina.house import create_app
from tests.conftest import settings_for
from tests.databases import Addresses


@pytest.fixture
def bare(server: Any, tmp_path: Path) -> Iterator[Addresses]:
    """A database in which nothing has been made yet."""
    if server.kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'bare.db'}"
        yield Addresses(url, url)
        return
    name = f"bare_{uuid4().hex[:12]}"
    server.run(f"CREATE DATABASE {name}")
    yield server.addresses(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_app() -> Iterator[Callable[[Settings], Flask]]:
    """Apps of these settings; their connections are closed at the end."""
    opened = []

    def opening(settings: Settings) -> Flask:
        opened.append(create_app(settings))
        return opened[-1]

    yield opening
    for app in opened:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def fresh(bare: Addresses, tmp_path: Path) -> Settings:
    """Settings of a server on its first day."""
    home = tmp_path / "fresh-home"
    home.mkdir(mode=0o700)
    return settings_for(bare, home)


@pytest.fixture
def copied(addresses: Addresses, home: Path, tmp_path: Path) -> Settings:
    """The cast's database with keys of its own copy, which may be rotated."""
    copy = tmp_path / "copied-home"
    shutil.copytree(home, copy)
    copy.chmod(0o700)
    return replace(settings_for(addresses, home), home=copy)
