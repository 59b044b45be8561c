"""Taking a family in, changing its record, and handing it over."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from rodzina.accounts.models import Membership
from rodzina.actors import Actor
from rodzina.audit.actions import once
from rodzina.db import current_office, db
from rodzina.families.cards import seal_card
from rodzina.families.models import Assignment, Family, FamilyMember
from rodzina.families.queries import caseload_of, is_counted_case
from rodzina.families.rules import check_difficulty, check_next_status, check_place_free
from rodzina.office.queries import parameters
from rodzina.problems import RuleBroken
from rodzina.vocabulary import CaseStatus, Role


def add_family(
    actor: Actor, facts: dict[str, Any], members: list[dict[str, Any]], today: date
) -> UUID:
    """Step: a new family with its members; an assistant given in the facts needs a free place."""
    assistant_id = facts.pop("assistant_id", None)
    check_difficulty(facts.get("difficulty", 1))
    family = Family(card=b"", **facts)
    db.session.add(family)
    db.session.flush()
    put_members(family, members)
    if assistant_id is not None:
        lead_by(actor, family, assistant_id, today)
    db.session.flush()
    return family.id


def put_members(family: Family, members: list[dict[str, Any]]) -> list[FamilyMember]:
    """Step: writes the members of a new family in their order, and its search card."""
    held = []
    for position, facts in enumerate(members):
        member = FamilyMember(family_id=family.id, position=position, **facts)
        db.session.add(member)
        held.append(member)
    write_card(family, held)
    return held


def write_card(family: Family, members: list[FamilyMember]) -> None:
    """Step: the search card follows every change of names and places."""
    present = [m for m in members if m.left_on is None]
    family.card = seal_card(
        family.id,
        family.surname,
        [m.first_name for m in present if not m.is_child],
        [m.first_name for m in present if m.is_child],
        family.locality,
    )


def lead_by(actor: Actor, family: Family, assistant_id: UUID, today: date) -> None:
    """Step: the assistant leads the family from today; the caseload is locked while it is counted.

    Raises RuleBroken when the person is no active assistant of the centre, or has no free place.
    """
    lock_caseload(assistant_id)
    if not family_is_counted_with(family, assistant_id, today):
        check_place_free(caseload_of(assistant_id, today), parameters(today)["caseload_limit"])
    close_assignment(family, today)
    family.assistant_id = assistant_id
    family.waiting_since = None
    if family.case_status is CaseStatus.REQUESTED:
        family.case_status = CaseStatus.ASSIGNED
    db.session.add(
        Assignment(
            family_id=family.id,
            assistant_id=assistant_id,
            from_on=today,
            assigned_by=actor.person_id,
        )
    )


def lock_caseload(assistant_id: UUID) -> None:
    """Takes the row that stands for an assistant's places: two supervisors wait for each other."""
    touched = db.session.execute(
        update(Membership)
        .where(
            Membership.person_id == assistant_id,
            Membership.office_id == current_office(),
            Membership.role == Role.ASSISTANT,
            Membership.active,
        )
        .values(touched=Membership.touched + 1)
        .execution_options(synchronize_session=False)
    )
    if touched.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleBroken(
            "This person is not an assistant of the centre. Choose another.", "assistant"
        )


def family_is_counted_with(family: Family, assistant_id: UUID, today: date) -> bool:
    """Already among the assistant's places: leading on takes no new one."""
    held = db.session.scalar(
        select(Family.id).where(
            Family.id == family.id, Family.assistant_id == assistant_id, is_counted_case(today)
        )
    )
    return held is not None


def close_assignment(family: Family, today: date) -> None:
    for held in db.session.scalars(
        select(Assignment).where(Assignment.family_id == family.id, Assignment.until_on.is_(None))
    ):
        held.until_on = today


@once("take_in_family")
def take_in_family(
    actor: Actor, facts: dict[str, Any], members: list[dict[str, Any]], today: date
) -> UUID:
    """A new family enters the centre."""
    return add_family(actor, facts, members, today)


@once("hand_over")
def hand_over(actor: Actor, family: Family, assistant_id: UUID, today: date) -> UUID:
    """Another assistant leads the family from today; its history and tasks go along."""
    if family.assistant_id == assistant_id:
        raise RuleBroken("This person leads the family already. Choose another.", "assistant")
    lead_by(actor, family, assistant_id, today)
    return family.id


@once("change_case_status")
def change_case_status(actor: Actor, family: Family, wanted: CaseStatus, today: date) -> UUID:
    """The case goes one step further; a case that begins to count needs a free place."""
    check_next_status(family.case_status, wanted)
    family.case_status = wanted
    if wanted is CaseStatus.REQUESTED:
        family.waiting_since = today
    return family.id
