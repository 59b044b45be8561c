"""`flask check`: refuses settings that are unsafe for families' data, accepts safe ones."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import create_engine

from rodzina.db import db
from rodzina.house import create_app
from tests.conftest import settings_for


def checked(settings):
    """Runs the command; its exit status and what it found."""
    app = create_app(settings)
    result = app.test_cli_runner().invoke(args=["check", "--json"])
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return result.exit_code, json.loads(result.output)


@pytest.fixture
def safe(addresses, home):
    return replace(settings_for(addresses, home), https=True)


def test_safe_settings_are_accepted(safe):
    assert checked(safe) == (0, {"safe": True, "unsafe": []})


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"debug": True}, "debug"),
        ({"secret_key": "dev"}, "secret"),
        ({"https": False}, "https"),
    ],
)
def test_each_unsafe_setting_is_named(safe, changed, word):
    status, found = checked(replace(safe, **changed))
    assert (status, found["safe"]) == (1, False)
    (line,) = found["unsafe"]
    assert word in line


def test_an_unmigrated_database_is_refused(safe, addresses):
    engine = create_engine(addresses.owner)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    engine.dispose()
    status, found = checked(safe)
    assert status == 1
    assert any("not migrated" in line for line in found["unsafe"])


def test_on_postgresql_a_role_that_passes_the_wall_is_refused(safe, addresses, server):
    if server.kind == "sqlite":
        return
    status, found = checked(replace(safe, database_url=addresses.owner))
    assert status == 1
    assert any("row-level security" in line for line in found["unsafe"])
