"""What the law and the programme demand of cases: counting, the limit, changes of status."""

from datetime import date

from rodzina.periods import add_months, age
from rodzina.problems import RuleBroken
from rodzina.vocabulary import CaseBasis, CaseStatus, Relation, Role

S = CaseStatus
# These count to the limit of art. 15(4); "suspended" and "For Life" are settings.
COUNTED = frozenset(
    {
        S.ASSIGNED, S.CONTACT_MADE, S.CONSENTED, S.COURT_ORDERED, S.DIAGNOSING, S.IN_PROGRESS,
        S.SUSPENDED, S.CLOSING, S.REOPENED,
    }
)  # fmt: skip
ENDED = frozenset(
    {S.REFUSED, S.REFERRED_OUT, S.CONSENT_REFUSED, S.CLOSED, S.ARCHIVED, S.TRANSFERRED}
)
BEFORE_WORK = frozenset({S.SIGNALLED, S.INTERVIEW_DONE, S.ANALYSED, S.REQUESTED})
# Nobody leads these any more, and no step leads back: they are asked about once more.
FOR_GOOD = frozenset({S.REFUSED, S.REFERRED_OUT, S.TRANSFERRED, S.ARCHIVED})
ASKED_AGAIN = FOR_GOOD | {S.CLOSED}
NEXT: dict[CaseStatus, frozenset[CaseStatus]] = {
    S.SIGNALLED: frozenset({S.INTERVIEW_DONE, S.REQUESTED, S.REFERRED_OUT, S.REFUSED}),
    S.INTERVIEW_DONE: frozenset({S.ANALYSED, S.REQUESTED, S.REFERRED_OUT, S.REFUSED}),
    S.ANALYSED: frozenset({S.REQUESTED, S.REFERRED_OUT, S.REFUSED}),
    S.REQUESTED: frozenset({S.ASSIGNED, S.REFUSED, S.REFERRED_OUT}),
    S.ASSIGNED: frozenset(
        {S.CONTACT_MADE, S.CONSENTED, S.COURT_ORDERED, S.CONSENT_REFUSED, S.TRANSFERRED}
    ),
    S.CONTACT_MADE: frozenset(
        {S.CONSENTED, S.COURT_ORDERED, S.CONSENT_REFUSED, S.CLOSING, S.TRANSFERRED}
    ),
    S.CONSENTED: frozenset({S.DIAGNOSING, S.IN_PROGRESS, S.CLOSING, S.TRANSFERRED}),
    S.COURT_ORDERED: frozenset({S.DIAGNOSING, S.IN_PROGRESS, S.CLOSING, S.TRANSFERRED}),
    S.DIAGNOSING: frozenset({S.IN_PROGRESS, S.SUSPENDED, S.CLOSING, S.TRANSFERRED}),
    S.IN_PROGRESS: frozenset({S.SUSPENDED, S.CLOSING, S.TRANSFERRED}),
    S.SUSPENDED: frozenset({S.IN_PROGRESS, S.CLOSING, S.TRANSFERRED}),
    S.CLOSING: frozenset({S.CLOSED, S.IN_PROGRESS}),
    S.CONSENT_REFUSED: frozenset({S.CONSENTED, S.COURT_ORDERED, S.CLOSED, S.REOPENED}),
    S.CLOSED: frozenset({S.MONITORING, S.REOPENED, S.ARCHIVED}),
    S.MONITORING: frozenset({S.REOPENED, S.ARCHIVED}),
    S.REOPENED: frozenset({S.IN_PROGRESS, S.CLOSING, S.TRANSFERRED}),
}
# These come with what they rest on: an assignment, a decision of the family, an order.
NEVER_CHOSEN = frozenset({S.ASSIGNED, S.CONSENTED, S.CONSENT_REFUSED, S.COURT_ORDERED})
CHOSEN_BY: dict[Role, frozenset[CaseStatus]] = {
    Role.SOCIAL_WORKER: frozenset({S.INTERVIEW_DONE, S.ANALYSED, S.REQUESTED}),
    Role.ASSISTANT: frozenset(
        {S.CONTACT_MADE, S.DIAGNOSING, S.IN_PROGRESS, S.SUSPENDED, S.CLOSING}
    ),
    Role.SUPERVISOR: frozenset(S) - NEVER_CHOSEN,
}
YOUNGEST_PARENT = 12


