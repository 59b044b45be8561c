"""What must not be so where families' data is real; each finding says what to do about it."""

import os

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from rodzina.cli.database import reason
from rodzina.config import Settings
from rodzina.db import db
from rodzina.schema import GLOBAL_TABLES, SET_CONFIG, is_current

SHORTEST_SECRET, FEWEST_LETTERS = 32, 10


def unsafe_settings(held: Settings) -> list[str]:
    found = []
    if held.debug:
        found.append("debug is on: unset RODZINA_DEBUG and FLASK_DEBUG")
    if len(held.secret_key) < SHORTEST_SECRET or len(set(held.secret_key)) < FEWEST_LETTERS:
        found.append(
            "the secret key is short or a default: unset RODZINA_SECRET_KEY or give 32+ random "
            "characters"
        )
    if not held.https:
        found.append("cookies travel without https: set RODZINA_HTTPS=1 behind a TLS proxy")
    if os.name == "posix" and held.home.stat().st_mode & 0o077:
        found.append(f"others can look into {held.home}: chmod 700")
    return found + unsafe_database(held)


def unsafe_database(held: Settings) -> list[str]:
    try:
        if not is_current(held.database_url):
            return ["the database is not migrated: run flask migrate"]
        return unsafe_role() if db.engine.dialect.name == "postgresql" else []
    except SQLAlchemyError as problem:
        return [f"the database does not answer: {reason(problem)}"]


def unsafe_role() -> list[str]:
    """The wall between centres stands only for a role that cannot walk around it."""
    found = []
    if asked("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"):
        found.append("the serving database role passes row-level security: give it NOBYPASSRLS")
    if unforced := asked(
        "SELECT string_agg(relname, ', ' ORDER BY relname) FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
        "AND NOT relforcerowsecurity AND relname <> ALL (:open)",
        open=[*GLOBAL_TABLES, "alembic_version"],
    ):
        found.append(f"row-level security is not forced on {unforced}: run flask migrate")
    if asked(f"SELECT has_function_privilege('{SET_CONFIG}', 'EXECUTE')"):
        found.append(
            "a statement's parameter could name another centre: as superuser, in this database, "
            f"REVOKE EXECUTE ON FUNCTION {SET_CONFIG} FROM PUBLIC"
        )
    return found


def asked(question: str, **values: object) -> object:
    return db.session.execute(text(question), values).scalar()
