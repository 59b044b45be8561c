"""Phones with a sealed box: met, marked lost, given up, found again, wiped."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from rodzina.accounts.actions import end_sessions_of
from rodzina.accounts.queries import roles_held
from rodzina.accounts.rules import check_may_manage
from rodzina.actors import Actor
from rodzina.audit.actions import once, trace
from rodzina.crypto import fresh_recovery, fresh_token, token_hash
from rodzina.db import db
from rodzina.offline.models import Device, DeviceState
from rodzina.problems import RuleBroken

SEEN_STEP = timedelta(minutes=10)
WIPED_IN_SIGHT = timedelta(days=30)
OTHERWISE = "This phone is not in that state any more. Look at the list again."


def device_named(device_id: UUID) -> Device | None:
    """A phone of the centre, whosever it is."""
    return db.session.scalar(select(Device).where(Device.id == device_id))


def phones_of(person_id: UUID, now: datetime) -> Sequence[Device]:
    """A person's phones in the centre, the one last seen first."""
    return db.session.scalars(
        select(Device)
        .where(
            Device.person_id == person_id,
            or_(Device.wiped_at.is_(None), Device.wiped_at > now - WIPED_IN_SIGHT),
        )
        .order_by(Device.last_seen_at.desc())
    ).all()


def state_of(device: Device, works_here: bool | None = None) -> DeviceState:
    """A phone of somebody who left the centre is as good as lost."""
    for moment, state in (
        (device.wiped_at, DeviceState.WIPED),
        (device.given_up_at, DeviceState.GIVEN_UP),
        (device.taken_over_at, DeviceState.TAKEN_OVER),
        (device.lost_at, DeviceState.LOST),
    ):
        if moment is not None:
            return state
    if works_here is None:
        works_here = bool(roles_held(device.office_id, device.person_id))
    return DeviceState.IN_USE if works_here else DeviceState.LOST


def meet(actor: Actor, device_id: UUID, label: str, now: datetime) -> Device:
    """The phone under this id; at the first contact it gets a row and its recovery key."""
    known = device_named(device_id)
    if known is not None:
        return known
    db.session.add(
        Device(
            id=device_id,
            person_id=actor.person_id,
            role=actor.role,
            label=label[:120],
            last_seen_at=now,
            created_at=now,
            recovery=fresh_recovery(),
        )
    )
    try:
        db.session.commit()
    except IntegrityError:  # two tabs said hello at the same moment
        db.session.rollback()
    return db.session.scalars(select(Device).where(Device.id == device_id)).one()


def note_contact(actor: Actor, device: Device, unsent: int | None, now: datetime) -> None:
    """When it was seen, in which role, and how much it has not sent; no change of the record."""
    told = {"role": actor.role} | ({} if unsent is None else {"unsent": unsent})
    news = any(getattr(device, name) != value for name, value in told.items())
    if news or now - device.last_seen_at > SEEN_STEP:
        note(device, last_seen_at=now, **told)


def give_token(device: Device) -> str:
    """What signs this phone in again without a password; the one before ends."""
    token = f"{device.office_id}.{device.id}.{fresh_token()}"
    note(device, token_hash=token_hash(token))
    return token


def give_ticket(device: Device) -> str:
    """Lets a phone that is to be wiped hand over, once, what it has not sent."""
    ticket = fresh_token()
    note(device, ticket_hash=token_hash(ticket))
    return ticket


def note(device: Device, **values: Any) -> None:
    """Written past the version: two tabs may speak at the same moment. Commits."""
    db.session.execute(
        update(Device)
        .where(Device.id == device.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()


def note_wiped(device: Device, now: datetime) -> None:
    """The phone says that it has deleted everything: nothing opens or signs it in any more."""
    device.wiped_at = now
    forget_keys(device)
    device.token_hash = None
    db.session.commit()


def forget_keys(device: Device) -> None:
    """Step: what the phone sealed cannot be opened here any more."""
    device.recovery = ""
    device.ticket_hash = None


@once("lose_phone")
def lose_phone(actor: Actor, device: Device, now: datetime) -> UUID:
    """Marks it lost, and ends the person's sessions: which of them is that phone's is not known.

    The owner ends all but the present one, the supervisor those in the centre.
    """
    check_in_state(actor, device, DeviceState.IN_USE)
    own = device.person_id == actor.person_id
    device.lost_at, device.lost_by = now, actor.person_id
    end_sessions_of(
        device.person_id,
        now,
        but=actor.sign_in_id,
        office_id=None if own else actor.office_id,
    )
    trace("sessions_ended", "person", device.person_id)
    return device.id


@once("find_phone")
def find_phone(actor: Actor, device: Device) -> UUID:
    """It turned up before it came into contact: it goes on as before."""
    check_in_state(actor, device, DeviceState.LOST)
    device.lost_at = device.lost_by = device.ticket_hash = None
    return device.id


@once("give_up_phone")
def give_up_phone(actor: Actor, device: Device, now: datetime) -> UUID:
    """Nobody waits any more for what it has not sent; should it appear, it is only wiped."""
    check_in_state(actor, device, DeviceState.LOST)
    device.given_up_at, device.given_up_by = now, actor.person_id
    forget_keys(device)
    return device.id


def check_in_state(actor: Actor, device: Device, wanted: DeviceState) -> None:
    """One's own phone, or one of somebody whom the actor may look after, as the list showed it."""
    held = roles_held(actor.office_id, device.person_id)
    if device.person_id != actor.person_id:
        check_may_manage(actor.role, held)
    if state_of(device, bool(held)) is not wanted:
        raise RuleBroken(OTHERWISE)
