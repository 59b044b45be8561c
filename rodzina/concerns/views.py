"""“Something worries me”: reporting a concern, reading it, and the list of those sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from rodzina.accounts.models import Person
from rodzina.concerns.actions import open_concern, report_concern
from rodzina.concerns.forms import ConcernForm
from rodzina.concerns.models import Concern
from rodzina.concerns.queries import (
    PAGE,
    concern_for,
    escalation_minutes,
    listed,
    may_read_all,
    readings_of,
    unread_count,
    waiting_since,
)
from rodzina.concerns.rules import is_late
from rodzina.db import db
from rodzina.families.access import families_of, open_family, open_family_then
from rodzina.families.models import Family
from rodzina.office.queries import office
from rodzina.problems import RuleBroken
from rodzina.vocabulary import ConcernTopic, Role
from rodzina.web import toasts
from rodzina.web.access import actor, local_path, open_to, uuid_or_none
from rodzina.web.forms import sending
from rodzina.web.kept import on_phone
from rodzina.web.navigation import WAITING
from rodzina.web.pages import page, see_other
from rodzina.web.polish import now

blueprint = Blueprint("concerns", __name__)


def _(text: str) -> str:
    return text


WAITING["concerns.index"] = unread_count
SENT = toasts.message("concern_sent", _("Sent to the supervisor and the deputy"))


@blueprint.app_context_processor
def escalation() -> dict[str, Callable[[], datetime | None]]:
    """For the banner of concerns/_waiting.html; asked only by the pages that show it."""
    return {"concern_waiting_since": lambda: waiting_since(now(), actor())}


@blueprint.get("/families/<uuid:family_id>/concerns/new")
@open_to(Role.ASSISTANT, object_kind="family")
@on_phone("family")
def new(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id)
    return page("concerns/new.html", form=ConcernForm(), **around(family, came_from(family_id)))


def around(family: Family, back: str) -> dict[str, Any]:
    return {
        "family": family,
        "visit_id": uuid_or_none(request.values.get("visit")),
        "back": back,
        "office": office(),
    }


def came_from(family_id: UUID) -> str:
    """The page of this family's file on which the way here was tapped."""
    held = urlsplit(request.referrer or "")
    path = held.path if held.netloc == request.host else ""
    return path if path.startswith(f"/families/{family_id}/") else f"/families/{family_id}"


def way_back(family_id: UUID) -> str:
    """The same, as the form carried it: never a page elsewhere."""
    path = local_path(request.form.get("back")) or ""
    return path if path.startswith(f"/families/{family_id}/") else f"/families/{family_id}"


@blueprint.post("/families/<uuid:family_id>/concerns/new")
@open_to(Role.ASSISTANT, object_kind="family")
def send(family_id: UUID) -> ResponseReturnValue:
    """Also from somebody who led the family until lately: a signal is never lost on the way."""
    family = open_family_then(actor(), family_id)
    form, back = ConcernForm.received(), way_back(family_id)
    values = around(family, back)
    try:
        if not form.validate():
            raise RuleBroken("")
        text, visit_id = form.text.data or "", values["visit_id"]
        concern_id = report_concern(
            actor(), sending(), family.id, form.chosen(), text, visit_id, now()
        )
    except RuleBroken as problem:
        if problem.message:
            form.refuse(problem)
        return page("concerns/new.html", parts=["concern_form"], status=422, form=form, **values)
    toasts.say(SENT)
    return see_other("concerns.show", concern_id=concern_id, back=back)


@blueprint.get("/concerns")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER)
@on_phone("once")
def index() -> ResponseReturnValue:
    """All for the supervisors and the deputy, unread first; for an assistant what they sent."""
    everything = may_read_all(actor())
    if not everything and actor().is_a(Role.SOCIAL_WORKER):
        abort(404)
    start = min(max(request.args.get("from", 0, type=int), 0), 100_000)
    found, more = listed(actor(), now(), start)
    return page(
        "concerns/index.html",
        signals=found,
        more=start + PAGE if more else None,
        everything=everything,
    )


@blueprint.get("/concerns/<uuid:concern_id>")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, object_kind="concern")
def show(concern_id: UUID) -> ResponseReturnValue:
    """A concern; opened by a supervisor or the deputy it counts as read."""
    concern = concern_for(actor(), concern_id) or abort(404)
    reads = may_read_all(actor())
    if request.method == "GET":
        open_concern(actor(), concern, now(), counts=reads and not fetched_in_advance())
    may_open = opens_family(concern.family_id)
    return page(
        "concerns/show.html",
        concern=concern,
        reads=reads,
        back=back_from(concern, may_open),
        author=db.session.get_one(Person, concern.author_id),
        **content(concern, reads or may_open),
        **state(concern),
    )


def fetched_in_advance() -> bool:
    """A page that a browser only fetches in case it will be wanted has not been read."""
    return "Sec-Purpose" in request.headers


def opens_family(family_id: UUID) -> bool:
    wanted = families_of(actor()).with_only_columns(Family.id).where(Family.id == family_id)
    return db.session.scalar(wanted) is not None


def back_from(concern: Concern, may_open: bool) -> str:
    """Where the author came from while the family is theirs; otherwise the list."""
    path = local_path(request.args.get("back")) or ""
    if may_open and path.startswith(f"/families/{concern.family_id}"):
        return path
    return url_for("concerns.index")


def content(concern: Concern, known: bool) -> dict[str, Any]:
    """What it says; after a hand-over its author sees only what became of it."""
    if not known:
        return {"surname": "", "topics": [], "text": ""}
    family = db.session.scalars(select(Family).where(Family.id == concern.family_id)).one()
    topics = [topic for topic in ConcernTopic if topic.value in concern.topics]
    return {"surname": family.surname, "topics": topics, "text": concern.text}


def state(concern: Concern) -> dict[str, Any]:
    """Who read it, and whether nobody did for too long."""
    readings, centre = readings_of([concern.id]).get(concern.id, []), office()
    late = not readings and is_late(concern.reported_at, now(), escalation_minutes(now()))
    by_supervisor = any(r.person_id != centre.deputy_id for r in readings)
    return {"readings": readings, "late": late, "by_supervisor": by_supervisor, "office": centre}
