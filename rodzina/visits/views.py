"""Before a record: choosing a family, planning, the clock, drafts, and contacts of one tap."""

from uuid import UUID

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from rodzina.consents.queries import legal_basis_of
from rodzina.families.access import open_family, open_family_then
from rodzina.families.models import Family
from rodzina.families.queries import rows_for
from rodzina.problems import RuleBroken
from rodzina.tasks.queries import open_tasks_of
from rodzina.visits import corrections as _corrections  # noqa: F401 - views of this room too
from rodzina.visits.actions import (
    cancel_visit,
    keep_draft,
    plan_visit,
    record_contact,
    record_missed_visit,
    start_visit,
)
from rodzina.visits.blueprint import blueprint
from rodzina.visits.drafts import as_form, pairs_sent
from rodzina.visits.forms import PlanForm
from rodzina.visits.models import Visit
from rodzina.visits.queries import draft_of, visit_of, visit_under_way, visits_between
from rodzina.vocabulary import Role, VisitKind, VisitOutcome, VisitStatus
from rodzina.web import toasts
from rodzina.web.access import actor, open_to, replayed, uuid_or_none
from rodzina.web.forms import sending
from rodzina.web.kept import BLANK, on_phone
from rodzina.web.pages import page, see_other
from rodzina.web.polish import now, today


def _(text: str) -> str:
    return text


STARTED_ELSEWHERE = toasts.message(
    "visit_running", _("Another visit is under way. Finish it first.")
)
MISSED = toasts.message("visit_missed", _("Saved: nobody home"))
NOT_ADMITTED = toasts.message("visit_not_admitted", _("Saved: not admitted"))
CONTACT = toasts.message("contact_recorded", _("Contact saved"))
PLANNED = toasts.message("visit_planned", _("Visit planned"))
CANCELLED = toasts.message("visit_cancelled", _("Visit cancelled"))
# What "another contact" offers in two taps; everything else is chosen in the record itself.
QUICK_KINDS = (
    VisitKind.PHONE, VisitKind.MESSAGE, VisitKind.SCHOOL, VisitKind.ACCOMPANIMENT,
    VisitKind.OFFICE, VisitKind.INSTITUTION,
)  # fmt: skip


def found_visit(family: Family, visit_id: UUID) -> Visit:
    visit = visit_of(family, visit_id)
    if visit is None:
        abort(404)
    return visit


@blueprint.get("/visits/new")
@open_to(Role.ASSISTANT)
@on_phone("once", "?when=was")
def new() -> ResponseReturnValue:
    """With whom: today's planned families first; a planned time that has passed means "it was"."""
    families = rows_for(actor())
    ids = [row.id for row in families]
    planned = {
        visit.family_id: visit
        for visit in reversed(visits_between(actor(), ids, today(), today()))
        if visit.status is VisitStatus.PLANNED
    }
    return page(
        "visits/new.html",
        families=families,
        planned=planned,
        running=visit_under_way(actor()),
        was=request.args.get("when") == "was",
        chosen="when" in request.args,
    )


