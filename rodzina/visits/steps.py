"""Steps inside a visit's transaction: a version, what follows from it, and taking it back."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select

from rodzina.actors import Actor
from rodzina.consents.queries import legal_basis_of
from rodzina.consents.rules import check_planning_allowed
from rodzina.db import db
from rodzina.families.models import Family
from rodzina.office.queries import parameters
from rodzina.periods import day_of
from rodzina.problems import RuleBroken
from rodzina.tasks.actions import agree_task, decide_task
from rodzina.tasks.models import Task
from rodzina.visits.contact import contact_facts, last_seen, recorded_count
from rodzina.visits.facts import VisitFacts
from rodzina.visits.models import Visit, VisitArea, VisitDraft, VisitPerson, VisitRecord
from rodzina.visits.queries import busy_spans, has_been_visited
from rodzina.visits.rules import (
    check_content,
    check_free,
    check_kilometres,
    check_planned_time,
    check_times,
)
from rodzina.vocabulary import CaseStatus, TaskStatus, VisitKind, VisitOutcome, VisitStatus


def check_facts(
    actor: Actor, family: Family, visit: Visit, facts: VisitFacts, now: datetime
) -> None:
    """Everything a version must satisfy before it is written."""
    check_times(facts.span, now)
    members = {m.id for m in family.members}
    if not facts.present <= members:
        raise RuleBroken("Choose people of this family.", "present")
    # Attached to another family by a supervisor: who was there is tapped by correcting it.
    people = len(facts.present) + bool(facts.others_present or actor.vouched_by)
    check_content(facts.kind, facts.outcome, len(facts.areas), people)
    check_kilometres(facts.kilometres)
    day = day_of(facts.span.start)
    check_free(facts.span, facts.kind, busy_spans(visit.assistant_id, day, visit.id))


def write_version(
    actor: Actor, family: Family, visit: Visit, facts: VisitFacts, now: datetime
) -> VisitRecord:
    """The next version of a record; the visit repeats its times, kind and outcome."""
    visit.current += 1
    visit.kind, visit.outcome, visit.status = facts.kind, facts.outcome, VisitStatus.RECORDED
    visit.started_at, visit.ended_at = facts.span.start, facts.span.end
    visit.day = day_of(facts.span.start)
    if visit.number is None:
        visit.number = recorded_count(family.id, visit.day.year) + 1
    db.session.flush()
    record = VisitRecord(
        visit_id=visit.id,
        family_id=family.id,
        number=visit.current,
        recorded_by=actor.person_id,
        created_at=now,
        kind=facts.kind,
        place=facts.place,
        outcome=facts.outcome,
        started_at=facts.span.start,
        ended_at=facts.span.end,
        participation=facts.participation,
        kilometres=facts.kilometres,
        next_visit_at=facts.next_at,
        merged_with=facts.merged_with,
        note=facts.note,
        place_note=facts.place_note,
        others_present=facts.others_present,
        reason=facts.reason,
        left_out=[list(row) for row in facts.left_out],
    )
    db.session.add(record)
    db.session.flush()
    write_details(record, facts)
    return record


def write_details(record: VisitRecord, facts: VisitFacts) -> None:
    for area in facts.areas:
        db.session.add(
            VisitArea(
                record_id=record.id,
                family_id=record.family_id,
                area=area.area,
                independence=area.independence,
                phrases=area.phrases,
            )
        )
    for member_id in facts.present:
        db.session.add(VisitPerson(record_id=record.id, member_id=member_id))


def follow_up(actor: Actor, family: Family, visit: Visit, facts: VisitFacts, now: datetime) -> None:
    """Tasks decided, agreements that become tasks, the next visit, the family's contact facts."""
    decide_results(actor, family, visit, facts)
    due = day_of(facts.next_at) if facts.next_at else None
    for agreement in facts.agreements:
        given = {"title": agreement.title, "area": agreement.area, "due_on": due}
        agree_task(actor, family.id, given, visit.id)
    if facts.next_at is not None:
        plan_step(actor, family, facts.next_at, VisitKind.HOME_VISIT, now, follows_id=visit.id)
    if family.case_status is CaseStatus.ASSIGNED and facts.outcome is VisitOutcome.COMPLETED:
        family.case_status = CaseStatus.CONTACT_MADE
    refresh_contact(family)


def decide_results(actor: Actor, family: Family, visit: Visit, facts: VisitFacts) -> None:
    wanted = {r.task_id: r for r in facts.results}
    tasks = db.session.scalars(
        select(Task).where(Task.id.in_(list(wanted)), Task.family_id == family.id)
    ).all()
    if len(tasks) != len(wanted):
        raise RuleBroken("One of the tasks is not this family's. Open the page again.", "done")
    for task in tasks:
        if task.status is TaskStatus.TO_DO:
            result = wanted[task.id]
            decide_task(actor, task, result.status, result.reason, visit.id)


def plan_step(
    actor: Actor,
    family: Family,
    at: datetime,
    kind: VisitKind,
    now: datetime,
    follows_id: UUID | None = None,
) -> Visit:
    """A planned visit. BR-06: beyond the first contact only with a basis for work."""
    check_planned_time(at, now)
    if follows_id or has_been_visited(family):
        check_planning_allowed(legal_basis_of(family))
    visit = Visit(
        family_id=family.id,
        assistant_id=actor.person_id,
        kind=kind,
        status=VisitStatus.PLANNED,
        planned_at=at,
        day=day_of(at),
        follows_id=follows_id,
    )
    db.session.add(visit)
    return visit


def refresh_contact(family: Family) -> None:
    """Repeats on the family and its members when they were last met; calls reset nothing."""
    db.session.flush()
    day, family.missed_visits = contact_facts(family.id)
    family.last_visited_on = later(day, family.visited_before_on)
    seen = last_seen(family.id)
    for member in family.members:
        member.last_seen_on = later(seen.get(member.id), member.seen_before_on)


def later(recorded: date | None, on_paper: date | None) -> date | None:
    """A date brought along from the paper file holds until a record is newer."""
    return max(filter(None, (recorded, on_paper)), default=None)


def take_back(visit: Visit) -> None:
    """The visit that was planned in a record is not planned any more."""
    for planned in db.session.scalars(select(Visit).where(Visit.follows_id == visit.id)):
        if planned.status is VisitStatus.PLANNED:
            planned.status = VisitStatus.CANCELLED


def drop_draft(actor: Actor, visit_id: UUID) -> None:
    db.session.execute(
        delete(VisitDraft).where(
            VisitDraft.visit_id == visit_id, VisitDraft.person_id == actor.person_id
        )
    )


def correction_hours(now: datetime) -> int:
    return parameters(day_of(now))["correction_reason_hours"]
