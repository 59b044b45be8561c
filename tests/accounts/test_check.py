"""`flask check`: refuses settings that are unsafe for families' data, accepts safe ones."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import create_engine

from rodzina.db import db
from rodzina.house import create_app
from tests.conftest import settings_for


@pytest.fixture
def check(addresses, home):
    """Runs the command with some settings changed; exit status and what was found."""

    def run(**changed):
        app = create_app(replace(settings_for(addresses, home), https=True, **changed))
        result = app.test_cli_runner().invoke(args=["check", "--json"])
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        return result.exit_code, json.loads(result.output)

    return run


def test_safe_settings_are_accepted(check):
    assert check() == (0, {"safe": True, "unsafe": []})


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"debug": True}, "debug"),
        ({"secret_key": "dev"}, "secret"),
        ({"secret_key": "change-me-change-me-change-me-change-me"}, "secret"),
        ({"https": False}, "https"),
    ],
)
def test_each_unsafe_setting_is_named(check, addresses, home, changed, word):
    app = create_app(replace(settings_for(addresses, home), **{"https": True} | changed))
    result = app.test_cli_runner().invoke(args=["check", "--json"])
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    found = json.loads(result.output)
    assert (result.exit_code, found["safe"]) == (1, False)
    assert any(word in line for line in found["unsafe"])
    assert len(found["unsafe"]) == 1


def test_an_unmigrated_database_is_refused(addresses, home, tmp_path, server):
    if server.kind == "sqlite":
        empty = f"sqlite:///{tmp_path / 'empty.db'}"
        settings = replace(
            settings_for(addresses, home), https=True, database_url=empty, owner_url=empty
        )
    else:
        engine = create_engine(addresses.owner)
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM alembic_version")
        engine.dispose()
        settings = replace(settings_for(addresses, home), https=True)
    app = create_app(settings)
    result = app.test_cli_runner().invoke(args=["check", "--json"])
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    assert result.exit_code == 1
    assert "not migrated" in result.output
