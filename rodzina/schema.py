"""All tables in one place for migrations, and what the serving role may do with each."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url

from rodzina.config import PROJECT
from rodzina.db import Base, Entry, Record

if TYPE_CHECKING:  # a server that is up to date starts without it
    from alembic.config import Config

MIGRATIONS = PROJECT / "migrations"
ROOMS_WITH_TABLES = (
    "accounts", "office", "audit", "families", "consents", "courts", "tasks", "visits", "concerns",
    "support", "offline",
)  # fmt: skip
SET_CONFIG = "pg_catalog.set_config(text, text, boolean)"
for _room in ROOMS_WITH_TABLES:
    import_module(f"rodzina.{_room}.models")
metadata = Base.metadata
GLOBAL_TABLES = frozenset({"person", "membership", "sign_in", "sign_in_attempt", "invitation"})


def mapped(base: type[Any]) -> set[str]:
    return {str(m.local_table) for m in Base.registry.mappers if issubclass(m.class_, base)}


def append_only() -> set[str]:
    """Tables whose rows are never changed: the serving role gets no UPDATE and no DELETE there."""
    return mapped(Entry) - mapped(Record)


def alembic(url: str) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def migrate(owner_url: str, app_url: str) -> None:
    """Brings the schema up to date and gives the serving role its rights."""
    from alembic import command

    command.upgrade(alembic(owner_url), "head")
    if make_url(owner_url).get_backend_name() == "postgresql":
        grant(owner_url, make_url(app_url).username or "")


def newest() -> str:
    """The number of the last migration: every file carries its own."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_current(url: str) -> bool:
    """True when the database stands at the newest migration."""
    engine = create_engine(url)
    with engine.connect() as connection:
        begun = inspect(connection).has_table("alembic_version")
        stands_at = (
            connection.scalars(text("SELECT version_num FROM alembic_version")) if begun else ()
        )
        current = list(stands_at) == [newest()]
    engine.dispose()
    return current


def gather_statistics(url: str) -> None:
    """SQLite finds the short way only when it knows its tables; PostgreSQL counts by itself."""
    if not url.startswith("sqlite"):
        return
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def grant(owner_url: str, role: str) -> None:
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        close_set_config(connection)
        if connection.scalar(text("SELECT current_user")) == role:
            return
        name = engine.dialect.identifier_preparer.quote(role)
        for table in metadata.sorted_tables:
            verbs = (
                "SELECT, INSERT"
                if table.name in append_only()
                else "SELECT, INSERT, UPDATE, DELETE"
            )
            connection.execute(text(f"REVOKE ALL ON {table.name} FROM {name}"))
            connection.execute(text(f"GRANT {verbs} ON {table.name} TO {name}"))
        connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}"))
        connection.execute(text(f"GRANT SELECT ON alembic_version TO {name}"))
    engine.dispose()


def close_set_config(connection: Connection) -> None:
    """Parameters must not reach the setting that names the centre; it takes a superuser."""
    if connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        connection.execute(text(f"REVOKE EXECUTE ON FUNCTION {SET_CONFIG} FROM PUBLIC"))


def new_migration(url: str, message: str, number: str) -> Path:
    """Drafts a migration from the models; read it and mend it by hand before keeping it."""
    from alembic import command

    made: Any = command.revision(alembic(url), message, autogenerate=True, rev_id=number)
    return Path(made.path)
