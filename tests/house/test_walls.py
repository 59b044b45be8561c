"""The wall between centres: PostgreSQL's own with the app's scoping off, and the app's own alone."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import UniqueConstraint

from rodzina.db import NoOffice, db, enter_office
from rodzina.house import create_app
from rodzina.schema import GLOBAL_TABLES, append_only, metadata
from rodzina.vocabulary import Role
from tests.cast import BRZEZINY, ZALESIE
from tests.conftest import settings_for
from tests.databases import APP_ROLE, Addresses
from tests.house.probes import PLAYERS, Street, combinations
from tests.house.ground import Ground
from tests.house.scene import ELSEWHERE, OWN, Scene, build, canary, models
from tests.house.tally import counted as counted

on_postgresql = pytest.mark.parametrize("server", ["postgresql"], indirect=True)
WALLED = sorted(
    t.name for t in metadata.sorted_tables if "office_id" in t.c and t.name not in GLOBAL_TABLES
)
TENANT = "(({}) = (current_setting('app.tenant'::text))::integer)"
POLICIES = text(
    "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies"
)


@pytest.fixture
def scene(app: Flask) -> Scene:
    return build(app)


@pytest.fixture
def owner(addresses: Addresses) -> Iterator[Connection]:
    engine = create_engine(addresses.owner)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def serving(addresses: Addresses) -> Iterator[Connection]:
    """What a hole in the app would have in its hands: the serving role's connection."""
    engine = create_engine(addresses.app)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def as_tenant(connection: Connection, office_id: int) -> None:
    connection.rollback()
    connection.execute(text(f"SET LOCAL app.tenant = {office_id}"))


@on_postgresql
def test_every_table_of_a_centre_is_forced_behind_the_same_wall(owner: Connection):
    guarded = {
        name
        for name, on, forced in owner.execute(
            text(
                "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind = 'r'"
            )
        )
        if on and forced
    }
    assert guarded == {*WALLED, "office"}
    found = {row[0]: tuple(row[1:]) for row in owner.execute(POLICIES)}
    for table in guarded:
        column = "id" if table == "office" else "office_id"
        same = f"({column} = (current_setting('app.tenant'::text))::integer)"
        assert found[table] == (f"{table}_tenant", "PERMISSIVE", "{public}", "ALL", same, same)
    assert len(found) == len(owner.execute(POLICIES).all())


@on_postgresql
def test_the_catalogue_holds_no_table_that_the_models_do_not_know(owner: Connection):
    tables = owner.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    assert set(tables.scalars()) == {*(t.name for t in metadata.sorted_tables), "alembic_version"}
    views = text("SELECT count(*) FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace")  # fmt: skip
    assert owner.scalar(views) == 0


@on_postgresql
def test_the_serving_role_has_no_more_rights_than_it_needs(owner: Connection):
    role = (
        owner.execute(text(f"SELECT * FROM pg_roles WHERE rolname = '{APP_ROLE}'")).mappings().one()
    )
    assert not [n for n in ("rolsuper", "rolbypassrls", "rolcreatedb", "rolcreaterole", "rolreplication") if role[n]]  # fmt: skip
    owned = text(f"SELECT count(*) FROM pg_class WHERE relowner = '{APP_ROLE}'::regrole")
    assert owner.scalar(owned) == 0
    for table in metadata.sorted_tables:
        wanted = {"SELECT", "INSERT"} | (
            set() if table.name in append_only() else {"UPDATE", "DELETE"}
        )
        assert rights(owner, table.name) == wanted, table.name
    assert rights(owner, "alembic_version") == {"SELECT"}
    schema = text(f"SELECT has_schema_privilege('{APP_ROLE}', 'public', 'CREATE')")
    assert owner.scalar(schema) is False


def rights(owner: Connection, table: str) -> set[str]:
    verbs = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    asked = "has_table_privilege(:role, :table, :verb)"
    return {
        verb
        for verb in verbs
        if owner.scalar(text(f"SELECT {asked}"), {"role": APP_ROLE, "table": table, "verb": verb})
    }


@on_postgresql
def test_parameters_cannot_reach_the_setting_that_names_the_centre(serving: Connection):
    with pytest.raises(DBAPIError, match="permission denied for function set_config"):
        serving.execute(text("SELECT set_config('app.tenant', :office, false)"), {"office": "2"})


@on_postgresql
@pytest.mark.parametrize("table", [*WALLED, "office"])
def test_a_forgotten_centre_is_an_error_and_never_an_empty_list(serving: Connection, table: str):
    with pytest.raises(DBAPIError, match="app.tenant"):
        serving.execute(text(f"SELECT count(*) FROM {table}"))
    as_tenant(serving, ZALESIE)
    serving.execute(text(f"SELECT count(*) FROM {table}"))
    serving.commit()
    with pytest.raises(DBAPIError, match="invalid input syntax for type integer"):
        serving.execute(text(f"SELECT count(*) FROM {table}"))
