"""Decisions as they are kept, and what the case does with them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from rodzina.consents.actions import (
    DecisionFacts,
    record_decision,
    take_over_family,
    withdraw_consent,
)
from rodzina.consents.models import ServiceConsent
from rodzina.consents.queries import (
    basis_states,
    decisions_of,
    families_without_basis,
    legal_basis_of,
)
from rodzina.consents.rules import BasisState
from rodzina.courts.actions import record_court_order
from rodzina.db import db, utc_now
from rodzina.families.access import open_family
from rodzina.families.actions import hand_over, member_leaves
from rodzina.families.models import FamilyMember
from rodzina.families.queries import caseload_of, rows_for
from rodzina.periods import day_of
from rodzina.problems import RuleBroken
from rodzina.visits.actions import record_missed_visit
from rodzina.vocabulary import (
    CaseBasis,
    CaseStatus,
    ConsentDecision,
    ConsentWay,
    ParentalAuthority,
    Relation,
    VisitOutcome,
)
from tests.cast import (
    BARBARA,
    IWONA,
    KOVALENKO,
    LIS,
    MARTA,
    MAZUR,
    MAZUR_ANNA,
    MAZUR_KUBA,
    MAZUR_PIOTR,
    WILK,
    ZALESIE,
    known_id,
)
from tests.courts.test_actions import content
from tests.families.test_places import held, new_facts, once

TODAY = day_of(utc_now())
OKSANA, IHOR = known_id("kovalenko-oksana"), known_id("kovalenko-ihor")
GIVEN, REFUSED, WITHDRAWN = ConsentDecision
Entering = Callable[..., Any]


def decided(member: Any, decision: ConsentDecision, on: date = TODAY) -> DecisionFacts:
    return DecisionFacts(
        member, decision, on, ConsentWay.PAPER, "Oksana chce pomocy przy lekcjach."
    )


def test_the_first_consent_starts_the_work(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, KOVALENKO)
    record_decision(marta, once(), family, decided(OKSANA, GIVEN), TODAY)
    assert (family.case_status, family.started_on) == (CaseStatus.CONSENTED, TODAY)
    basis = legal_basis_of(family)
    assert (basis.state, basis.who, basis.since) == (BasisState.PRESENT, ("Oksana",), TODAY)
    record_decision(marta, once(), family, decided(IHOR, REFUSED), TODAY)
    assert family.case_status is CaseStatus.CONSENTED


def test_a_refusal_ends_the_case_only_when_nobody_gave(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, KOVALENKO)
    record_decision(marta, once(), family, decided(OKSANA, REFUSED), TODAY)
    assert family.case_status is CaseStatus.CONSENT_REFUSED
    assert legal_basis_of(family).state is BasisState.REFUSED
    assert caseload_of(MARTA.id, TODAY) == 2
    record_decision(marta, once(), family, decided(IHOR, GIVEN), TODAY)
    assert family.case_status is CaseStatus.CONSENTED
    assert caseload_of(MARTA.id, TODAY) == 3


def test_consent_after_a_refusal_waits_when_there_is_no_place(working: Entering):
    barbara = working(BARBARA)
    late = open_family(barbara, known_id("wilk-0"))
    late.case_status = CaseStatus.CONSENT_REFUSED
    mother = FamilyMember(
        family_id=late.id,
        first_name="Ewa",
        relation=Relation.MOTHER,
        parental_authority=ParentalAuthority.FULL,
    )
    db.session.add(mother)
    db.session.commit()
    db.session.expire(late, ["members"])
    hand_over(barbara, once(), held(LIS), WILK.id, TODAY)
    record_decision(barbara, once(), late, decided(mother.id, GIVEN), TODAY)
    assert late.case_status is CaseStatus.REQUESTED
    assert legal_basis_of(late).state is BasisState.PRESENT


def test_withdrawal_keeps_every_record_and_the_case_as_it_is(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    before = len(decisions_of(family))
    withdraw_consent(marta, once(), family, MAZUR_ANNA, TODAY, "Nie chcemy już wizyt", TODAY)
    assert legal_basis_of(family).state is BasisState.WITHDRAWN
    assert len(decisions_of(family)) == before + 1
    assert family.case_status is CaseStatus.IN_PROGRESS
    assert decisions_of(family)[-1].note == "Nie chcemy już wizyt"
    record_decision(marta, once(), family, decided(MAZUR_PIOTR, GIVEN), TODAY)
    assert legal_basis_of(family).state is BasisState.PRESENT


def test_a_consent_not_given_cannot_be_withdrawn(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    with pytest.raises(RuleBroken, match="has not given"):
        withdraw_consent(marta, once(), family, MAZUR_PIOTR, TODAY, "powód", TODAY)


@pytest.mark.parametrize("stranger", [MAZUR_KUBA, OKSANA, known_id("obca-maria")])
def test_only_an_adult_of_this_very_family_decides(working: Entering, stranger: Any):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    with pytest.raises(RuleBroken) as refused:
        record_decision(marta, once(), family, decided(stranger, GIVEN), TODAY)
    assert refused.value.field == "member"


def test_withdrawing_has_its_own_page(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    with pytest.raises(RuleBroken, match="own page"):
        record_decision(marta, once(), family, decided(MAZUR_ANNA, WITHDRAWN), TODAY)


def test_whoever_left_the_family_consents_no_more(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    anna = next(m for m in family.members if m.id == MAZUR_ANNA)
    member_leaves(marta, once(), family, anna, TODAY, TODAY)
    assert legal_basis_of(family).state is BasisState.MISSING
    assert basis_states([MAZUR], TODAY) == {}


def test_the_list_knows_the_same_states_as_the_file(working: Entering):
    marta = working(MARTA)
    kovalenko = open_family(marta, KOVALENKO)
    record_decision(marta, once(), kovalenko, decided(OKSANA, REFUSED), TODAY)
    mazur, lis = open_family(marta, MAZUR), open_family(marta, LIS)
    withdraw_consent(marta, once(), mazur, MAZUR_ANNA, TODAY, "powód", TODAY)
    record_court_order(marta, once(), lis, content(known_id("lis-ola")), TODAY)
    states = basis_states([KOVALENKO, MAZUR, LIS], TODAY)
    for family in (kovalenko, mazur, lis):
        assert states[family.id] is legal_basis_of(family).state
    assert set(states.values()) == {
        BasisState.REFUSED, BasisState.WITHDRAWN, BasisState.BY_COURT
    }  # fmt: skip


def test_a_minor_mothers_consent_counts_in_the_list_too(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, KOVALENKO)
    oksana = next(m for m in family.members if m.id == OKSANA)
    oksana.parental_authority = ParentalAuthority.NONE
    oksana.born_on = TODAY - timedelta(days=17 * 365)
    record_decision(marta, once(), family, decided(OKSANA, GIVEN), TODAY)
    assert basis_states([KOVALENKO], TODAY) == {KOVALENKO: BasisState.PRESENT}
    oksana.born_on = TODAY - timedelta(days=19 * 365)
    db.session.commit()
    assert basis_states([KOVALENKO], TODAY) == {}
    assert legal_basis_of(family).state is BasisState.MISSING


def test_families_without_basis_are_those_worked_with(working: Entering):
    marta = working(MARTA)
    assert families_without_basis({r.id: r for r in rows_for(marta)}, TODAY) == {KOVALENKO}
    held(KOVALENKO).case_status = CaseStatus.CLOSED
    db.session.commit()
    assert families_without_basis({r.id: r for r in rows_for(marta)}, TODAY) == set()


def paper_family(actor: Any, consents: dict[int, date], **changed: Any) -> Any:
    facts = new_facts(
        assistant_id=IWONA.id,
        started_on=date(2026, 1, 5),
        plan_from=date(2026, 2, 1),
        plan_until=date(2027, 2, 1),
        last_assessed_on=date(2026, 7, 1),
        last_visited_on=TODAY - timedelta(days=3),
    )
    members = [
        {"first_name": "Anna", "relation": Relation.MOTHER, "parental_authority": "full"},
        {"first_name": "Jaś", "relation": Relation.CHILD, "born_on": date(2019, 1, 1)},
    ]
    return take_over_family(actor, once(), facts | changed, members, consents, TODAY)


def test_a_family_taken_over_from_paper_starts_with_true_deadlines(working: Entering):
    barbara = working(BARBARA)
    made = paper_family(barbara, {0: date(2026, 1, 12)})
    family = open_family(barbara, made)
    assert (family.case_status, family.assistant_id) == (CaseStatus.IN_PROGRESS, IWONA.id)
    assert family.started_on == date(2026, 1, 5)
    basis = legal_basis_of(family)
    assert (basis.state, basis.since) == (BasisState.PRESENT, date(2026, 1, 12))
    assert basis.is_on_paper


def test_nobody_home_does_not_forget_the_visits_in_the_paper_file(working: Entering):
    iwona = working(IWONA)
    day = TODAY - timedelta(days=3)
    family = open_family(iwona, paper_family(iwona, {}, visited_before_on=day))
    visit = record_missed_visit(iwona, once(), family, uuid4(), VisitOutcome.NOBODY_HOME, utc_now())
    assert visit
    assert (family.last_visited_on, family.missed_visits) == (day, 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"started_on": TODAY + timedelta(days=1)}, "started_on"),
        ({"last_assessed_on": TODAY + timedelta(days=1)}, "last_assessed_on"),
        ({"plan_until": date(2026, 2, 1)}, "plan_until"),
        ({"assistant_id": None}, "assistant"),
        ({"assistant_id": WILK.id}, "assistant"),
    ],
)
def test_dates_from_paper_that_cannot_be(working: Entering, changed: Any, field: str):
    with pytest.raises(RuleBroken) as refused:
        paper_family(working(BARBARA), {}, **changed)
    assert refused.value.field == field


def test_a_refused_take_over_leaves_no_consent_behind(working: Entering):
    barbara = working(BARBARA)
    before = db.session.query(ServiceConsent).count()
    with pytest.raises(RuleBroken):
        paper_family(barbara, {0: TODAY + timedelta(days=1)})
    assert db.session.query(ServiceConsent).count() == before
    assert not [r for r in rows_for(barbara) if r.surname == "Nowak"]


def test_by_court_and_waiting(working: Entering):
    """A court order makes a waiting case the first of the queue."""
    barbara = working(BARBARA)
    family = open_family(barbara, KOVALENKO)
    family.case_status, family.assistant_id = CaseStatus.REQUESTED, None
    record_court_order(barbara, once(), family, content(), TODAY)
    assert family.case_basis is CaseBasis.COURT_ORDER
    assert family.case_status is CaseStatus.REQUESTED
    assert family.office_id == ZALESIE
