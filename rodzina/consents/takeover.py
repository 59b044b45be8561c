"""A family in progress: taken over from paper in two minutes, with every deadline true."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from rodzina.consents.actions import take_over_family
from rodzina.consents.blueprint import blueprint
from rodzina.consents.forms import InProgressForm
from rodzina.families.forms import offer
from rodzina.families.queries import places_of
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role
from rodzina.web import toasts
from rodzina.web.access import actor, open_to
from rodzina.web.forms import sending
from rodzina.web.pages import page, see_other
from rodzina.web.polish import today


def _(text: str) -> str:
    return text


TAKEN_OVER = toasts.message("family_taken_over", _("Family taken over"))


@blueprint.get("/families/in-progress")
@open_to(Role.ASSISTANT, Role.SUPERVISOR)
def new_in_progress() -> ResponseReturnValue:
    return page("consents/in_progress.html", **around(InProgressForm()))


def around(form: Any) -> dict[str, Any]:
    """An assistant leads the family herself; a supervisor says who does."""
    places = places_of(today())
    own = next((p for p in places if p.id == actor().person_id), None)
    if actor().is_a(Role.ASSISTANT):
        places = [own] if own else []
        form.assistant.data = actor().person_id
    offer(form.assistant, [(p.id, p.name) for p in places], empty=None)
    form.assistant.validate_choice = actor().is_a(Role.SUPERVISOR)
    return {"form": form, "places": places, "own": own}


@blueprint.post("/families/in-progress")
@open_to(Role.ASSISTANT, Role.SUPERVISOR)
def take_over() -> ResponseReturnValue:
    """The family with its dates; or the form again with one more row for a person."""
    form = InProgressForm.received()
    values = around(form)
    if "add" in request.form:
        form.add_row(request.form["add"])
        return page("consents/in_progress.html", parts=["family_form"], **values)
    try:
        if not form.validate():
            raise RuleBroken("")
        family = take_over_family(
            actor(), sending(), form.facts(), form.members(), form.consents(), today()
        )
    except RuleBroken as problem:
        form.refuse(problem)
        return page("consents/in_progress.html", parts=["family_form"], status=422, **values)
    toasts.say(TAKEN_OVER)
    return see_other("desk.family", family_id=family)
