"""Reporting, reading and escalating, on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text

import rodzina.cli.escalation as escalation  # its command joins the others before an app is made
from rodzina.actors import Sending
from rodzina.audit.models import AuditEntry
from rodzina.concerns.actions import open_concern, report_concern
from rodzina.concerns.models import Concern, ConcernReading
from rodzina.concerns.queries import (
    concern_for,
    listed,
    may_read_all,
    unread,
    unread_count,
    waiting_since,
)
from rodzina.config import Mail
from rodzina.db import db, utc_now
from rodzina.office.actions import set_parameter
from rodzina.office.queries import office
from rodzina.periods import day_of
from rodzina.vocabulary import ConcernTopic
from tests.cast import (
    ADMIN,
    BARBARA,
    COLLEAGUES,
    DEPUTY,
    IWONA,
    MARTA,
    MAZUR,
    OTHER_SUPERVISOR,
    SOCIAL,
    Player,
)
from tests.counting import statements

CANARY = "kanarek: siniak na policzku"
NOW = utc_now()
HOURS = timedelta(hours=1)


def report(
    now: datetime = NOW, author: Player = MARTA, family: UUID = MAZUR, said: str = CANARY
) -> Concern:
    concern_id = report_concern(
        author.actor, Sending(uuid4(), said), family, [ConcernTopic.CHILD_SAFETY], said, None, now
    )
    return db.session.scalars(select(Concern).where(Concern.id == concern_id)).one()


def make_deputy(player: Player) -> None:
    office().deputy_id = player.id
    db.session.commit()


def test_a_report_is_sealed_and_traced(working: Any) -> None:
    working(MARTA)
    concern = report()
    assert (concern.text, concern.topics) == (CANARY, ["child_safety"])
    raw = db.session.execute(text("SELECT text_sealed, topics_sealed FROM concern")).one()
    assert b"kanarek" not in bytes(raw[0])
    assert b"child_safety" not in bytes(raw[1])
    traced = db.session.scalars(select(AuditEntry).where(AuditEntry.object_id == concern.id)).one()
    assert (traced.verb, traced.family_id) == ("created", MAZUR)
    assert "kanarek" not in traced.changed


def test_the_same_report_sent_twice_is_one(working: Any) -> None:
    working(MARTA)
    sending = Sending(uuid4(), "x")
    given = (MAZUR, [ConcernTopic.HEALTH], "tekst", None, NOW)
    first = report_concern(MARTA.actor, sending, *given)
    assert report_concern(MARTA.actor, sending, *given) == first
    assert unread_count() == 1


def test_it_is_read_when_a_supervisor_opens_it(working: Any) -> None:
    working(MARTA)
    concern = report()
    open_concern(MARTA.actor, concern, NOW, counts=True)
    assert unread_count() == 1
    working(BARBARA)
    open_concern(BARBARA.actor, concern, NOW + HOURS, counts=False)
    assert unread_count() == 1
    open_concern(BARBARA.actor, concern, NOW + HOURS, counts=True)
    open_concern(BARBARA.actor, concern, NOW + 2 * HOURS, counts=True)
    (receipt,) = db.session.scalars(select(ConcernReading)).all()
    assert (receipt.person_id, receipt.created_at) == (BARBARA.id, NOW + HOURS)
    assert unread(NOW) == []
    opened = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "opened")).all()
    assert [entry.person_id for entry in opened] == [MARTA.id, *[BARBARA.id] * 3]


def test_only_supervisors_the_deputy_and_the_author_see_it(working: Any) -> None:
    working(MARTA)
    concern = report()
    make_deputy(IWONA)
    seen = {
        player.key: concern_for(player.actor, concern.id) is not None
        for player in (MARTA, BARBARA, DEPUTY, IWONA, SOCIAL, ADMIN)
    }
    assert seen == {
        "marta": True, "barbara": True, "zastepca": True, "iwona": True,
        "socjalny": False, "admin": False,
    }  # fmt: skip
    make_deputy(SOCIAL)
    assert not may_read_all(IWONA.actor)
    assert may_read_all(SOCIAL.actor)
    working(OTHER_SUPERVISOR)
    assert concern_for(OTHER_SUPERVISOR.actor, concern.id) is None
    assert (unread(NOW), unread_count()) == ([], 0)


def test_lists_begin_with_the_unread_and_authors_see_their_own(working: Any) -> None:
    working(MARTA)
    read = report(NOW - HOURS)
    early, late = report(NOW - 5 * HOURS), report(NOW - 4 * HOURS, IWONA, COLLEAGUES)
    open_concern(BARBARA.actor, read, NOW, counts=True)
    found, more = listed(BARBARA.actor, NOW)
    assert [(s.id, s.surname, s.author) for s in found] == [
        (late.id, "Świątek", "Iwona Bąk"),
        (early.id, "Mazur", "Marta Zielińska"),
        (read.id, "Mazur", "Marta Zielińska"),
    ]
    assert [(s.is_read, s.late) for s in found] == [(False, True), (False, True), (True, False)]
    assert found[2].readings[0].name == "Barbara Nowicka"
    assert not more
    assert [s.id for s in listed(IWONA.actor, NOW)[0]] == [late.id]
    assert [s.id for s in unread(NOW)] == [early.id, late.id]


def test_lists_cost_the_same_however_long_they_are(app: Flask, working: Any) -> None:
    working(BARBARA)
    report()
    counts = []
    for more in (0, 40):
        for n in range(more):
            report(NOW - n * HOURS, IWONA, COLLEAGUES)
        working(BARBARA)
        db.session().info.pop("parameters", None)
        with statements(app) as seen:
            found, longer = listed(BARBARA.actor, NOW)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 4
    assert (len(found), longer) == (30, True)


def test_the_silence_is_measured_by_the_centres_figure(working: Any) -> None:
    working(MARTA)
    report(NOW - HOURS)
    assert waiting_since(NOW, ADMIN.actor) is None
    assert not unread(NOW)[0].late
    set_parameter("concern_escalation_minutes", 30, day_of(NOW), None)
    assert waiting_since(NOW, ADMIN.actor) == NOW - HOURS
    assert waiting_since(NOW, MARTA.actor) == NOW - HOURS
    assert waiting_since(NOW, IWONA.actor) is None
    assert unread(NOW)[0].late


@pytest.fixture
def letters(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Letters that would have left, with a mail server in the settings."""
    held: list[tuple[str, str, str]] = []

    def send(mail: Mail, to: str, subject: str, body: str) -> bool:
        held.append((to, subject, body))
        return True

    settings = app.config["RODZINA"]
    app.config["RODZINA"] = type(settings)(**vars(settings) | {"mail": Mail(host="localhost")})
    monkeypatch.setattr(escalation.mail, "send", send)
    return held


