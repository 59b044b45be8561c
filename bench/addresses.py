"""Every page of a role, found in the live map of addresses, with real ids in place of names."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask, url_for
from sqlalchemy import and_, func, select

from rodzina.accounts.models import Invitation, Person
from rodzina.actors import Actor
from rodzina.concerns.models import Concern
from rodzina.courts.models import CourtOrder
from rodzina.crypto import fresh_token, token_hash
from rodzina.db import db, enter_office, utc_now
from rodzina.families.access import families_of
from rodzina.families.models import Family, FamilyMember
from rodzina.office.queries import DEFAULTS
from rodzina.offline.models import Device, ParkedEntry
from rodzina.tasks.models import Task
from rodzina.visits.models import Visit
from rodzina.vocabulary import Role, TaskStatus, VisitStatus

# Their answer is a file, a word for a machine, or another address.
NOT_PAGES = {
    "asset", "favicon", "alive", "ready", "accounts.start", "offline.worker", "offline.manifest",
}  # fmt: skip
is_of_family = and_(CourtOrder.office_id == Family.office_id, CourtOrder.family_id == Family.id)
OPEN_VISIT = {"visits.record", "visits.clock"}  # they show a visit that is not recorded yet


@dataclass(frozen=True)
class Address:
    """A page by its name in the code; `missing` says which id nobody could fill in."""

    endpoint: str
    path: str
    missing: str = ""


def pages_of(app: Flask, actor: Actor) -> list[Address]:
    """All addresses that this person may fetch."""
    enter_office(actor.office_id)
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        roles = getattr(app.view_functions[rule.endpoint], "open_to", None)
        fetched = "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES
        if fetched and roles is not None and actor.role in roles:
            ids = ids_for(actor, rule.endpoint, "order_id" in rule.arguments)
            found.append(address(rule.endpoint, rule.arguments, ids | dict(rule.defaults or {})))
    return found


def public_pages(app: Flask) -> list[Address]:
    """What is open to somebody who has not signed in, single-use links among it."""
    links = {"accounts.invitation": link(Role.ASSISTANT), "accounts.new_password": link(None)}
    return [
        address(rule.endpoint, rule.arguments, {"token": links.get(rule.endpoint)})
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if "GET" in (rule.methods or ())
        and rule.endpoint not in NOT_PAGES
        and getattr(app.view_functions[rule.endpoint], "open_to", ()) is None
    ]


def address(endpoint: str, names: set[str], ids: dict[str, Any]) -> Address:
    unknown = sorted(name for name in names if ids.get(name) is None)
    if unknown:
        return Address(endpoint, "", ", ".join(unknown))
    more = {}
    if endpoint == "desk.older":  # the stretch of the timeline before this moment
        more = {"before": utc_now().isoformat(), "after": ids["visit_id"]}
    return Address(endpoint, url_for(endpoint, **{n: ids[n] for n in names}, **more))


def ids_for(actor: Actor, endpoint: str, by_court: bool) -> dict[str, Any]:
    """The family with the longest file (or with a court order), and one of each kind in it."""
    ordered = families_of(actor).join(CourtOrder, is_of_family).with_only_columns(Family.id)
    family_id = first(ordered) if by_court else longest_file(actor)
    recorded = Visit.status == VisitStatus.RECORDED
    colleague = first(
        select(Person.id)
        .join(Family, Family.assistant_id == Person.id)
        .where(Family.office_id == actor.office_id)
        .order_by(Person.email)
    )
    return {
        "family_id": family_id,
        "visit_id": first(
            select(Visit.id)
            .where(Visit.family_id == family_id, recorded != (endpoint in OPEN_VISIT))
            .where(Visit.status.in_((VisitStatus.RECORDED, VisitStatus.UNDER_WAY)))
            .order_by(Visit.day.desc())
        ),
        "member_id": first(select(FamilyMember.id).where(FamilyMember.family_id == family_id)),
        "task_id": first(
            select(Task.id).where(Task.family_id == family_id, Task.status == TaskStatus.TO_DO)
        ),
        "order_id": first(select(CourtOrder.id).where(CourtOrder.family_id == family_id)),
        "entry_id": first(select(ParkedEntry.id).order_by(ParkedEntry.id)),
        "device_id": first(select(Device.id).order_by(Device.id)),
        "concern_id": first(select(Concern.id).order_by(Concern.id)),
        "person_id": colleague,
        "code": Role.ASSISTANT,
        "name": next(iter(DEFAULTS)),
    }


def longest_file(actor: Actor) -> UUID | None:
    """The family whose file holds most visits, of those the person may open; else any of them."""
    mine = families_of(actor).with_only_columns(Family.id)
    longest = (
        select(Visit.family_id)
        .where(Visit.family_id.in_(mine), Visit.status == VisitStatus.RECORDED)
        .group_by(Visit.family_id)
        .order_by(func.count().desc(), Visit.family_id)
    )
    held: UUID | None = first(longest) or first(mine)
    return held


def first(statement: Any) -> Any:
    return db.session.scalars(statement.limit(1)).first()


def link(role: Role | None) -> str:
    """A single-use link as the administrator would make it."""
    token = fresh_token()
    person = first(select(Person).order_by(Person.email))
    db.session.add(
        Invitation(
            token_hash=token_hash(token),
            office_id=1 if role else None,
            role=role,
            email="nowa.osoba@rodzina.example" if role else person.email,
            name="Nowa Osoba",
            expires_at=utc_now() + timedelta(hours=1),
        )
    )
    db.session.commit()
    return token