@blueprint.post("/families/<uuid:family_id>/visits")
@open_to(Role.ASSISTANT, object_kind="family")
def start(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    try:
        wanted = uuid_or_none(request.form.get("visit"))
        visit = start_visit(actor(), sending(), family, wanted, now(), past=replayed())
    except RuleBroken:
        running = visit_under_way(actor())
        if running is None:
            raise
        toasts.say(STARTED_ELSEWHERE)
        return see_other("visits.clock", family_id=running.family_id, visit_id=running.id)
    return see_other("visits.clock", family_id=family.id, visit_id=visit)


@blueprint.get("/families/<uuid:family_id>/visits/<uuid:visit_id>/clock")
@open_to(Role.ASSISTANT, object_kind="visit")
@on_phone("blank")
def clock(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """The visit under way: the time, and what was agreed."""
    family = open_family(actor(), family_id)
    visit = about_to_begin() if visit_id == BLANK else found_visit(family, visit_id)
    if visit.status is not VisitStatus.UNDER_WAY:
        return see_other("visits.show", family_id=family.id, visit_id=visit.id)
    draft, tasks = draft_of(actor(), visit.id), open_tasks_of(family.id)
    return page(
        "visits/clock.html",
        family=family,
        visit=visit,
        raw=as_form(draft.body if draft else []),
        agreed=[t for t in tasks if t.agreed_visit_id is not None],
        other_tasks=[t for t in tasks if t.agreed_visit_id is None],
        basis=legal_basis_of(family),
    )


def about_to_begin() -> Visit:
    """For the clock of a visit that a phone will begin by itself."""
    return Visit(id=BLANK, status=VisitStatus.UNDER_WAY, started_at=now())


@blueprint.put("/families/<uuid:family_id>/visits/<uuid:visit_id>/draft")
@open_to(Role.ASSISTANT, object_kind="visit")
def draft(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Keeps what was typed so far, quietly."""
    family = open_family_then(actor(), family_id)
    keep_merged(family, visit_id)
    return "", 204


@blueprint.post("/families/<uuid:family_id>/visits/<uuid:visit_id>/draft")
@open_to(Role.ASSISTANT, object_kind="visit")
def finish(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """The clock stops: what was ticked goes on to the record."""
    family = open_family_then(actor(), family_id)
    keep_merged(family, visit_id)
    return see_other("visits.record", family_id=family.id, visit_id=visit_id)


def keep_merged(family: Family, visit_id: UUID) -> None:
    """The clock's page sends only its own fields: what the record already held stays."""
    pairs = pairs_sent(request.form)
    if request.form.get("from") == "clock":
        held = draft_of(actor(), visit_id)
        areas = {name for name in request.form if name.startswith("area-of-")}
        theirs = {"done", "note", "from", *areas}
        pairs = [p for p in (held.body if held else []) if p[0] not in theirs] + pairs
    keep_draft(actor(), family, visit_id, pairs, now())


@blueprint.post("/families/<uuid:family_id>/visits/<uuid:visit_id>/missed")
@open_to(Role.ASSISTANT, object_kind="visit")
def missed(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Nobody home, or not admitted: saved at once, with its undo."""
    family = open_family(actor(), family_id, trace=False)
    refused = request.form.get("outcome") == VisitOutcome.NOT_ADMITTED.value
    outcome = VisitOutcome.NOT_ADMITTED if refused else VisitOutcome.NOBODY_HOME
    saved = record_missed_visit(actor(), sending(), family, visit_id, outcome, now())
    undo = url_for("visits.withdraw", family_id=family.id, visit_id=saved)
    toasts.say(NOT_ADMITTED if refused else MISSED, undo)
    return see_other("desk.today")


@blueprint.post("/families/<uuid:family_id>/contacts")
@open_to(Role.ASSISTANT, object_kind="family")
def contact(family_id: UUID) -> ResponseReturnValue:
    """Any other contact, in two taps; details can be added by correcting it."""
    family = open_family(actor(), family_id, trace=False)
    wanted = {k.value: k for k in QUICK_KINDS}.get(request.form.get("kind", ""))
    if wanted is None:
        abort(400)
    saved = record_contact(actor(), sending(), family, wanted, now())
    toasts.say(CONTACT, url_for("visits.withdraw", family_id=family.id, visit_id=saved))
    return see_other("desk.family", family_id=family.id)


@blueprint.get("/families/<uuid:family_id>/visits/plan")
@open_to(Role.ASSISTANT, object_kind="family")
@on_phone("family")
def plan(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id)
    form = PlanForm(kind=VisitKind.HOME_VISIT)
    return page("visits/plan.html", family=family, form=form, basis=legal_basis_of(family))


@blueprint.post("/families/<uuid:family_id>/visits/plan")
@open_to(Role.ASSISTANT, object_kind="family")
def keep_plan(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    form = PlanForm.received()
    try:
        if not form.validate():
            raise RuleBroken("")
        plan_visit(actor(), sending(), family, form.at(), form.kind.data, now())
    except RuleBroken as problem:
        form.refuse(problem)
        values = {"family": family, "form": form, "basis": legal_basis_of(family)}
        return page("visits/plan.html", parts=["plan_form"], status=422, **values)
    toasts.say(PLANNED)
    return see_other("desk.family", family_id=family.id)


@blueprint.post("/families/<uuid:family_id>/visits/<uuid:visit_id>/cancel")
@open_to(Role.ASSISTANT, object_kind="visit")
def cancel(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    cancel_visit(actor(), sending(), family, found_visit(family, visit_id))
    toasts.say(CANCELLED)
    return see_other("desk.family", family_id=family.id)
