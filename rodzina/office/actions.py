"""Founding a centre, keeping its facts, and setting its parameters."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from rodzina.accounts.queries import roles_held
from rodzina.accounts.rules import DEPUTY_ROLES
from rodzina.actors import Actor
from rodzina.audit.actions import once, trace
from rodzina.crypto import Key, MasterKeys
from rodzina.db import current_office, db, enter_office
from rodzina.office.models import Office, Parameter
from rodzina.office.queries import figures_on
from rodzina.office.rules import check_figure, check_valid_from, check_warning_below_limit
from rodzina.problems import RuleBroken


def found_office(master: MasterKeys, office_id: int, **facts: str) -> Office:
    """A new centre with a key of its own; does not commit."""
    enter_office(office_id)
    wrapped = master.current.wrap(Key.fresh(), f"office|key|{office_id}")
    office = Office(id=office_id, key_wrapped=wrapped, **facts)
    db.session.add(office)
    db.session.flush()
    return office


def lock_office() -> None:
    """Step: whoever decides about the centre's people waits here for whoever decides now."""
    db.session.execute(
        update(Office)
        .where(Office.id == current_office())
        .values(short_name=Office.short_name)
        .execution_options(synchronize_session=False)
    )


def release_deputy(person_id: UUID) -> None:
    """Step: somebody who leaves is no deputy any more."""
    released = db.session.execute(
        update(Office)
        .where(Office.id == current_office(), Office.deputy_id == person_id)
        .values(deputy_id=None)
        .execution_options(synchronize_session=False)
    )
    if released.rowcount:  # type: ignore[attr-defined]
        trace("changed", "office", changed="deputy_id")


@once("change_office")
def change_office(actor: Actor, facts: dict[str, Any]) -> UUID:
    """The centre's name, address, phone, and the deputy who reads concerns too.

    Raises RuleBroken when the deputy is nobody of the centre who may read them.
    """
    lock_office()
    deputy = facts.get("deputy_id")
    if deputy and not roles_held(actor.office_id, deputy) & set(DEPUTY_ROLES):
        raise RuleBroken("This person does not work here any more. Choose another.", "deputy_id")
    office = db.session.scalars(
        select(Office).where(Office.id == actor.office_id).execution_options(populate_existing=True)
    ).one()
    changed = sorted(name for name, value in facts.items() if getattr(office, name) != value)
    for name in changed:
        setattr(office, name, facts[name])
    if changed:
        trace("changed", "office", changed=",".join(changed))
    return UUID(int=actor.office_id)


def set_parameter(name: str, value: int, valid_from: date, set_by: UUID | None) -> UUID:
    """Step: a figure in force from a day on; the same day's earlier value is replaced."""
    held = db.session.scalar(
        select(Parameter).where(Parameter.name == name, Parameter.valid_from == valid_from)
    )
    if held is None:
        held = Parameter(name=name, valid_from=valid_from, value=str(value), set_by=set_by)
        db.session.add(held)
    else:
        held.value, held.set_by = str(value), set_by
    db.session().info.pop("parameters", None)
    return held.id


@once("change_parameter")
def change_parameter(actor: Actor, name: str, value: int, valid_from: date, today: date) -> UUID:
    """A figure of the centre from a day on. Raises RuleBroken outside its range or in the past."""
    check_figure(name, value)
    check_valid_from(valid_from, today)
    lock_office()
    then = figures_on(valid_from) | {name: value}
    check_warning_below_limit(then["caseload_warn"], then["caseload_limit"])
    return set_parameter(name, value, valid_from, actor.person_id)
