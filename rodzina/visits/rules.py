"""What a record of a visit must hold, and what the law and the programme say of its times."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from rodzina.periods import day_of, moment_of, warsaw
from rodzina.problems import RuleBroken
from rodzina.vocabulary import VisitKind, VisitOutcome, VisitPlace


def _(text: str) -> str:
    return text


LONGEST_VISIT = timedelta(hours=14)
OLDEST_RECORD = timedelta(days=366)
UNDO_WITHIN = timedelta(minutes=2)
MOST_KILOMETRES = Decimal(999)
# These may happen beside a visit, so their times may overlap it.
PASSING = frozenset({VisitKind.PHONE, VisitKind.MESSAGE})
MISSED = frozenset({VisitOutcome.NOBODY_HOME, VisitOutcome.NOT_ADMITTED})


@dataclass(frozen=True)
class Span:
    """When a visit began and ended, in stored moments."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


def check_times(span: Span, now: datetime) -> None:
    """BR-21: a start and an end in this order; what has not happened yet cannot be recorded."""
    if span.end <= span.start:
        raise RuleBroken(_("The end must come after the start. Correct the hour."), "ended")
    if span.start > now + timedelta(minutes=1):
        raise RuleBroken(_("This visit has not begun yet. Correct the day or the hour."), "day")
    if span.end > now + timedelta(minutes=16):
        raise RuleBroken(_("The end is in the future. Correct the hour."), "ended")
    if span.end - span.start > LONGEST_VISIT:
        raise RuleBroken(_("A visit longer than 14 hours? Correct the hours."), "ended")
    if span.start < now - OLDEST_RECORD:
        raise RuleBroken(_("That is more than a year ago. Correct the day."), "day")


def check_free(span: Span, kind: VisitKind, others: Iterable[Span]) -> None:
    """One person is in one place at a time; calls and messages may be made in between."""
    if kind in PASSING:
        return
    for other in others:
        if span.overlaps(other):
            raise RuleBroken(
                _("Another recorded visit of yours overlaps these hours. Correct them."), "ended"
            )


def check_content(kind: VisitKind, outcome: VisitOutcome, areas: int, people: int) -> None:
    """BR-21: a visit that took place says what it was about and who was there."""
    if outcome is not VisitOutcome.COMPLETED or not kind.face_to_face:
        return
    if people == 0:
        raise RuleBroken(_("Tap who was there. Nobody is filled in beforehand."), "present")
    if areas == 0:
        raise RuleBroken(_("Choose at least one area that you worked on."), "areas")


def check_kilometres(kilometres: Decimal | None) -> None:
    """A distance that one day's driving can have."""
    if kilometres is not None and not 0 <= kilometres <= MOST_KILOMETRES:
        raise RuleBroken(_("Kilometres are a number from 0 to 999."), "kilometres")


def check_correction(recorded_at: datetime, now: datetime, reason: str, hours: int) -> None:
    """BR-20: after a day a correction says why."""
    if now - recorded_at > timedelta(hours=hours) and not reason:
        raise RuleBroken(_("Say why you correct it: the record is older than a day."), "reason")


def check_withdrawal(recorded_at: datetime, now: datetime) -> None:
    """Undo is for the moment after saving; later a correction is made."""
    if now - recorded_at > UNDO_WITHIN:
        raise RuleBroken(_("It is too late to undo. Open the visit and correct it."))


def check_planned_time(at: datetime, now: datetime) -> None:
    """What is planned lies ahead, and not beyond anybody's calendar."""
    if at < now - timedelta(minutes=15):
        raise RuleBroken(_("Plan a visit for a later hour or day."), "next_day")
    if at > now + timedelta(days=400):
        raise RuleBroken(_("Plan a visit within a year."), "next_day")


def next_visit_after(start: datetime, weeks: int = 1) -> datetime:
    """The same weekday and hour, as clocks in Warsaw will show them."""
    local = warsaw(start)
    at = local.replace(minute=local.minute - local.minute % 15)
    return moment_of(local.date() + timedelta(weeks=weeks), at.time().replace(second=0))


def usual_place(kind: VisitKind) -> VisitPlace:
    """Where a kind of contact usually happens."""
    return {
        VisitKind.PHONE: VisitPlace.REMOTE,
        VisitKind.MESSAGE: VisitPlace.REMOTE,
        VisitKind.ONLINE: VisitPlace.REMOTE,
        VisitKind.SCHOOL: VisitPlace.SCHOOL,
        VisitKind.OFFICE: VisitPlace.OFFICE,
        VisitKind.INSTITUTION: VisitPlace.OFFICE,
        VisitKind.CONFERENCE: VisitPlace.OFFICE,
    }.get(kind, VisitPlace.HOME)


def is_today(moment: datetime, today: date) -> bool:
    return day_of(moment) == today
