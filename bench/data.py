"""Databases of both kinds with invented families, and the people to browse them as."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from rodzina.accounts.models import Membership, Person
from rodzina.actors import Actor
from rodzina.config import Settings
from rodzina.db import db, enter_office, utc_now
from rodzina.demo.load import load_demo, seed_scale
from rodzina.demo.scale import Scale
from rodzina.families.models import Family, FamilyMember
from rodzina.house import create_app
from rodzina.periods import day_of
from rodzina.vocabulary import Role
from tests.databases import Addresses, PostgresServer, SqliteServer

SEED = 2026
CENTRE = 1


@dataclass(frozen=True)
class World:
    """A database filled with invented people, and the app over it in this process."""

    kind: str
    addresses: Addresses
    home: Path
    app: Flask


@dataclass(frozen=True)
class Caseload:
    """An assistant with their families and the members of each."""

    person_id: UUID
    email: str
    families: dict[UUID, list[UUID]]


@contextmanager
def database_server(kind: str, folder: Path) -> Iterator[Any]:
    """A server with an empty, migrated template database."""
    server: Any = SqliteServer(folder) if kind == "sqlite" else PostgresServer()
    server.prepare()
    server.settle()
    try:
        yield server
    finally:
        if kind == "postgresql":
            server.stop()


@contextmanager
def world(server: Any, folder: Path, fill: Callable[[], object]) -> Iterator[World]:
    """A copy of the template, filled."""
    addresses = server.copy()
    settings = Settings(
        home=folder,
        database_url=addresses.app,
        owner_url=addresses.owner,
        secret_key="a-secret-of-the-bench-that-is-long-enough",
    )
    app = create_app(settings)
    with app.app_context():
        fill()
    yield World(server.kind, addresses, folder, app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    server.drop(addresses)


def families(count: int, visits: int) -> Callable[[], object]:
    """Fills with so many families and visits in all."""
    return lambda: seed_scale(Scale(count, SEED, day_of(utc_now()), visits), None)


def demo() -> object:
    """Fills with the demo centre: believable prose, so believable bytes."""
    return load_demo()


def actor_of(role: Role) -> Actor:
    """Somebody with this role in the first centre; of assistants the one with most families."""
    enter_office(CENTRE)
    people = (
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.office_id == CENTRE, Membership.role == role)
    )
    if role is Role.ASSISTANT:
        busiest = select(Family.assistant_id).group_by(Family.assistant_id)
        people = people.where(
            Person.id.in_(busiest.order_by(func.count().desc(), Family.assistant_id).limit(1))
        )
    person_id, name = db.session.execute(people.order_by(Person.email)).first() or (None, "")
    if person_id is None:
        raise LookupError(f"nobody is {role}")
    return Actor(person_id, CENTRE, role, name)


def caseloads() -> list[Caseload]:
    """The assistants of the first centre with their families, by e-mail."""
    enter_office(CENTRE)
    found: dict[UUID, Caseload] = {}
    rows = db.session.execute(
        select(Person.id, Person.email, Family.id, FamilyMember.id)
        .join(Family, Family.assistant_id == Person.id)
        .join(FamilyMember, FamilyMember.family_id == Family.id)
        .where(Family.office_id == CENTRE, FamilyMember.office_id == CENTRE)
        .order_by(Person.email, Family.id, FamilyMember.position)
    )
    for person_id, email, family_id, member_id in rows:
        held = found.setdefault(person_id, Caseload(person_id, email, {}))
        held.families.setdefault(family_id, []).append(member_id)
    return list(found.values())
