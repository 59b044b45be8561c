"""Decisions of a family, and the legal basis of one family or of many."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from rodzina.consents.models import ServiceConsent
from rodzina.consents.rules import (
    PARENTS,
    Basis,
    BasisState,
    Decision,
    Facts,
    OrderFacts,
    PersonFacts,
    allows_planning,
    legal_basis,
    makes_basis,
    may_decide,
    newest,
    state_of,
)
from rodzina.courts.queries import families_by_court, orders_of
from rodzina.courts.rules import is_in_force
from rodzina.db import db, utc_now
from rodzina.families.models import Family, FamilyMember
from rodzina.families.queries import Row
from rodzina.periods import age, day_of
from rodzina.sealing import keyring
from rodzina.vocabulary import ParentalAuthority

GROWN_UP = 18


def decisions_of(family: Family) -> Sequence[ServiceConsent]:
    """Every decision ever taken in the family, from the oldest on."""
    return db.session.scalars(
        select(ServiceConsent)
        .where(ServiceConsent.family_id == family.id)
        .order_by(ServiceConsent.decided_on, ServiceConsent.created_at)
    ).all()


def legal_basis_of(family: Family, on: date | None = None) -> Basis:
    """The basis of the work with a family, today or on another day."""
    return legal_basis(facts_of(family, decisions_of(family), on or day_of(utc_now())))


def facts_of(family: Family, decisions: Iterable[ServiceConsent], on: date) -> Facts:
    """What the rule needs: people who may decide, their decisions, the order in force."""
    return Facts(
        family.id,
        tuple(person_facts(m, on) for m in deciding_members(family)),
        tuple(
            Decision(d.member_id, d.decision, d.decided_on, d.way)
            for d in decisions
            if d.decided_on <= on
        ),
        order_in_force(family, on),
    )


def deciding_members(family: Family) -> list[FamilyMember]:
    """Who may give or refuse consent: adults, guardians and minor parents still in the family."""
    return [
        m
        for m in family.members
        if m.left_on is None and may_decide(m.relation, m.parental_authority)
    ]


def person_facts(member: FamilyMember, on: date) -> PersonFacts:
    return PersonFacts(
        member.id, member.first_name, member.relation, member.parental_authority,
        is_minor(member, on),
    )  # fmt: skip


def is_minor(member: FamilyMember, on: date) -> bool:
    return member.born_on is not None and age(member.born_on, on) < GROWN_UP


def order_in_force(family: Family, on: date) -> OrderFacts | None:
    """The newest order in force, with the first names of the children it names."""
    for order in orders_of(family):
        if is_in_force(order.issued_on, order.valid_until, order.lifted_on, on):
            names = tuple(m.first_name for m in family.members if m.id in order.named)
            return OrderFacts(
                order.id, order.court, order.case_file_number, order.issued_on,
                order.valid_until, names,
            )  # fmt: skip
    return None


def families_without_basis(rows: Mapping[UUID, Row], on: date) -> set[UUID]:
    """Of these families, those worked with though nobody consented and no court ordered it."""
    working = [row.id for row in rows.values() if row.is_worked_with]
    states = basis_states(working, on)
    return {f for f in working if not allows_planning(states.get(f, BasisState.MISSING))}


def basis_states(family_ids: Collection[UUID], on: date) -> dict[UUID, BasisState]:
    """The state of the basis of each family that has any; the others' is missing.

    At most three statements, whatever their number; nothing sealed is opened, except the birth
    dates of parents without authority, who count only while they are minors.
    """
    standing: dict[UUID, list[Any]] = {}
    rows = standing_decisions(family_ids, on)
    minors = minor_parents(rows, on)
    for family_id, decision, relation, authority, member_id in rows:
        if makes_basis(relation, authority, member_id in minors):
            standing.setdefault(family_id, []).append(decision)
    states = {family_id: state_of(held) for family_id, held in standing.items()}
    return states | dict.fromkeys(families_by_court(family_ids, on), BasisState.BY_COURT)


def standing_decisions(family_ids: Collection[UUID], on: date) -> list[tuple[Any, ...]]:
    """Family, decision, relation, authority and id: the newest of each member still there."""
    found = db.session.execute(
        select(
            ServiceConsent.family_id,
            ServiceConsent.member_id,
            ServiceConsent.decision,
            ServiceConsent.decided_on,
            FamilyMember.relation,
            FamilyMember.parental_authority,
        )
        .join(
            FamilyMember,
            and_(
                FamilyMember.office_id == ServiceConsent.office_id,
                FamilyMember.id == ServiceConsent.member_id,
            ),
        )
        .where(
            ServiceConsent.family_id.in_(family_ids),
            ServiceConsent.decided_on <= on,
            FamilyMember.left_on.is_(None),
        )
        .order_by(ServiceConsent.decided_on, ServiceConsent.created_at)
    ).all()
    last = newest(Decision(member_id, decision, day) for _, member_id, decision, day, *_ in found)
    who = {row[1]: row for row in found}
    return [(who[m][0], decision.decision, who[m][4], who[m][5], m) for m, decision in last.items()]


def minor_parents(rows: Iterable[tuple[Any, ...]], on: date) -> set[UUID]:
    """Of the members without recorded authority, those who are not of age."""
    unsure = [
        member_id
        for _, _, relation, authority, member_id in rows
        if relation in PARENTS and authority is ParentalAuthority.NONE
    ]
    if not unsure:
        return set()
    found = db.session.execute(
        select(FamilyMember, Family.key_wrapped)
        .join(
            Family,
            and_(Family.office_id == FamilyMember.office_id, Family.id == FamilyMember.family_id),
        )
        .where(FamilyMember.id.in_(unsure))
    )
    minors = set()
    for member, wrapped in found:
        keyring().learn(member.family_id, wrapped)
        if is_minor(member, on):
            minors.add(member.id)
    return minors
