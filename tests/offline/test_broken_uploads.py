"""A body that breaks off on its way is not taken for the whole, whatever the server says."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from rodzina.audit.models import Operation
from rodzina.concerns.models import Concern
from rodzina.db import db
from rodzina.offline.models import ParkedEntry
from tests.browsing import SAME_ORIGIN, Visitor
from tests.cast import MARTA, MAZUR
from tests.inside import inside

BODY = b"topics=health&text=Zosia+nie+ma+gor%C4%85czki+i+chodzi+do+szko%C5%82y"


def upload(visitor: Visitor, body: bytes, **changed: Any) -> TestResponse:
    """As the server hands it on: the stream ends, and that is called its end."""
    headers = SAME_ORIGIN | {
        "HX-Request": "true",
        "Idempotency-Key": str(uuid4()),
        "X-Rodzina-Mode": "replay",
        "X-Rodzina-Person": str(MARTA.id),
        "X-Rodzina-Form": "concern@1",
    }
    return visitor.client.post(
        f"/families/{MAZUR}/concerns/new",
        input_stream=BytesIO(body),
        content_type="application/x-www-form-urlencoded",
        headers=headers,
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": str(len(BODY))}
        | changed,
    )


def kept(app: Flask) -> int:
    """Concerns, entries in the waiting room and operations, in all."""

    def count() -> int:
        return sum(
            db.session.scalar(select(func.count()).select_from(kind)) or 0
            for kind in (Concern, ParkedEntry, Operation)
        )

    return inside(app, count)


def test_half_a_concern_is_refused_and_leaves_nothing(app: Flask) -> None:
    marta, before = Visitor(app, MARTA), kept(app)
    for length in (0, 1, len(BODY) // 2, len(BODY) - 1):
        answer = upload(marta, BODY[:length])
        assert answer.status_code == 400, length
        assert "X-Rodzina-Ack" not in answer.headers
    assert kept(app) == before


def test_the_whole_concern_is_taken(app: Flask) -> None:
    marta, before = Visitor(app, MARTA), kept(app)
    answer = upload(marta, BODY)
    assert answer.headers["X-Rodzina-Result"] == "done"
    assert kept(app) == before + 2


def test_a_body_of_unknown_length_is_refused(app: Flask) -> None:
    marta, before = Visitor(app, MARTA), kept(app)
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    assert upload(marta, BODY, **chunked).status_code == 411
    assert kept(app) == before
