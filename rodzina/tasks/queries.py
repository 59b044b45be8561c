"""Open tasks, tasks by term, progress by area, and what a visit decided and agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import contains_eager

from rodzina.actors import Actor
from rodzina.db import db
from rodzina.families.access import families_of
from rodzina.families.models import Family, FamilyMember
from rodzina.families.rules import ENDED
from rodzina.periods import moment_of
from rodzina.tasks.models import Task, TaskChange
from rodzina.tasks.rules import OPEN
from rodzina.vocabulary import Relation, TaskOwner, TaskStatus, Word, WorkArea

PAGE = 40
MOST = 60
SHOWN_DONE = 10
FIRST_OF_ALL = (Task.due_on.is_(None), Task.due_on, Task.created_at, Task.id)


def _(text: str) -> str:
    return text


class Whose(Word):
    """The two halves of the tasks' page."""

    MINE = "mine", _("Mine")
    FAMILIES = "families", _("Families'")


@dataclass(frozen=True)
class Result:
    """What a visit decided about a task."""

    task: Task
    before: TaskStatus
    status: TaskStatus
    reason: str

    @property
    def title(self) -> str:
        return str(self.task.title)

    @property
    def area(self) -> WorkArea:
        return self.task.area


def is_open_task() -> ColumnElement[bool]:
    return Task.status.in_(OPEN)


def task_of(family: Family, task_id: UUID) -> Task | None:
    return db.session.scalar(select(Task).where(Task.id == task_id, Task.family_id == family.id))


def open_tasks_of(family_id: UUID, most: int = MOST) -> Sequence[Task]:
    """What a family still has to do, the nearest term first; at most so many."""
    return db.session.scalars(
        select(Task)
        .where(Task.family_id == family_id, is_open_task())
        .order_by(*FIRST_OF_ALL)
        .limit(most)
    ).all()


def count_open(family_id: UUID) -> int:
    wanted = select(func.count()).select_from(Task)
    return db.session.scalar(wanted.where(Task.family_id == family_id, is_open_task())) or 0


def progress_by_area(family_id: UUID) -> dict[WorkArea, tuple[int, int]]:
    """Tasks done and tasks in all (without cancelled ones) in each area that has some."""
    done = func.count().filter(Task.status == TaskStatus.DONE)
    rows = db.session.execute(
        select(Task.area, done, func.count())
        .where(Task.family_id == family_id, Task.status != TaskStatus.CANCELLED)
        .group_by(Task.area)
    )
    return {area: (count, total) for area, count, total in rows}


def decided_tasks_of(family_id: UUID, most: int = SHOWN_DONE) -> Sequence[Task]:
    """What a family has dealt with, the latest first."""
    return db.session.scalars(
        select(Task)
        .where(Task.family_id == family_id, ~is_open_task())
        .order_by(Task.decided_at.desc(), Task.id)
        .limit(most)
    ).all()


def tasks_of(family_id: UUID, start: int) -> Sequence[Task]:
    """A page of a family's open tasks."""
    wanted = select(Task).where(Task.family_id == family_id, is_open_task())
    return db.session.scalars(wanted.order_by(*FIRST_OF_ALL).offset(start).limit(PAGE)).all()


def of_actor(actor: Actor) -> Select[Task]:
    """Tasks of families that the actor leads, with the family (its key opens the title)."""
    mine = families_of(actor).with_only_columns(Family.id).where(Family.case_status.not_in(ENDED))
    return (
        select(Task)
        .join(Task.family)
        .options(contains_eager(Task.family))
        .where(Task.family_id.in_(mine))
    )


def belongs(whose: Whose) -> ColumnElement[bool]:
    own = Task.owner == TaskOwner.ASSISTANT
    return own if whose is Whose.MINE else ~own


def tasks_due(
    actor: Actor, until: date, whose: Whose = Whose.MINE, most: int = PAGE
) -> Sequence[Task]:
    """Open tasks that fall due up to a day, overdue ones first."""
    wanted = of_actor(actor).where(is_open_task(), belongs(whose), Task.due_on <= until)
    return db.session.scalars(wanted.order_by(*FIRST_OF_ALL).limit(most)).all()


