"""Reaching the database from the command line, and what to say when it does not answer."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from rodzina.config import Settings
from rodzina.schema import gather_statistics, is_current, migrate

ADVICE = "Check DATABASE_URL (and RODZINA_OWNER_DATABASE_URL) and that the server runs."


def reason(problem: Exception) -> str:
    return str(problem).splitlines()[0]


@contextmanager
def explained() -> Iterator[None]:
    """Ends with a sentence instead of a trace when the database does not answer."""
    try:
        yield
    except (SQLAlchemyError, ImportError) as problem:
        sys.exit(f"The database does not answer as expected: {reason(problem)}\n{ADVICE}")


@explained()
def bring_up_to_date(settings: Settings) -> bool:
    """Tables and rights as the newest migration wants them; True when something was done."""
    if is_current(settings.database_url):
        gather_statistics(settings.database_url)
        return False
    migrate(settings.owner_url, settings.database_url)
    return True


@explained()
def is_deserted(settings: Settings) -> bool:
    """Nobody has an account, and nobody is invited."""
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        found = connection.scalar(
            text("SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM invitation)")
        )
    engine.dispose()
    return not found
