"""What a phone could not send any more: opened with the key kept for it, and put aside."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from rodzina.actors import Actor, Sending
from rodzina.audit.models import Operation
from rodzina.crypto import Unreadable, Wrapped, phone_key, token_hash
from rodzina.db import db
from rodzina.offline.actions import put_aside
from rodzina.offline.devices import forget_keys, state_of
from rodzina.offline.models import Device, DeviceState, ParkedWhy
from rodzina.web.access import local_path, uuid_or_none
from rodzina.web.forms import clean, content_of

LARGEST = 2 * 1024 * 1024
UNREADABLE = (Unreadable, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Rescue:
    """The sealed queue of a phone, as it travels or lies in a file."""

    office_id: int
    device_id: UUID
    ticket: str
    wrap: Wrapped
    rows: list[Any]

    @staticmethod
    def read(raw: bytes) -> "Rescue | None":
        """Nothing when the bytes are something else."""
        try:
            held = json.loads(raw)
            office_id, device_id = office_number(held["office"]), UUID(held["device"])
            wrap, rows = Wrapped.read(held["recovery"]), held["rows"]
            ticket = str(held.get("ticket") or "").encode("ascii").decode()
        except UNREADABLE:
            return None
        if office_id is None or not isinstance(rows, list):
            return None
        return Rescue(office_id, device_id, ticket, wrap, rows)


@dataclass(frozen=True)
class Letter:
    """One entry of the queue, opened; `path` is empty for the line of one that was sent."""

    operation: UUID
    number: int | None
    path: str
    form: str
    body: list[list[str]]

    @property
    def content(self) -> str:
        return content_of(self.path, ((name, value) for name, value in self.body))


@dataclass
class Outcome:
    """How many entries were taken, were known before, could not be opened."""

    taken: int = 0
    known: int = 0
    unreadable: int = 0


def office_number(told: Any) -> int | None:
    try:
        number = int(str(told))
    except ValueError:
        return None
    return number if 0 < number < 2**31 else None


def open_box(device: Device, wrap: Wrapped) -> bytes:
    """The key of the phone's box. Raises Unreadable when the kept key does not open it."""
    try:
        return phone_key(device.recovery, wrap, str(device.person_id))
    except ValueError as problem:
        raise Unreadable("recovery") from problem


def letter_in(key: bytes, row: Any) -> Letter | None:
    """Nothing when the row does not open, or holds what no form of ours sends."""
    try:
        place, number = row["op"], row.get("seq")
        held = json.loads(Wrapped.read(row["sealed"]).open(key, f"outbox|{place}"))
        path = local_path(urlsplit(held.get("url") or "").path) or ""
        body = parse_qsl(held.get("body") or "", keep_blank_values=True)
        known = isinstance(number, int) and 0 < number < 2**31
        letter = Letter(
            UUID(place),
            number if known else None,
            path,
            clean(str(held.get("form") or "")),
            [list(pair) for pair in body],
        )
        json.dumps([letter.path, letter.form, letter.body], ensure_ascii=False).encode()
    except UNREADABLE:
        return None
    return letter


def spend_ticket(device: Device, ticket: str) -> bool:
    """Step: whether it was this phone's ticket; it opens nothing a second time."""
    spent = db.session.execute(
        update(Device)
        .where(Device.id == device.id, Device.ticket_hash == token_hash(ticket))
        .values(ticket_hash=None)
        .execution_options(synchronize_session=False)
    )
    return bool(spent.rowcount)  # type: ignore[attr-defined]


def take_in(device: Device, key: bytes, rows: Iterable[Any]) -> Outcome:
    """Puts aside, as their author's, the entries that the centre does not know yet. Commits.

    Entries that do not open hold up none of the others.
    """
    letters = [letter_in(key, row) for row in rows]
    for more_tries in (True, False):
        try:
            outcome = put_aside_all(device, letters)
            db.session.commit()
            return outcome
        except IntegrityError:  # the same queue came twice at the same moment
            db.session.rollback()
            if not more_tries:
                raise
    raise AssertionError("the second try answers or raises")


def put_aside_all(device: Device, letters: Collection[Letter | None]) -> Outcome:
    """Step: see take_in."""
    outcome = Outcome(unreadable=sum(letter is None for letter in letters))
    opened = sorted((each for each in letters if each), key=lambda each: each.number or 0)
    held = known_operations({i for letter in opened for i in ids_of(letter)})
    for letter in opened:
        wanted, known = place_for(device, letter, held)
        if known:
            outcome.known += 1
        elif not letter.path:
            outcome.unreadable += 1
        else:
            put_aside_one(device, letter, wanted)
            held[wanted] = device.person_id, letter.content
            outcome.taken += 1
    return outcome


def ids_of(letter: Letter) -> tuple[UUID, UUID]:
    """Its own id; and another, always the same, where that one was used for something else."""
    return letter.operation, uuid5(letter.operation, letter.content)


def known_operations(wanted: Collection[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Author and content of those of these operations that the centre has received."""
    rows = db.session.execute(
        select(Operation.id, Operation.person_id, Operation.content_hash).where(
            Operation.id.in_(wanted)
        )
    )
    return {operation: (person, content) for operation, person, content in rows}


def place_for(
    device: Device, letter: Letter, held: dict[UUID, tuple[UUID, str]]
) -> tuple[UUID, bool]:
    """Under which id it is to be kept, and whether it is there already."""
    first, second = ids_of(letter)
    if not letter.path:
        return first, held.get(first, (None,))[0] == device.person_id
    own = device.person_id, letter.content
    if first not in held or held[first] == own:
        return first, first in held
    return second, second in held


def put_aside_one(device: Device, letter: Letter, operation: UUID) -> None:
    parts = letter.path.split("/")
    family = uuid_or_none(parts[2]) if parts[1] == "families" and len(parts) > 2 else None
    put_aside(
        Actor(device.person_id, device.office_id, device.role, ""),
        Sending(operation, letter.content, device.id, letter.number),
        family_id=family,
        path=letter.path,
        form=letter.form,
        why=ParkedWhy.RESCUED,
        problem="",
        body=letter.body,
    )


def close_queue(device: Device, now: datetime) -> None:
    """A phone that is to be wiped has handed over its queue: its key has done its work."""
    if state_of(device) is DeviceState.LOST:
        device.taken_over_at = now
        forget_keys(device)
        db.session.commit()
