"""Agreeing tasks, deciding what became of them, and taking that back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from rodzina.actors import Actor
from rodzina.audit.actions import once
from rodzina.db import db, utc_now
from rodzina.families.models import Family
from rodzina.problems import Overtaken
from rodzina.tasks.models import Task, TaskChange
from rodzina.tasks.queries import changes_of_tasks_in, last_changes
from rodzina.tasks.rules import check_due_on, check_owner, check_result, check_title
from rodzina.vocabulary import TaskOwner, TaskStatus

DECIDED = "Somebody else has said meanwhile what became of this task. Look at it first."


def agree_task(
    actor: Actor, family_id: UUID, facts: dict[str, Any], visit_id: UUID | None = None
) -> Task:
    """Step: a new task; with a visit, what was agreed on it. The family does it unless said."""
    check_title(facts["title"])
    task = Task(
        family_id=family_id, agreed_visit_id=visit_id, made_by=actor.person_id, **_whole(facts)
    )
    db.session.add(task)
    db.session.flush()
    return task


def _whole(facts: dict[str, Any]) -> dict[str, Any]:
    first = {"owner": TaskOwner.FAMILY, "member_id": None, "due_on": None}
    return first | {"status": TaskStatus.TO_DO} | facts


def decide_task(
    actor: Actor,
    task: Task,
    after: TaskStatus,
    reason: str = "",
    visit_id: UUID | None = None,
    at: datetime | None = None,
) -> None:
    """Step: done, partly, not done, cancelled, or to do again; the change is kept with its reason.

    Raises RuleBroken (field "reason") when partly or not done comes without a reason.
    """
    check_result(after, reason)
    if (task.status, task.reason) == (after, reason):
        return
    moment = at or utc_now()
    db.session.add(
        TaskChange(
            family_id=task.family_id,
            task_id=task.id,
            before=task.status,
            after=after,
            visit_id=visit_id,
            person_id=actor.person_id,
            reason=reason,
            created_at=moment,
        )
    )
    task.status, task.reason = after, reason
    task.decided_at = None if after is TaskStatus.TO_DO else moment
    db.session.flush()


def undo_changes_of_visit(actor: Actor, visit_id: UUID) -> None:
    """Step: the visit's decisions and agreements are taken back; what changed since then stays."""
    for task, changes in changes_of_tasks_in(visit_id):
        if changes[-1].visit_id == visit_id:
            first = next(n for n, change in enumerate(changes) if change.visit_id == visit_id)
            earlier = changes[first - 1].reason if first else ""
            decide_task(actor, task, changes[first].before, earlier, visit_id)
    for task in db.session.scalars(select(Task).where(Task.agreed_visit_id == visit_id)):
        if task.status is TaskStatus.TO_DO:
            decide_task(actor, task, TaskStatus.CANCELLED, visit_id=visit_id)


@once("add_task")
def add_task(actor: Actor, family: Family, facts: dict[str, Any], today: date) -> UUID:
    """A task of the family, outside a visit."""
    check_facts(family, facts)
    check_due_on(facts["due_on"], today)
    return agree_task(actor, family.id, facts).id


@once("change_task")
def change_task(
    actor: Actor, family: Family, task: Task, facts: dict[str, Any], seen: int, today: date
) -> UUID:
    """Another wording, area, owner or term. An old term may stay; a new one lies ahead.

    `seen` is the version that was compared with what the form showed.
    """
    if task.version != seen:
        raise Overtaken()
    check_facts(family, facts)
    if facts["due_on"] != task.due_on:
        check_due_on(facts["due_on"], today)
    for name in ("title", "area", "owner", "member_id", "due_on"):
        if getattr(task, name) != facts[name]:
            setattr(task, name, facts[name])
    return task.id


def check_facts(family: Family, facts: dict[str, Any]) -> None:
    check_title(facts["title"])
    check_owner(facts["owner"], facts["member_id"], {m.id for m in family.members})


def check_seen(actor: Actor, task: Task, after: TaskStatus, seen: str | None) -> None:
    """Nobody overrules unknowingly what somebody else has decided of the task meanwhile."""
    if seen is None or task.status in (seen, after):
        return
    changes = last_changes(task.id)
    if changes and changes[0].person_id != actor.person_id and actor.vouched_by is None:
        raise Overtaken(DECIDED)


@once("record_result")
def record_result(
    actor: Actor, task: Task, after: TaskStatus, reason: str = "", seen: str | None = None
) -> UUID:
    """What became of a task, outside a visit; the same result twice changes nothing.

    `seen` is the state that was shown where it was tapped.
    """
    check_seen(actor, task, after, seen)
    decide_task(actor, task, after, reason)
    return task.id


@once("take_back_result")
def take_back_result(actor: Actor, task: Task, seen: str | None = None) -> UUID:
    """Undo: the state before the last change; a task that is to do stays so."""
    check_seen(actor, task, TaskStatus.TO_DO, seen)
    changes = last_changes(task.id)
    if changes and task.status is not TaskStatus.TO_DO:
        earlier = changes[1].reason if len(changes) > 1 else ""
        decide_task(actor, task, changes[0].before, earlier)
    return task.id
