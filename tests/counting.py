"""Counts the SQL statements of a stretch of a test; what sets the centre is not counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from rodzina.db import db


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database while the block runs, in their order."""
    held: list[str] = []

    def keep(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SET LOCAL", "PRAGMA")):
            held.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield held
    finally:
        event.remove(engine, "before_cursor_execute", keep)
