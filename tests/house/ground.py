"""Ground that goes back to how it was, in milliseconds, after whatever a request did to it."""

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from sqlalchemy import StaticPool, select
from sqlalchemy.engine import make_url

from rodzina import house
from rodzina.db import db
from rodzina.schema import metadata
from tests.databases import Addresses

# For what is asked of one of them, or is the same on both.
on_sqlite = pytest.mark.parametrize("server", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("server", ["postgresql"], indirect=True)
# What a request leaves behind without changing the work: the trace, sessions, tries to sign in.
BESIDE_THE_WORK = {"audit_entry", "operation", "sign_in", "sign_in_attempt"}
POINT = "SAVEPOINT before_the_request"


class HeldConnection(psycopg.Connection[Any]):
    """A connection whose commits are kept only until the ground is restored."""

    def commit(self) -> None:
        self.execute(f"RELEASE {POINT}; {POINT}")

    def rollback(self) -> None:
        self.execute(f"ROLLBACK TO {POINT}")

    def restart(self) -> None:
        super().rollback()
        self.execute(POINT)


class Ground:
    """An app on a database with a scene; `restore` undoes all that was done since it was kept."""

    def __init__(self, app: Flask, restore: Callable[[], None]) -> None:
        self.app, self.restore = app, restore

    def rows(self, office_id: int) -> Iterator[tuple[str, Any]]:
        """Every row of one centre, and those that belong to no centre, by table."""
        with self.app.app_context(), db.engine.connect() as connection:
            if db.engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL app.tenant = {office_id}")
            for table in metadata.sorted_tables:
                key = table.c.get("office_id", table.c.id if table.name == "office" else None)
                wanted = select(table) if key is None else select(table).where(key == office_id)
                yield from ((table.name, row) for row in connection.execute(wanted))

    def fingerprint(
        self,
        office_id: int,
        *,
        of: Callable[[Any], bool] = lambda row: True,
        besides: Collection[str] = (),
    ) -> str:
        """Of the work of a centre: the same while nothing of it was changed."""
        held = [
            f"{table} {tuple(row)!r}"
            for table, row in self.rows(office_id)
            if table not in {*BESIDE_THE_WORK, *besides} and of(row)
        ]
        return hashlib.sha256("\n".join(sorted(held)).encode()).hexdigest()

    def mentions(self, office_id: int, wanted: Collection[UUID]) -> int:
        """How many rows of the work of a centre refer to one of these ids."""
        return sum(
            any(value in wanted for value in row if isinstance(value, UUID))
            for table, row in self.rows(office_id)
            if table not in BESIDE_THE_WORK
        )


def lay(addresses: Addresses, make: Callable[[], Flask]) -> Iterator[Ground]:
    """Ground on this database as it stands now; `make` creates the app."""
    laid = sqlite_ground if addresses.app.startswith("sqlite") else postgresql_ground
    yield from laid(addresses, make)


def sqlite_ground(addresses: Addresses, make: Callable[[], Flask]) -> Iterator[Ground]:
    path = Path(make_url(addresses.app).database or "")
    kept = path.with_suffix(".kept")
    app = make()

    def restore() -> None:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(kept, path)

    with app.app_context():
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    shutil.copyfile(path, kept)
    yield Ground(app, restore)
    restore()


def postgresql_ground(addresses: Addresses, make: Callable[[], Flask]) -> Iterator[Ground]:
    """All requests share one connection inside one transaction that is never committed."""
    address = make_url(addresses.app).set(drivername="postgresql")
    held = HeldConnection.connect(address.render_as_string(hide_password=False))
    held.execute(POINT)
    options, house.engine_options = (
        house.engine_options,
        lambda _url: {"creator": lambda: held, "poolclass": StaticPool},
    )
    try:
        app = make()
    finally:
        house.engine_options = options

    def restore() -> None:
        with app.app_context():
            db.session.remove()
        held.restart()

    yield Ground(app, restore)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    held.close()
