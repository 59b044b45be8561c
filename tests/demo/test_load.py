"""The demo centre as it stands in the database."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from rodzina.db import db, enter_office, utc_now
from rodzina.demo.canaries import Canaries
from rodzina.demo.load import DEMO_PASSWORD, demo_people, load_demo, load_story, seed_scale
from rodzina.demo.scale import Scale
from rodzina.demo.story import SEED, tell
from rodzina.families.models import Family
from rodzina.families.queries import caseloads
from rodzina.house import create_app
from rodzina.periods import day_of
from rodzina.visits.models import Visit, VisitRecord
from tests.conftest import settings_for
from tests.databases import PostgresServer, SqliteServer

TODAY = day_of(utc_now())


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A migrated database that holds nothing."""
    held: Any = SqliteServer(tmp_path) if request.param == "sqlite" else PostgresServer()
    app = create_app(settings_for(held.prepare(), tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if request.param == "postgresql":
        held.stop()


def test_the_demo_centre_is_loaded_once_with_its_caseloads(empty: Flask) -> None:
    load_story(tell(Random(SEED), TODAY), SEED)
    assert not load_demo()
    enter_office(1)
    loads = sorted((count for count, _ in caseloads(TODAY).values()), reverse=True)
    assert loads == [16, 15, 14, 11, 9, 9]
    assert (db.session.scalar(select(func.count()).select_from(Visit)) or 0) > 3_000
    family = db.session.scalars(select(Family).limit(1)).one()
    assert family.surname
    enter_office(2)
    assert db.session.scalar(select(func.count()).select_from(Family)) == 5


def test_a_note_of_the_demo_opens_under_its_familys_key(empty: Flask) -> None:
    load_story(tell(Random(SEED), TODAY), SEED)
    enter_office(1)
    records = db.session.scalars(select(VisitRecord).limit(20)).all()
    assert any(record.note for record in records)


def test_demo_people_can_be_listed_with_their_password() -> None:
    people = demo_people()
    assert ("marta.zielinska@gops-zalesie.pl", DEMO_PASSWORD) in {(e, p) for _, e, p in people}


def test_the_scale_generator_fills_two_centres_with_canaries(empty: Flask) -> None:
    marks = Canaries(7)
    assert seed_scale(Scale(20, 7, TODAY), marks) == 23
    enter_office(1)
    family = db.session.scalars(select(Family).limit(1)).one()
    assert "KAN-" in family.surname
    assert len(list(marks.lines())) > 500
