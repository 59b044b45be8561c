"""What recording promises: versions stay, tasks follow, nothing works twice, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from rodzina.actors import Sending
from rodzina.audit.models import AuditEntry
from rodzina.consents.models import ServiceConsent
from rodzina.db import db, utc_now
from rodzina.families.access import open_family
from rodzina.families.actions import hand_over
from rodzina.families.models import Family, FamilyMember
from rodzina.periods import day_of
from rodzina.problems import Conflict, RuleBroken
from rodzina.tasks.actions import agree_task
from rodzina.tasks.models import Task
from rodzina.visits.actions import (
    cancel_visit,
    correct_visit,
    move_visit,
    plan_visit,
    record_contact,
    record_missed_visit,
    record_visit,
    start_visit,
    withdraw_visit,
)
from rodzina.visits.comparing import Correction
from rodzina.visits.facts import Agreement, AreaFacts, TaskResult, VisitFacts
from rodzina.visits.models import Visit, VisitDraft, VisitRecord
from rodzina.visits.queries import planned_for, version_of, versions_of, visit_of, visits_between
from rodzina.visits.rules import Span
from rodzina.vocabulary import (
    CaseStatus,
    ConsentDecision,
    ConsentWay,
    Independence,
    TaskStatus,
    VisitKind,
    VisitOutcome,
    VisitPlace,
    VisitStatus,
    WorkArea,
)
from tests.cast import (
    BARBARA,
    IWONA,
    KOVALENKO,
    LIS,
    MARTA,
    MAZUR,
    MAZUR_ANNA,
    MAZUR_KUBA,
    MAZUR_ZOSIA,
    members_named,
)

NOW = utc_now().replace(microsecond=0)
TODAY = day_of(NOW)
Working = Callable[[Any], Any]


def once() -> Sending:
    return Sending(uuid4(), "hash")


def facts(minutes_ago: int = 75, **changed: Any) -> VisitFacts:
    held = VisitFacts(
        VisitKind.HOME_VISIT,
        VisitOutcome.COMPLETED,
        VisitPlace.HOME,
        Span(NOW - timedelta(minutes=minutes_ago), NOW - timedelta(minutes=minutes_ago - 60)),
        present=frozenset({MAZUR_ANNA, MAZUR_KUBA}),
        areas=(AreaFacts(WorkArea.BUDGET, ["Przegląd wydatków"], Independence.PROMPTED),),
        note="Anna pokazała zeszyt wydatków.",
    )
    return replace(held, **changed)


def recorded(working: Working, **changed: Any) -> tuple[Any, Family, Visit]:
    actor = working(MARTA)
    family = open_family(actor, MAZUR)
    visit_id = record_visit(actor, once(), family, uuid4(), facts(**changed), NOW)
    visit = visit_of(family, visit_id)
    assert visit is not None
    return actor, family, visit


def test_a_recorded_visit_tells_when_the_family_and_each_child_was_met(working: Working) -> None:
    _, family, _ = recorded(working)
    held = members_named(MAZUR)
    assert family.last_visited_on == TODAY
    assert held["Kuba"].last_seen_on == TODAY
    assert held["Zosia"].last_seen_on is None


def test_a_phone_call_resets_nothing(working: Working) -> None:
    actor = working(MARTA)
    family = open_family(actor, MAZUR)
    record_contact(actor, once(), family, VisitKind.PHONE, NOW)
    assert family.last_visited_on is None
    assert members_named(MAZUR)["Kuba"].last_seen_on is None


def test_the_same_sending_twice_is_one_visit(working: Working) -> None:
    actor = working(MARTA)
    family = open_family(actor, MAZUR)
    sending, visit_id = once(), uuid4()
    first = record_visit(actor, sending, family, visit_id, facts(), NOW)
    again = record_visit(actor, sending, family, visit_id, facts(), NOW)
    assert first == again
    assert db.session.scalar(select(func.count()).select_from(VisitRecord)) == 1


def test_the_same_id_with_other_content_is_refused(working: Working) -> None:
    actor = working(MARTA)
    family = open_family(actor, MAZUR)
    sending = once()
    record_visit(actor, sending, family, uuid4(), facts(), NOW)
    with pytest.raises(Conflict):
        record_visit(actor, Sending(sending.id, "other"), family, uuid4(), facts(), NOW)


def test_ticked_tasks_are_done_and_agreements_become_tasks(working: Working) -> None:
    actor = working(MARTA)
    family = open_family(actor, MAZUR)
    ticked = agree_task(actor, MAZUR, {"title": "Zeszyt wydatków", "area": WorkArea.BUDGET})
    partly = agree_task(actor, MAZUR, {"title": "Lista zakupów", "area": WorkArea.NUTRITION})
    db.session.commit()
    visit_id = record_visit(
        actor,
        once(),
        family,
        uuid4(),
        facts(
            results=(
                TaskResult(ticked.id, TaskStatus.DONE),
                TaskResult(partly.id, TaskStatus.PARTLY, "brakło czasu"),
            ),
            agreements=(Agreement("Zbierać paragony", WorkArea.BUDGET),),
            next_at=NOW + timedelta(days=7),
        ),
        NOW,
    )
    assert (ticked.status, partly.status) == (TaskStatus.DONE, TaskStatus.PARTLY)
    agreed = db.session.scalars(select(Task).where(Task.agreed_visit_id == visit_id)).one()
    assert (agreed.title, agreed.due_on) == ("Zbierać paragony", TODAY + timedelta(days=7))
    assert planned_for(family, TODAY + timedelta(days=7)) is not None


def test_undo_takes_back_everything_and_keeps_the_words(working: Working) -> None:
    actor = working(MARTA)
    family = open_family(actor, MAZUR)
    task = agree_task(actor, MAZUR, {"title": "Zeszyt", "area": WorkArea.BUDGET})
    db.session.commit()
    visit_id = record_visit(
        actor,
        once(),
        family,
        uuid4(),
        facts(results=(TaskResult(task.id, TaskStatus.DONE),), next_at=NOW + timedelta(days=7)),
        NOW,
    )
    visit = visit_of(family, visit_id)
    assert visit is not None
    withdraw_visit(actor, once(), family, visit, NOW + timedelta(seconds=6))
    assert visit.status is VisitStatus.WITHDRAWN
    assert task.status is TaskStatus.TO_DO
    assert planned_for(family, TODAY + timedelta(days=7)) is None
    assert family.last_visited_on is None
    draft = db.session.scalars(select(VisitDraft)).one()
    assert ["note", "Anna pokazała zeszyt wydatków."] in draft.body
    record_visit(actor, once(), family, visit_id, facts(note="Poprawione."), NOW)
    assert visit.status is VisitStatus.RECORDED
    assert [v.number for v in versions_of(visit)] == [2, 1]


def test_undo_is_refused_later_and_to_others(working: Working) -> None:
    actor, family, visit = recorded(working)
    with pytest.raises(RuleBroken):
        withdraw_visit(actor, once(), family, visit, NOW + timedelta(minutes=5))
    assert visit.status is VisitStatus.RECORDED


def test_a_correction_is_a_new_version_and_the_old_one_stays(working: Working) -> None:
    actor, family, visit = recorded(working)
    correct_visit(actor, once(), family, visit, Correction(facts(note="Kuba też liczył.")), NOW)
    held = versions_of(visit)
    assert [v.note for v in held] == ["Kuba też liczył.", "Anna pokazała zeszyt wydatków."]
    current = version_of(visit)
    assert current is not None
    assert current.number == 2


def test_a_correction_after_a_day_needs_its_reason(working: Working) -> None:
    actor, family, visit = recorded(working)
    later = NOW + timedelta(hours=30)
    with pytest.raises(RuleBroken) as broken:
        correct_visit(actor, once(), family, visit, Correction(facts()), later)
    assert broken.value.field == "reason"
    correct_visit(
        actor, once(), family, visit, Correction(facts(reason="pomyłka w godzinie")), later
    )
    assert visit.current == 2


def test_a_correction_of_who_was_seen_counts(working: Working) -> None:
    actor, family, visit = recorded(working)
    correct_visit(
        actor, once(), family, visit, Correction(facts(present=frozenset({MAZUR_ZOSIA}))), NOW
    )
    held = members_named(MAZUR)
    assert held["Kuba"].last_seen_on is None
    assert held["Zosia"].last_seen_on == TODAY


def test_a_visit_saved_to_the_wrong_family_is_moved_with_its_trace(working: Working) -> None:
    actor, family, visit = recorded(working)
    target = open_family(actor, LIS)
    moved_id = move_visit(actor, once(), family, visit, target, "zła rodzina", NOW)
    moved = visit_of(target, moved_id)
    assert moved is not None
    assert (visit.status, visit.moved_to_id) == (VisitStatus.MOVED, moved_id)
    assert family.last_visited_on is None
    assert target.last_visited_on == TODAY
    held = version_of(moved)
    assert held is not None
    assert (held.note, held.reason) == ("Anna pokazała zeszyt wydatków.", "zła rodzina")


def test_two_visits_at_once_are_refused(working: Working) -> None:
    actor, _, _ = recorded(working)
    other = open_family(actor, LIS)
    with pytest.raises(RuleBroken) as broken:
        record_visit(
            actor,
            once(),
            other,
            uuid4(),
            facts(present=frozenset(), others_present="sąsiadka"),
            NOW,
        )
    assert broken.value.field == "ended"


def test_people_of_another_family_cannot_be_present(working: Working) -> None:
    actor = working(MARTA)
    other = open_family(actor, LIS)
    with pytest.raises(RuleBroken) as broken:
        record_visit(actor, once(), other, uuid4(), facts(), NOW)
    assert broken.value.field == "present"


def test_one_visit_at_a_time_is_under_way(working: Working) -> None:
    actor = working(MARTA)
    mazur, lis = open_family(actor, MAZUR), open_family(actor, LIS)
    running = start_visit(actor, once(), mazur, None, NOW)
    assert start_visit(actor, once(), mazur, running, NOW) == running
    with pytest.raises(RuleBroken):
        start_visit(actor, once(), lis, None, NOW)


def test_three_times_nobody_home_are_counted_until_somebody_is_met(working: Working) -> None:
    actor = working(MARTA)
    family = open_family(actor, MAZUR)
    for hours in (3, 2, 1):
        at = NOW - timedelta(hours=hours)
        record_missed_visit(actor, once(), family, uuid4(), VisitOutcome.NOBODY_HOME, at)
    assert (family.missed_visits, family.last_visited_on) == (3, None)
    record_contact(actor, once(), family, VisitKind.PHONE, NOW)
    assert family.missed_visits == 3
    record_visit(actor, once(), family, uuid4(), facts(minutes_ago=60), NOW + timedelta(minutes=5))
    assert (family.missed_visits, family.last_visited_on) == (0, TODAY)


def withdrawn_consent(at: datetime) -> ServiceConsent:
    return ServiceConsent(
        family_id=MAZUR,
        member_id=MAZUR_ANNA,
        decision=ConsentDecision.WITHDRAWN,
        decided_on=day_of(at),
        way=ConsentWay.LETTER,
        recorded_by=MARTA.id,
    )


def test_without_a_basis_planning_stops_and_recording_goes_on(working: Working) -> None:
    actor, family, _ = recorded(working)
    db.session.add(withdrawn_consent(NOW))
    db.session.commit()
    with pytest.raises(RuleBroken):
        plan_visit(actor, once(), family, NOW + timedelta(days=3), VisitKind.HOME_VISIT, NOW)
    closing = facts(minutes_ago=10, span=Span(NOW - timedelta(minutes=14), NOW))
    assert record_visit(actor, once(), family, uuid4(), closing, NOW)


def test_the_first_meeting_may_be_planned_without_consent(working: Working) -> None:
    actor = working(MARTA)
    family = open_family(actor, KOVALENKO)
    planned = plan_visit(actor, once(), family, NOW + timedelta(days=1), VisitKind.HOME_VISIT, NOW)
    visit = visit_of(family, planned)
    assert visit is not None
    cancel_visit(actor, once(), family, visit)
    assert visit.status is VisitStatus.CANCELLED


def test_the_first_visit_makes_contact(working: Working) -> None:
    actor = working(MARTA)
    family = open_family(actor, KOVALENKO)
    present = frozenset({members_named(KOVALENKO)["Oksana"].id})
    record_visit(actor, once(), family, uuid4(), facts(present=present), NOW)
    assert family.case_status is CaseStatus.CONTACT_MADE


def test_a_visit_before_a_hand_over_is_recorded_by_whoever_made_it(working: Working) -> None:
    supervisor = working(BARBARA)
    hand_over(supervisor, once(), open_family(supervisor, MAZUR), IWONA.id, TODAY)
    actor = working(MARTA)
    family = db.session.scalars(select(Family).where(Family.id == MAZUR)).one()
    visit_id = record_visit(actor, once(), family, uuid4(), facts(), NOW)
    held = visit_of(family, visit_id)
    assert held is not None
    assert held.assistant_id == MARTA.id


def test_a_visit_after_a_hand_over_is_not(working: Working) -> None:
    supervisor = working(BARBARA)
    family = open_family(supervisor, MAZUR)
    hand_over(supervisor, once(), family, IWONA.id, TODAY - timedelta(days=3))
    actor = working(MARTA)
    family = db.session.scalars(select(Family).where(Family.id == MAZUR)).one()
    with pytest.raises(RuleBroken):
        record_visit(actor, once(), family, uuid4(), facts(), NOW)


def test_planned_visits_go_along_with_a_hand_over(working: Working) -> None:
    marta = working(MARTA)
    at = NOW + timedelta(days=2)
    planned = plan_visit(marta, once(), open_family(marta, MAZUR), at, VisitKind.HOME_VISIT, NOW)
    supervisor = working(BARBARA)
    hand_over(supervisor, once(), open_family(supervisor, MAZUR), IWONA.id, TODAY)
    iwona = working(IWONA)
    family = open_family(iwona, MAZUR)
    found = visits_between(iwona, [MAZUR], day_of(at), day_of(at))
    assert [visit.id for visit in found] == [planned]
    assert start_visit(iwona, once(), family, planned, NOW) == planned
    assert found[0].assistant_id == IWONA.id


def test_a_clock_left_running_at_a_hand_over_holds_nobody_up(working: Working) -> None:
    marta = working(MARTA)
    start_visit(marta, once(), open_family(marta, MAZUR), None, NOW)
    supervisor = working(BARBARA)
    hand_over(supervisor, once(), open_family(supervisor, MAZUR), IWONA.id, TODAY)
    marta = working(MARTA)
    assert start_visit(marta, once(), open_family(marta, LIS), None, NOW)


def test_every_change_leaves_a_trace_without_words_of_the_record(working: Working) -> None:
    _, family, visit = recorded(working)
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.family_id == family.id)).all()
    kinds = {(row.verb, row.object_kind) for row in rows}
    assert {("opened", "family"), ("created", "visit"), ("created", "visit_record")} <= kinds
    assert all(row.person_id == MARTA.id for row in rows if row.object_kind.startswith("visit"))
    assert not any("zeszyt" in row.changed for row in rows)
    assert visit.id in {row.object_id for row in rows}


def test_notes_are_sealed_for_their_row(working: Working) -> None:
    _, _, visit = recorded(working)
    held = version_of(visit)
    assert held is not None
    assert held.note_sealed is not None
    assert b"zeszyt" not in held.note_sealed


def test_members_keep_their_order(working: Working) -> None:
    family = open_family(working(MARTA), MAZUR)
    assert [m.first_name for m in family.members] == ["Anna", "Piotr", "Kuba", "Zosia"]
    assert isinstance(family.members[0], FamilyMember)
    assert isinstance(family.id, UUID)
