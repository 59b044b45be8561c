"""The second wall: what PostgreSQL itself refuses, whatever the app asks of it."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound
from sqlalchemy.schema import UniqueConstraint

from rodzina.db import db, enter_office
from rodzina.schema import GLOBAL_TABLES, append_only, metadata
from tests.cast import BRZEZINY, ZALESIE
from tests.databases import APP_ROLE, Addresses
from tests.house.ground import on_postgresql
from tests.house.scene import ELSEWHERE, OWN, Scene, build, models, values

WALLED = sorted(
    t.name for t in metadata.sorted_tables if "office_id" in t.c and t.name not in GLOBAL_TABLES
)
# Ids without a key: what they name may come later from a phone, or lies in a higher room.
LOOSE = {
    "audit_entry.object_id": "of any kind, also of what never came to be",
    "audit_entry.family_id": "the trace outlives the family",
    "concern.visit_id": "a concern may be sent before the record of its visit",
    "operation.device_id": "the device's own number, known nowhere else",
    "parked_entry.operation_id": "of an operation that may never have been kept",
    "task.agreed_visit_id": "visits stand above tasks",
    "task_change.visit_id": "visits stand above tasks",
    "visit.follows_id": "the visit planned at another one, in the same room",
    "visit.moved_to_id": "its own table",
    "visit_area.family_id": "of its record, which has the key",
    "visit_draft.visit_id": "a draft begins before its visit",
    "visit_record.family_id": "of its visit, which has the key",
}
GUARDED = text(
    "SELECT relname FROM pg_class "
    "WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity ORDER BY 1"
)
POLICIES = text(
    "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies"
)
VIEWS = text(
    "SELECT count(*) FROM pg_class "
    "WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
)
ATTRIBUTES = text(
    "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication "
    "FROM pg_roles WHERE rolname = :role"
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
    guarded = set(owner.execute(GUARDED).scalars())
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
    assert owner.scalar(VIEWS) == 0


@on_postgresql
def test_the_serving_role_has_no_more_rights_than_it_needs(owner: Connection):
    assert owner.scalar(ATTRIBUTES, {"role": APP_ROLE}) is False
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
def test_a_forgotten_centre_is_an_error_and_never_an_empty_list(serving: Connection):
    for table in (*WALLED, "office"):
        serving.rollback()
        with pytest.raises(DBAPIError, match=r"app\.tenant|invalid input syntax for type integer"):
            serving.execute(text(f"SELECT count(*) FROM {table}"))
        as_tenant(serving, ZALESIE)
        serving.execute(text(f"SELECT count(*) FROM {table}"))
        serving.commit()  # the centre is forgotten with the transaction, on the same connection


@on_postgresql
@pytest.mark.usefixtures("scene")
def test_a_statement_of_one_centre_reads_nothing_of_another(serving: Connection):
    for table in WALLED:
        as_tenant(serving, BRZEZINY)
        assert serving.scalar(text(f"SELECT count(*) FROM {table}")), f"{table} is empty"
        as_tenant(serving, ZALESIE)
        offices = serving.execute(text(f"SELECT DISTINCT office_id FROM {table}")).scalars()
        assert set(offices) == {ZALESIE}, table
    as_tenant(serving, ZALESIE)
    assert serving.execute(text("SELECT id FROM office")).scalars().all() == [ZALESIE]


@on_postgresql
@pytest.mark.usefixtures("scene")
def test_a_statement_of_one_centre_writes_nothing_into_another(serving: Connection):
    for table in sorted({*WALLED} - append_only()):
        as_tenant(serving, ZALESIE)
        foreign = f"{table} WHERE office_id = {BRZEZINY}"
        assert serving.execute(text(f"DELETE FROM {foreign}")).rowcount == 0
        moved = text(f"UPDATE {table} SET office_id = {BRZEZINY}")
        with pytest.raises(DBAPIError, match="violates row-level security"):
            serving.execute(moved)
    for table in WALLED:
        as_tenant(serving, BRZEZINY)
        row = dict(serving.execute(text(f"SELECT * FROM {table} LIMIT 1")).mappings().one())
        as_tenant(serving, ZALESIE)
        with pytest.raises(DBAPIError, match="violates row-level security"):
            serving.execute(insert(metadata.tables[table]), row | {"id": uuid4()})


@on_postgresql
@pytest.mark.usefixtures("scene")
def test_what_is_only_added_cannot_be_changed_even_in_its_own_centre(serving: Connection):
    for table in sorted(append_only()):
        for statement in (f"UPDATE {table} SET office_id = office_id", f"DELETE FROM {table}"):
            as_tenant(serving, ZALESIE)
            with pytest.raises(DBAPIError, match="permission denied"):
                serving.execute(text(statement))


def test_keys_and_unique_constraints_begin_with_the_centre():
    for table in metadata.sorted_tables:
        if table.name in GLOBAL_TABLES | {"office"}:
            continue
        assert [c.name for c in table.primary_key][:2] == ["office_id", "id"], table.name
        for held in (*table.constraints, *table.indexes):
            unique = isinstance(held, UniqueConstraint) or getattr(held, "unique", False)
            if unique:
                assert next(iter(held.columns)).name == "office_id", held.name
        for key in table.foreign_key_constraints:
            if key.referred_table.name not in GLOBAL_TABLES | {"office"}:
                assert key.column_keys[0] == "office_id", key.name
                assert [e.column.name for e in key.elements] == ["office_id", "id"], key.name


def test_every_id_in_a_row_is_held_by_a_key_or_has_a_reason_not_to_be():
    loose = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_id") and not column.foreign_keys
    }
    assert loose == set(LOOSE)


@pytest.mark.usefixtures("scene")
def test_a_key_cannot_point_into_another_centre(app: Flask, scene: Scene):
    with app.test_request_context():
        enter_office(ZALESIE)
        for model in models():
            held = values(scene, OWN, model)
            for key in model.__table__.foreign_key_constraints:
                if key.column_keys[0] == "office_id" and len(key.column_keys) == 2:
                    name = key.column_keys[1]
                    strange = scene.ids[ELSEWHERE][key.referred_table.name]
                    with pytest.raises((IntegrityError, NoResultFound)):  # no key there to seal it
                        keep(model, held | {"id": uuid4(), name: strange})
                    db.session.rollback()
        db.session.remove()


def keep(model: type[Any], values: dict[str, Any]) -> None:
    db.session.add(model(**values))
    db.session.flush()
