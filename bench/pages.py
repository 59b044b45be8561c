"""Bytes and statements of every page, fetched in this process: figures without noise."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.addresses import Address, longest_file, pages_of, public_pages
from bench.browser import HEADERS
from bench.data import actor_of
from rodzina.accounts.actions import start_session
from rodzina.accounts.models import Membership
from rodzina.actors import Actor
from rodzina.db import db, enter_office, utc_now
from rodzina.visits.models import Visit
from rodzina.vocabulary import Role, VisitKind, VisitStatus
from tests.counting import statements

GOOD = {200, 302, 303}
CLOSED = 404  # open to the role, but not to this person or in this state


@dataclass(frozen=True)
class Fetched:
    """One page as one role gets it."""

    role: str
    endpoint: str
    status: int
    statements: int
    packed: int  # bytes as they travel, brotli
    plain: int
    ms: float

    @property
    def name(self) -> str:
        return f"{self.endpoint} ({self.role})"


def every_page(
    app: Flask, roles: tuple[Role, ...] = tuple(Role)
) -> tuple[list[Fetched], list[str]]:
    """Every page of every role that the data hold; and what could not be fetched, and why."""
    fetched, missed = [], []
    with app.test_request_context():
        doors: list[tuple[str, Actor | None, list[Address]]] = [("public", None, public_pages(app))]
        for role in roles:
            try:
                actor = actor_of(role)
            except LookupError as nobody:
                missed.append(str(nobody))
                continue
            if role is Role.ASSISTANT:
                start_the_clock(actor)
            doors.append((str(role), actor, pages_of(app, actor)))
        clients = {name: client_of(app, actor) for name, actor, _ in doors}
        db.session.remove()
    for name, _, addresses in doors:
        for address in addresses:
            if address.missing:
                missed.append(f"{address.endpoint} ({name}): no {address.missing} in these data")
                continue
            page = fetch(app, clients[name], name, address)
            if page.status == CLOSED:
                missed.append(f"{page.name}: closed to this person")
            else:
                fetched.append(page)
    return fetched, missed


def client_of(app: Flask, actor: Actor | None) -> FlaskClient:
    """A browser that has signed in; the password's cost is left out here."""
    client = app.test_client()
    if actor is not None:
        member = db.session.get_one(Membership, (actor.office_id, actor.person_id, actor.role))
        client.set_cookie("rodzina", start_session(member, "bench", phone=True, now=utc_now()))
    return client


def start_the_clock(actor: Actor) -> None:
    """One visit under way, so that the pages around it are there to fetch."""
    enter_office(actor.office_id)
    family_id = longest_file(actor)
    running = select(Visit.id).where(
        Visit.assistant_id == actor.person_id, Visit.status == VisitStatus.UNDER_WAY
    )
    if family_id is None or db.session.scalars(running).first():
        return
    now = utc_now()
    db.session.add(
        Visit(
            family_id=family_id,
            assistant_id=actor.person_id,
            kind=VisitKind.HOME_VISIT,
            status=VisitStatus.UNDER_WAY,
            day=now.date(),
            started_at=now,
        )
    )
    db.session.commit()


def fetch(app: Flask, client: FlaskClient, role: str, address: Address) -> Fetched:
    """Fetched twice: the first answer warms caches up, the second is measured."""
    client.get(address.path, headers=HEADERS)
    with statements(app) as sent, stopwatch() as took:
        packed = client.get(address.path, headers=HEADERS)
    plain = client.get(address.path, headers=HEADERS | {"Accept-Encoding": "identity"})
    return Fetched(
        role,
        address.endpoint,
        packed.status_code,
        len(sent),
        len(packed.data),
        len(plain.data),
        took[0],
    )


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """Milliseconds that the block took."""
    held, started = [0.0], perf_counter()
    yield held
    held[0] = 1000 * (perf_counter() - started)


def failures(fetched: list[Fetched]) -> list[str]:
    return [f"{f.name} answered {f.status}" for f in fetched if f.status not in GOOD]


def shown(fetched: list[Fetched]) -> list[Fetched]:
    """Pages that a person sees; addresses that only lead on are left out."""
    return [f for f in fetched if f.status == 200]


def growth(few: list[Fetched], many: list[Fetched]) -> list[dict[str, Any]]:
    """Statements of each page with few and with many visits."""
    before = {f.name: f for f in shown(few)}
    return [
        {"page": f.name, "few": before[f.name].statements, "many": f.statements,
         "few_ms": before[f.name].ms, "many_ms": f.ms}
        for f in shown(many)
        if f.name in before
    ]  # fmt: skip
