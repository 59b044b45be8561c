"""Counting, the limit, and the life of a case, without app or database."""

from datetime import date
from itertools import pairwise

import pytest

from rodzina.families.rules import (
    ASKED_AGAIN,
    COUNTED,
    ENDED,
    FOR_GOOD,
    NEVER_CHOSEN,
    NEXT,
    check_asked_again,
    check_birth,
    check_can_be_led,
    check_chosen,
    check_difficulty,
    check_next_status,
    check_past,
    check_place_free,
    check_span,
    is_counted,
    next_assessment_due,
    next_steps,
)
from rodzina.problems import RuleBroken
from rodzina.vocabulary import CaseBasis, CaseStatus, Relation, Role

S = CaseStatus
TODAY = date(2026, 11, 19)


def test_the_fifteenth_family_has_a_place_and_the_sixteenth_has_none():
    check_place_free(14, 15)
    with pytest.raises(RuleBroken, match="Limit reached"):
        check_place_free(15, 15)


@pytest.mark.parametrize("status", sorted(S))
def test_what_counts_is_what_the_handbook_lists(status):
    counted = {
        S.ASSIGNED, S.CONTACT_MADE, S.CONSENTED, S.COURT_ORDERED, S.DIAGNOSING, S.IN_PROGRESS,
        S.SUSPENDED, S.CLOSING, S.REOPENED,
    }  # fmt: skip
    held = is_counted(status, CaseBasis.OWN_REQUEST, count_suspended=True, count_for_life=True)
    assert held is (status in counted)


def test_suspended_and_for_life_cases_count_as_the_centre_set():
    both = {"count_suspended": False, "count_for_life": False}
    assert not is_counted(S.SUSPENDED, CaseBasis.OWN_REQUEST, **both)
    assert not is_counted(S.IN_PROGRESS, CaseBasis.FOR_LIFE, **both)
    assert is_counted(S.IN_PROGRESS, CaseBasis.OWN_REQUEST, **both)


def test_a_case_goes_from_the_signal_to_the_archive_in_the_steps_of_the_handbook():
    way = [
        S.SIGNALLED, S.INTERVIEW_DONE, S.ANALYSED, S.REQUESTED, S.ASSIGNED, S.CONTACT_MADE,
        S.CONSENTED, S.DIAGNOSING, S.IN_PROGRESS, S.SUSPENDED, S.IN_PROGRESS, S.CLOSING, S.CLOSED,
        S.MONITORING, S.REOPENED, S.IN_PROGRESS, S.CLOSING, S.CLOSED, S.ARCHIVED,
    ]  # fmt: skip
    for now, wanted in pairwise(way):
        check_next_status(now, wanted)


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (S.SIGNALLED, S.IN_PROGRESS),
        (S.REQUESTED, S.CLOSED),
        (S.ARCHIVED, S.REOPENED),
        (S.CLOSED, S.IN_PROGRESS),
    ],
)
def test_no_step_is_skipped(now, wanted):
    with pytest.raises(RuleBroken, match="cannot change"):
        check_next_status(now, wanted)


def test_every_state_can_be_reached_and_what_left_for_good_leads_nowhere():
    reached = {S.SIGNALLED} | {wanted for held in NEXT.values() for wanted in held}
    assert reached == set(S)
    assert not FOR_GOOD & NEXT.keys()
    assert not COUNTED & ENDED


def test_assignment_consent_and_order_are_never_chosen_by_hand():
    for role in Role:
        for now in S:
            assert not NEVER_CHOSEN & set(next_steps(now, role))


def test_each_role_takes_its_own_steps():
    assert next_steps(S.SIGNALLED, Role.SOCIAL_WORKER) == [S.INTERVIEW_DONE, S.REQUESTED]
    assert next_steps(S.IN_PROGRESS, Role.ASSISTANT) == [S.SUSPENDED, S.CLOSING]
    assert S.CLOSED in next_steps(S.CLOSING, Role.SUPERVISOR)
    assert next_steps(S.IN_PROGRESS, Role.SUPPORT_FAMILY) == []
    with pytest.raises(RuleBroken, match="somebody else"):
        check_chosen(S.CLOSING, S.CLOSED, Role.ASSISTANT)


@pytest.mark.parametrize("status", sorted(ASKED_AGAIN))
def test_ending_is_confirmed(status):
    with pytest.raises(RuleBroken) as refused:
        check_asked_again(status, confirmed=False)
    assert refused.value.field == "confirmed"
    check_asked_again(status, confirmed=True)


def test_nobody_leads_what_has_left_for_good():
    with pytest.raises(RuleBroken):
        check_can_be_led(S.ARCHIVED)
    check_can_be_led(S.MONITORING)


@pytest.mark.parametrize("level", [0, 4, -1])
def test_difficulty_is_one_to_three(level):
    with pytest.raises(RuleBroken):
        check_difficulty(level)


@pytest.mark.parametrize(
    ("born", "relation"),
    [(date(2026, 11, 20), Relation.CHILD), (date(2020, 1, 1), Relation.MOTHER)],
)
def test_birth_dates_that_cannot_be(born, relation):
    with pytest.raises(RuleBroken) as refused:
        check_birth(born, relation, TODAY)
    assert refused.value.field == "born_on"


def test_a_minor_parent_and_a_child_born_today_can_be():
    check_birth(date(2010, 5, 1), Relation.MOTHER, TODAY)
    check_birth(TODAY, Relation.CHILD, TODAY)
    check_birth(None, Relation.CHILD, TODAY)


def test_the_past_is_past_and_a_period_has_a_length():
    check_past(TODAY, TODAY, "started_on")
    with pytest.raises(RuleBroken):
        check_past(date(2026, 11, 20), TODAY, "started_on")
    check_span(TODAY, None, "plan_until")
    with pytest.raises(RuleBroken):
        check_span(TODAY, TODAY, "plan_until")


def test_the_next_assessment_is_half_a_year_after_the_last_one_or_the_start():
    assert next_assessment_due(date(2026, 1, 31), None, 6) == date(2026, 7, 31)
    assert next_assessment_due(date(2026, 1, 31), date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert next_assessment_due(None, None, 6) is None
