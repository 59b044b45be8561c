"""The record form as pairs of names and values: from a draft, from a version, or as first shown."""

from datetime import datetime, timedelta
from uuid import UUID

from werkzeug.datastructures import MultiDict

from rodzina.families.models import Family
from rodzina.periods import rounded, warsaw
from rodzina.visits.facts import VisitFacts
from rodzina.visits.models import Visit, VisitRecord
from rodzina.visits.rules import next_visit_after, usual_place
from rodzina.visits.versions import facts_of
from rodzina.vocabulary import VisitKind, VisitOutcome, VisitStatus

Pairs = list[list[str]]
# Belongs to one sending, not to what was typed.
NOT_KEPT = frozenset({"operation"})


def as_form(pairs: Pairs) -> MultiDict[str, str]:
    return MultiDict((name, value) for name, value in pairs)


def pairs_sent(form: MultiDict[str, str]) -> Pairs:
    """What a browser sent, as a draft keeps it."""
    return [[k, v] for k, v in form.items(multi=True) if k not in NOT_KEPT]


def local_minute(moment: datetime) -> str:
    """2026-11-26T13:00 in Warsaw, as the choices of the next visit are named."""
    return f"{warsaw(moment):%Y-%m-%dT%H:%M}"


def first_pairs(
    visit: Visit | None, now: datetime, usual_minutes: int, may_plan: bool
) -> MultiDict[str, str]:
    """What can be known: day, hours, place, the next visit; never who was there."""
    start, end = usual_span(visit, now, usual_minutes)
    kind = visit.kind if visit else VisitKind.HOME_VISIT
    pairs = [
        ["kind", kind.value],
        ["outcome", VisitOutcome.COMPLETED.value],
        ["place", usual_place(kind).value],
        ["day", f"{warsaw(start):%Y-%m-%d}"],
        ["started", f"{warsaw(start):%H:%M}"],
        ["ended", f"{warsaw(end):%H:%M}"],
    ]
    if may_plan:
        pairs.append(["next", local_minute(next_visit_after(usual_hour(visit, start)))])
    return as_form(pairs)


def usual_hour(visit: Visit | None, otherwise: datetime) -> datetime:
    """The hour that the next visit repeats: the planned one, even if this one began late."""
    return (visit.planned_at or visit.started_at if visit else None) or otherwise


def usual_span(visit: Visit | None, now: datetime, minutes: int) -> tuple[datetime, datetime]:
    """From the clock of a visit under way, from the plan of one that was, or the last hour."""
    length = timedelta(minutes=minutes)
    if visit and visit.status is VisitStatus.UNDER_WAY and visit.started_at:
        start = rounded(visit.started_at)
        return start, max(rounded(now), start + timedelta(minutes=5))
    if visit and visit.planned_at and visit.planned_at <= now:
        return visit.planned_at, min(visit.planned_at + length, max(now, visit.planned_at))
    end = rounded(now)
    return end - length, end


def pairs_of_record(record: VisitRecord) -> Pairs:
    """A version as the form would send it: for correcting it, and for taking it back."""
    return pairs_of(facts_of(record))


def pairs_of(facts: VisitFacts) -> Pairs:
    """What a record says, as the form would send it; its reason belongs to its version."""
    start, end = warsaw(facts.span.start), warsaw(facts.span.end)
    pairs = [
        ["kind", facts.kind.value],
        ["outcome", facts.outcome.value],
        ["place", facts.place.value],
        ["place_note", facts.place_note],
        ["day", f"{start:%Y-%m-%d}"],
        ["started", f"{start:%H:%M}"],
        ["ended", f"{end:%H:%M}"],
        ["note", facts.note],
        ["others_present", facts.others_present],
        ["participation", str(facts.participation or "")],
        ["kilometres", "" if facts.kilometres is None else f"{facts.kilometres:f}"],
    ]
    pairs += [["present", str(member)] for member in sorted(facts.present, key=str)]
    for area in facts.areas:
        pairs.append(["areas", area.area.value])
        pairs += [[f"phrases-{area.area}", phrase] for phrase in area.phrases]
        if area.independence:
            pairs.append([f"independence-{area.area}", area.independence.value])
    if facts.next_at:
        pairs.append(["next", local_minute(facts.next_at)])
    return pairs


def ticked(form: MultiDict[str, str], name: str) -> set[str]:
    return set(form.getlist(name))


def rows_of(form: MultiDict[str, str]) -> list[tuple[int, str, str]]:
    """Agreement rows: number, text and area, in their order."""
    numbers = sorted(
        {int(k.split("-")[1]) for k in form if k.startswith("agree-") and k.split("-")[1].isdigit()}
    )
    return [
        (n, form.get(f"agree-{n}-text", ""), form.get(f"agree-{n}-area", "other")) for n in numbers
    ]


def member_names(family: Family) -> dict[UUID, str]:
    return {m.id: m.first_name for m in family.members}
