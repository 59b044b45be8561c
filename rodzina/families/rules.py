"""What the law and the programme demand of cases: counting, the limit, changes of status."""

from datetime import date

from rodzina.periods import add_months
from rodzina.problems import RuleBroken
from rodzina.vocabulary import CaseBasis, CaseStatus

S = CaseStatus
# DOMAIN 2.3: these count to the limit of art. 15(4); "suspended" and "For Life" are settings.
COUNTED = frozenset(
    {
        S.ASSIGNED, S.CONTACT_MADE, S.CONSENTED, S.COURT_ORDERED, S.DIAGNOSING, S.IN_PROGRESS,
        S.SUSPENDED, S.CLOSING, S.REOPENED,
    }
)  # fmt: skip
ENDED = frozenset(
    {S.REFUSED, S.REFERRED_OUT, S.CONSENT_REFUSED, S.CLOSED, S.ARCHIVED, S.TRANSFERRED}
)
NEXT: dict[CaseStatus, frozenset[CaseStatus]] = {
    S.SIGNALLED: frozenset({S.INTERVIEW_DONE, S.REQUESTED, S.REFERRED_OUT, S.REFUSED}),
    S.INTERVIEW_DONE: frozenset({S.ANALYSED, S.REQUESTED, S.REFERRED_OUT, S.REFUSED}),
    S.ANALYSED: frozenset({S.REQUESTED, S.REFERRED_OUT, S.REFUSED}),
    S.REQUESTED: frozenset({S.ASSIGNED, S.REFUSED, S.REFERRED_OUT}),
    S.ASSIGNED: frozenset({S.CONTACT_MADE, S.CONSENTED, S.COURT_ORDERED, S.CONSENT_REFUSED}),
    S.CONTACT_MADE: frozenset({S.CONSENTED, S.COURT_ORDERED, S.CONSENT_REFUSED}),
    S.CONSENTED: frozenset({S.DIAGNOSING, S.IN_PROGRESS}),
    S.COURT_ORDERED: frozenset({S.DIAGNOSING, S.IN_PROGRESS}),
    S.DIAGNOSING: frozenset({S.IN_PROGRESS, S.SUSPENDED}),
    S.IN_PROGRESS: frozenset({S.SUSPENDED, S.CLOSING}),
    S.SUSPENDED: frozenset({S.IN_PROGRESS, S.CLOSING}),
    S.CLOSING: frozenset({S.CLOSED, S.IN_PROGRESS}),
    S.CONSENT_REFUSED: frozenset({S.CLOSED, S.REOPENED}),
    S.CLOSED: frozenset({S.MONITORING, S.REOPENED, S.ARCHIVED}),
    S.MONITORING: frozenset({S.REOPENED, S.ARCHIVED}),
    S.REOPENED: frozenset({S.IN_PROGRESS}),
}


def counted_statuses(count_suspended: bool) -> frozenset[CaseStatus]:
    """Which cases count to the limit (art. 15(4)); whether suspended ones do is the centre's setting."""
    return COUNTED if count_suspended else COUNTED - {S.SUSPENDED}


def is_counted(
    status: CaseStatus, basis: CaseBasis, *, count_suspended: bool, count_for_life: bool
) -> bool:
    """Whether a case takes one of the assistant's places."""
    if basis is CaseBasis.FOR_LIFE and not count_for_life:
        return False
    return status in counted_statuses(count_suspended)


def check_place_free(counted: int, limit: int) -> None:
    """BR-01, art. 15(4): no assignment takes an assistant above the limit; nobody may override it."""
    if counted >= limit:
        raise RuleBroken("Limit reached: no free place. Choose another person.", "assistant")


def check_next_status(now: CaseStatus, wanted: CaseStatus) -> None:
    """The life of a case (DOMAIN 2.3) goes step by step."""
    if wanted not in NEXT.get(now, frozenset()):
        raise RuleBroken(
            "The case cannot change to this state from the present one.", "case_status"
        )


def check_difficulty(level: int) -> None:
    """Difficulty of the work is 1 to 3 (art. 15(4) ties the number of families to it)."""
    if level not in (1, 2, 3):
        raise RuleBroken("Choose difficulty 1, 2 or 3.", "difficulty")


def next_assessment_due(started_on: date | None, last_on: date | None, months: int) -> date | None:
    """BR-11, art. 15(1)(15): a half year from the start of work, or from the last assessment."""
    start = last_on or started_on
    return None if start is None else add_months(start, months)
