"""Visits of a day, of a family, of an assistant; versions, people seen, drafts, phrases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from rodzina.actors import Actor
from rodzina.db import db
from rodzina.families.access import families_of
from rodzina.families.models import Family
from rodzina.tasks.models import Task
from rodzina.tasks.queries import is_open_task
from rodzina.visits.models import (
    ReadyPhrase,
    Visit,
    VisitArea,
    VisitDraft,
    VisitPerson,
    VisitRecord,
)
from rodzina.visits.rules import PASSING, Span
from rodzina.vocabulary import FACE_TO_FACE, VisitOutcome, VisitStatus, WorkArea

PAGE = 15
SHOWN = (VisitStatus.RECORDED, VisitStatus.WITHDRAWN, VisitStatus.MOVED)


@dataclass
class Entry:
    """A visit with its current version, as the timeline shows it."""

    visit: Visit
    record: VisitRecord
    areas: list[VisitArea] = field(default_factory=list)


def visit_of(family: Family, visit_id: UUID) -> Visit | None:
    return db.session.scalar(
        select(Visit).where(Visit.id == visit_id, Visit.family_id == family.id)
    )


def is_taken(visit_id: UUID) -> bool:
    """The id already names a visit, of whatever family."""
    return db.session.scalar(select(Visit.id).where(Visit.id == visit_id)) is not None


def version_of(visit: Visit, number: int | None = None) -> VisitRecord | None:
    """The current version of a visit's record, or the one of that number."""
    return db.session.scalar(
        select(VisitRecord).where(
            VisitRecord.visit_id == visit.id, VisitRecord.number == (number or visit.current)
        )
    )


def versions_of(visit: Visit) -> Sequence[VisitRecord]:
    return db.session.scalars(
        select(VisitRecord)
        .where(VisitRecord.visit_id == visit.id)
        .order_by(VisitRecord.number.desc())
    ).all()


def areas_of(records: Iterable[UUID]) -> dict[UUID, list[VisitArea]]:
    """Work areas by version, in their fixed order; one statement."""
    held: dict[UUID, list[VisitArea]] = {}
    for area in db.session.scalars(select(VisitArea).where(VisitArea.record_id.in_(list(records)))):
        held.setdefault(area.record_id, []).append(area)
    order = list(WorkArea)
    return {k: sorted(v, key=lambda a: order.index(a.area)) for k, v in held.items()}


def people_at(record: VisitRecord) -> set[UUID]:
    """Members who were there."""
    return set(
        db.session.scalars(select(VisitPerson.member_id).where(VisitPerson.record_id == record.id))
    )


def timeline(
    family: Family, before: tuple[datetime, UUID] | None = None
) -> tuple[list[Entry], bool]:
    """A page of a family's contacts, newest first, and whether there are older ones."""
    wanted = (
        select(Visit, VisitRecord)
        .join(
            VisitRecord,
            and_(
                VisitRecord.office_id == Visit.office_id,
                VisitRecord.visit_id == Visit.id,
                VisitRecord.number == Visit.current,
            ),
        )
        .where(Visit.family_id == family.id, Visit.status.in_(SHOWN))
        .order_by(Visit.started_at.desc(), Visit.id)
        .limit(PAGE + 1)
    )
    if before is not None:
        at, last = before
        wanted = wanted.where(
            or_(Visit.started_at < at, and_(Visit.started_at == at, Visit.id > last))
        )
    entries = [Entry(visit, record) for visit, record in db.session.execute(wanted)]
    shown = entries[:PAGE]
    areas = areas_of(e.record.id for e in shown) if shown else {}
    for entry in shown:
        entry.areas = areas.get(entry.record.id, [])
    return shown, len(entries) > PAGE


def visits_between(
    actor: Actor, family_ids: Iterable[UUID], first: date, last: date
) -> Sequence[Visit]:
    """The assistant's visits with these families on these days, by the clock.

    A planned visit is of whoever leads the family now, also when somebody else has planned it.
    """
    moment = func.coalesce(Visit.started_at, Visit.planned_at)
    return db.session.scalars(
        select(Visit)
        .where(
            Visit.family_id.in_(list(family_ids)),
            or_(Visit.status == VisitStatus.PLANNED, Visit.assistant_id == actor.person_id),
            Visit.day.between(first, last),
            Visit.status.in_((VisitStatus.PLANNED, VisitStatus.UNDER_WAY, VisitStatus.RECORDED)),
        )
        .order_by(Visit.day, moment)
    ).all()


