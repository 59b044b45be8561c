"""Rules of a visit's record, without app and database."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from rodzina.problems import RuleBroken
from rodzina.visits.rules import (
    Span,
    check_content,
    check_correction,
    check_free,
    check_kilometres,
    check_planned_time,
    check_times,
    check_withdrawal,
    next_visit_after,
)
from rodzina.vocabulary import VisitKind, VisitOutcome

NOW = datetime(2026, 11, 19, 14, 30)


def span(start: int, end: int) -> Span:
    """Minutes before now."""
    return Span(NOW - timedelta(minutes=start), NOW - timedelta(minutes=end))


@pytest.mark.parametrize(
    ("held", "field"),
    [
        (span(60, 90), "ended"),
        (span(60, 60), "ended"),
        (span(-30, -60), "day"),
        (span(30, -40), "ended"),
        (span(15 * 60, 0), "ended"),
        (span(400 * 24 * 60, 400 * 24 * 60 - 60), "day"),
    ],
)
def test_impossible_times_are_refused_by_their_field(held: Span, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_times(held, NOW)
    assert broken.value.field == field


def test_a_visit_that_just_ended_may_be_recorded() -> None:
    check_times(span(75, 0), NOW)
    check_times(span(75, -10), NOW)


def test_one_person_is_not_in_two_homes_at_once() -> None:
    with pytest.raises(RuleBroken):
        check_free(span(60, 30), VisitKind.HOME_VISIT, [span(45, 0)])
    check_free(span(60, 30), VisitKind.HOME_VISIT, [span(30, 0), span(90, 60)])


def test_a_call_may_be_made_in_between() -> None:
    check_free(span(60, 30), VisitKind.PHONE, [span(90, 0)])


def test_a_visit_that_took_place_says_who_and_what() -> None:
    with pytest.raises(RuleBroken) as nobody:
        check_content(VisitKind.HOME_VISIT, VisitOutcome.COMPLETED, areas=1, people=0)
    assert nobody.value.field == "present"
    with pytest.raises(RuleBroken) as nothing:
        check_content(VisitKind.HOME_VISIT, VisitOutcome.COMPLETED, areas=0, people=1)
    assert nothing.value.field == "areas"


@pytest.mark.parametrize("outcome", [VisitOutcome.NOBODY_HOME, VisitOutcome.NOT_ADMITTED])
def test_nobody_home_is_a_full_record_without_people_and_areas(outcome: VisitOutcome) -> None:
    check_content(VisitKind.HOME_VISIT, outcome, areas=0, people=0)


def test_a_call_needs_no_area() -> None:
    check_content(VisitKind.PHONE, VisitOutcome.COMPLETED, areas=0, people=0)


def test_a_late_correction_says_why() -> None:
    check_correction(NOW - timedelta(hours=23), NOW, "", 24)
    check_correction(NOW - timedelta(hours=30), NOW, "zła godzina", 24)
    with pytest.raises(RuleBroken) as broken:
        check_correction(NOW - timedelta(hours=25), NOW, "", 24)
    assert broken.value.field == "reason"


def test_undo_is_for_the_moment_after_saving() -> None:
    check_withdrawal(NOW - timedelta(seconds=8), NOW)
    with pytest.raises(RuleBroken):
        check_withdrawal(NOW - timedelta(minutes=3), NOW)


@pytest.mark.parametrize("wrong", [Decimal(-1), Decimal(1000)])
def test_kilometres_stay_on_earth(wrong: Decimal) -> None:
    with pytest.raises(RuleBroken):
        check_kilometres(wrong)


def test_visits_are_planned_ahead() -> None:
    check_planned_time(NOW + timedelta(days=7), NOW)
    with pytest.raises(RuleBroken):
        check_planned_time(NOW - timedelta(days=1), NOW)
    with pytest.raises(RuleBroken):
        check_planned_time(NOW + timedelta(days=500), NOW)


def test_the_next_visit_keeps_the_clock_time_over_the_change_to_winter_time() -> None:
    thursday = datetime(2026, 10, 22, 11, 0)  # 13:00 in summer time
    assert next_visit_after(thursday) == datetime(2026, 10, 29, 12, 0)  # 13:00 in winter time
