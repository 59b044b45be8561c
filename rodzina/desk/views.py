"""Today and the week of an assistant, and the family's file."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from rodzina.consents.queries import basis_states, legal_basis_of
from rodzina.consents.rules import BasisState
from rodzina.desk import family_list as _family_list  # noqa: F401 - views of this room too
from rodzina.desk import more as _more  # noqa: F401
from rodzina.desk import overview as _overview  # noqa: F401
from rodzina.desk.blueprint import blueprint
from rodzina.families.access import open_family
from rodzina.families.models import Family
from rodzina.families.queries import rows_for
from rodzina.periods import week_of
from rodzina.tasks.queries import open_tasks_of, progress_by_area, tasks_due
from rodzina.visits.models import Visit
from rodzina.visits.queries import (
    drafts_by,
    next_visits,
    timeline,
    visit_of,
    visits_between,
    with_agreed,
)
from rodzina.visits.views import QUICK_KINDS
from rodzina.vocabulary import Role, VisitStatus
from rodzina.web.access import actor, open_to, uuid_or_none
from rodzina.web.kept import on_phone
from rodzina.web.pages import page
from rodzina.web.polish import hour, near_day, now, today

TASKS_SHOWN = 5
# Asking is the next step; a family that refused or withdrew is not asked again on Dziś.
NEEDS_CONSENT = (None, BasisState.MISSING)


@blueprint.get("/today", endpoint="today")
@open_to(Role.ASSISTANT, object_kind="own families")
@on_phone("once")
def today_page() -> ResponseReturnValue:
    """The next visit with what was agreed, what is due, and the day's plan."""
    families = {row.id: row for row in rows_for(actor())}
    visits = visits_between(actor(), families, today(), today())
    coming = [v for v in visits if v.status in (VisitStatus.UNDER_WAY, VisitStatus.PLANNED)]
    coming.sort(key=lambda v: (v.status is not VisitStatus.UNDER_WAY, v.planned_at or now()))
    upcoming = coming[0] if coming else None
    family, agreed = with_agreed(actor(), upcoming.family_id) if upcoming else (None, [])
    due = tasks_due(actor(), today() + timedelta(days=2))
    states = basis_states(families, today())
    without = [row for row in families.values() if states.get(row.id) in NEEDS_CONSENT]
    drafts = [d for d in drafts_by(actor()) if d.family_id in families]
    return page(
        "desk/today.html",
        families=families,
        visits=visits,
        upcoming=upcoming,
        next_family=family,
        agreed=agreed,
        following=None if coming else following_visit(list(families)),
        due=due[:TASKS_SHOWN],
        more_due=max(0, len(due) - TASKS_SHOWN),
        without=without,
        drafts=[d for d in drafts if upcoming is None or d.visit_id != upcoming.id],
    )


def following_visit(family_ids: list[UUID]) -> object:
    """The nearest visit of another day, for the empty page."""
    planned = sorted(next_visits(family_ids, now()).values(), key=lambda v: v.planned_at or now())
    return planned[0] if planned else None


@blueprint.get("/week")
@open_to(Role.ASSISTANT, object_kind="own families")
@on_phone("once")
def week() -> ResponseReturnValue:
    """The week's visits by day; earlier and later weeks by their distance."""
    step = request.args.get("step", 0, type=int)
    step = max(-60, min(60, step))
    days = week_of(today() + timedelta(weeks=step))
    families = {row.id: row for row in rows_for(actor())}
    visits = visits_between(actor(), families, days[0], days[-1])
    by_day = {d: [v for v in visits if v.day == d] for d in days}
    return page("desk/week.html", days=days, by_day=by_day, families=families, step=step)


@blueprint.get("/families/<uuid:family_id>")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, object_kind="family")
@on_phone("family")
def family(family_id: UUID) -> ResponseReturnValue:
    """The family's file: basis, rings, open tasks, timeline."""
    held = open_family(actor(), family_id)
    tasks = open_tasks_of(held.id)
    entries, older = timeline(held)
    planned = next_visits([held.id], now()).get(held.id)
    return page(
        "desk/family.html",
        family=held,
        basis=legal_basis_of(held),
        progress=progress_by_area(held.id),
        tasks=tasks[:TASKS_SHOWN],
        more_tasks=max(0, len(tasks) - TASKS_SHOWN),
        entries=entries,
        older=entries[-1].visit.id if older else None,
        planned=planned,
        quick_kinds=QUICK_KINDS,
        reminder=reminder,
        notes=not actor().is_a(Role.SOCIAL_WORKER),
    )


def reminder(visit: Visit | None) -> str:
    """The text of a message that the phone's own app will send."""
    if visit is None or visit.planned_at is None:
        return gettext("Good morning, when shall we meet?")
    when = {"day": near_day(visit.day), "hour": hour(visit.planned_at)}
    return gettext("Visit: %(day)s at %(hour)s", **when)


@blueprint.get("/families/<uuid:family_id>/timeline")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, object_kind="family")
def older(family_id: UUID) -> ResponseReturnValue:
    """The next stretch of the timeline: a fragment under its own address."""
    return page("desk/_timeline.html", **stretch(open_family(actor(), family_id, trace=False)))


@blueprint.get("/families/<uuid:family_id>/history")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, object_kind="family")
def history(family_id: UUID) -> ResponseReturnValue:
    """The same stretch as a page, for whoever follows the link without script."""
    return page("desk/history.html", **stretch(open_family(actor(), family_id)))


def stretch(held: Family) -> dict[str, Any]:
    """Contacts older than the one that the address names, or the newest."""
    wanted = request.args.get("after")
    last = visit_of(held, uuid_or_none(wanted) or abort(404)) if wanted else None
    if wanted and (last is None or last.started_at is None):
        abort(404)
    before = (last.started_at, last.id) if last and last.started_at else None
    entries, more = timeline(held, before)
    return {
        "family": held,
        "entries": entries,
        "older": entries[-1].visit.id if more else None,
        "notes": not actor().is_a(Role.SOCIAL_WORKER),
    }
