"""The record itself: filling it in, showing, correcting, moving, taking back, printing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from rodzina.accounts.queries import names_of
from rodzina.consents.queries import legal_basis_of
from rodzina.families.access import open_family, open_family_then
from rodzina.families.models import Family
from rodzina.office.queries import office, parameters
from rodzina.problems import RuleBroken
from rodzina.tasks.queries import changes_of_visit, open_tasks_of, tasks_agreed_at
from rodzina.visits.actions import record_visit
from rodzina.visits.blueprint import blueprint
from rodzina.visits.clashes import left_out
from rodzina.visits.drafts import as_form, first_pairs, local_minute, rows_of, usual_hour
from rodzina.visits.forms import ALL_AREAS, RecordForm
from rodzina.visits.models import Visit, VisitRecord
from rodzina.visits.queries import (
    areas_of,
    draft_of,
    people_at,
    phrases_for,
    planned_for,
    version_of,
    versions_of,
    visit_of,
)
from rodzina.visits.rules import next_visit_after
from rodzina.vocabulary import Role, VisitKind, VisitStatus
from rodzina.web import toasts
from rodzina.web.access import actor, open_to
from rodzina.web.forms import sending
from rodzina.web.kept import fresh_id, on_phone
from rodzina.web.pages import page, see_other
from rodzina.web.polish import now, today


def _(text: str) -> str:
    return text


blueprint.add_app_template_filter(local_minute)
SAVED = toasts.message("visit_recorded", _("Visit saved"))
# The choices of a contact at which nobody was met, as the page finds them.
_kinds = ",".join(f"[value={kind}]" for kind in VisitKind if not kind.face_to_face)
APART = f"[name=kind] option:is({_kinds}):checked"


@blueprint.get("/families/<uuid:family_id>/visits/new")
@open_to(Role.ASSISTANT, object_kind="family")
@on_phone("family")
def new_record(family_id: UUID) -> ResponseReturnValue:
    """Leads to the record of today's planned visit, or of a new one under an id of its own."""
    family = open_family(actor(), family_id, trace=False)
    planned = planned_for(family, today())
    visit_id = planned.id if planned else fresh_id()
    return see_other("visits.record", family_id=family.id, visit_id=visit_id)


