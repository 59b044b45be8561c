"""Taking a family in, changing its record and its people, and handing it over."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from rodzina.actors import Actor
from rodzina.audit.actions import once
from rodzina.db import db
from rodzina.families.cards import seal_card
from rodzina.families.models import Family, FamilyMember
from rodzina.families.places import keep_counted, lead_by, move_case
from rodzina.families.queries import is_reference_taken, is_social_worker
from rodzina.families.rules import (
    check_asked_again,
    check_birth,
    check_can_be_led,
    check_chosen,
    check_difficulty,
    check_past,
)
from rodzina.problems import Overtaken, RuleBroken
from rodzina.vocabulary import CaseStatus

TAKEN = "Another family already has this reference. Check the number."


def add_family(
    actor: Actor, facts: dict[str, Any], members: list[dict[str, Any]], today: date
) -> UUID:
    """Step: a new family with its members; an assistant given in the facts needs a free place."""
    given = dict(facts)
    assistant_id = given.pop("assistant_id", None)
    check_facts(given, None)
    family = Family(card=b"", **given)
    if family.case_status is CaseStatus.REQUESTED:
        family.waiting_since = family.waiting_since or today
    db.session.add(family)
    flush_reference()
    put_members(family, members)
    if assistant_id is not None:
        lead_by(actor, family, assistant_id, today, since=family.started_on)
    db.session.flush()
    return family.id


def check_facts(facts: dict[str, Any], family: Family | None) -> None:
    """What must hold of a family's record, new or changed."""
    check_difficulty(facts.get("difficulty", 1))
    reference = facts.get("reference")
    if reference and is_reference_taken(reference, family.id if family else None):
        raise RuleBroken(TAKEN, "reference")
    worker = facts.get("social_worker_id")
    changed = family is None or family.social_worker_id != worker
    if worker is not None and changed and not is_social_worker(worker):
        raise RuleBroken("Choose a social worker of the centre.", "social_worker")


def flush_reference() -> None:
    """Writes now, so that a reference taken at the same moment is told beside its field."""
    try:
        db.session.flush()
    except IntegrityError as problem:
        db.session.rollback()
        raise RuleBroken(TAKEN, "reference") from problem


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


def put(record: Family | FamilyMember, facts: dict[str, Any]) -> set[str]:
    """Writes what differs, so that the trace names only what was really changed."""
    different = {name: value for name, value in facts.items() if getattr(record, name) != value}
    for name, value in different.items():
        setattr(record, name, value)
    return set(different)


def check_same_version(record: Family | FamilyMember, seen: int) -> None:
    """Nobody overwrites unknowingly what somebody else has just changed."""
    if record.version != seen:
        raise Overtaken()


@once("take_in_family")
def take_in_family(
    actor: Actor, facts: dict[str, Any], members: list[dict[str, Any]], today: date
) -> UUID:
    """A new family enters the centre."""
    return add_family(actor, facts, members, today)


@once("edit_family")
def edit_family(
    actor: Actor, family: Family, facts: dict[str, Any], seen: int, today: date
) -> UUID:
    """The record as corrected; a basis that makes the case count needs a free place."""
    check_same_version(family, seen)
    check_facts(facts, family)
    check_past(facts.get("started_on"), today, "started_on")
    keep_counted(family, family.case_status, facts.get("case_basis", family.case_basis), today)
    if put(family, facts) & {"surname", "locality"}:
        write_card(family, family.members)
    flush_reference()
    return family.id


@once("add_member")
def add_member(actor: Actor, family: Family, facts: dict[str, Any], today: date) -> UUID:
    """Somebody joins the family."""
    check_birth(facts.get("born_on"), facts["relation"], today)
    last = max((m.position for m in family.members), default=-1)
    member = FamilyMember(family_id=family.id, position=last + 1, **facts)
    db.session.add(member)
    write_card(family, [*family.members, member])
    return member.id


@once("change_member")
def change_member(
    actor: Actor,
    family: Family,
    member: FamilyMember,
    facts: dict[str, Any],
    seen: int,
    today: date,
) -> UUID:
    """A member's details as corrected."""
    check_same_version(member, seen)
    check_birth(facts.get("born_on"), facts["relation"], today)
    if put(member, facts) & {"first_name", "relation"}:
        write_card(family, family.members)
    return member.id


@once("member_leaves")
def member_leaves(
    actor: Actor, family: Family, member: FamilyMember, left_on: date, today: date
) -> UUID:
    """The member is no longer part of the family; what was recorded stays."""
    check_past(left_on, today, "left_on")
    member.left_on = left_on
    write_card(family, family.members)
    return member.id


@once("member_returns")
def member_returns(actor: Actor, family: Family, member: FamilyMember) -> UUID:
    """Undo of leaving, or a return."""
    member.left_on = None
    write_card(family, family.members)
    return member.id


@once("hand_over")
def hand_over(actor: Actor, family: Family, assistant_id: UUID, today: date) -> UUID:
    """Another assistant leads the family from today; its history and tasks go along."""
    check_can_be_led(family.case_status)
    if family.assistant_id == assistant_id and family.case_status is not CaseStatus.REQUESTED:
        raise RuleBroken("This person leads the family already. Choose another.", "assistant")
    lead_by(actor, family, assistant_id, today)
    return family.id


@once("change_case_status")
def change_case_status(
    actor: Actor, family: Family, wanted: CaseStatus, confirmed: bool, today: date
) -> UUID:
    """The case goes one step further; a case that begins to count needs a free place."""
    check_chosen(family.case_status, wanted, actor.role)
    check_asked_again(wanted, confirmed)
    move_case(family, wanted, today)
    return family.id
