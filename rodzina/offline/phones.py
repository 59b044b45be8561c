"""A person's phones with a sealed box: the list, and what is done when one is lost."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue

from rodzina.accounts.people import MANAGERS
from rodzina.accounts.queries import names_of, roles_held
from rodzina.offline.blueprint import blueprint
from rodzina.offline.devices import (
    device_named,
    find_phone,
    give_up_phone,
    lose_phone,
    phones_of,
    state_of,
)
from rodzina.offline.models import Device, DeviceState
from rodzina.web import toasts
from rodzina.web.access import actor, open_to
from rodzina.web.forms import sending
from rodzina.web.pages import page, see_other
from rodzina.web.polish import now


def _(text: str) -> str:
    return text


LOST = toasts.message("phone_lost", _("Marked as lost. The sessions are ended."))
FOUND = toasts.message("phone_found", _("The phone is in use again"))
GIVEN_UP = toasts.message("phone_given_up", _("Nobody waits for this phone any more"))


@blueprint.app_context_processor
def listed() -> dict[str, Callable[..., Any]]:
    """For offline/_phones.html on the pages of a person; asked only by those."""
    return {"phones_of": phones_with_states}


def phones_with_states(person_id: UUID) -> list[tuple[Device, DeviceState]]:
    works_here = bool(roles_held(actor().office_id, person_id))
    return [(phone, state_of(phone, works_here)) for phone in phones_of(person_id, now())]


def phone_of(device_id: UUID) -> Device:
    """One's own; whoever looks after people opens those of the centre; else 404."""
    device = device_named(device_id)
    if device is None or not (device.person_id == actor().person_id or actor().is_a(*MANAGERS)):
        abort(404)
    return device


def back_to(device: Device, done: str) -> ResponseReturnValue:
    toasts.say(done)
    if device.person_id == actor().person_id:
        return see_other("accounts.devices")
    return see_other("accounts.person", person_id=device.person_id)


@blueprint.get("/phones/<uuid:device_id>/lost")
@open_to(object_kind="device")
def ask_lost(device_id: UUID) -> ResponseReturnValue:
    """Says what will happen before it does."""
    device = phone_of(device_id)
    return page(
        "offline/lost.html",
        device=device,
        owner=names_of({device.person_id})[device.person_id],
        own=device.person_id == actor().person_id,
    )


@blueprint.post("/phones/<uuid:device_id>/lost")
@open_to(object_kind="device")
def mark_lost(device_id: UUID) -> ResponseReturnValue:
    device = phone_of(device_id)
    lose_phone(actor(), sending(), device, now())
    return back_to(device, LOST)


@blueprint.post("/phones/<uuid:device_id>/found")
@open_to(object_kind="device")
def mark_found(device_id: UUID) -> ResponseReturnValue:
    device = phone_of(device_id)
    find_phone(actor(), sending(), device)
    return back_to(device, FOUND)


@blueprint.post("/phones/<uuid:device_id>/give-up")
@open_to(*MANAGERS, object_kind="device")
def give_up(device_id: UUID) -> ResponseReturnValue:
    """Stops waiting for what this phone has not sent."""
    device = phone_of(device_id)
    give_up_phone(actor(), sending(), device, now())
    return back_to(device, GIVEN_UP)