@blueprint.get("/families/<uuid:family_id>/visits/<uuid:visit_id>/record")
@open_to(Role.ASSISTANT, object_kind="visit")
@on_phone("blank planned")
def record(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """The one page: what is known is filled in, a draft comes back as it was."""
    family = open_family(actor(), family_id)
    visit = visit_of(family, visit_id)
    if visit and visit.status not in (
        VisitStatus.PLANNED, VisitStatus.UNDER_WAY, VisitStatus.WITHDRAWN
    ):  # fmt: skip
        return see_other("visits.show", family_id=family.id, visit_id=visit.id)
    values = around_record(family, visit, visit_id)
    form = RecordForm(filled(visit, visit_id, values["may_plan"]))
    return page("visits/record.html", form=form, **values)


def filled(visit: Visit | None, visit_id: UUID, may_plan: bool) -> Any:
    """First values, overlaid by what a draft holds."""
    first = first_pairs(visit, now(), parameters(today())["usual_visit_minutes"], may_plan)
    draft = draft_of(actor(), visit_id)
    held = as_form(draft.body if draft else [])
    if draft is None:
        return first
    if "started" in held:  # a draft of the whole record speaks for itself
        return held
    for name in first:
        held.setlist(name, held.getlist(name) or first.getlist(name))
    return held


def around_record(family: Family, visit: Visit | None, visit_id: UUID) -> dict[str, Any]:
    """What the page of a new record shows beside the form."""
    tasks = open_tasks_of(family.id)
    return around_form(family, visit, visit_id) | {
        "may_plan": legal_basis_of(family).allows_planning,
        "agreed": [t for t in tasks if t.agreed_visit_id is not None],
        "other_tasks": [t for t in tasks if t.agreed_visit_id is None],
        "correcting": False,
    }


def around_form(family: Family, visit: Visit | None, visit_id: UUID) -> dict[str, Any]:
    """What every page with the form of a record needs."""
    start = usual_hour(visit, now())
    return {
        "family": family,
        "visit": visit,
        "visit_id": visit_id,
        "proposals": [next_visit_after(start), next_visit_after(start, 2)],
        "rows_of": rows_of,
        "ALL_AREAS": ALL_AREAS,
        "phrases": phrases_for(actor()),
        "clashes": [],
        "apart": APART,
    }


@blueprint.post("/families/<uuid:family_id>/visits/<uuid:visit_id>/record")
@open_to(Role.ASSISTANT, object_kind="visit")
def keep_record(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Keeps the record; refused, it comes back with everything typed."""
    family = open_family_then(actor(), family_id)
    form = RecordForm.received()
    try:
        if not form.validate():
            raise RuleBroken("")
        saved = record_visit(actor(), sending(), family, visit_id, form.facts(), now())
    except RuleBroken as problem:
        form.refuse(problem)
        values = around_record(family, visit_of(family, visit_id), visit_id)
        return page("visits/record.html", parts=["record_form"], status=422, form=form, **values)
    toasts.say(SAVED, url_for("visits.withdraw", family_id=family.id, visit_id=saved))
    return see_other("desk.today")


@blueprint.get("/families/<uuid:family_id>/visits/<uuid:visit_id>")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="visit")
@on_phone("visit planned")
def show(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """A record with its earlier versions."""
    family = open_family(actor(), family_id)
    visit = visit_of(family, visit_id)
    if visit is None:
        abort(404)
    if visit.current == 0:
        return planned_or_running(family, visit)
    versions = versions_of(visit)
    current = next(version for version in versions if version.number == visit.current)
    unchosen = {version.number: left_out(version) for version in versions}
    people = {who for rows in unchosen.values() for _field, who, _words in rows}
    people |= {version.recorded_by for version in versions}
    told = shown(family, visit, current, people)
    return page("visits/show.html", versions=versions, left_out=unchosen, **told)


def planned_or_running(family: Family, visit: Visit) -> ResponseReturnValue:
    if visit.status is VisitStatus.UNDER_WAY and actor().is_a(Role.ASSISTANT):
        return see_other("visits.clock", family_id=family.id, visit_id=visit.id)
    return page("visits/planned.html", family=family, visit=visit)


def shown(
    family: Family, visit: Visit, current: VisitRecord, people: Iterable[UUID] = ()
) -> dict[str, Any]:
    """Everything a record says, for the screen, the family's summary and the paper."""
    present = people_at(current)
    return {
        "family": family,
        "visit": visit,
        "record": current,
        "areas": areas_of([current.id]).get(current.id, []),
        "present": [m for m in family.members if m.id in present],
        "changes": changes_of_visit(visit.id),
        "agreements": tasks_agreed_at(visit.id),
        "names": names_of({visit.assistant_id, current.recorded_by, *people}),
        "members": {m.id: m for m in family.members},
        "may_undo": current.recorded_by == actor().person_id,
    }


@blueprint.get("/families/<uuid:family_id>/visits/<uuid:visit_id>/print")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="visit")
def card(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """The visit card on A4 paper; concerns are never on it."""
    family = open_family(actor(), family_id)
    told = shown(family, *recorded(family, visit_id))
    return page("visits/print.html", office=office(), **told)


@blueprint.get("/families/<uuid:family_id>/visits/<uuid:visit_id>/summary")
@open_to(Role.ASSISTANT, object_kind="visit")
@on_phone("latest")
def summary(family_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """What the family reads, in larger type and whole sentences."""
    family = open_family(actor(), family_id)
    tongue = "uk" if request.args.get("lang") == "uk" else "pl"
    told = shown(family, *recorded(family, visit_id))
    with force_locale(tongue):
        return page("visits/summary.html", tongue=tongue, tell=gettext, **told)


def recorded(family: Family, visit_id: UUID) -> tuple[Visit, VisitRecord]:
    """A visit that has its record, with the current version of it."""
    visit = visit_of(family, visit_id)
    held = version_of(visit) if visit and visit.status is VisitStatus.RECORDED else None
    if visit is None or held is None:
        abort(404)
    return visit, held
