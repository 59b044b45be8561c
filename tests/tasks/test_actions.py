"""Agreeing, deciding and taking back, on both databases."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text

from rodzina.actors import Sending
from rodzina.audit.models import AuditEntry
from rodzina.db import db, utc_now
from rodzina.families.models import Family
from rodzina.periods import day_of
from rodzina.problems import Conflict, RuleBroken
from rodzina.tasks.actions import (
    add_task,
    agree_task,
    change_task,
    decide_task,
    record_result,
    take_back_result,
    undo_changes_of_visit,
)
from rodzina.tasks.models import Task, TaskChange
from rodzina.tasks.queries import (
    Whose,
    changes_of_visit,
    count_open,
    done_on,
    open_counts,
    open_tasks_of,
    progress_by_area,
    tasks_agreed_at,
    tasks_due,
    tasks_listed,
)
from rodzina.vocabulary import TaskOwner, TaskStatus, WorkArea
from tests.cast import BARBARA, COLLEAGUES, IWONA, LIS, MARTA, MAZUR, MAZUR_ANNA, OTHER_SUPERVISOR
from tests.counting import statements

TODAY = day_of(utc_now())
DAY = timedelta(days=1)


def sent(content: str = "x") -> Sending:
    return Sending(uuid4(), content)


def agreed(title: str = "Zeszyt wydatków", **facts: Any) -> Task:
    given = {"title": title, "area": WorkArea.BUDGET} | facts
    family = given.pop("family", MAZUR)
    visit = given.pop("visit", None)
    return agree_task(MARTA.actor, family, given, visit)


def test_an_agreement_is_the_familys_task(working: Any) -> None:
    working(MARTA)
    visit = uuid4()
    task = agreed(visit=visit)
    db.session.commit()
    db.session.expire_all()
    kept = open_tasks_of(MAZUR)[0]
    assert (kept.title, kept.owner, kept.status) == (
        "Zeszyt wydatków", TaskOwner.FAMILY, TaskStatus.TO_DO,
    )  # fmt: skip
    assert kept.agreed_visit_id == visit
    assert [t.id for t in tasks_agreed_at(visit)] == [task.id]


def test_what_a_task_says_is_sealed_and_its_making_traced(working: Any) -> None:
    working(MARTA)
    task = agreed("Kanarek w tytule")
    decide_task(MARTA.actor, task, TaskStatus.NOT_DONE, "kanarek w powodzie")
    db.session.commit()
    for column, table in (
        ("title_sealed", "task"), ("reason_sealed", "task"), ("reason_sealed", "task_change"),
    ):  # fmt: skip
        raw = db.session.execute(text(f"SELECT {column} FROM {table}")).scalars().all()
        assert raw
        assert not [r for r in raw if b"anarek" in bytes(r)]
    traced = select(AuditEntry.verb).where(AuditEntry.object_id == task.id)
    assert "created" in db.session.scalars(traced).all()


def test_an_agreement_without_words_is_refused(working: Any) -> None:
    working(MARTA)
    with pytest.raises(RuleBroken) as refused:
        agreed("  ")
    assert refused.value.field == "title"


def test_a_decision_is_kept_with_its_change_and_reason(working: Any) -> None:
    working(MARTA)
    task, visit = agreed(), uuid4()
    with pytest.raises(RuleBroken) as refused:
        decide_task(MARTA.actor, task, TaskStatus.PARTLY, "", visit)
    assert refused.value.field == "reason"
    assert task.status is TaskStatus.TO_DO
    decide_task(MARTA.actor, task, TaskStatus.PARTLY, "Zgubił się paragon", visit)
    db.session.commit()
    change = db.session.scalars(select(TaskChange)).one()
    assert (change.before, change.after, change.visit_id) == ("todo", "partly_done", visit)
    assert change.reason == "Zgubił się paragon"
    assert task.decided_at is not None
    (result,) = changes_of_visit(visit)
    assert (result.title, result.status, result.reason) == (
        "Zeszyt wydatków", TaskStatus.PARTLY, "Zgubił się paragon",
    )  # fmt: skip


def test_the_record_of_an_earlier_visit_keeps_its_reason(working: Any) -> None:
    working(MARTA)
    task, first, second = agreed(), uuid4(), uuid4()
    decide_task(MARTA.actor, task, TaskStatus.NOT_DONE, "Zepsuta pralka", first)
    decide_task(MARTA.actor, task, TaskStatus.DONE, "", second)
    assert [r.reason for r in changes_of_visit(first)] == ["Zepsuta pralka"]
    assert [r.status for r in changes_of_visit(second)] == [TaskStatus.DONE]


def test_the_same_tick_sent_twice_counts_once(working: Any) -> None:
    working(MARTA)
    task = agreed()
    db.session.commit()
    sending = sent()
    assert record_result(MARTA.actor, sending, task, TaskStatus.DONE) == task.id
    assert record_result(MARTA.actor, sending, task, TaskStatus.DONE) == task.id
    record_result(MARTA.actor, sent(), task, TaskStatus.DONE)
    assert len(db.session.scalars(select(TaskChange)).all()) == 1
    with pytest.raises(Conflict):
        record_result(MARTA.actor, Sending(sending.id, "other"), task, TaskStatus.DONE)


def test_undo_puts_back_the_state_and_its_reason(working: Any) -> None:
    working(MARTA)
    task = agreed()
    decide_task(MARTA.actor, task, TaskStatus.PARTLY, "Brak czasu")
    record_result(MARTA.actor, sent(), task, TaskStatus.DONE)
    take_back_result(MARTA.actor, sent(), task)
    assert (task.status, task.reason) == (TaskStatus.PARTLY, "Brak czasu")


def test_undo_twice_leaves_it_to_do(working: Any) -> None:
    working(MARTA)
    task = agreed()
    record_result(MARTA.actor, sent(), task, TaskStatus.DONE)
    take_back_result(MARTA.actor, sent(), task)
    take_back_result(MARTA.actor, sent(), task)
    assert (task.status, task.decided_at) == (TaskStatus.TO_DO, None)


def test_undoing_a_visit_puts_back_what_it_decided_and_agreed(working: Any) -> None:
    working(MARTA)
    before, visit = uuid4(), uuid4()
    done, partly = agreed("Zrobione"), agreed("Częściowo")
    decide_task(MARTA.actor, partly, TaskStatus.PARTLY, "Choroba", before)
    decide_task(MARTA.actor, done, TaskStatus.DONE, "", visit)
    decide_task(MARTA.actor, partly, TaskStatus.DONE, "", visit)
    fresh = agreed("Umówione na wizycie", visit=visit)
    undo_changes_of_visit(MARTA.actor, visit)
    assert done.status is TaskStatus.TO_DO
    assert (partly.status, partly.reason) == (TaskStatus.PARTLY, "Choroba")
    assert fresh.status is TaskStatus.CANCELLED
    assert changes_of_visit(visit) == []
    assert tasks_agreed_at(visit) == []
    assert [r.task.id for r in changes_of_visit(before)] == [partly.id]


def test_what_was_changed_after_the_visit_stays(working: Any) -> None:
    working(MARTA)
    visit, task = uuid4(), agreed()
    decide_task(MARTA.actor, task, TaskStatus.NOT_DONE, "Nie było okazji", visit)
    decide_task(MARTA.actor, task, TaskStatus.DONE)
    undo_changes_of_visit(MARTA.actor, visit)
    assert task.status is TaskStatus.DONE


def test_a_visit_recorded_again_after_its_undo_decides_again(working: Any) -> None:
    working(MARTA)
    visit, task = uuid4(), agreed()
    for _ in range(2):
        decide_task(MARTA.actor, task, TaskStatus.DONE, "", visit)
        undo_changes_of_visit(MARTA.actor, visit)
        assert task.status is TaskStatus.TO_DO
    decide_task(MARTA.actor, task, TaskStatus.DONE, "", visit)
    assert [r.status for r in changes_of_visit(visit)] == [TaskStatus.DONE]


def test_an_agreement_cancelled_later_stays_on_its_visit(working: Any) -> None:
    working(MARTA)
    visit = uuid4()
    task = agreed(visit=visit)
    record_result(MARTA.actor, sent(), task, TaskStatus.CANCELLED)
    assert [t.id for t in tasks_agreed_at(visit)] == [task.id]
    assert changes_of_visit(visit) == []


def test_progress_is_one_statement_however_many_tasks(app: Flask, working: Any) -> None:
    working(MARTA)
    for n in range(30):
        task = agreed(f"Zadanie {n}", area=WorkArea.BUDGET if n % 2 else WorkArea.HOUSEHOLD)
        if n < 10:
            decide_task(MARTA.actor, task, TaskStatus.DONE)
    decide_task(MARTA.actor, agreed("Odwołane"), TaskStatus.CANCELLED)
    decide_task(MARTA.actor, agreed("Nie"), TaskStatus.NOT_DONE, "Nie było kiedy")
    db.session.commit()
    with statements(app) as seen:
        progress = progress_by_area(MAZUR)
    assert progress == {WorkArea.BUDGET: (5, 16), WorkArea.HOUSEHOLD: (5, 15)}
    assert len(seen) == 1


def test_due_tasks_are_the_actors_own_from_families_that_he_leads(working: Any) -> None:
    working(MARTA)
    own = {"owner": TaskOwner.ASSISTANT}
    agreed("Po terminie", due_on=TODAY - 2 * DAY, **own)
    agreed("Dziś", due_on=TODAY, family=LIS, **own)
    agreed("Za tydzień", due_on=TODAY + 7 * DAY, **own)
    agreed("Bez terminu", **own)
    agreed("Rodziny", due_on=TODAY)
    agreed("Koleżanki", due_on=TODAY, family=COLLEAGUES, **own)
    decide_task(MARTA.actor, agreed("Zrobione", due_on=TODAY, **own), TaskStatus.DONE)
    db.session.commit()
    assert [t.title for t in tasks_due(MARTA.actor, TODAY)] == ["Po terminie", "Dziś"]
    assert [t.title for t in tasks_due(MARTA.actor, TODAY, Whose.FAMILIES)] == ["Rodziny"]
    assert open_counts(MARTA.actor) == {Whose.MINE: 4, Whose.FAMILIES: 1}
    listed = tasks_listed(MARTA.actor, Whose.MINE, 0)
    assert [t.title for t in listed] == ["Po terminie", "Dziś", "Za tydzień", "Bez terminu"]
    assert [t.family.surname for t in listed] == ["Mazur", "Lis", "Mazur", "Mazur"]
    assert [t.title for t in done_on(MARTA.actor, Whose.MINE, TODAY)] == ["Zrobione"]
    assert done_on(MARTA.actor, Whose.MINE, TODAY - DAY) == []
    assert [t.title for t in tasks_due(IWONA.actor, TODAY)] == ["Koleżanki"]


def test_another_centre_sees_no_task(working: Any) -> None:
    working(MARTA)
    task = agreed()
    db.session.commit()
    working(OTHER_SUPERVISOR)
    assert open_tasks_of(MAZUR) == []
    assert count_open(MAZUR) == 0
    assert db.session.scalar(select(Task).where(Task.id == task.id)) is None


def facts(**other: Any) -> dict[str, Any]:
    return {
        "title": "Umówić wizytę u dentysty",
        "area": WorkArea.PARENTING,
        "owner": TaskOwner.MEMBER,
        "member_id": MAZUR_ANNA,
        "due_on": TODAY + DAY,
    } | other


def mazur() -> Family:
    return db.session.scalars(select(Family).where(Family.id == MAZUR)).one()


def test_a_task_outside_a_visit_names_who_does_it(working: Any) -> None:
    working(BARBARA)
    made = add_task(BARBARA.actor, sent(), mazur(), facts(), TODAY)
    (task,) = open_tasks_of(MAZUR)
    assert (task.id, task.made_by) == (made, BARBARA.id)
    assert task.member is not None
    assert task.member.first_name == "Anna"
    with pytest.raises(RuleBroken, match="has passed"):
        add_task(BARBARA.actor, sent(), mazur(), facts(due_on=TODAY - DAY), TODAY)


def test_an_old_term_may_stay_while_the_words_change(working: Any) -> None:
    working(MARTA)
    task = agreed(due_on=TODAY - 5 * DAY)
    db.session.commit()
    old = facts(due_on=TODAY - 5 * DAY, owner=TaskOwner.ASSISTANT, member_id=None)
    change_task(MARTA.actor, sent(), mazur(), task, old, task.version, TODAY)
    assert (task.title, task.owner) == ("Umówić wizytę u dentysty", TaskOwner.ASSISTANT)
    with pytest.raises(RuleBroken) as refused:
        change_task(
            MARTA.actor, sent(), mazur(), task, facts(due_on=TODAY - 4 * DAY), task.version, TODAY
        )
    assert refused.value.field == "due_on"


def test_open_tasks_of_a_family_stay_few_on_a_page(app: Flask, working: Any) -> None:
    working(MARTA)
    for n in range(70):
        agreed(f"Zadanie {n}", due_on=TODAY + n * DAY)
    db.session.commit()
    with statements(app) as seen:
        titles = [t.title for t in open_tasks_of(MAZUR)]
    assert titles == [f"Zadanie {n}" for n in range(60)]
    assert len(seen) == 1
    assert count_open(MAZUR) == 70
