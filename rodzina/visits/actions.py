"""Planning, starting, recording, correcting, moving and taking back a visit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from rodzina.actors import Actor
from rodzina.audit.actions import once, trace
from rodzina.db import db
from rodzina.families.access import check_led_on
from rodzina.families.models import Family
from rodzina.periods import day_of
from rodzina.problems import RuleBroken
from rodzina.tasks.actions import undo_changes_of_visit
from rodzina.visits.comparing import Clashing, Correction, compare
from rodzina.visits.drafts import pairs_of_record
from rodzina.visits.facts import VisitFacts
from rodzina.visits.models import Visit, VisitDraft
from rodzina.visits.queries import draft_of, is_taken, version_of, visit_of, visit_under_way
from rodzina.visits.rules import Span, check_correction, check_withdrawal, usual_place
from rodzina.visits.steps import (
    check_facts,
    correction_hours,
    drop_draft,
    follow_up,
    plan_step,
    refresh_contact,
    take_back,
    write_version,
)
from rodzina.visits.versions import copied_facts
from rodzina.vocabulary import VisitKind, VisitOutcome, VisitStatus

AT_ONCE = 10  # so many drafts of one visit may arrive at the same moment
QUICK_LENGTH = timedelta(minutes=5)
OPEN = (VisitStatus.PLANNED, VisitStatus.UNDER_WAY, VisitStatus.WITHDRAWN)


def begun(actor: Actor, family: Family, visit_id: UUID, now: datetime) -> Visit:
    """Step: the visit of this id, or a new one under the id that the device gave it."""
    visit = visit_of(family, visit_id)
    if visit is None:
        if is_taken(visit_id):
            raise RuleBroken("This visit belongs to another family. Start it from its own page.")
        visit = Visit(
            id=visit_id,
            family_id=family.id,
            assistant_id=actor.person_id,
            kind=VisitKind.HOME_VISIT,
            status=VisitStatus.UNDER_WAY,
            day=day_of(now),
            current=0,
        )
        db.session.add(visit)
    if visit.status not in OPEN:
        raise RuleBroken("This visit is already recorded. Open it and correct it.")
    if visit.status is VisitStatus.PLANNED:  # perhaps by whoever led the family before
        visit.assistant_id = actor.person_id
    return visit


@once("start_visit")
def start_visit(
    actor: Actor, family: Family, visit_id: UUID | None, now: datetime, *, past: bool = False
) -> UUID:
    """The clock starts. Raises RuleBroken beside another visit, but for a start of the past."""
    if running := visit_under_way(actor):
        if past or visit_id == running.id or family.id == running.family_id:
            return running.id
        raise RuleBroken("Another visit is under way. Finish it first.")
    visit = begun(actor, family, visit_id or uuid4(), now)
    visit.status, visit.started_at, visit.day = VisitStatus.UNDER_WAY, now, day_of(now)
    return visit.id


@once("plan_visit")
def plan_visit(actor: Actor, family: Family, at: datetime, kind: VisitKind, now: datetime) -> UUID:
    """A visit agreed for later. Raises RuleBroken without a basis for work (BR-06)."""
    return plan_step(actor, family, at, kind, now).id


@once("cancel_visit")
def cancel_visit(actor: Actor, family: Family, visit: Visit) -> UUID:
    if visit.status is not VisitStatus.PLANNED:
        raise RuleBroken("Only a planned visit can be cancelled.")
    visit.status = VisitStatus.CANCELLED
    return visit.id


@once("record_visit")
def record_visit(
    actor: Actor, family: Family, visit_id: UUID, facts: VisitFacts, now: datetime
) -> UUID:
    """What happened is kept, whatever the basis; tasks, agreements and the next visit follow."""
    check_led_on(actor, family, day_of(facts.span.start))
    visit = begun(actor, family, visit_id, now)
    with db.session.no_autoflush:  # written together: one row of the trace for each record
        check_facts(actor, family, visit, facts, now)
        write_version(actor, family, visit, facts, now)
        follow_up(actor, family, visit, facts, now)
    drop_draft(actor, visit.id)
    return visit.id


@once("record_missed_visit")
def record_missed_visit(
    actor: Actor, family: Family, visit_id: UUID, outcome: VisitOutcome, now: datetime
) -> UUID:
    """Nobody home, or not admitted: a full record with one tap."""
    visit = begun(actor, family, visit_id, now)
    start = visit.started_at if visit.status is VisitStatus.UNDER_WAY else None
    span = Span(min(start or now, now - QUICK_LENGTH), now)
    facts = VisitFacts(visit.kind, outcome, usual_place(visit.kind), span)
    with db.session.no_autoflush:
        check_facts(actor, family, visit, facts, now)
        write_version(actor, family, visit, facts, now)
    refresh_contact(family)
    drop_draft(actor, visit.id)
    return visit.id


@once("record_contact")
def record_contact(actor: Actor, family: Family, kind: VisitKind, now: datetime) -> UUID:
    """A call, a message, a talk at school: recorded as it is now, details may be added later."""
    visit = begun(actor, family, uuid4(), now)
    span = Span(now - QUICK_LENGTH, now)
    facts = VisitFacts(kind, VisitOutcome.COMPLETED, usual_place(kind), span)
    with db.session.no_autoflush:
        write_version(actor, family, visit, facts, now)
    refresh_contact(family)
    return visit.id


@once("correct_visit")
def correct_visit(
    actor: Actor,
    family: Family,
    visit: Visit,
    sent: Correction,
    now: datetime,
    aside: Callable[[list[str]], None] | None = None,
) -> UUID:
    """The next version; the earlier ones stay. BR-20: after a day the reason is needed.

    What somebody else has changed meanwhile stays. A field that both changed is put `aside` for a
    person; without that, raises Clashing.
    """
    earlier = version_of(visit)
    if visit.status is not VisitStatus.RECORDED or earlier is None:
        raise RuleBroken("Only a recorded visit can be corrected.")
    found = compare(visit, sent, actor.person_id)
    if found.clashes:
        if aside is None:
            raise Clashing(found)
        aside(found.clashes)
        found = found.without_clashes()
    if not found.says_more:
        return visit.id
    facts = replace(found.facts(), next_at=earlier.next_visit_at)
    check_correction(earlier.created_at, now, facts.reason, correction_hours(now))
    check_facts(actor, family, visit, facts, now)
    write_version(actor, family, visit, facts, now)
    refresh_contact(family)
    return visit.id


@once("withdraw_visit")
def withdraw_visit(actor: Actor, family: Family, visit: Visit, now: datetime) -> UUID:
    """Undo: the version is withdrawn and its words come back as a draft."""
    record = version_of(visit)
    if visit.status is not VisitStatus.RECORDED or record is None:
        return visit.id
    if record.recorded_by != actor.person_id:
        raise RuleBroken("Only the author can undo this.")
    check_withdrawal(record.created_at, now)
    put_draft(actor, family, visit.id, pairs_of_record(record), now)
    visit.status = VisitStatus.WITHDRAWN
    trace("withdrawn", "visit_record", record.id, family.id)
    undo_changes_of_visit(actor, visit.id)
    take_back(visit)
    refresh_contact(family)
    return visit.id


@once("move_visit")
def move_visit(
    actor: Actor, family: Family, visit: Visit, target: Family, reason: str, now: datetime
) -> UUID:
    """BR-20: a visit saved to the wrong family goes to the right one; the trace stays here."""
    record = version_of(visit)
    if visit.status is not VisitStatus.RECORDED or record is None or target.id == family.id:
        raise RuleBroken("Choose the family that the visit was really with.", "family")
    moved = Visit(
        family_id=target.id,
        assistant_id=visit.assistant_id,
        kind=visit.kind,
        status=VisitStatus.UNDER_WAY,
        day=visit.day,
    )
    db.session.add(moved)
    db.session.flush()
    write_version(actor, target, moved, copied_facts(record, reason), now)
    visit.status, visit.moved_to_id, visit.number = VisitStatus.MOVED, moved.id, None
    undo_changes_of_visit(actor, visit.id)
    take_back(visit)
    refresh_contact(family)
    refresh_contact(target)
    return moved.id


def keep_draft(
    actor: Actor, family: Family, visit_id: UUID, pairs: list[list[str]], now: datetime
) -> None:
    """Keeps what was typed so far; the newest one wins, also of two at the same moment. Commits."""
    visit = visit_of(family, visit_id)
    if visit is not None and visit.status is VisitStatus.RECORDED:
        return  # sent before the record, come after it
    for more_tries in reversed(range(AT_ONCE)):
        try:
            put_draft(actor, family, visit_id, pairs, now)
            db.session.commit()
            return
        except (IntegrityError, StaleDataError):
            db.session.rollback()
            if not more_tries:
                raise


def put_draft(
    actor: Actor, family: Family, visit_id: UUID, pairs: list[list[str]], now: datetime
) -> None:
    """Step: writes the draft of a visit."""
    draft = draft_of(actor, visit_id)
    if draft is None:
        draft = VisitDraft(
            visit_id=visit_id, family_id=family.id, person_id=actor.person_id, saved_at=now
        )
        db.session.add(draft)
    draft.saved_at, draft.body = now, pairs