def counted_statuses(count_suspended: bool) -> frozenset[CaseStatus]:
    """Which cases count to the limit (art. 15(4)); whether suspended ones do is a setting."""
    return COUNTED if count_suspended else COUNTED - {S.SUSPENDED}


def is_counted(
    status: CaseStatus, basis: CaseBasis, *, count_suspended: bool, count_for_life: bool
) -> bool:
    """Whether a case takes one of the assistant's places."""
    if basis is CaseBasis.FOR_LIFE and not count_for_life:
        return False
    return status in counted_statuses(count_suspended)


def check_place_free(counted: int, limit: int) -> None:
    """BR-01, art. 15(4): no assignment goes above the limit, and nobody may override it."""
    if counted >= limit:
        raise RuleBroken("Limit reached: no free place. Choose another person.", "assistant")


def check_next_status(now: CaseStatus, wanted: CaseStatus) -> None:
    """The life of a case goes step by step."""
    if wanted not in NEXT.get(now, frozenset()):
        raise RuleBroken(
            "The case cannot change to this state from the present one.", "case_status"
        )


def next_steps(now: CaseStatus, role: Role) -> list[CaseStatus]:
    """The steps a person of this role may choose now, in the order of a case's life."""
    allowed = NEXT.get(now, frozenset()) & CHOSEN_BY.get(role, frozenset())
    return [status for status in CaseStatus if status in allowed]


def check_chosen(now: CaseStatus, wanted: CaseStatus, role: Role) -> None:
    """Each role takes its own steps: requests, work with the family, decisions."""
    check_next_status(now, wanted)
    if wanted not in next_steps(now, role):
        raise RuleBroken("This step belongs to somebody else. Choose another one.", "case_status")


def check_asked_again(wanted: CaseStatus, confirmed: bool) -> None:
    """Ending the work leaves for good, so it is confirmed."""
    if wanted in ASKED_AGAIN and not confirmed:
        raise RuleBroken("Confirm that the work with this family ends.", "confirmed")


def check_can_be_led(status: CaseStatus) -> None:
    """BR-03: a case that has left for good has no assistant."""
    if status in FOR_GOOD:
        raise RuleBroken("This case has ended for good: nobody leads it any more.", "assistant")


def check_difficulty(level: int) -> None:
    """Difficulty of the work is 1 to 3 (art. 15(4) ties the number of families to it)."""
    if level not in (1, 2, 3):
        raise RuleBroken("Choose difficulty 1, 2 or 3.", "difficulty")


def check_birth(born_on: date | None, relation: Relation, today: date) -> None:
    """A birth date has come, and a parent is not a small child (minor parents are)."""
    if born_on is None:
        return
    if born_on > today:
        raise RuleBroken("This day has not come yet. Check the birth date.", "born_on")
    parent = relation in {Relation.MOTHER, Relation.FATHER}
    if parent and age(born_on, today) < YOUNGEST_PARENT:
        raise RuleBroken("This person is too young to be a parent. Check the year.", "born_on")


def check_past(day: date | None, today: date, field: str) -> None:
    """What has happened, happened today at the latest."""
    if day is not None and day > today:
        raise RuleBroken("This day has not come yet. Check the date.", field)


def check_span(first: date | None, last: date | None, field: str) -> None:
    """A period ends after it begins."""
    if first is not None and last is not None and last <= first:
        raise RuleBroken("The end must come after the beginning. Check both days.", field)


def next_assessment_due(started_on: date | None, last_on: date | None, months: int) -> date | None:
    """BR-11, art. 15(1)(15): a half year from the start of work, or from the last assessment."""
    start = last_on or started_on
    return None if start is None else add_months(start, months)
