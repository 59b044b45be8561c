"""After a record: correcting it, taking it back, moving it to the right family."""

from typing import Any
from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue

from rodzina.accounts.queries import names_of
from rodzina.actors import Actor
from rodzina.families.access import open_family
from rodzina.families.models import Family
from rodzina.families.queries import rows_for
from rodzina.problems import RuleBroken
from rodzina.visits.actions import correct_visit, move_visit, withdraw_visit
from rodzina.visits.blueprint import blueprint
from rodzina.visits.clashes import cards, pairs_to_choose, sent_in
from rodzina.visits.comparing import Clashing
from rodzina.visits.drafts import as_form, pairs_of_record
from rodzina.visits.forms import MoveForm, RecordForm
from rodzina.visits.models import Visit
from rodzina.visits.queries import visit_of
from rodzina.visits.records import around_form, recorded
from rodzina.vocabulary import Role
from rodzina.web import toasts
from rodzina.web.access import actor, open_to, uuid_or_none
from rodzina.web.forms import aside, sending
from rodzina.web.kept import on_phone
from rodzina.web.pages import page, see_other
from rodzina.web.polish import now


def _(text: str) -> str:
    return text


CORRECTED = toasts.message("visit_corrected", _("Correction saved"))
WITHDRAWN = toasts.message("visit_withdrawn", _("Taken back. The draft is here again."))
MOVED = toasts.message("visit_moved", _("Moved. Tap who was there and save the correction."))
TAKEN_BACK_LATE = toasts.message(
    "visit_not_withdrawn", _("It is too late to undo. Correct the visit.")
)


@blueprint.get("/families/<uuid:family_id>/visits/<uuid:visit_id>/correction")
@open_to(Role.ASSISTANT, object_kind="visit")
@on_phone("latest")
def correct(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id)
    visit, held = recorded(family, visit_id)
    form = RecordForm(as_form([*pairs_of_record(held), ["base", str(held.number)]]))
    return page("visits/record.html", form=form, **around_correction(family, visit))


def around_correction(family: Family, visit: Visit) -> dict[str, Any]:
    """Tasks and the next visit are changed in their own places, not by a correction."""
    more = {"correcting": True, "may_plan": False, "agreed": [], "other_tasks": []}
    return around_form(family, visit, visit.id) | more


@blueprint.post("/families/<uuid:family_id>/visits/<uuid:visit_id>/correction")
@open_to(Role.ASSISTANT, object_kind="visit")
def keep_correction(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    visit, _held = recorded(family, visit_id)
    form = RecordForm.received()
    try:
        if not form.validate():
            raise RuleBroken("")
        correct_visit(actor(), sending(), family, visit, sent_in(form), now(), aside())
    except RuleBroken as problem:
        form.refuse(problem)
        values = around_correction(family, visit)
        if isinstance(problem, Clashing):
            asked = form.raw.getlist("clash")
            form = RecordForm(as_form(pairs_to_choose(problem.found, form.reason.data or "")))
            names = names_of(set(problem.found.authors.values()))
            values["clashes"] = cards(problem.found, actor().person_id, names, asked)
        return page("visits/record.html", parts=["record_form"], status=422, form=form, **values)
    toasts.say(CORRECTED)
    return see_other("visits.show", family_id=family.id, visit_id=visit.id)


@blueprint.post("/families/<uuid:family_id>/visits/<uuid:visit_id>/withdrawal")
@open_to(Role.ASSISTANT, object_kind="visit")
def withdraw(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Undo just after saving: the words come back as a draft."""
    family = open_family(actor(), family_id, trace=False)
    visit = visit_of(family, visit_id)
    if visit is None:
        abort(404)
    try:
        withdraw_visit(actor(), sending(), family, visit, now())
    except RuleBroken:
        toasts.say(TAKEN_BACK_LATE)
        return see_other("visits.show", family_id=family.id, visit_id=visit.id)
    toasts.say(WITHDRAWN)
    return see_other("visits.record", family_id=family.id, visit_id=visit.id)


@blueprint.get("/families/<uuid:family_id>/visits/<uuid:visit_id>/move")
@open_to(Role.ASSISTANT, object_kind="visit")
def move(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id)
    visit, _held = recorded(family, visit_id)
    return page("visits/move.html", form=MoveForm(), **around_move(actor(), family, visit))


def around_move(person: Actor, family: Family, visit: Visit) -> dict[str, Any]:
    others = [row for row in rows_for(person) if row.id != family.id]
    return {"family": family, "visit": visit, "others": others}


@blueprint.post("/families/<uuid:family_id>/visits/<uuid:visit_id>/move")
@open_to(Role.ASSISTANT, object_kind="visit")
def keep_move(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    visit, _held = recorded(family, visit_id)
    form = MoveForm.received()
    try:
        if not form.validate():
            raise RuleBroken("")
        target = chosen_family(form.family.data)
        moved = move_visit(actor(), sending(), family, visit, target, form.reason.data, now())
    except RuleBroken as problem:
        form.refuse(problem)
        values = around_move(actor(), family, visit)
        return page("visits/move.html", parts=["move_form"], status=422, form=form, **values)
    toasts.say(MOVED)
    return see_other("visits.correct", family_id=target.id, visit_id=moved)


def chosen_family(code: str) -> Family:
    wanted = uuid_or_none(code)
    if wanted is None:
        raise RuleBroken("Choose the family that the visit was really with.", "family")
    return open_family(actor(), wanted, trace=False)
