"""Court orders of a family, and which families work by an order."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from rodzina.courts.models import CourtOrder
from rodzina.db import db
from rodzina.families.models import Family


def orders_of(family: Family) -> Sequence[CourtOrder]:
    """All orders about a family with the children they name, the newest first; one statement."""
    found = db.session.scalars(
        select(CourtOrder)
        .where(CourtOrder.family_id == family.id)
        .order_by(CourtOrder.issued_on.desc(), CourtOrder.created_at.desc())
    )
    return found.unique().all()


def order_of(family: Family, order_id: UUID) -> CourtOrder | None:
    found = db.session.scalars(
        select(CourtOrder).where(CourtOrder.id == order_id, CourtOrder.family_id == family.id)
    )
    return found.unique().one_or_none()


def in_force(on: date) -> ColumnElement[bool]:
    """The condition that an order is in force on a day (courts.rules.is_in_force)."""
    return and_(
        CourtOrder.issued_on <= on,
        or_(CourtOrder.valid_until.is_(None), CourtOrder.valid_until >= on),
        or_(CourtOrder.lifted_on.is_(None), CourtOrder.lifted_on > on),
    )


def families_by_court(family_ids: Collection[UUID], on: date) -> set[UUID]:
    """Of these families, those that work by an order in force."""
    return set(
        db.session.scalars(
            select(CourtOrder.family_id).where(CourtOrder.family_id.in_(family_ids), in_force(on))
        )
    )
