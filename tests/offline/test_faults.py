"""The judge of `make faults` sees what is lost, doubled or altered when somebody makes it so."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select

from bench.data import World
from faults.centre import Centre
from faults.judge import Verdict, false_sent, judge
from faults.letters import Letter, Writer
from faults.uploads import measured, request_of
from rodzina.concerns.models import Concern
from rodzina.db import db, utc_now
from rodzina.families.models import Family
from rodzina.offline.models import ParkedEntry
from rodzina.periods import day_of
from rodzina.tasks.models import Task
from rodzina.visits.models import VisitRecord
from tests.cast import MARTA
from tests.databases import Addresses

COUNT, CUT = 40, 16


@dataclass
class Scene:
    """Marta's entries, the phone that sends them, and the centre."""

    app: Flask
    centre: Centre
    letters: list[Letter]
    cookie: str
    device: UUID

    def send(self, letter: Letter, number: int) -> None:
        asked = request_of(letter, self.cookie)
        device = [("X-Rodzina-Device", str(self.device)), ("X-Rodzina-Seq", str(number))]
        headers = [*asked.headers, *device]
        client = self.app.test_client(use_cookies=False)
        assert client.post(asked.path, data=asked.body, headers=headers).status_code < 300

    def send_all(self) -> None:
        for number, letter in enumerate(self.letters, start=1):
            self.send(letter, number)

    def first(self, form: str) -> Letter:
        return next(letter for letter in self.letters if letter.form == form)

    def verdict(self) -> Verdict:
        return judge(self.letters, {each.operation for each in self.letters}, self.centre.held())

    def change(self, kind: Any, work: Callable[[Any], None]) -> None:
        """Does something to the newest row of a kind behind everybody's back."""

        def inside() -> None:
            _keys = db.session.scalars(select(Family)).all()
            work(db.session.scalars(select(kind).order_by(kind.created_at.desc())).first())
            db.session.commit()

        self.centre.inside(inside)


@pytest.fixture
def scene(app: Flask) -> Scene:
    centre, rng = Centre(app), Random(2026)
    marta = centre.colleague(MARTA.id, 2, 8, rng)
    centre.begin()
    writer = Writer(marta.id, marta.households, rng, day_of(utc_now()))
    letters = [writer.write() for _ in range(COUNT)]
    return Scene(app, centre, letters, marta.sign_in(), uuid4())


def counts(verdict: Verdict) -> dict[str, int]:
    return {name: len(found) for name, found in vars(verdict).items() if found}


def test_what_came_once_or_twice_is_there_once(scene: Scene) -> None:
    assert {letter.form.partition("@")[0] for letter in scene.letters} == {
        "task", "concern", "visit", "tick", "contact", "missed",
    }  # fmt: skip
    scene.send_all()
    scene.send_all()
    verdict = scene.verdict()
    assert verdict.is_clean, vars(verdict)
    assert scene.centre.held().parked, "some of them had to wait for a person"


def test_a_lost_entry_is_seen(scene: Scene) -> None:
    unsent = scene.letters.pop()
    scene.send_all()
    scene.letters.append(unsent)
    assert counts(scene.verdict()) == {"lost": 1}
    scene.send(unsent, COUNT)
    scene.change(Task, lambda task: db.session.execute(delete(Task).where(Task.id == task.id)))
    assert counts(scene.verdict()) == {"lost": 1}


def test_a_doubled_entry_is_seen(scene: Scene) -> None:
    scene.send_all()
    again = replace(scene.first("concern@1"), operation=uuid4())
    scene.send(again, COUNT + 1)
    verdict = scene.verdict()
    assert len(verdict.doubled) == 2, "its effect is there twice, and nobody wrote the operation"
    assert not verdict.lost + verdict.altered


def test_a_second_contact_that_nobody_made_is_seen(scene: Scene) -> None:
    scene.send_all()
    scene.send(replace(scene.first("contact@1"), operation=uuid4()), COUNT + 1)
    assert len(scene.verdict().doubled) == 2


# PostgreSQL would not let the app's role alter a concern or a record at all.
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("kind", "name"), [(Task, "title"), (Concern, "text"), (VisitRecord, "note")]
)
def test_an_altered_entry_is_seen(scene: Scene, kind: Any, name: str) -> None:
    scene.send_all()
    scene.change(kind, lambda row: setattr(row, name, getattr(row, name) + "!"))
    assert scene.verdict().altered
    assert not scene.verdict().lost + scene.verdict().doubled


def test_other_words_in_the_waiting_room_are_seen(scene: Scene) -> None:
    scene.send_all()
    scene.change(ParkedEntry, lambda entry: setattr(entry, "body", [["outcome", "inne"]]))
    assert counts(scene.verdict()) == {"altered": 1}


def test_another_order_is_seen(scene: Scene) -> None:
    for number, letter in enumerate(reversed(scene.letters)):
        scene.send(letter, COUNT - number)
    assert scene.verdict().out_of_order


def test_what_a_phone_calls_sent_without_reason_is_seen() -> None:
    known, unknown = uuid4(), uuid4()
    told = f"{known.hex[:4]}-{known.hex[4:8]}".upper()
    assert not false_sent([known], {known: told}, {known})
    assert len(false_sent([unknown], {}, {known})) == 1
    assert len(false_sent([], {unknown: "0000-0000", known: "0000-0000"}, {known})) == 2


def test_uploads_that_break_off_leave_the_server_whole(
    app: Flask, server: Any, addresses: Addresses, home: Path
) -> None:
    """The real server; the whole number and the times are for `make faults`."""
    cuts = measured(World(server.kind, addresses, home, app), CUT)
    assert cuts.failed == []
    assert len(cuts.half) == len(cuts.whole) == CUT // 2
