"""Keeping a court order, correcting it, and noting that the court lifted it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from rodzina.actors import Actor
from rodzina.audit.actions import once, trace
from rodzina.courts.models import CourtOrder, CourtOrderChild
from rodzina.courts.rules import (
    check_children,
    check_days,
    check_file_number,
    check_lifting,
    is_in_force,
)
from rodzina.db import db
from rodzina.families.models import Family
from rodzina.families.places import begin_work
from rodzina.families.rules import BEFORE_WORK
from rodzina.problems import RuleBroken
from rodzina.vocabulary import CaseBasis, CaseStatus

AWAITING = frozenset({CaseStatus.ASSIGNED, CaseStatus.CONTACT_MADE, CaseStatus.CONSENT_REFUSED})


@dataclass(frozen=True)
class OrderContent:
    """What an order says, as the form hands it over."""

    court: str
    case_file_number: str
    issued_on: date
    valid_until: date | None
    children: frozenset[UUID]
    execution_control: str = ""


def check_order(family: Family, content: OrderContent, today: date) -> None:
    """Everything an order must show; named children are children of this very family."""
    check_days(content.issued_on, content.valid_until, today)
    check_file_number(content.case_file_number, content.issued_on)
    children = {m.id for m in family.members if m.is_child}
    if not content.children <= children:
        raise RuleBroken("Choose children of this family.", "children")
    check_children(len(content.children), len(children))


@once("record_court_order")
def record_court_order(actor: Actor, family: Family, content: OrderContent, today: date) -> UUID:
    """An order is kept; in force it starts the work, or puts a waiting case first in the queue."""
    check_order(family, content, today)
    order = CourtOrder(
        family_id=family.id,
        court=content.court,
        case_file_number=" ".join(content.case_file_number.split()),
        issued_on=content.issued_on,
        valid_until=content.valid_until,
        execution_control=content.execution_control,
        recorded_by=actor.person_id,
    )
    db.session.add(order)
    db.session.flush()
    name_children(order, content.children)
    if is_in_force(content.issued_on, content.valid_until, None, today):
        follow_order(family, content.issued_on, today)
    return order.id


def name_children(order: CourtOrder, children: frozenset[UUID]) -> None:
    """The children an order names: added, or taken off where they were ticked by mistake."""
    held = db.session.scalars(
        select(CourtOrderChild).where(CourtOrderChild.order_id == order.id)
    ).all()
    for named in held:
        if named.member_id not in children:
            trace("removed", "court_order_child", named.member_id, order.family_id)
            db.session.delete(named)
    known = {named.member_id for named in held}
    db.session.add_all(
        CourtOrderChild(order_id=order.id, member_id=child) for child in children - known
    )


def follow_order(family: Family, issued_on: date, today: date) -> None:
    """A case not yet at work becomes a court case; one that awaited the family's will goes on."""
    if family.case_status in BEFORE_WORK or family.case_status is CaseStatus.CONSENT_REFUSED:
        family.case_basis = CaseBasis.COURT_ORDER
    if family.case_status in AWAITING:
        begin_work(family, CaseStatus.COURT_ORDERED, issued_on, today)


@once("correct_court_order")
def correct_court_order(
    actor: Actor, family: Family, order: CourtOrder, content: OrderContent, today: date
) -> UUID:
    """What was copied wrongly from the order is put right."""
    check_order(family, content, today)
    order.court = content.court
    order.case_file_number = " ".join(content.case_file_number.split())
    order.issued_on, order.valid_until = content.issued_on, content.valid_until
    order.execution_control = content.execution_control
    name_children(order, content.children)
    return order.id


@once("lift_court_order")
def lift_court_order(actor: Actor, order: CourtOrder, lifted_on: date, today: date) -> UUID:
    """The court took its order back: from that day on it is no basis of work."""
    check_lifting(order.issued_on, lifted_on, today)
    order.lifted_on = lifted_on
    return order.id


@once("restore_court_order")
def restore_court_order(actor: Actor, order: CourtOrder) -> UUID:
    """Undo of lifting."""
    order.lifted_on = None
    return order.id
