"""Shapes of a visit's record and of a planned visit."""

from contextlib import suppress
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, cast
from uuid import UUID

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from rodzina.periods import WARSAW, moment_of
from rodzina.problems import RuleBroken
from rodzina.visits.drafts import rows_of
from rodzina.visits.facts import Agreement, AreaFacts, TaskResult, VisitFacts
from rodzina.visits.rules import Span
from rodzina.vocabulary import (
    FOUR_AREAS,
    Independence,
    TaskStatus,
    VisitKind,
    VisitOutcome,
    VisitPlace,
    WorkArea,
)
from rodzina.web.access import uuid_or_none
from rodzina.web.forms import LINE, ClockField, DayField, Form, clean, line, note, required, word


def _(text: str) -> str:
    return text


ALL_AREAS = (*FOUR_AREAS, WorkArea.OTHER)
MOST_ROWS = 30


class NumberField(StringField):
    """A decimal with a comma or a point; empty is nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip().replace(",", ".") if valuelist else ""
        self.data: Any = None
        if text:
            try:
                self.data = Decimal(text).quantize(Decimal("0.1"))
            except InvalidOperation as problem:
                raise ValidationError(gettext("Write a number, for example 6,5.")) from problem
            if not self.data.is_finite():
                raise ValidationError(gettext("Write a number, for example 6,5."))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""


class RecordForm(Form):
    """One record. Tasks, areas, people and agreements are read by name: their number varies."""

    kind = word(_l("How did you meet?"), VisitKind)
    outcome = word(_l("What came of it?"), VisitOutcome)
    place = word(_l("Where?"), VisitPlace)
    place_note = line(_l("Where exactly"))
    day = DayField(_l("Day"), [InputRequired(_l("Write the day."))])
    started = ClockField(_l("From"), [InputRequired(_l("Write when it began."))])
    ended = ClockField(_l("To"), [InputRequired(_l("Write when it ended."))])
    present = StringField(_l("Who was there?"))
    others_present = line(_l("Somebody else"))
    areas = StringField(_l("What did you work on?"))
    done = StringField(_l("Agreed last time"))
    participation = RadioField(
        _l("How did the family take part?"),
        [Optional()],
        choices=[SelectChoice("", "—"), *(SelectChoice(str(n)) for n in range(1, 6))],
        default="",
    )
    kilometres = NumberField(_l("Kilometres"), [Optional()])
    note = note(_l("Note"))
    agreements = StringField(_l("Agreed until the next visit"))
    next = StringField(_l("Next visit"))
    next_day = DayField(_l("Day of the next visit"), [Optional()])
    next_hour = ClockField(_l("Hour of the next visit"), [Optional()])
    reason = line(_l("Why do you correct it?"))

    def __init__(self, data: MultiDict[str, str] | None = None, **values: Any) -> None:
        super().__init__(data, **values)
        self.raw: MultiDict[str, str] = MultiDict(data or {})

    @classmethod
    def received(cls, **values: Any) -> "RecordForm":
        return cls(request.form, **values)

    def facts(self) -> VisitFacts:
        """What the form says, in the words of the action; RuleBroken names the field to mend."""
        return VisitFacts(
            kind=self.kind.data,
            outcome=self.outcome.data,
            place=self.place.data,
            place_note=self.place_note.data or "",
            span=self.span(),
            present=frozenset(self.ids("present")),
            others_present=self.others_present.data or "",
            areas=self.area_facts(),
            participation=int(self.participation.data) if self.participation.data else None,
            kilometres=self.kilometres.data,
            note=self.note.data or "",
            results=self.results(),
            agreements=self.agreement_rows(),
            next_at=self.next_at(),
            reason=self.reason.data or "",
        )

    def span(self) -> Span:
        """Both hours belong to the one day; whoever works past midnight records two visits."""
        day: Any = self.day.data
        start, end = self.started.data, self.ended.data
        return Span(moment_of(day, cast("time", start)), moment_of(day, cast("time", end)))

    def ids(self, name: str) -> list[UUID]:
        try:
            return [UUID(text) for text in self.raw.getlist(name)]
        except ValueError as problem:
            raise RuleBroken("Open the page again: it does not fit any more.", name) from problem

    def area_facts(self) -> tuple[AreaFacts, ...]:
        """Areas that were tapped, or opened by ticking one of their tasks."""
        return tuple(
            AreaFacts(area, self.phrases(area), self.independence(area))
            for area in ALL_AREAS
            if area.value in self.chosen_areas()
        )

    def chosen_areas(self) -> set[str]:
        return set(self.raw.getlist("areas")) | {
            area
            for area in (self.raw.get(f"area-of-{t}") for t in self.raw.getlist("done"))
            if area
        }

    def phrases(self, area: WorkArea) -> list[str]:
        own = clean(self.raw.get(f"own-{area}", ""))
        chosen = [*self.raw.getlist(f"phrases-{area}"), *([own] if own else [])]
        return [clean(text)[:LINE] for text in dict.fromkeys(chosen)][:MOST_ROWS]

    def independence(self, area: WorkArea) -> Independence | None:
        code = self.raw.get(f"independence-{area}")
        return Independence(code) if code in {i.value for i in Independence} else None  # type: ignore[call-arg]

    def results(self) -> tuple[TaskResult, ...]:
        """Ticked tasks are done; others may be partly done or not, with a reason."""
        done = self.ids("done")
        others = [self.result(name) for name in self.raw if name.startswith("reason-")]
        ticked = tuple(TaskResult(task, TaskStatus.DONE) for task in done)
        return (*ticked, *(r for r in others if r is not None and r.task_id not in set(done)))

    def result(self, name: str) -> TaskResult | None:
        """What stood in the way of one task; a reason alone does not say what became of it."""
        reason = clean(self.raw.get(name, ""))[:LINE]
        code = self.raw.get(name.replace("reason-", "other-", 1))
        task = uuid_or_none(name.removeprefix("reason-"))
        if task is None or not (reason or code) or str(task) in self.raw.getlist("done"):
            return None
        if code not in {TaskStatus.PARTLY.value, TaskStatus.NOT_DONE.value}:
            raise RuleBroken(_("Say of the task with a reason whether it was done partly or not."))
        return TaskResult(task, TaskStatus(code), reason)  # type: ignore[call-arg]

    def agreement_rows(self) -> tuple[Agreement, ...]:
        found = []
        for _number, text, area in rows_of(self.raw)[:MOST_ROWS]:
            title = clean(text)
            if len(title) > LINE:
                raise RuleBroken(
                    "An agreement has at most 200 characters. Shorten it.", "agreements"
                )
            if title:
                known = area if area in {a.value for a in WorkArea} else WorkArea.OTHER.value
                found.append(Agreement(title, WorkArea(known)))  # type: ignore[call-arg]
        return tuple(found)

    def next_at(self) -> datetime | None:
        choice = self.raw.get("next", "")
        if choice in {"", "none"}:
            return None
        if choice == "other":
            return chosen_moment(self.next_day.data, self.next_hour.data)
        with suppress(ValueError):
            local = datetime.strptime(choice, "%Y-%m-%dT%H:%M").replace(tzinfo=WARSAW)
            return moment_of(local.date(), local.time())
        raise RuleBroken("Choose when the next visit is.", "next")


class PlanForm(Form):
    """A visit agreed for later."""

    kind = word(_l("Kind"), VisitKind)
    next_day = DayField(_l("Day"), [InputRequired(_l("Write the day."))])
    next_hour = ClockField(_l("Hour"), [InputRequired(_l("Write the hour."))])

    def at(self) -> datetime:
        return chosen_moment(self.next_day.data, self.next_hour.data)


class MoveForm(Form):
    """To which family a visit really belongs."""

    family = StringField(_l("Which family was it?"), required(_l("Choose the family.")))
    reason = line(_l("What happened?"), needed=True)


def chosen_moment(day: Any, hour: Any) -> datetime:
    if day is None:
        raise RuleBroken("Write the day of the next visit, or choose none.", "next_day")
    if hour is None:
        raise RuleBroken("Write the hour of the next visit.", "next_hour")
    return moment_of(day, hour)
