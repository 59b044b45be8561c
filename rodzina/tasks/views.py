"""The tasks' page, a family's tasks, one task, and ticking it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from rodzina.families.access import open_family
from rodzina.families.models import Family
from rodzina.problems import RuleBroken
from rodzina.tasks.actions import add_task, change_task, record_result, take_back_result
from rodzina.tasks.due import due_words
from rodzina.tasks.forms import ResultForm, TaskForm
from rodzina.tasks.models import Task
from rodzina.tasks.queries import (
    PAGE,
    Whose,
    count_open,
    decided_tasks_of,
    done_on,
    open_counts,
    task_of,
    tasks_listed,
    tasks_of,
)
from rodzina.tasks.rules import Term, is_open, term_of
from rodzina.vocabulary import Role, TaskStatus
from rodzina.web import hx, toasts
from rodzina.web.access import actor, local_path, open_to
from rodzina.web.forms import sending
from rodzina.web.kept import on_phone
from rodzina.web.overtaken import bring_up_to_date
from rodzina.web.pages import lead_to, page, see_other
from rodzina.web.polish import today

blueprint = Blueprint("tasks", __name__)
blueprint.add_app_template_filter(due_words)


def _(text: str) -> str:
    return text


ADDED = toasts.message("task_added", _("Task written down"))
CHANGED = toasts.message("task_changed", _("Task changed"))
TICKED = toasts.message("task_ticked", _("Ticked"))
DECIDED = toasts.message("task_decided", _("Result written down"))
CANCELLED = toasts.message("task_cancelled", _("Task cancelled"))
BACK = toasts.message("task_back", _("To do again"))


@blueprint.get("/tasks")
@open_to(Role.ASSISTANT)
@on_phone("once", "?whose=families")
def index() -> ResponseReturnValue:
    """The assistant's own tasks, or those of the families, by term."""
    whose = Whose.FAMILIES if request.args.get("whose") == Whose.FAMILIES else Whose.MINE
    start = beginning()
    tasks, counts = tasks_listed(actor(), whose, start), open_counts(actor())
    done = [] if start else done_on(actor(), whose, today())
    return page(
        "tasks/index.html",
        whose=whose,
        counts=counts,
        terms=by_term(tasks),
        done=done,
        start=start,
        after=max(0, counts[whose] - start - len(tasks)),
        step=PAGE,
    )


def beginning() -> int:
    """From which task on the page shows them."""
    start: int = request.args.get("from", 0, type=int)
    return min(max(start, 0), 100_000)


def by_term(tasks: Sequence[Task]) -> list[tuple[Term, list[Task]]]:
    grouped = [(term, [t for t in tasks if term_of(t.due_on, today()) is term]) for term in Term]
    return [(term, held) for term, held in grouped if held]


@blueprint.get("/families/<uuid:family_id>/tasks")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, object_kind="family")
@on_phone("family")
def of_family(family_id: UUID) -> ResponseReturnValue:
    """All open tasks of a family, and what it dealt with lately."""
    family, start = open_family(actor(), family_id), beginning()
    tasks = tasks_of(family.id, start)
    return page(
        "tasks/of_family.html",
        family=family,
        tasks=tasks,
        decided=[] if start else decided_tasks_of(family.id),
        start=start,
        after=max(0, count_open(family.id) - start - len(tasks)),
        step=PAGE,
    )


@blueprint.get("/families/<uuid:family_id>/tasks/new")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="family")
@on_phone("family")
def new(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id)
    return page("tasks/new.html", family=family, form=TaskForm.about(family))


