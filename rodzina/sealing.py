"""Sealed fields of records, and the keys that one session has opened."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from flask import current_app
from sqlalchemy import LargeBinary, Uuid, column, select, table
from sqlalchemy.orm import Session

from rodzina.crypto import Key, MasterKeys
from rodzina.db import current_office, db

Value = TypeVar("Value")


class Sealed(Generic[Value]):
    """A field kept encrypted under its family's key, bound to table, column, centre and row."""

    def __init__(self, load: Callable[[Any], Value], empty: Value) -> None:
        self.load, self.empty = load, empty

    def __set_name__(self, owner: type, name: str) -> None:
        self.name, self.column = name, f"{name}_sealed"
        owner.sealed_fields = owner.sealed_fields | {name}  # type: ignore[attr-defined]

    def __get__(self, record: Any, owner: type) -> Any:
        if record is None:
            return self
        raw = getattr(record, self.column)
        if raw is None:
            return self.empty
        plain = keyring().family(record.sealing_family).open(raw, self.place(record))
        return self.load(json.loads(plain))

    def __set__(self, record: Any, value: Any) -> None:
        if value == self.empty or value is None:
            setattr(record, self.column, None)
            return
        plain = json.dumps(value, ensure_ascii=False, default=str).encode()
        key = keyring().family(record.sealing_family)
        setattr(record, self.column, key.seal(plain, self.place(record)))

    def place(self, record: Any) -> str:
        return f"{record.__tablename__}|{self.name}|{record.office_id}|{record.id}"


def sealed_text() -> Any:
    return Sealed[str](str, "")


def sealed_date() -> Any:
    return Sealed[date | None](date.fromisoformat, None)


def sealed_list() -> Any:
    return Sealed[list[Any]](list, [])


class Keyring:
    """Keys that one session has opened: its centre's, and those of the families it loaded."""

    def __init__(self, master: MasterKeys, session: Session) -> None:
        self.master, self.session = master, session
        self.wrapped: dict[UUID, bytes] = {}
        self.opened: dict[UUID, Key] = {}
        self._centre: Key | None = None

    def learn_centre(self, office_id: int, wrapped: bytes) -> Key:
        self._centre = self.master.unwrap(wrapped, f"office|key|{office_id}")
        return self._centre

    def centre(self) -> Key:
        if self._centre is None:
            office = table("office", column("id"), column("key_wrapped"))
            wanted = select(office.c.key_wrapped).where(office.c.id == current_office())
            found = self.session.execute(wanted).scalar_one()
            return self.learn_centre(current_office(), found)
        return self._centre

    def learn(self, family_id: UUID, wrapped: bytes) -> None:
        self.wrapped[family_id] = wrapped

    def family(self, family_id: UUID | None) -> Key:
        """A family's key; the centre's where a row is of no family that is known."""
        if family_id is None:
            return self.centre()
        key = self.opened.get(family_id)
        if key is None:
            wrapped = self.wrapped.get(family_id) or self._fetch(family_id)
            place = f"family|key|{current_office()}|{family_id}"
            key = self.opened[family_id] = self.centre().unwrap(wrapped, place)
        return key

    def fresh_family_key(self, family_id: UUID) -> bytes:
        """A new family's key, wrapped for keeping."""
        key = self.opened[family_id] = Key.fresh()
        return self.centre().wrap(key, f"family|key|{current_office()}|{family_id}")

    def _fetch(self, family_id: UUID) -> bytes:
        family = table(
            "family",
            column("office_id"),
            column("id", Uuid()),
            column("key_wrapped", LargeBinary()),
        )
        wanted = select(family.c.key_wrapped).where(
            family.c.office_id == current_office(), family.c.id == family_id
        )
        wrapped: bytes = self.session.execute(wanted).scalar_one()
        return wrapped


def keyring() -> Keyring:
    ring: Keyring | None = db.session().info.get("keys")
    if ring is None:
        ring = db.session().info["keys"] = Keyring(
            current_app.extensions["master_keys"], db.session()
        )
    return ring
