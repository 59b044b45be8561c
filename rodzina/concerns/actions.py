"""Reporting a concern, the receipt of its reading, and the note that it was escalated."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from rodzina.actors import Actor
from rodzina.audit.actions import once, trace, trace_opening
from rodzina.concerns.models import Concern, ConcernReading
from rodzina.concerns.queries import ESCALATED
from rodzina.concerns.rules import check_content
from rodzina.db import db
from rodzina.vocabulary import ConcernTopic


@once("report_concern")
def report_concern(
    actor: Actor,
    family_id: UUID,
    topics: Sequence[ConcernTopic],
    text: str,
    visit_id: UUID | None,
    now: datetime,
) -> UUID:
    """The supervisors and the deputy see it at once. Raises RuleBroken when it says nothing."""
    check_content(topics, text)
    concern = Concern(
        family_id=family_id,
        visit_id=visit_id,
        author_id=actor.person_id,
        reported_at=now,
        topics=[topic.value for topic in topics],
        text=text,
    )
    db.session.add(concern)
    return concern.id


def open_concern(actor: Actor, concern: Concern, now: datetime, *, counts: bool) -> None:
    """Keeps who opened it; `counts` makes it a receipt, once each, never the author's. Commits."""
    if counts and concern.author_id != actor.person_id and not has_read(actor, concern):
        db.session.add(
            ConcernReading(concern_id=concern.id, person_id=actor.person_id, created_at=now)
        )
    trace_opening("concern", concern.id, concern.family_id)


def has_read(actor: Actor, concern: Concern) -> bool:
    mine = select(ConcernReading.id).where(
        ConcernReading.concern_id == concern.id, ConcernReading.person_id == actor.person_id
    )
    return db.session.scalars(mine.limit(1)).first() is not None


def note_escalation(concerns: Sequence[Concern]) -> None:
    """A letter has left about each of these: the trace keeps it. Commits."""
    for concern in concerns:
        trace(ESCALATED, "concern", concern.id, concern.family_id)
    db.session.commit()
