"""Shapes of a task, and of what became of it."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from rodzina.families.models import Family
from rodzina.tasks.models import Task
from rodzina.tasks.queries import members_who_act
from rodzina.tasks.rules import NEEDS_REASON
from rodzina.vocabulary import TaskOwner, TaskStatus, WorkArea
from rodzina.web.forms import DayField, Form, at_most, line, required
from rodzina.web.overtaken import Marked

OTHERS = (TaskOwner.ASSISTANT, TaskOwner.SOCIAL_WORKER, TaskOwner.INSTITUTION)
RESULTS = tuple(status for status in TaskStatus if status in NEEDS_REASON)


class TaskForm(Marked):
    """A task; members of the family stand beside the other owners."""

    title = line(_l("What is to be done?"), needed=True)
    area = SelectField(
        _l("Work area"),
        [InputRequired(_l("Choose the area."))],
        choices=[SelectChoice(area.value, _l(area.short)) for area in WorkArea],
        coerce=WorkArea,
    )
    owner = SelectField(_l("Who does it?"), default=TaskOwner.FAMILY.value)
    due_on = DayField(_l("By when"), [Optional()])

    @classmethod
    def about(cls, family: Family, data: Any = None, task: Task | None = None) -> "TaskForm":
        """For one family: from the request, from a task, or empty."""
        form = cls(data, **(held_by(task) if task else {}))
        form.owner.choices = owners(family)
        if data is None:
            form.mark()
        return form

    def facts(self) -> dict[str, Any]:
        owner, _colon, member = self.owner.data.partition(":")
        return {
            "title": self.title.data,
            "area": self.area.data,
            "owner": TaskOwner(owner),  # type: ignore[call-arg]
            "member_id": UUID(member) if member else None,
            "due_on": self.due_on.data,
        }


def held_by(task: Task) -> dict[str, Any]:
    owner = f"{task.owner}:{task.member_id}" if task.member_id else task.owner.value
    return {"title": task.title, "area": task.area, "owner": owner, "due_on": task.due_on}


def owners(family: Family) -> list[SelectChoice]:
    """The family first, then its people by name, then the others."""
    members = [
        SelectChoice(f"{TaskOwner.MEMBER}:{m.id}", m.first_name) for m in members_who_act(family)
    ]
    words = [SelectChoice(owner.value, _l(owner.label)) for owner in (TaskOwner.FAMILY, *OTHERS)]
    return [words[0], *members, *words[1:]]


class ResultForm(Form):
    """What became of a task that is not simply done."""

    after = SelectField(
        _l("How did it go?"),
        [InputRequired(_l("Choose how it went."))],
        choices=[SelectChoice(status.value, _l(status.label)) for status in RESULTS],
        coerce=TaskStatus,
    )
    reason = StringField(
        _l("What stood in the way?"), [*required(_l("Write what stood in the way.")), at_most(200)]
    )
