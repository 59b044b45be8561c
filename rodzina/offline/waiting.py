"""The waiting room: what phones have kept and a person has to decide about."""

from typing import Any
from uuid import UUID

from flask import abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from rodzina.accounts.models import Person
from rodzina.accounts.queries import names_of
from rodzina.actors import Actor
from rodzina.audit.actions import told_of
from rodzina.db import db, enter_office
from rodzina.families.queries import rows_for
from rodzina.offline.actions import DECIDED, accept_parked, send_back
from rodzina.offline.blueprint import blueprint
from rodzina.offline.choosing import choice_of
from rodzina.offline.contents import for_family, told
from rodzina.offline.forms import AttachForm, ReturnForm
from rodzina.offline.models import ParkedEntry
from rodzina.offline.queries import listed, members_of, parked_entry
from rodzina.problems import Conflict, RuleBroken
from rodzina.vocabulary import Role
from rodzina.web import toasts
from rodzina.web.access import actor, guard, open_to, uuid_or_none
from rodzina.web.forms import sending
from rodzina.web.pages import page, see_other
from rodzina.web.polish import now


def _(text: str) -> str:
    return text


ACCEPTED = toasts.message("parked_accepted", _("Accepted: it is in the family's file"))
RETURNED = toasts.message("parked_returned", _("Sent back to its author"))
NOT_TAKEN = _("It cannot be accepted as it is. Attach it to another family, or send it back.")


@blueprint.get("/waiting")
@open_to(Role.ASSISTANT, Role.SUPERVISOR)
def waiting() -> ResponseReturnValue:
    """All that waits, for the supervisor; for an assistant what they sent themselves."""
    return page("offline/waiting.html", rows=listed(actor(), now()))


@blueprint.get("/waiting/<uuid:entry_id>")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="parked entry")
def waiting_entry(entry_id: UUID) -> ResponseReturnValue:
    return shown(entry_of(entry_id))


def entry_of(entry_id: UUID) -> ParkedEntry:
    return parked_entry(actor(), entry_id) or abort(404)


def shown(entry: ParkedEntry, status: int = 200, **forms: Any) -> ResponseReturnValue:
    decides = actor().is_a(Role.SUPERVISOR) and entry.decision is None
    families = rows_for(actor())
    surname = next((row.surname for row in families if row.id == entry.family_id), "")
    attach = forms.get("attach") or AttachForm()
    choice = choice_of(actor(), entry) if surname else None
    people = {p for p in (entry.person_id, entry.decided_by) if p}
    names = names_of(people | (choice.people() if choice else set()))
    attach.choose_among([(row.id, f"{row.surname}, {row.card.people}") for row in families])
    return page(
        "offline/waiting_entry.html",
        status=status,
        entry=entry,
        surname=surname,
        choice=choice,
        cards=choice.cards(names) if choice else [],
        names=names,
        told=told(entry, members_of(entry.family_id) if surname else []),
        decides=decides,
        attach=attach,
        back=forms.get("back") or ReturnForm(),
        problem=forms.get("problem", ""),
    )


@blueprint.post("/waiting/<uuid:entry_id>/acceptance")
@open_to(Role.SUPERVISOR, object_kind="parked entry")
def accept(entry_id: UUID) -> ResponseReturnValue:
    """Takes it in where its author meant it to go."""
    entry = entry_of(entry_id)
    return taken(entry, entry.path, entry.body)


@blueprint.post("/waiting/<uuid:entry_id>/attachment")
@open_to(Role.SUPERVISOR, object_kind="parked entry")
def attach(entry_id: UUID) -> ResponseReturnValue:
    """Takes it in for another family; who was there is tapped again, by correcting it."""
    entry = entry_of(entry_id)
    form = AttachForm.received()
    rows = {row.id: row for row in rows_for(actor())}
    wanted = rows.get(uuid_or_none(form.family.data) or UUID(int=0))
    if wanted is None:
        form.refuse(RuleBroken("Choose the family that it was really about.", "family"))
        return shown(entry, 422, attach=form)
    return taken(entry, *for_family(entry, wanted.id))


@blueprint.post("/waiting/<uuid:entry_id>/choice")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="parked entry")
def choose(entry_id: UUID) -> ResponseReturnValue:
    """What stays where two have changed the same field; it becomes the next version."""
    entry = entry_of(entry_id)
    choice = choice_of(actor(), entry)
    if choice is None:
        return shown(entry, 422, problem=gettext(DECIDED))
    try:
        return taken(entry, entry.path, choice.body(request.form))
    except RuleBroken as problem:
        return shown(entry, 422, problem=gettext(problem.message))


def taken(entry: ParkedEntry, path: str, body: list[list[str]]) -> ResponseReturnValue:
    author = author_of(entry)
    try:
        accept_parked(
            actor(), sending(), entry, lambda: recorded_as(author, entry, path, body), now()
        )
    except RuleBroken as problem:
        return shown(entry, 422, problem=gettext(problem.message))
    toasts.say(ACCEPTED)
    return see_other("offline.waiting")


def author_of(entry: ParkedEntry) -> Actor:
    """Its author as an assistant of this centre, vouched for by the supervisor who decides."""
    if entry.person_id == actor().person_id:
        return actor()
    person = db.session.get_one(Person, entry.person_id)
    return Actor(
        person.id, actor().office_id, Role.ASSISTANT, person.name, vouched_by=actor().person_id
    )


def recorded_as(author: Actor, entry: ParkedEntry, path: str, body: list[list[str]]) -> str:
    """Sends it through the very view that a phone would reach; what stood in the way, or nothing.

    The entry's own id is the operation: accepted twice, it is recorded once.
    """
    app, supervisor = current_app._get_current_object(), actor().person_id  # type: ignore[attr-defined]
    headers = {"Idempotency-Key": str(entry.id), "Sec-Fetch-Site": "same-origin"}
    fields = MultiDict((name, value) for name, value in body)
    with (
        app.app_context(),
        app.test_request_context(path, method="POST", data=fields, headers=headers),
    ):
        g.actor = author
        enter_office(author.office_id)
        db.session().info["person"] = supervisor
        try:
            guard()  # only what its author could have reached
            app.dispatch_request()
        except (RuleBroken, Conflict) as problem:
            return problem.message
        except HTTPException:
            return NOT_TAKEN
        return "" if told_of(entry.id) == "done" else g.get("refusal") or NOT_TAKEN


@blueprint.post("/waiting/<uuid:entry_id>/return")
@open_to(Role.SUPERVISOR, object_kind="parked entry")
def give_back(entry_id: UUID) -> ResponseReturnValue:
    entry = entry_of(entry_id)
    form = ReturnForm.received()
    try:
        if not form.validate():
            raise RuleBroken("")
        send_back(actor(), sending(), entry, form.words.data, now())
    except RuleBroken as problem:
        form.refuse(problem)
        return shown(entry, 422, back=form)
    toasts.say(RETURNED)
    return see_other("offline.waiting")