def late_report(working: Callable[[Player], Any]) -> None:
    working(MARTA)
    make_deputy(IWONA)
    report(NOW - 3 * HOURS)
    db.session.remove()


def test_a_letter_without_content_leaves_once(
    app: Flask, working: Any, letters: list[tuple[str, str, str]]
) -> None:
    late_report(working)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["escalate"]).exit_code == 0
    told = {BARBARA.email, DEPUTY.email, ADMIN.email, IWONA.email}
    assert {to for to, _subject, _body in letters} == told
    assert len(letters) == 4
    for _to, subject, body in letters:
        assert "czeka" in body
        for secret in ("Mazur", "kanarek", "Marta", str(MAZUR)):
            assert secret not in subject + body
    again = runner.invoke(args=["escalate", "--json"])
    assert '"waiting": 0' in again.output
    assert len(letters) == 4


def test_what_was_read_or_is_fresh_is_not_escalated(
    app: Flask, working: Any, letters: list[tuple[str, str, str]]
) -> None:
    working(BARBARA)
    report(NOW - HOURS)
    open_concern(BARBARA.actor, report(NOW - 9 * HOURS), NOW, counts=True)
    db.session.remove()
    assert app.test_cli_runner().invoke(args=["escalate"]).exit_code == 0
    assert letters == []


def test_without_mail_it_only_counts_and_the_letter_leaves_later(app: Flask, working: Any) -> None:
    late_report(working)
    for _ in range(2):
        result = app.test_cli_runner().invoke(args=["escalate", "--json"])
        assert result.exit_code == 0
        assert '"waiting": 1' in result.output
        assert '"letters": 0' in result.output


def test_a_letter_that_did_not_leave_is_tried_again(
    app: Flask, working: Any, letters: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    late_report(working)
    monkeypatch.setattr(escalation.mail, "send", lambda *_: False)
    for _ in range(2):
        result = app.test_cli_runner().invoke(args=["escalate", "--json"])
        assert result.exit_code == 1
        assert '"waiting": 1' in result.output
