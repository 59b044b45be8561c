"""What a phone with a sealed box asks of the centre: hello, a session, am I lost, take my queue.

An order to wipe is the status 410 with the header X-Rodzina-Wipe, and a ticket while the queue of
the phone is still wanted. Strangers learn nothing here: what they name is simply not known.
"""

from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Response, g, jsonify, make_response, request
from flask.typing import ResponseReturnValue

from rodzina.accounts.actions import tried
from rodzina.accounts.devices import device_name
from rodzina.accounts.identity import fresh_session, give_cookie
from rodzina.accounts.models import Membership
from rodzina.accounts.queries import memberships_of, password_typed_at
from rodzina.crypto import Unreadable, token_hash
from rodzina.db import db, visiting
from rodzina.office.queries import parameters
from rodzina.offline.blueprint import blueprint
from rodzina.offline.devices import (
    device_named,
    give_ticket,
    give_token,
    meet,
    note_contact,
    note_wiped,
    state_of,
)
from rodzina.offline.models import Device, DeviceState
from rodzina.offline.queries import missing_numbers
from rodzina.offline.rescue import (
    LARGEST,
    Rescue,
    close_queue,
    office_number,
    open_box,
    spend_ticket,
    take_in,
)
from rodzina.problems import RuleBroken
from rodzina.web.access import actor, open_to, public, uuid_or_none
from rodzina.web.polish import now, today

FRESH = timedelta(minutes=2)
WRONG_PERSON = "", 409, {"X-Rodzina-Wrong-Person": "1"}


@blueprint.post("/sync/hello")
@open_to()
def hello() -> ResponseReturnValue:
    """Who is signed in, the centre's time in milliseconds, and which numbers never came.

    Key and token go to a phone that is new or whose person has just typed the password.
    """
    asked = uuid_or_none(request.form.get("device"))
    told = {
        "person": str(actor().person_id),
        "now": int(now().replace(tzinfo=UTC).timestamp() * 1000),
        "missing": missing_numbers(actor(), asked) if asked else [],
        "lease_days": parameters(today())["lease_days"],
    }
    if asked is None:
        return jsonify(told)
    device = meet(actor(), asked, device_name(request.user_agent.string), now())
    if device.person_id != actor().person_id:
        return WRONG_PERSON
    if state_of(device) is not DeviceState.IN_USE:
        return wipe(device)
    note_contact(actor(), device, count_told(), now())
    if is_fresh(device.created_at) or is_fresh(password_typed_at(actor().sign_in_id)):
        told |= {"recovery": device.recovery, "token": give_token(device)}
    return jsonify(told)


def count_told() -> int | None:
    told = request.form.get("unsent", type=int)
    return told if told is not None and 0 <= told < 2**31 else None


def is_fresh(moment: datetime | None) -> bool:
    return moment is not None and now() - moment < FRESH


def wipe(device: Device) -> Response:
    """The order to wipe; with a ticket while somebody waits for what was not sent."""
    wanted = state_of(device) is DeviceState.LOST and bool(device.recovery)
    response = jsonify({"ticket": give_ticket(device)} if wanted else {})
    response.status_code = 410
    response.headers["X-Rodzina-Wipe"] = "1"
    return response


@blueprint.post("/sync/session")
@public
def renew() -> ResponseReturnValue:
    """A new session for the phone's own token, as signing in makes one; wrong ones are counted."""
    token = request.headers.get("X-Rodzina-Token", "")
    office_id, device_id = named_in(token)
    if office_id is None or device_id is None:
        return "", 401
    with visiting(office_id):
        device = device_named(device_id)
        source = f"phone {request.remote_addr}"  # a forgetful phone locks nobody out of signing in
        try:
            fitting = tried(f"device|{device_id}", source, now(), lambda: fits(device, token))
        except RuleBroken:
            return "", 429
        return session_for(device) if device and fitting else ("", 401)


def named_in(token: str) -> tuple[int | None, UUID | None]:
    """The centre and the phone that a token names."""
    office, _dot, rest = token.partition(".")
    return office_number(office), uuid_or_none(rest.partition(".")[0])


def fits(device: Device | None, token: str) -> bool:
    return device is not None and device.token_hash == token_hash(token)


def session_for(device: Device) -> ResponseReturnValue:
    member = member_of(device)
    if member is None:
        return "", 401
    if state_of(device, works_here=True) is not DeviceState.IN_USE:
        return wipe(device)
    return give_cookie(make_response("", 204), fresh_session(member, proved=False))


def member_of(device: Device) -> Membership | None:
    """The role in which the phone was last used; else another one in the same centre."""
    held = [m for m in memberships_of(device.person_id) if m.office_id == device.office_id]
    return next((m for m in held if m.role is device.role), held[0] if held else None)


@blueprint.post("/sync/lost")
@public
def lost() -> ResponseReturnValue:
    """Whether the phone that asks is to be wiped; unknown ones are told nothing."""
    office_id, device_id = asked_about()
    with visiting(office_id) if office_id else nullcontext():
        device = device_named(device_id) if office_id and device_id else None
        if device is None or state_of(device) is DeviceState.IN_USE:
            return "", 204
        return wipe(device)


def asked_about() -> tuple[int | None, UUID | None]:
    return office_number(request.form.get("office")), uuid_or_none(request.form.get("device"))


@blueprint.post("/sync/rescue")
@public
def rescue() -> ResponseReturnValue:
    """Takes over the sealed queue of a phone: with its ticket, or in its person's session."""
    request.max_content_length = LARGEST
    given = Rescue.read(request.get_data())
    if given is None:
        return "", 400
    with visiting(given.office_id):
        device = device_named(given.device_id)
        if device is None or not may_hand_over(device, given.ticket):
            return "", 403
        if not device.recovery:
            return wipe(device)
        return handed_over(device, given)


def may_hand_over(device: Device, ticket: str) -> bool:
    if ticket:
        return spend_ticket(device, ticket)
    signed_in = g.get("actor")
    return bool(signed_in) and (signed_in.office_id, signed_in.person_id) == (
        device.office_id,
        device.person_id,
    )


def handed_over(device: Device, given: Rescue) -> ResponseReturnValue:
    db.session().info["person"] = device.person_id
    try:
        key = open_box(device, given.wrap)
    except Unreadable:
        db.session.rollback()  # a ticket that opened nothing is not spent
        return "", 422
    outcome = take_in(device, key, given.rows)
    close_queue(device, now())
    return jsonify(asdict(outcome))


@blueprint.post("/sync/wiped")
@public
def wiped() -> ResponseReturnValue:
    """A phone that was told to wipe says that it has."""
    office_id, device_id = asked_about()
    with visiting(office_id) if office_id else nullcontext():
        device = device_named(device_id) if office_id and device_id else None
        if device and state_of(device) not in {DeviceState.IN_USE, DeviceState.WIPED}:
            db.session().info["person"] = device.person_id
            note_wiped(device, now())
    return "", 204
