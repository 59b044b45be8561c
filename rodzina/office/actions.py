"""Founding a centre, and setting its parameters."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from rodzina.crypto import Key, MasterKeys
from rodzina.db import db, enter_office
from rodzina.office.models import Office, Parameter


def found_office(master: MasterKeys, office_id: int, **facts: str) -> Office:
    """A new centre with a key of its own; does not commit."""
    enter_office(office_id)
    wrapped = master.current.wrap(Key.fresh(), f"office|key|{office_id}")
    office = Office(id=office_id, key_wrapped=wrapped, **facts)
    db.session.add(office)
    db.session.flush()
    return office


def set_parameter(name: str, value: int, valid_from: date, set_by: UUID | None) -> None:
    """A figure in force from a day on; the same day's earlier value is replaced. Does not commit."""
    held = db.session.scalar(
        select(Parameter).where(Parameter.name == name, Parameter.valid_from == valid_from)
    )
    if held is None:
        db.session.add(Parameter(name=name, valid_from=valid_from, value=str(value), set_by=set_by))
    else:
        held.value, held.set_by = str(value), set_by
    db.session().info.pop("parameters", None)
