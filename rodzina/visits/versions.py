"""What each version of a record says, with its areas and its people."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from rodzina.db import db
from rodzina.visits.facts import AreaFacts, VisitFacts
from rodzina.visits.models import Visit, VisitArea, VisitPerson, VisitRecord
from rodzina.visits.queries import areas_of
from rodzina.visits.rules import Span


def facts_of(record: VisitRecord) -> VisitFacts:
    return all_facts_of([record])[record.id]


def all_facts_of(records: Sequence[VisitRecord]) -> dict[UUID, VisitFacts]:
    """Of several versions, by their ids; two statements for all of them."""
    ids = [record.id for record in records]
    areas, people = areas_of(ids), people_by_version(ids)
    return {r.id: one(r, areas.get(r.id, []), people.get(r.id, set())) for r in records}


def people_by_version(ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    held: dict[UUID, set[UUID]] = {}
    wanted = select(VisitPerson.record_id, VisitPerson.member_id)
    for record_id, member_id in db.session.execute(
        wanted.where(VisitPerson.record_id.in_(list(ids)))
    ):
        held.setdefault(record_id, set()).add(member_id)
    return held


def one(record: VisitRecord, areas: Iterable[VisitArea], people: set[UUID]) -> VisitFacts:
    return VisitFacts(
        record.kind,
        record.outcome,
        record.place,
        Span(record.started_at, record.ended_at),
        place_note=record.place_note,
        present=frozenset(people),
        others_present=record.others_present,
        areas=tuple(AreaFacts(a.area, a.phrases, a.independence) for a in areas),
        participation=record.participation,
        kilometres=record.kilometres,
        note=record.note,
        next_at=record.next_visit_at,
        reason=record.reason,
    )


def copied_facts(record: VisitRecord, reason: str) -> VisitFacts:
    """What a record says, for another family: without people, who have to be tapped anew."""
    said = facts_of(record)
    return replace(said, present=frozenset(), others_present="", next_at=None, reason=reason)


def versions_since(visit: Visit, number: int) -> Sequence[VisitRecord]:
    """The versions of a record from this number on, the oldest first."""
    return db.session.scalars(
        select(VisitRecord)
        .where(VisitRecord.visit_id == visit.id, VisitRecord.number >= number)
        .order_by(VisitRecord.number)
    ).all()
