"""The legal basis of work, without app or database."""

from datetime import date, timedelta
from itertools import permutations
from uuid import uuid4

import pytest

from rodzina.consents.rules import (
    BasisState,
    Decision,
    Facts,
    OrderFacts,
    PersonFacts,
    check_day,
    check_planning_allowed,
    check_withdrawal,
    legal_basis,
    makes_basis,
    may_decide,
    state_of,
)
from rodzina.problems import RuleBroken
from rodzina.vocabulary import ConsentDecision, ConsentWay, ParentalAuthority, Relation

FAMILY = uuid4()
TODAY = date(2026, 11, 19)
MOTHER = PersonFacts(uuid4(), "Oksana", Relation.MOTHER, ParentalAuthority.FULL)
FATHER = PersonFacts(uuid4(), "Ihor", Relation.FATHER, ParentalAuthority.FULL)
GRANDMOTHER = PersonFacts(uuid4(), "Halina", Relation.GRANDPARENT, ParentalAuthority.NONE)
GUARDIAN = PersonFacts(uuid4(), "Ewa", Relation.GUARDIAN, ParentalAuthority.NONE)
YOUNG = PersonFacts(uuid4(), "Maja", Relation.MOTHER, ParentalAuthority.NONE, is_minor=True)
ORDER = OrderFacts(uuid4(), "Sąd Rejonowy", "III Nsm 123/26", date(2026, 10, 2), None, ("Kuba",))
GIVEN, REFUSED, WITHDRAWN = ConsentDecision


def decided(person: PersonFacts, decision: ConsentDecision, days_ago: int = 0) -> Decision:
    return Decision(person.id, decision, TODAY - timedelta(days=days_ago), ConsentWay.PAPER)


def basis(*decisions: Decision, people=(MOTHER, FATHER, GRANDMOTHER), order=None):
    return legal_basis(Facts(FAMILY, people, decisions, order))


def test_nobody_asked_is_missing_and_both_parents_are_shown():
    held = basis()
    assert held.state is BasisState.MISSING
    assert [p.person.name for p in held.positions] == ["Oksana", "Ihor", "Halina"]
    assert [p.decision for p in held.positions] == [None, None, None]


def test_one_parent_is_enough_and_the_other_ones_position_stays_visible():
    held = basis(decided(MOTHER, GIVEN, 5), decided(FATHER, REFUSED))
    assert (held.state, held.who) == (BasisState.PRESENT, ("Oksana",))
    assert held.since == TODAY - timedelta(days=5)
    assert held.positions[1].decision.decision is REFUSED


def test_somebody_without_parental_authority_makes_no_basis():
    held = basis(decided(GRANDMOTHER, GIVEN))
    assert held.state is BasisState.MISSING
    assert not held.positions[2].counts


@pytest.mark.parametrize("person", [GUARDIAN, YOUNG])
def test_a_legal_guardian_and_a_minor_parent_can_consent(person):
    assert basis(decided(person, GIVEN), people=(person,)).state is BasisState.PRESENT


def test_a_parent_deprived_of_authority_makes_no_basis():
    for authority in (ParentalAuthority.DEPRIVED, ParentalAuthority.SUSPENDED):
        lost = PersonFacts(uuid4(), "Adam", Relation.FATHER, authority, is_minor=True)
        assert basis(decided(lost, GIVEN), people=(lost,)).state is BasisState.MISSING


def test_a_grown_up_parent_without_recorded_authority_makes_no_basis():
    assert not makes_basis(Relation.FATHER, ParentalAuthority.NONE, is_minor=False)


def test_children_do_not_decide_unless_they_are_parents():
    assert not may_decide(Relation.CHILD, ParentalAuthority.NONE)
    assert may_decide(Relation.CHILD, ParentalAuthority.FULL)


def test_refused_by_all_who_were_asked():
    held = basis(decided(MOTHER, REFUSED, 3))
    assert (held.state, held.since) == (BasisState.REFUSED, TODAY - timedelta(days=3))


def test_withdrawn_weighs_more_than_refused_and_less_than_given():
    assert (
        basis(decided(MOTHER, GIVEN, 9), decided(MOTHER, WITHDRAWN, 1)).state
        is BasisState.WITHDRAWN
    )
    assert basis(decided(MOTHER, WITHDRAWN), decided(FATHER, REFUSED)).state is BasisState.WITHDRAWN
    assert basis(decided(MOTHER, WITHDRAWN), decided(FATHER, GIVEN)).state is BasisState.PRESENT


def test_the_newest_decision_of_a_person_counts():
    held = basis(
        decided(MOTHER, GIVEN, 9), decided(MOTHER, WITHDRAWN, 5), decided(MOTHER, GIVEN, 1)
    )
    assert (held.state, held.since) == (BasisState.PRESENT, TODAY - timedelta(days=1))


@pytest.mark.parametrize("held", list(permutations(ConsentDecision)))
def test_the_order_of_people_does_not_matter(held):
    assert state_of(held) is BasisState.PRESENT


def test_an_order_is_the_basis_whatever_the_family_says():
    held = basis(decided(MOTHER, REFUSED), order=ORDER)
    assert (held.state, held.since) == (BasisState.BY_COURT, date(2026, 10, 2))
    assert held.order.children == ("Kuba",)
    assert held.positions[0].decision.decision is REFUSED


@pytest.mark.parametrize("decision", [None, REFUSED, WITHDRAWN])
def test_planning_stops_without_a_basis(decision):
    held = basis(*([decided(MOTHER, decision)] if decision else []))
    with pytest.raises(RuleBroken, match="cannot be planned"):
        check_planning_allowed(held)


def test_planning_goes_on_with_consent_or_order():
    check_planning_allowed(basis(decided(MOTHER, GIVEN)))
    check_planning_allowed(basis(order=ORDER))


def test_a_signed_consent_is_told_from_a_spoken_one():
    assert basis(decided(MOTHER, GIVEN)).is_on_paper
    spoken = Decision(MOTHER.id, GIVEN, TODAY, ConsentWay.ORAL)
    assert not basis(spoken).is_on_paper


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2011, 12, 31)])
def test_days_on_which_nobody_can_have_decided(day):
    with pytest.raises(RuleBroken) as refused:
        check_day(day, TODAY)
    assert refused.value.field == "decided_on"


def test_only_a_given_consent_can_be_withdrawn_and_not_before_it_was_given():
    check_withdrawal(decided(MOTHER, GIVEN, 5), TODAY, TODAY)
    for standing in (None, decided(MOTHER, REFUSED), decided(MOTHER, WITHDRAWN)):
        with pytest.raises(RuleBroken, match="has not given"):
            check_withdrawal(standing, TODAY, TODAY)
    with pytest.raises(RuleBroken, match="before it was given"):
        check_withdrawal(decided(MOTHER, GIVEN, 5), TODAY - timedelta(days=6), TODAY)
