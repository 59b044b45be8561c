"""What the law and reason demand of a centre's figures."""

from dataclasses import dataclass
from datetime import date, timedelta

from rodzina.problems import RuleBroken

FARTHEST = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Range:
    """The least and the most that a figure may be; `yes_no` is a question answered 1 or 0."""

    least: int
    most: int
    yes_no: bool = False


# art. 15(4): an assistant leads at most 15 families; art. 15(1)(15): an assessment at least every
# half year. The others keep alerts useful.
RANGES = {
    "caseload_limit": Range(1, 15),
    "caseload_warn": Range(1, 15),
    "count_suspended": Range(0, 1, yes_no=True),
    "count_for_life": Range(0, 1, yes_no=True),
    "not_visited_days": Range(1, 90),
    "child_unseen_days": Range(1, 180),
    "missed_visits": Range(1, 10),
    "assessment_months": Range(1, 6),
    "concern_escalation_minutes": Range(15, 1440),
    "correction_reason_hours": Range(0, 168),
    "usual_visit_minutes": Range(15, 240),
    "lease_days": Range(1, 60),
}


def check_figure(name: str, value: int) -> None:
    """The figure lies within its range (art. 15(4) and 15(1)(15) for the limit and assessments)."""
    allowed = RANGES[name]
    if not allowed.least <= value <= allowed.most:
        raise RuleBroken("This number is outside the range named above. Correct it.", "value")


def check_valid_from(valid_from: date, today: date) -> None:
    """A figure changes from today on: what was counted before stays as it was."""
    if valid_from < today:
        raise RuleBroken("Choose today or a later day. The past stays as it was.", "valid_from")
    if valid_from > today + FARTHEST:
        raise RuleBroken("Choose a day within the next three years.", "valid_from")


def check_warning_below_limit(warn: int, limit: int) -> None:
    """BR-02: the warning comes before the limit, or with it."""
    if warn > limit:
        raise RuleBroken("The warning must not come after the limit of families.", "value")
