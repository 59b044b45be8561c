"""What a device sends under an operation's id: every answer says what became of it.

A device deletes its own copy only on an answer that echoes the id. Sent again later ("replay"),
everything that can be attributed to its author is taken: recorded, or parked for a person.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from rodzina.actors import Sending
from rodzina.audit.actions import LATER, told_of
from rodzina.db import db, utc_now
from rodzina.offline.actions import park, put_entry
from rodzina.offline.blueprint import blueprint
from rodzina.offline.models import ParkedWhy
from rodzina.offline.queries import parked_as
from rodzina.visits.clashes import WAITS
from rodzina.web import toasts
from rodzina.web.access import REPLAY, SAFE, uuid_or_none
from rodzina.web.forms import sending

LIVE = "live"
LONGEST_WAY = timedelta(days=92)  # from the deed to its arrival
DONE = "done"
# Not the entry is wrong here, but who sends it, from where, or how often: it is sent again later.
TRY_AGAIN = {401, 403, 429}
TWO_VERSIONS = "The same was changed elsewhere meanwhile. Choose what stays."
REASONS = {404: ParkedWhy.NOT_OPEN, 409: ParkedWhy.CHANGED}


def mode() -> str:
    """How a device sends this: while the person waits, or later; nothing for ordinary requests."""
    told = request.headers.get("X-Rodzina-Mode", "")
    known = told in {LIVE, REPLAY} and request.method not in SAFE
    return told if known and g.get("actor") and operation() else ""


def operation() -> UUID | None:
    return uuid_or_none(request.headers.get("Idempotency-Key"))


@blueprint.before_app_request
def receive() -> ResponseReturnValue | None:
    """Turns away what belongs to somebody else, and answers again for what is parked already."""
    if not mode():
        return None
    if is_of_another():
        return "", 409, {"X-Rodzina-Wrong-Person": "1"}
    if is_parked(sending()):
        return "", 204
    if mode() == REPLAY:
        g.now = moment_of_deed()
        g.aside = set_aside
    return None


def moment_of_deed() -> datetime:
    """When the person did it, by how long ago the phone says that was; its clock is not asked."""
    told = request.headers.get("X-Rodzina-Age", 0, type=int)
    likely = 0 < told < LONGEST_WAY / timedelta(milliseconds=1)
    return utc_now() - timedelta(milliseconds=told if likely else 0)


def is_of_another() -> bool:
    """The phone's queue belongs to one person, the session to another: nothing is taken."""
    owner = request.headers.get("X-Rodzina-Person")
    return bool(owner) and uuid_or_none(owner) != g.actor.person_id


def is_parked(given: Sending) -> bool:
    entry = parked_as(given.id)
    if entry is None or entry.person_id != g.actor.person_id:
        return False
    g.parked = given.id
    return True


@blueprint.after_app_request
def acknowledge(response: Response) -> Response:
    """Echoes the operation's id with what became of it; silent when it has to be sent again."""
    if not mode() or is_of_another():
        return response
    given = sending()
    result = result_of(given, response)
    if not result:
        return response
    if result == "parked" and response.status_code != 204:
        response = Response(status=204)
        toasts.take()  # not all of it is saved
    response.headers["X-Rodzina-Result"] = result
    if result in {"done", "parked"}:
        response.headers["X-Rodzina-Receipt"] = receipt(given.id)
    # The last of them: browsers take an answer that breaks off within its headers for the whole.
    response.headers["X-Rodzina-Ack"] = str(given.id)
    return response


def result_of(given: Sending, response: Response) -> str:
    status = response.status_code
    told = told_of(given.id)
    if g.get("parked") == given.id or (told == DONE and g.get("set_aside") and is_parked(given)):
        return "parked"
    if told:
        return told if told != LATER else ""
    if status >= 500 or status in TRY_AGAIN:
        return ""
    if mode() == REPLAY:
        park_refused(given, status)
        return "parked"
    return "invalid" if status == 422 else ""


def park_refused(given: Sending, status: int) -> None:
    db.session.rollback()
    usual = ParkedWhy.CHANGED if g.get("overtaken") else ParkedWhy.REFUSED
    why = REASONS.get(status, usual)
    park(g.actor, given, **sent(), why=why, problem=g.get("refusal", ""), body=typed())


def set_aside(fields: list[str]) -> None:
    """Step of the operation under way: these fields wait for a person, the rest is recorded."""
    waits = [[WAITS, name] for name in fields]
    body = [*typed(), *waits]
    put_entry(
        g.actor, sending().id, **sent(), why=ParkedWhy.CHANGED, problem=TWO_VERSIONS, body=body
    )
    g.set_aside = True


def sent() -> dict[str, Any]:
    """Where it was going."""
    return {
        "family_id": (request.view_args or {}).get("family_id"),
        "path": request.path,
        "form": request.headers.get("X-Rodzina-Form", ""),
    }


def typed() -> list[list[str]]:
    return [[name, value] for name, value in request.form.items(multi=True) if name != WAITS]


def receipt(operation_id: UUID) -> str:
    """The short number that a person can read out."""
    return f"{operation_id.hex[:4]}-{operation_id.hex[4:8]}".upper()
