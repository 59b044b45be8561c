"""Rotation: a new master key, a new key for each centre, and the families' keys wrapped anew."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from rodzina.crypto import Key, MasterKeys
from rodzina.db import db, enter_office
from rodzina.families.cards import card_place
from rodzina.families.models import Family
from rodzina.office.models import Office
from rodzina.offline.models import Device, ParkedEntry


def rotate_keys(master: MasterKeys, office_ids: Iterable[int]) -> dict[str, int]:
    """One transaction a centre; the older master keys are forgotten after the last one."""
    master.add_fresh()
    centres = families = 0
    for office_id in office_ids:
        families += rotate_centre(master, office_id)
        centres += 1
    master.forget_older()
    return {"centres": centres, "families": families}


def rotate_centre(master: MasterKeys, office_id: int) -> int:
    enter_office(office_id)
    office = db.session.scalars(select(Office).where(Office.id == office_id)).one()
    place = f"office|key|{office_id}"
    old, new = master.unwrap(office.key_wrapped, place), Key.fresh()
    office.key_wrapped = master.current.wrap(new, place)
    held = db.session.scalars(select(Family)).all()
    for family in held:
        inside = f"family|key|{office_id}|{family.id}"
        family.key_wrapped = new.wrap(old.unwrap(family.key_wrapped, inside), inside)
        card = card_place(family.id)
        family.card = new.seal(old.open(family.card, card), card)
    of_no_family = select(ParkedEntry).where(ParkedEntry.family_id.is_(None))
    for record in (*db.session.scalars(select(Device)), *db.session.scalars(of_no_family)):
        seal_anew(record, old, new)
    db.session.commit()
    return len(held)


def seal_anew(record: Any, old: Key, new: Key) -> None:
    """What lies under the centre's own key."""
    for name in record.sealed_fields:
        field = getattr(type(record), name)
        raw, place = getattr(record, field.column), field.place(record)
        if raw is not None:
            setattr(record, field.column, new.seal(old.open(raw, place), place))
