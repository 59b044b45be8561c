"""Court orders of a family, and which families work by an order."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from rodzina.courts.models import CourtOrder, CourtOrderChild
from rodzina.db import db
from rodzina.families.models import Family


def orders_of(family: Family) -> Sequence[CourtOrder]:
    """All orders about a family, the newest first."""
    return db.session.scalars(
        select(CourtOrder)
        .where(CourtOrder.family_id == family.id)
        .order_by(CourtOrder.issued_on.desc(), CourtOrder.created_at.desc())
    ).all()


def order_of(family: Family, order_id: UUID) -> CourtOrder | None:
    return db.session.scalar(
        select(CourtOrder).where(CourtOrder.id == order_id, CourtOrder.family_id == family.id)
    )


def named_children(order_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """Ids of the children that each order names; one statement."""
    held: dict[UUID, set[UUID]] = {}
    if order_ids:
        rows = db.session.execute(
            select(CourtOrderChild.order_id, CourtOrderChild.member_id).where(
                CourtOrderChild.order_id.in_(order_ids)
            )
        )
        for order_id, member_id in rows:
            held.setdefault(order_id, set()).add(member_id)
    return held


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