@blueprint.post("/families/<uuid:family_id>/tasks/new")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="family")
def add(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    form = TaskForm.about(family, request.form)
    try:
        if not form.validate():
            raise RuleBroken("")
        add_task(actor(), sending(), family, form.facts(), today())
    except RuleBroken as problem:
        form.refuse(problem)
        return page("tasks/new.html", parts=["task_form"], status=422, family=family, form=form)
    toasts.say(ADDED)
    return see_other("tasks.of_family", family_id=family.id)


@blueprint.get("/families/<uuid:family_id>/tasks/<uuid:task_id>/edit")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="task")
def edit(family_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """One task: its wording and term, what became of it, and its end."""
    family = open_family(actor(), family_id)
    task = found_task(family, task_id)
    form = TaskForm.about(family, task=task)
    return page("tasks/edit.html", **around(family, task), form=form, result=ResultForm())


def around(family: Family, task: Task) -> dict[str, Any]:
    return {"family": family, "task": task, "is_open": is_open(task.status)}


@blueprint.post("/families/<uuid:family_id>/tasks/<uuid:task_id>/edit")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="task")
def change(family_id: UUID, task_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    task = found_task(family, task_id)
    form = TaskForm.about(family, request.form)
    try:
        if not form.validate():
            raise RuleBroken("")
        seen = task.version
        bring_up_to_date(form, TaskForm.about(family, task=task))
        change_task(actor(), sending(), family, task, form.facts(), seen, today())
    except RuleBroken as problem:
        form.refuse(problem)
        values = around(family, task) | {"form": form, "result": ResultForm()}
        return page("tasks/edit.html", parts=["task_form"], status=422, **values)
    toasts.say(CHANGED)
    return see_other("tasks.of_family", family_id=family.id)


@blueprint.post("/families/<uuid:family_id>/tasks/<uuid:task_id>/result")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="task")
def decide(family_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Partly or not done, with the reason."""
    family = open_family(actor(), family_id, trace=False)
    task = found_task(family, task_id)
    form = ResultForm.received()
    try:
        if not form.validate():
            raise RuleBroken("")
        record_result(actor(), sending(), task, form.after.data, form.reason.data)
    except RuleBroken as problem:
        form.refuse(problem)
        values = around(family, task) | {"form": TaskForm.about(family, task=task)}
        return page("tasks/edit.html", parts=["result_form"], status=422, result=form, **values)
    toasts.say(DECIDED, undo=url_for("tasks.untick", family_id=family.id, task_id=task.id))
    return see_other("tasks.of_family", family_id=family.id)


@blueprint.post("/families/<uuid:family_id>/tasks/<uuid:task_id>/cancellation")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="task")
def cancel(family_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """The task is no longer wanted; it stays in the history."""
    family = open_family(actor(), family_id, trace=False)
    task = found_task(family, task_id)
    record_result(actor(), sending(), task, TaskStatus.CANCELLED)
    toasts.say(CANCELLED, undo=url_for("tasks.untick", family_id=family.id, task_id=task.id))
    return see_other("tasks.of_family", family_id=family.id)


@blueprint.post("/families/<uuid:family_id>/tasks/<uuid:task_id>/tick")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="task")
def tick(family_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Done with one tap; the same box, ticked already, is to do again."""
    if request.form.get("done") == "":
        return untick(family_id, task_id)
    family = open_family(actor(), family_id, trace=False)
    task = found_task(family, task_id)
    record_result(actor(), sending(), task, TaskStatus.DONE, seen=request.form.get("base"))
    return ticked(family, task, TICKED)


@blueprint.post("/families/<uuid:family_id>/tasks/<uuid:task_id>/untick")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="task")
def untick(family_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Undo: the state before the last change."""
    family = open_family(actor(), family_id, trace=False)
    task = found_task(family, task_id)
    take_back_result(actor(), sending(), task, request.form.get("base"))
    return ticked(family, task, BACK)


def found_task(family: Family, task_id: UUID) -> Task:
    return task_of(family, task_id) or abort(404)


def ticked(family: Family, task: Task, message: str) -> Response:
    """The row for htmx; otherwise back to the page it was tapped on, with the message there."""
    back = local_path(request.args.get("next"))
    if hx.target() == f"task-{task.id}":
        name = "" if request.args.get("at") == "family" else family.surname
        return page("tasks/ticked.html", task=task, name=name, back=back)
    undo = url_for("tasks.untick", family_id=family.id, task_id=task.id, next=back)
    toasts.say(message, undo=undo if message == TICKED else None)
    return lead_to(back or url_for("tasks.of_family", family_id=family.id))
