"""Migrations: one line of numbered steps, each of them up and down, ending where the models are."""

import re
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from rodzina.schema import alembic, is_current, metadata

BOOK = "alembic_version"
POLICIES = text(
    "SELECT tablename, policyname, qual, with_check, relrowsecurity, relforcerowsecurity "
    "FROM pg_policies JOIN pg_class ON relname = tablename ORDER BY 1, 2"
)


def steps() -> list[Any]:
    """From the first to the last."""
    return list(ScriptDirectory.from_config(alembic("")).walk_revisions())[::-1]


def shape(url: str) -> dict[str, Any]:
    """All that can be seen of a database's tables, apart from the book of migrations."""
    engine = create_engine(url)
    seen = inspect(engine)
    found: dict[str, Any] = {
        table: {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table)
            ],
            "key": sorted(seen.get_pk_constraint(table)["constrained_columns"]),
            "foreign": sorted(str(k["name"]) for k in seen.get_foreign_keys(table)),
            "unique": sorted(str(u["name"]) for u in seen.get_unique_constraints(table)),
            "indexes": sorted(str(i["name"]) for i in seen.get_indexes(table)),
        }
        for table in seen.get_table_names()
        for columns in [seen.get_columns(table)]
        if table != BOOK
    }
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            found["policies"] = [tuple(row) for row in connection.execute(POLICIES)]
            found["sequences"] = sorted(seen.get_sequence_names())
    engine.dispose()
    return found


def test_there_is_one_head_and_every_file_carries_its_number():
    found = steps()
    assert len(ScriptDirectory.from_config(alembic("")).get_heads()) == 1
    assert [step.revision for step in found] == [f"{n:04}" for n in range(1, len(found) + 1)]
    for step in found:
        assert re.fullmatch(rf"{step.revision}_[a-z_]+\.py", step.path.rpartition("/")[2])
        assert step.doc.endswith("."), f"{step.path}: one sentence says what it does"


def test_every_step_down_undoes_what_its_step_up_did(empty_url: str):
    config, shapes = alembic(empty_url), {"base": shape(empty_url)}
    for step in steps():
        command.upgrade(config, step.revision)
        shapes[step.revision] = shape(empty_url)
        assert shapes[step.revision] != shapes[step.down_revision or "base"], step.path
    for step in reversed(steps()):
        before = step.down_revision or "base"
        command.downgrade(config, before)
        assert shape(empty_url) == shapes[before], step.path
    assert shape(empty_url) == shapes["base"]
    command.upgrade(config, "head")
    assert shape(empty_url) == shapes[steps()[-1].revision]


def test_the_models_are_what_the_migrations_make(empty_url: str):
    command.upgrade(alembic(empty_url), "head")
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
    assert is_current(empty_url)


def test_the_comparison_sees_a_missing_column(empty_url: str):
    command.upgrade(alembic(empty_url), "head")
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE office DROP COLUMN phone"))
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    engine.dispose()
    assert [entry[0] for entry in found] == ["add_column"]
