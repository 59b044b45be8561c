"""Concerns with their authors and readers, and those that nobody has read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from rodzina.accounts.models import Person
from rodzina.actors import Actor
from rodzina.audit.models import AuditEntry
from rodzina.concerns.models import Concern, ConcernReading
from rodzina.concerns.rules import is_late, reads_all
from rodzina.db import db
from rodzina.families.cards import open_card
from rodzina.families.models import Family
from rodzina.office.queries import is_deputy, parameters
from rodzina.periods import day_of
from rodzina.vocabulary import Role

PAGE = 30
ESCALATED = "escalated"
UNREAD = "unread concerns"


@dataclass(frozen=True)
class Reading:
    """Who read a concern, in which capacity, and when."""

    name: str
    person_id: UUID
    at: datetime


@dataclass(frozen=True)
class Signal:
    """A concern as lists show it; the surname is empty for who may not open the family."""

    id: UUID
    family_id: UUID
    surname: str
    author_id: UUID
    author: str
    reported_at: datetime
    readings: Sequence[Reading] = ()
    late: bool = False

    @property
    def is_read(self) -> bool:
        return bool(self.readings)


def may_read_all(actor: Actor) -> bool:
    """Whether the actor is one of those whom concerns are sent to."""
    if actor.is_a(Role.SUPERVISOR):
        return True
    if not actor.is_a(Role.ASSISTANT, Role.SOCIAL_WORKER):
        return False
    return reads_all(actor.role, is_deputy(actor.person_id))


def is_read() -> ColumnElement[bool]:
    return exists().where(
        ConcernReading.office_id == Concern.office_id, ConcernReading.concern_id == Concern.id
    )


def signals() -> Select[UUID, UUID, bytes, UUID | None, UUID, str, datetime]:
    """Concerns with their family's card and assistant, and their author."""
    return (
        select(
            Concern.id, Concern.family_id, Family.card, Family.assistant_id,
            Concern.author_id, Person.name, Concern.reported_at,
        )
        .join(Family, and_(Family.office_id == Concern.office_id, Family.id == Concern.family_id))
        .join(Person, Person.id == Concern.author_id)
    )  # fmt: skip


def listed(actor: Actor, now: datetime, start: int = 0) -> tuple[list[Signal], bool]:
    """A page of what the actor may see, unread first, then the newest; and whether more follow."""
    everything = may_read_all(actor)
    wanted = signals().order_by(is_read(), Concern.reported_at.desc(), Concern.id)
    if not everything:
        wanted = wanted.where(Concern.author_id == actor.person_id)
    rows = db.session.execute(wanted.offset(start).limit(PAGE + 1)).all()
    readings = readings_of(row[0] for row in rows[:PAGE])
    minutes = escalation_minutes(now)
    found = []
    for concern_id, family_id, card, assistant_id, author_id, author, at in rows[:PAGE]:
        known = everything or assistant_id == actor.person_id
        read = readings.get(concern_id, [])
        found.append(
            Signal(
                concern_id, family_id, open_card(family_id, card).surname if known else "",
                author_id, author, at, read, not read and is_late(at, now, minutes),
            )
        )  # fmt: skip
    return found, len(rows) > PAGE


def unread(now: datetime, most: int = PAGE) -> list[Signal]:
    """What nobody has read yet, the longest waiting first; for those who read all."""
    minutes = escalation_minutes(now)
    rows = db.session.execute(
        signals()
        .add_columns(func.count().over())
        .where(~is_read())
        .order_by(Concern.reported_at, Concern.id)
        .limit(most)
    ).all()
    db.session().info[UNREAD] = rows[0][-1] if rows else 0
    return [
        Signal(
            concern_id, family_id, open_card(family_id, card).surname,
            author_id, author, at, (), is_late(at, now, minutes),
        )
        for concern_id, family_id, card, _assistant, author_id, author, at, _count in rows
    ]  # fmt: skip


def unread_count() -> int:
    """How many concerns nobody has read; a page that lists them has counted them already."""
    counted: int | None = db.session().info.get(UNREAD)
    if counted is not None:
        return counted
    return db.session.scalar(select(func.count()).select_from(Concern).where(~is_read())) or 0


def waiting_since(now: datetime, actor: Actor) -> datetime | None:
    """When the oldest concern was sent that has been silent for too long; it says no more.

    For the administrator of the whole centre; for others only of what they sent themselves.
    """
    latest = now - timedelta(minutes=escalation_minutes(now))
    wanted = select(func.min(Concern.reported_at)).where(~is_read(), Concern.reported_at <= latest)
    if not actor.is_a(Role.ADMINISTRATOR):
        wanted = wanted.where(Concern.author_id == actor.person_id)
    return db.session.scalar(wanted)


def escalation_minutes(now: datetime) -> int:
    return parameters(day_of(now))["concern_escalation_minutes"]


def concern_for(actor: Actor, concern_id: UUID) -> Concern | None:
    """A concern that the actor may see: their own, or any for those who read all."""
    found = db.session.scalar(select(Concern).where(Concern.id == concern_id))
    if found is None or found.author_id == actor.person_id or may_read_all(actor):
        return found
    return None


def readings_of(concern_ids: Iterable[UUID]) -> dict[UUID, list[Reading]]:
    """Who read each of these concerns, the first one first."""
    rows = db.session.execute(
        select(
            ConcernReading.concern_id,
            Person.name,
            ConcernReading.person_id,
            ConcernReading.created_at,
        )
        .join(Person, Person.id == ConcernReading.person_id)
        .where(ConcernReading.concern_id.in_(list(concern_ids)))
        .order_by(ConcernReading.created_at)
    )
    held: dict[UUID, list[Reading]] = {}
    for concern_id, name, person_id, at in rows:
        held.setdefault(concern_id, []).append(Reading(name, person_id, at))
    return held


def late_and_unsaid(now: datetime) -> Sequence[Concern]:
    """Concerns silent for too long of which no letter has left yet (the trace tells)."""
    latest = now - timedelta(minutes=escalation_minutes(now))
    said = exists().where(
        AuditEntry.office_id == Concern.office_id,
        AuditEntry.family_id == Concern.family_id,
        AuditEntry.object_id == Concern.id,
        AuditEntry.verb == ESCALATED,
    )
    return db.session.scalars(
        select(Concern).where(~is_read(), Concern.reported_at <= latest, ~said)
    ).all()