def visit_under_way(actor: Actor) -> Visit | None:
    """The visit whose clock runs; one of a family handed over meanwhile holds nobody up."""
    return db.session.scalars(
        select(Visit)
        .join(Family, and_(Family.office_id == Visit.office_id, Family.id == Visit.family_id))
        .where(
            Visit.assistant_id == actor.person_id,
            Visit.status == VisitStatus.UNDER_WAY,
            Family.assistant_id == actor.person_id,
        )
        .order_by(Visit.started_at)
    ).first()


def next_visits(family_ids: Iterable[UUID], now: datetime) -> dict[UUID, Visit]:
    """The nearest planned visit of each family; one statement."""
    held: dict[UUID, Visit] = {}
    for visit in db.session.scalars(
        select(Visit)
        .where(
            Visit.family_id.in_(list(family_ids)),
            Visit.status == VisitStatus.PLANNED,
            Visit.planned_at >= now,
        )
        .order_by(Visit.planned_at)
    ):
        held.setdefault(visit.family_id, visit)
    return held


def planned_for(family: Family, day: date) -> Visit | None:
    """The visit planned with this family for a day."""
    return db.session.scalars(
        select(Visit)
        .where(Visit.family_id == family.id, Visit.day == day, Visit.status == VisitStatus.PLANNED)
        .order_by(Visit.planned_at)
    ).first()


def has_been_visited(family: Family) -> bool:
    """Some contact face to face has already been recorded."""
    found = select(Visit.id).where(
        Visit.family_id == family.id,
        Visit.status == VisitStatus.RECORDED,
        Visit.outcome == VisitOutcome.COMPLETED,
        Visit.kind.in_(FACE_TO_FACE),
    )
    return db.session.scalars(found.limit(1)).first() is not None


def busy_spans(assistant_id: UUID, day: date, besides: UUID) -> list[Span]:
    """When the assistant was with other families that day."""
    rows = db.session.execute(
        select(Visit.started_at, Visit.ended_at).where(
            Visit.assistant_id == assistant_id,
            Visit.day == day,
            Visit.id != besides,
            Visit.status == VisitStatus.RECORDED,
            Visit.kind.not_in(PASSING),
        )
    )
    return [Span(start, end) for start, end in rows if start and end]


def with_agreed(actor: Actor, family_id: UUID) -> tuple[Family | None, list[Task]]:
    """A family of the actor, and what is still to be done of all that was agreed at its visits."""
    still = and_(
        Task.office_id == Family.office_id,
        Task.family_id == Family.id,
        is_open_task(),
        Task.agreed_visit_id.is_not(None),
    )
    rows = db.session.execute(
        families_of(actor)
        .add_columns(Task)
        .outerjoin(Task, still)
        .where(Family.id == family_id)
        .order_by(Task.created_at.desc())
        .limit(3)
    ).all()
    return (rows[0][0] if rows else None), [task for _family, task in rows if task]


def draft_of(actor: Actor, visit_id: UUID) -> VisitDraft | None:
    return db.session.scalar(
        select(VisitDraft).where(
            VisitDraft.visit_id == visit_id, VisitDraft.person_id == actor.person_id
        )
    )


def drafts_by(actor: Actor) -> Sequence[VisitDraft]:
    """Records that the person began and has not sent."""
    return db.session.scalars(
        select(VisitDraft)
        .where(VisitDraft.person_id == actor.person_id)
        .order_by(VisitDraft.saved_at.desc())
    ).all()


def phrases_for(actor: Actor) -> dict[WorkArea, list[ReadyPhrase]]:
    """The centre's ready phrases and the person's own, by area."""
    held: dict[WorkArea, list[ReadyPhrase]] = {}
    for phrase in db.session.scalars(
        select(ReadyPhrase)
        .where(or_(ReadyPhrase.person_id.is_(None), ReadyPhrase.person_id == actor.person_id))
        .order_by(ReadyPhrase.position, ReadyPhrase.text)
    ):
        held.setdefault(phrase.area, []).append(phrase)
    return held
