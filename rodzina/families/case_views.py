"""Who leads a family, and the steps of its case."""

from typing import Any
from uuid import UUID

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from rodzina.accounts.queries import names_of
from rodzina.families.access import open_family
from rodzina.families.actions import change_case_status, hand_over
from rodzina.families.blueprint import blueprint
from rodzina.families.forms import CaseForm, HandOverForm, offer
from rodzina.families.models import Family
from rodzina.families.queries import Places, assignments_of
from rodzina.families.rules import ASKED_AGAIN, FOR_GOOD, NEXT, next_steps
from rodzina.families.team import Team, team
from rodzina.problems import RuleBroken
from rodzina.vocabulary import CaseStatus, Role
from rodzina.web import toasts
from rodzina.web.access import actor, open_to, uuid_or_none
from rodzina.web.forms import sending
from rodzina.web.pages import page, see_other
from rodzina.web.polish import today


def _(text: str) -> str:
    return text


HINTS = {
    CaseStatus.REQUESTED: _("goes into the queue for an assistant"),
    CaseStatus.REFUSED: _("no assistant for this family"),
    CaseStatus.REFERRED_OUT: _("another unit organises the work"),
    CaseStatus.SUSPENDED: _("for example hospital, prison, work abroad"),
    CaseStatus.CLOSING: _("a last talk and a summary with the family"),
    CaseStatus.CLOSED: _("the assistant's place becomes free"),
    CaseStatus.TRANSFERRED: _("to another commune; the work here ends"),
    CaseStatus.MONITORING: _("contacts after the end take no place"),
    CaseStatus.REOPENED: _("needs a free place of the assistant"),
    CaseStatus.ARCHIVED: _("nobody leads the family any more"),
}
HANDED = toasts.message("family_handed_over", _("Family handed over"))
STEPPED = toasts.message("case_changed", _("Case changed"))


@blueprint.get("/families/<uuid:family_id>/assistant", endpoint="hand_over")
@open_to(Role.SUPERVISOR, object_kind="family")
def choose_assistant(family_id: UUID) -> ResponseReturnValue:
    """Everybody with their places, the best choice first and already chosen."""
    family = open_family(actor(), family_id)
    if family.case_status in FOR_GOOD:
        return see_other("families.case", family_id=family.id)
    return page("families/hand_over.html", **around_hand_over(family))


def around_hand_over(
    family: Family, form: Any = None, everybody: Team | None = None
) -> dict[str, Any]:
    """Who leads now, who may take over, and what is suggested."""
    everybody = everybody or team(actor(), today())
    waits = family.case_status is CaseStatus.REQUESTED
    people = everybody.candidates(family.locality)
    offered = [p for p in people if waits or p.id != family.assistant_id]
    form = form or HandOverForm(assistant=suggestion(offered))
    offer(form.assistant, [(p.id, p.name) for p in people], empty=None)
    current = everybody.of(family.assistant_id)
    return {"family": family, "form": form, "current": current, "people": offered}


def suggestion(people: list[Places]) -> UUID | None:
    return next((p.id for p in people if not p.is_full), None)


@blueprint.post("/families/<uuid:family_id>/assistant")
@open_to(Role.SUPERVISOR, object_kind="family")
def pass_on(family_id: UUID) -> ResponseReturnValue:
    """From today somebody else leads the family."""
    family = open_family(actor(), family_id, trace=False)
    form = HandOverForm.received()
    around = around_hand_over(family, form)
    before = around["current"]
    try:
        if not form.validate():
            raise RuleBroken("")
        hand_over(actor(), sending(), family, form.assistant.data, today())
    except RuleBroken as problem:
        return refused(family, form, problem, around)
    # Whoever was above the limit has no place to take the family back.
    may_return = before is not None and before.count <= before.limit
    back = url_for("families.give_back", family_id=family.id)
    toasts.say(HANDED, back if may_return else None)
    return see_other("desk.family", family_id=family.id)


def refused(
    family: Family, form: Any, problem: RuleBroken, around: dict[str, Any]
) -> ResponseReturnValue:
    form.refuse(problem)
    return page("families/hand_over.html", parts=["hand_over"], status=422, **around)


@blueprint.post("/families/<uuid:family_id>/assistant/back")
@open_to(Role.SUPERVISOR, object_kind="family")
def give_back(family_id: UUID) -> ResponseReturnValue:
    """Undo of a hand-over: whoever led before leads again, if the place is still free."""
    family = open_family(actor(), family_id, trace=False)
    before = next((a for a in assignments_of(family.id) if a.until_on is not None), None)
    if before is None:
        abort(404)
    try:
        hand_over(actor(), sending(), family, before.assistant_id, today())
    except RuleBroken as problem:
        around = around_hand_over(family)
        return refused(family, around["form"], problem, around)
    toasts.say(HANDED)
    return see_other("desk.family", family_id=family.id)


@blueprint.get("/assistants/<uuid:person_id>/families")
@open_to(Role.SUPERVISOR, object_kind="assistant")
def assign(person_id: UUID) -> ResponseReturnValue:
    """From a person: one of their families, and who could take it."""
    everybody = team(actor(), today())
    person = everybody.of(person_id)
    if person is None:
        abort(404)
    rows = everybody.led_by(person_id)
    wanted = uuid_or_none(request.args.get("family"))
    chosen = next((row for row in rows if row.id == wanted), rows[0] if rows else None)
    around: dict[str, Any] = {"family": None}
    if chosen is not None:
        family = open_family(actor(), chosen.id, trace=False)
        around = around_hand_over(family, everybody=everybody)
    return page("families/assign.html", person=person, rows=rows, **around)


@blueprint.get("/families/<uuid:family_id>/case")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, object_kind="family")
def case(family_id: UUID) -> ResponseReturnValue:
    """Where the case stands, the next steps, and who has led the family."""
    family = open_family(actor(), family_id)
    return page("families/case.html", **around_case(family, CaseForm()))


def around_case(family: Family, form: Any) -> dict[str, Any]:
    history = assignments_of(family.id)
    steps = next_steps(family.case_status, actor().role)
    people = {a.assistant_id for a in history} | {family.social_worker_id}
    return {
        "family": family,
        "form": form,
        "steps": steps,
        "hints": HINTS,
        "asked_again": ASKED_AGAIN,
        "reachable": NEXT.get(family.case_status, frozenset()),
        "history": history,
        "names": names_of({person for person in people if person}),
        "may_be_led": family.case_status not in FOR_GOOD,
    }


@blueprint.post("/families/<uuid:family_id>/case")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, object_kind="family")
def change_case(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    form = CaseForm.received()
    around = around_case(family, form)
    try:
        if not form.validate():
            raise RuleBroken("")
        wanted = CaseStatus(form.case_status.data)  # type: ignore[call-arg]
        change_case_status(actor(), sending(), family, wanted, form.confirmed.data, today())
    except RuleBroken as problem:
        form.refuse(problem)
        return page("families/case.html", parts=["case_form"], status=422, **around)
    toasts.say(STEPPED)
    return see_other("families.case", family_id=family.id)
