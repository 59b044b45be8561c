"""What a task must say, and how its state is read."""

from datetime import date, timedelta
from uuid import UUID

from rodzina.problems import RuleBroken
from rodzina.vocabulary import TaskOwner, TaskStatus, Word

OPEN = frozenset({TaskStatus.TO_DO})
NEEDS_REASON = frozenset({TaskStatus.PARTLY, TaskStatus.NOT_DONE})
LONGEST_AHEAD = timedelta(days=3 * 366)
WEEK = timedelta(days=6)


def _(text: str) -> str:
    return text


class Term(Word):
    """Under which heading a list shows an open task."""

    LATE = "late", _("Overdue")
    TODAY = "today", _("Today")
    WEEK = "week", _("This week")
    LATER = "later", _("Later")


def check_title(title: str) -> None:
    """A task says what is to be done (art. 15(3): actions of the plan)."""
    if not title.strip():
        raise RuleBroken(_("Write what is to be done."), "title")


def check_owner(owner: TaskOwner, member_id: UUID | None, members: set[UUID]) -> None:
    """The family does it, or somebody named: a member must be one of this family."""
    if (owner is TaskOwner.MEMBER) != (member_id is not None):
        raise RuleBroken(_("Choose who does it."), "owner")
    if member_id is not None and member_id not in members:
        raise RuleBroken(_("Choose a person of this family."), "owner")


def check_due_on(due_on: date | None, today: date) -> None:
    """A new term lies ahead: the past belongs to records of visits."""
    if due_on is not None and due_on < today:
        raise RuleBroken(_("This day has passed. Choose today or a later one."), "due_on")
    if due_on is not None and due_on > today + LONGEST_AHEAD:
        raise RuleBroken(_("This day is too far ahead. Check the year."), "due_on")


def check_result(after: TaskStatus, reason: str) -> None:
    """As visit cards in use ask: done, or partly or not and why; facts, not judgements."""
    if after in NEEDS_REASON and not reason.strip():
        raise RuleBroken(_("Write what stood in the way."), "reason")


def is_open(status: TaskStatus) -> bool:
    return status in OPEN


def term_of(due_on: date | None, today: date) -> Term:
    """Overdue, today, within seven days, or later (also without a term)."""
    if due_on is None or due_on > today + WEEK:
        return Term.LATER
    if due_on == today:
        return Term.TODAY
    return Term.LATE if due_on < today else Term.WEEK
