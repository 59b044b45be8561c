"""When a family and each of its members was last met, and how many records its file holds."""

from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, select

from rodzina.db import db
from rodzina.visits.models import Visit, VisitPerson, VisitRecord
from rodzina.visits.rules import MISSED
from rodzina.vocabulary import FACE_TO_FACE, VisitOutcome, VisitStatus


def contact_facts(family_id: UUID) -> tuple[date | None, int]:
    """The day of the last meeting, and how many tries in a row met nobody since."""
    rows = db.session.execute(
        select(Visit.day, Visit.outcome)
        .where(
            Visit.family_id == family_id,
            Visit.status == VisitStatus.RECORDED,
            Visit.kind.in_(FACE_TO_FACE),
            Visit.outcome != VisitOutcome.CANCELLED,
        )
        .order_by(Visit.started_at.desc())
        .limit(60)
    ).all()
    missed = 0
    for day, outcome in rows:
        if outcome not in MISSED:
            return day, missed
        missed += 1
    return None, missed


def last_seen(family_id: UUID) -> dict[UUID, date]:
    """The day each member was last met face to face."""
    rows = db.session.execute(
        select(VisitPerson.member_id, func.max(Visit.day))
        .join(
            VisitRecord,
            and_(
                VisitRecord.office_id == VisitPerson.office_id,
                VisitRecord.id == VisitPerson.record_id,
            ),
        )
        .join(
            Visit,
            and_(
                Visit.office_id == VisitRecord.office_id,
                Visit.id == VisitRecord.visit_id,
                Visit.current == VisitRecord.number,
            ),
        )
        .where(
            Visit.family_id == family_id,
            Visit.status == VisitStatus.RECORDED,
            Visit.outcome == VisitOutcome.COMPLETED,
            Visit.kind.in_(FACE_TO_FACE),
        )
        .group_by(VisitPerson.member_id)
    )
    return dict(rows.all())


def recorded_count(family_id: UUID, year: int) -> int:
    """How many records a family's file holds for a year: the next card gets the next number."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Visit)
            .where(
                Visit.family_id == family_id,
                Visit.number.is_not(None),
                Visit.day.between(first, last),
            )
        )
        or 0
    )
