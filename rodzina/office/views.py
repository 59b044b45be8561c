"""The centre's page: its facts, its deputy, and the dated figures of its work."""

from typing import Any

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from rodzina.accounts.queries import names_of, people_of
from rodzina.accounts.rules import DEPUTY_ROLES
from rodzina.office.actions import change_office, change_parameter
from rodzina.office.forms import OfficeForm, form_of
from rodzina.office.queries import (
    DEFAULTS,
    figures_on,
    history_of,
    office,
    settings_of_centre,
)
from rodzina.office.rules import RANGES
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role
from rodzina.web import toasts
from rodzina.web.access import actor, open_to
from rodzina.web.forms import sending
from rodzina.web.pages import page, see_other
from rodzina.web.polish import today

blueprint = Blueprint("office", __name__)
KEEPERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)


def _(text: str) -> str:
    return text


toasts.message("office_changed", _("The centre's data are saved"))
toasts.message("parameter_changed", _("The new value is saved"))

# What each figure is called, and what it does.
WORDS: dict[str, tuple[str, str]] = {
    "caseload_limit": (
        _("Most families for one assistant"),
        _("The law allows at most 15 (art. 15(4)). Nobody can be given more."),
    ),
    "caseload_warn": (
        _("Warn from this many families"),
        _("The overview shows that the limit is near."),
    ),
    "count_suspended": (
        _("Do suspended families count to the limit?"),
        _("Families with whom the work has been suspended."),
    ),
    "count_for_life": (
        _("Do “For Life” families count to the limit?"),
        _("Families supported under the “For Life” act."),
    ),
    "not_visited_days": (
        _("Alert: no visit for this many days"),
        _("Phone calls do not count as a visit."),
    ),
    "child_unseen_days": (
        _("Alert: a child not seen for this many days"),
        _("Counted from the last visit at which the child was seen."),
    ),
    "missed_visits": (
        _("Alert: this many times nobody home or not admitted"),
        _("Counted in a row."),
    ),
    "assessment_months": (
        _("Periodic assessment every so many months"),
        _("The law demands one at least every six months (art. 15(1)(15))."),
    ),
    "concern_escalation_minutes": (
        _("Remind when nobody has read a concern for this many minutes"),
        _("The concern then goes to the deputy's attention too."),
    ),
    "correction_reason_hours": (
        _("Correct a visit without a reason for this many hours"),
        _("A later correction needs a reason."),
    ),
    "usual_visit_minutes": (
        _("Usual length of a visit in minutes"),
        _("Proposed when a visit is planned."),
    ),
    "lease_days": (
        _("Lock a phone that has not been in contact for this many days"),
        _("What was not sent stays on it, and is sent after signing in."),
    ),
}


@blueprint.get("/office")
@open_to(*KEEPERS)
def show() -> ResponseReturnValue:
    """Facts, deputy, and every figure with the day it holds from."""
    held = office()
    settings = settings_of_centre()
    return page(
        "office/show.html",
        office=held,
        deputy=names_of({held.deputy_id}).get(held.deputy_id) if held.deputy_id else None,
        figures=figures_on(today()),
        words=WORDS,
        ranges=RANGES,
        since={n: [p for p in rows if p.valid_from <= today()][:1] for n, rows in settings.items()},
        coming={n: [p for p in rows if p.valid_from > today()] for n, rows in settings.items()},
    )


@blueprint.get("/office/edit")
@open_to(*KEEPERS)
def edit() -> ResponseReturnValue:
    return facts_page(OfficeForm(obj=office()))


def facts_page(form: Any, status: int = 200) -> Response:
    people = {person.id: person.name for person, _ in people_of(actor().office_id, *DEPUTY_ROLES)}
    form.offer(list(people.items()))
    return page("office/edit.html", parts=["office_form"], status=status, form=form)


@blueprint.post("/office/edit")
@open_to(*KEEPERS)
def change() -> ResponseReturnValue:
    form = OfficeForm.received()
    form.offer([])
    try:
        if not form.validate():
            raise RuleBroken("")
        change_office(actor(), sending(), facts_of(form))
    except RuleBroken as problem:
        form.refuse(problem)
        return facts_page(form, 422)
    toasts.say("office_changed")
    return see_other("office.show")


def facts_of(form: Any) -> dict[str, Any]:
    facts = {name: value or "" for name, value in form.data.items()}
    return facts | {"deputy_id": form.deputy_id.data}


@blueprint.get("/office/figures/<name>")
@open_to(*KEEPERS)
def figure(name: str) -> ResponseReturnValue:
    if name not in RANGES:
        abort(404)
    form = form_of(RANGES[name])(value=figures_on(today())[name], valid_from=today())
    return figure_page(name, form)


def figure_page(name: str, form: Any, status: int = 200) -> Response:
    history = history_of(name)
    return page(
        "office/figure.html",
        parts=["figure_form"],
        status=status,
        form=form,
        name=name,
        words=WORDS[name],
        allowed=RANGES[name],
        usual=DEFAULTS[name],
        history=history,
        names=names_of({entry.set_by for entry in history if entry.set_by}),
    )


@blueprint.post("/office/figures/<name>")
@open_to(*KEEPERS)
def set_figure(name: str) -> ResponseReturnValue:
    """A new value from a day on; the earlier ones stay in the history."""
    if name not in RANGES:
        abort(404)
    form = form_of(RANGES[name]).received()
    try:
        if not form.validate():
            raise RuleBroken("")
        change_parameter(actor(), sending(), name, form.value.data, form.valid_from.data, today())
    except RuleBroken as problem:
        form.refuse(problem)
        return figure_page(name, form, 422)
    toasts.say("parameter_changed")
    return see_other("office.show")