def tasks_listed(actor: Actor, whose: Whose, start: int) -> Sequence[Task]:
    """One page of the actor's open tasks by term."""
    wanted = of_actor(actor).where(is_open_task(), belongs(whose))
    return db.session.scalars(wanted.order_by(*FIRST_OF_ALL).offset(start).limit(PAGE)).all()


def done_on(actor: Actor, whose: Whose, day: date) -> Sequence[Task]:
    """What was ticked on a day, the latest first."""
    wanted = of_actor(actor).where(
        belongs(whose),
        Task.status == TaskStatus.DONE,
        Task.decided_at >= moment_of(day, time()),
        Task.decided_at < moment_of(day + timedelta(days=1), time()),
    )
    return db.session.scalars(
        wanted.order_by(Task.decided_at.desc(), Task.id).limit(SHOWN_DONE)
    ).all()


def open_counts(actor: Actor) -> dict[Whose, int]:
    """How many open tasks are the actor's own, and how many the families'."""
    mine = families_of(actor).with_only_columns(Family.id).where(Family.case_status.not_in(ENDED))
    own = func.count().filter(Task.owner == TaskOwner.ASSISTANT)
    count, everything = db.session.execute(
        select(own, func.count()).where(Task.family_id.in_(mine), is_open_task())
    ).one()
    return {Whose.MINE: count, Whose.FAMILIES: everything - count}


def tasks_agreed_at(visit_id: UUID) -> Sequence[Task]:
    """What was agreed on a visit, without what its undo took back."""
    taken_back = exists().where(
        TaskChange.office_id == Task.office_id,
        TaskChange.task_id == Task.id,
        TaskChange.visit_id == visit_id,
        TaskChange.after == TaskStatus.CANCELLED,
    )
    return db.session.scalars(
        select(Task)
        .where(Task.agreed_visit_id == visit_id, ~taken_back)
        .order_by(Task.created_at, Task.id)
    ).all()


def changes_of_visit(visit_id: UUID) -> list[Result]:
    """What a visit decided about tasks, seen from its end: an undone decision is none."""
    results = []
    for task, changes in changes_of_tasks_in(visit_id):
        held = [change for change in changes if change.visit_id == visit_id]
        if held[0].before is not held[-1].after and task.agreed_visit_id != visit_id:
            results.append(Result(task, held[0].before, held[-1].after, held[-1].reason))
    return results


def changes_of_tasks_in(visit_id: UUID) -> list[tuple[Task, list[TaskChange]]]:
    """Tasks that a visit decided, each with all its changes from first to last."""
    touched = select(TaskChange.task_id).where(TaskChange.visit_id == visit_id)
    rows = db.session.execute(
        select(Task, TaskChange)
        .join(TaskChange, _change_of_task())
        .where(Task.id.in_(touched))
        .order_by(Task.created_at, Task.id, TaskChange.created_at)
    )
    held: dict[UUID, tuple[Task, list[TaskChange]]] = {}
    for task, change in rows:
        held.setdefault(task.id, (task, []))[1].append(change)
    return list(held.values())


def _change_of_task() -> ColumnElement[bool]:
    return and_(TaskChange.office_id == Task.office_id, TaskChange.task_id == Task.id)


def last_changes(task_id: UUID, most: int = 2) -> Sequence[TaskChange]:
    """The newest changes of a task, the last one first."""
    return db.session.scalars(
        select(TaskChange)
        .where(TaskChange.task_id == task_id)
        .order_by(TaskChange.created_at.desc())
        .limit(most)
    ).all()


def members_who_act(family: Family) -> list[FamilyMember]:
    """Who of a family can be named as doing a task, adults first."""
    present = [m for m in family.members if m.left_on is None]
    return sorted(present, key=lambda m: m.relation is Relation.CHILD)
