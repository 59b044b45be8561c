"""What a task must say, and how its state is read."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from rodzina.problems import RuleBroken
from rodzina.tasks.rules import (
    Term,
    check_due_on,
    check_owner,
    check_result,
    check_title,
    is_open,
    term_of,
)
from rodzina.vocabulary import TaskOwner, TaskStatus

THURSDAY = date(2026, 11, 19)


@pytest.mark.parametrize("after", [TaskStatus.PARTLY, TaskStatus.NOT_DONE])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_partly_or_not_done_needs_a_reason(after: TaskStatus, reason: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_result(after, reason)
    assert refused.value.field == "reason"


@pytest.mark.parametrize("after", [TaskStatus.DONE, TaskStatus.CANCELLED, TaskStatus.TO_DO])
def test_other_results_need_none(after: TaskStatus) -> None:
    check_result(after, "")


def test_a_given_reason_is_enough() -> None:
    check_result(TaskStatus.PARTLY, "Zabrakło pieniędzy na farbę")


def test_an_empty_title_is_refused_by_its_field() -> None:
    with pytest.raises(RuleBroken) as refused:
        check_title("   ")
    assert refused.value.field == "title"


@pytest.mark.parametrize(
    ("days", "term"),
    [(-1, Term.LATE), (0, Term.TODAY), (1, Term.WEEK), (6, Term.WEEK), (7, Term.LATER)],
)
def test_this_week_is_the_next_seven_days(days: int, term: Term) -> None:
    assert term_of(THURSDAY + timedelta(days=days), THURSDAY) is term


def test_without_a_term_it_is_for_later() -> None:
    assert term_of(None, THURSDAY) is Term.LATER


def test_only_what_is_to_do_is_open() -> None:
    assert [s for s in TaskStatus if is_open(s)] == [TaskStatus.TO_DO]


def test_a_new_term_lies_ahead() -> None:
    check_due_on(THURSDAY, THURSDAY)
    check_due_on(None, THURSDAY)
    for wrong in (THURSDAY - timedelta(days=1), date(2062, 1, 1)):
        with pytest.raises(RuleBroken) as refused:
            check_due_on(wrong, THURSDAY)
        assert refused.value.field == "due_on"


def test_a_member_is_named_and_belongs_to_the_family() -> None:
    anna = uuid4()
    check_owner(TaskOwner.FAMILY, None, {anna})
    check_owner(TaskOwner.MEMBER, anna, {anna})
    for owner, member in (
        (TaskOwner.MEMBER, None),
        (TaskOwner.FAMILY, anna),
        (TaskOwner.MEMBER, uuid4()),
    ):
        with pytest.raises(RuleBroken) as refused:
            check_owner(owner, member, {anna})
        assert refused.value.field == "owner"
