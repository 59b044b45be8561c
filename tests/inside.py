"""Inside the first centre, as somebody who works there: what a test reads and puts there itself."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask

from rodzina.db import db, enter_office
from tests.cast import BARBARA, ZALESIE

Found = TypeVar("Found")


def inside(app: Flask, work: Callable[[], Found]) -> Found:
    """Does the work as Barbara, and keeps what it changed."""
    with app.test_request_context():
        enter_office(ZALESIE)
        db.session().info["person"] = BARBARA.id
        found = work()
        db.session.commit()
        return found
