"""Keeping what each person decided, withdrawing it, and taking over a family already at work."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from rodzina.actors import Actor
from rodzina.audit.actions import once
from rodzina.consents.models import ServiceConsent
from rodzina.consents.queries import deciding_members, decisions_of, legal_basis_of
from rodzina.consents.rules import (
    BasisState,
    Decision,
    check_day,
    check_withdrawal,
    newest,
)
from rodzina.db import db
from rodzina.families.actions import add_family
from rodzina.families.models import Family, FamilyMember
from rodzina.families.places import begin_work, move_case
from rodzina.families.rules import check_birth, check_past, check_span
from rodzina.problems import RuleBroken
from rodzina.vocabulary import CaseStatus, ConsentDecision, ConsentWay

AWAITING = frozenset({CaseStatus.ASSIGNED, CaseStatus.CONTACT_MADE})


@dataclass(frozen=True)
class DecisionFacts:
    """What a member decided, when and how, as the form hands it over."""

    member_id: UUID
    decision: ConsentDecision
    decided_on: date
    way: ConsentWay
    note: str = ""


def keep_decision(actor: Actor, family: Family, facts: DecisionFacts) -> UUID:
    """Step: writes the decision of a member who may take one."""
    check_may_decide(family, facts.member_id)
    consent = ServiceConsent(
        family_id=family.id,
        member_id=facts.member_id,
        decision=facts.decision,
        decided_on=facts.decided_on,
        way=facts.way,
        note=facts.note,
        recorded_by=actor.person_id,
    )
    db.session.add(consent)
    return consent.id


def check_may_decide(family: Family, member_id: UUID) -> FamilyMember:
    """Only an adult, guardian or minor parent of this very family decides."""
    for member in deciding_members(family):
        if member.id == member_id:
            return member
    raise RuleBroken("Choose a person of this family.", "member")


@once("record_decision")
def record_decision(actor: Actor, family: Family, facts: DecisionFacts, today: date) -> UUID:
    """A consent given or refused; the first consent starts the work, a refusal by all ends it."""
    if facts.decision is ConsentDecision.WITHDRAWN:
        raise RuleBroken("A consent is withdrawn on its own page.", "decision")
    check_day(facts.decided_on, today)
    kept = keep_decision(actor, family, facts)
    db.session.flush()
    follow_basis(family, today)
    return kept


def follow_basis(family: Family, today: date) -> None:
    """The case follows the will of the family while it waits for it."""
    basis = legal_basis_of(family, today)
    refused_before = family.case_status is CaseStatus.CONSENT_REFUSED
    if basis.state is BasisState.PRESENT and (refused_before or family.case_status in AWAITING):
        begin_work(family, CaseStatus.CONSENTED, basis.since or today, today)
    elif basis.state is BasisState.REFUSED and family.case_status in AWAITING:
        move_case(family, CaseStatus.CONSENT_REFUSED, today)


@once("withdraw_consent")
def withdraw_consent(
    actor: Actor, family: Family, member_id: UUID, on: date, reason: str, today: date
) -> UUID:
    """BR-08: from a day on the person's consent no longer holds; every record stays."""
    check_may_decide(family, member_id)
    check_withdrawal(standing_decision(family, member_id), on, today)
    return keep_decision(
        actor,
        family,
        DecisionFacts(member_id, ConsentDecision.WITHDRAWN, on, ConsentWay.ORAL, reason),
    )


def standing_decision(family: Family, member_id: UUID) -> Decision | None:
    """The decision of a member that counts now."""
    held = newest(
        Decision(d.member_id, d.decision, d.decided_on, d.way) for d in decisions_of(family)
    )
    return held.get(member_id)


@once("take_over_family")
def take_over_family(
    actor: Actor,
    facts: dict[str, Any],
    members: list[dict[str, Any]],
    consents: dict[int, date],
    today: date,
) -> UUID:
    """A family already at work enters with its dates, so that every deadline starts true.

    `consents` holds the day of the paper consent by the member's place in `members`.
    """
    if facts.get("assistant_id") is None:
        raise RuleBroken("Choose who leads this family.", "assistant")
    check_dates(facts, today)
    for member in members:
        check_birth(member.get("born_on"), member["relation"], today)
    family_id = add_family(actor, facts | {"case_status": CaseStatus.IN_PROGRESS}, members, today)
    family = db.session.get_one(Family, (actor.office_id, family_id))
    for place, day in consents.items():
        check_day(day, today)
        person = family.members[place]
        keep_decision(
            actor,
            family,
            DecisionFacts(person.id, ConsentDecision.GIVEN, day, ConsentWay.PAPER),
        )
    return family_id


def check_dates(facts: dict[str, Any], today: date) -> None:
    """The dates brought along: what happened is past, the plan has a length."""
    for name in ("started_on", "last_visited_on", "last_assessed_on", "plan_from"):
        check_past(facts.get(name), today, name)
    check_span(facts.get("plan_from"), facts.get("plan_until"), "plan_until")
