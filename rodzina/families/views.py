"""A new family, and correcting its record."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from rodzina.accounts.queries import people_of
from rodzina.db import current_office
from rodzina.families import case_views as _case  # noqa: F401 - the other views of this room
from rodzina.families import member_views as _members  # noqa: F401
from rodzina.families.access import open_family
from rodzina.families.actions import edit_family, take_in_family
from rodzina.families.blueprint import blueprint
from rodzina.families.forms import EditForm, NewFamilyForm, offer
from rodzina.families.models import Family
from rodzina.families.queries import places_of
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role
from rodzina.web import toasts
from rodzina.web.access import actor, open_to
from rodzina.web.forms import sending
from rodzina.web.overtaken import bring_up_to_date
from rodzina.web.pages import page, see_other
from rodzina.web.polish import today


def _(text: str) -> str:
    return text


ADDED = toasts.message("family_added", _("Family added"))
EDITED = toasts.message("family_edited", _("Record saved"))


@blueprint.get("/families/new")
@open_to(Role.SUPERVISOR, Role.SOCIAL_WORKER)
def new() -> ResponseReturnValue:
    form = NewFamilyForm()
    return page("families/new.html", **around_new(form))


@blueprint.post("/families/new")
@open_to(Role.SUPERVISOR, Role.SOCIAL_WORKER)
def take_in() -> ResponseReturnValue:
    """The new family; or the form again with one more row for a person."""
    form = NewFamilyForm.received()
    around = around_new(form)
    if "add" in request.form:
        form.add_row(request.form["add"])
        return page("families/new.html", parts=["family_form"], **around)
    try:
        if not form.validate():
            raise RuleBroken("")
        family = take_in_family(actor(), sending(), own_facts(form), form.members(), today())
    except RuleBroken as problem:
        form.refuse(problem)
        return page("families/new.html", parts=["family_form"], status=422, **around)
    toasts.say(ADDED)
    return see_other("desk.family", family_id=family)


def own_facts(form: Any) -> dict[str, Any]:
    """A social worker's new family is theirs, and only the supervisor says who leads it."""
    facts: dict[str, Any] = form.facts()
    if actor().is_a(Role.SOCIAL_WORKER):
        facts |= {"social_worker_id": actor().person_id, "assistant_id": None}
    return facts


def around_new(form: Any) -> dict[str, Any]:
    """The people who may be chosen: every assistant is shown, a full one cannot be taken."""
    places = places_of(today()) if actor().is_a(Role.SUPERVISOR) else []
    offer(form.assistant, [(p.id, p.name) for p in places])
    offer_workers(form)
    return {"form": form, "places": places}


def offer_workers(form: Any) -> None:
    workers = people_of(current_office(), Role.SOCIAL_WORKER)
    offer(form.social_worker, [(person.id, person.name) for person, _ in workers])


@blueprint.get("/families/<uuid:family_id>/edit")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, object_kind="family")
def edit(family_id: UUID) -> ResponseReturnValue:
    """The record and the people of a family."""
    family = open_family(actor(), family_id)
    form = edit_form(family)
    return page("families/edit.html", form=form, family=family)


@blueprint.post("/families/<uuid:family_id>/edit")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, object_kind="family")
def change(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    form = edit_form(family, request.form)
    try:
        if not form.validate():
            raise RuleBroken("")
        seen = family.version
        bring_up_to_date(form, edit_form(family))
        edit_family(actor(), sending(), family, form.facts(), seen, today())
    except RuleBroken as problem:
        form.refuse(problem)
        return page(
            "families/edit.html", parts=["family_form"], status=422, form=form, family=family
        )
    toasts.say(EDITED)
    return see_other("desk.family", family_id=family.id)


def edit_form(family: Family, data: Any = None) -> Any:
    """Only the supervisor moves a family to another social worker."""
    form = EditForm(data, obj=family, social_worker=family.social_worker_id)
    if actor().is_a(Role.SUPERVISOR):
        offer_workers(form)
    else:
        form.social_worker.validate_choice = False
        form.social_worker.data = family.social_worker_id
    if data is None:
        form.mark()
    return form
