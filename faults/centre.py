"""What happens at the centre meanwhile, and all that it holds: through the app's own models."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from bench.data import CENTRE, actor_of, caseloads
from faults.judge import Facts, Held, Parked, Received
from faults.letters import Household
from faults.words import mark_in
from rodzina.accounts.actions import start_session
from rodzina.accounts.models import Membership
from rodzina.accounts.roles import deactivate_person
from rodzina.actors import Actor, Sending
from rodzina.audit.models import Operation
from rodzina.concerns.models import Concern
from rodzina.db import db, enter_office, utc_now
from rodzina.families.actions import hand_over
from rodzina.families.models import Family
from rodzina.offline.models import ParkedEntry
from rodzina.offline.queries import missing_numbers
from rodzina.periods import day_of
from rodzina.tasks.actions import agree_task
from rodzina.tasks.models import Task, TaskChange
from rodzina.visits.models import VisitArea, VisitPerson, VisitRecord
from rodzina.vocabulary import Role, WorkArea
from tests.browsing import Page

Found = TypeVar("Found")
KEPT = (Operation, Task, TaskChange, Concern, VisitRecord, ParkedEntry)
PAGES = {"task": "tasks/new", "concern": "concerns/new"}


@dataclass(frozen=True)
class Colleague:
    """An assistant who can sign in, and the families that entries are written about."""

    id: UUID
    sign_in: Callable[[], str]
    households: list[Household]


class Centre:
    """The same database as the server's, in this process."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.before: set[UUID] = set()

    def inside(self, work: Callable[[], Found]) -> Found:
        """Does this in the first centre, with a session of the database of its own."""
        with self.app.test_request_context():
            enter_office(CENTRE)
            try:
                return work()
            finally:
                db.session.remove()

    def assistants(self) -> list[UUID]:
        """Who leads families, the one with the middle number first."""
        held = self.inside(caseloads)
        return [c.person_id for c in sorted(held, key=lambda c: (len(c.families) - 13) ** 2)]

    def colleague(self, person: UUID, families: int, tasks: int, rng: Random) -> Colleague:
        """An assistant at work, with the forms of so many families and tasks to tick."""

        def sign_in() -> str:
            return self.inside(lambda: session_of(person))

        [caseload] = [c for c in self.inside(caseloads) if c.person_id == person]
        led = sorted(caseload.families)
        chosen = rng.sample(led, min(families, len(led)))
        homes = [self.household(sign_in(), f, caseload.families[f]) for f in chosen]
        self.inside(lambda: add_tasks(person, homes, tasks))
        return Colleague(person, sign_in, homes)

    def household(self, cookie: str, family: UUID, members: list[UUID]) -> Household:
        client = self.app.test_client()
        client.set_cookie("rodzina", cookie)
        pages = PAGES | {"visit": f"visits/{uuid4()}/record"}
        shown = {
            form: Page(client.get(f"/families/{family}/{path}")).form(path)
            for form, path in pages.items()
        }
        return Household(family, members, shown)

    def hand_over(self, family: UUID, assistant: UUID) -> None:
        """The supervisor gives the family to somebody else."""

        def work() -> None:
            held = db.session.scalars(select(Family).where(Family.id == family)).one()
            hand_over(actor_of(Role.SUPERVISOR), fresh(), held, assistant, day_of(utc_now()))

        self.inside(work)

    def deactivate(self, person: UUID) -> None:
        """Somebody leaves the centre: sessions and roles end at once."""
        self.inside(
            lambda: deactivate_person(actor_of(Role.ADMINISTRATOR), fresh(), person, utc_now())
        )

    def begin(self) -> None:
        """From here on everything is looked at."""
        self.before = self.inside(lambda: {each.id for kind in KEPT for each in all_of(kind)})

    def operations(self) -> set[UUID]:
        return self.inside(lambda: set(db.session.scalars(select(Operation.id))))

    def missing(self, device: UUID, person: UUID) -> list[int]:
        """Running numbers of a phone that have never come."""
        actor = Actor(person, CENTRE, Role.ASSISTANT, "")
        return self.inside(lambda: missing_numbers(actor, device))

    def held(self) -> Held:
        """Everything since the beginning, opened. The centre's own acts are left out."""

        def work() -> Held:
            _keys = all_of(Family)  # the keys of all families with one statement
            return Held(operations(self.new(Operation)), self.effects(), self.parked())

        return self.inside(work)

    def new(self, kind: Any) -> list[Any]:
        return [each for each in all_of(kind) if each.id not in self.before]

    def parked(self) -> list[Parked]:
        return [
            Parked(p.operation_id, p.path, [(name, value) for name, value in p.body])
            for p in self.new(ParkedEntry)
        ]

    def effects(self) -> dict[str, list[Facts]]:
        areas, people = details(VisitArea), details(VisitPerson)
        rows = [
            *((mark_in(t.title) or f"task:{t.id}", of_task(t)) for t in self.new(Task)),
            *((f"tick:{c.task_id}", of_change(c)) for c in self.new(TaskChange)),
            *((mark_in(c.text) or f"concern:{c.id}", of_concern(c)) for c in self.new(Concern)),
            *(
                (mark_in(r.note) or f"visit:{r.visit_id}", of_record(r, areas, people))
                for r in self.new(VisitRecord)
            ),
        ]
        found: dict[str, list[Facts]] = {}
        for key, facts in rows:
            found.setdefault(key, []).append(facts)
        return found


def all_of(kind: Any) -> list[Any]:
    return list(db.session.scalars(select(kind)))


def fresh() -> Sending:
    return Sending(uuid4(), "")


def session_of(person: UUID) -> str:
    """A session as signing in on a phone makes it."""
    member = db.session.get_one(Membership, (CENTRE, person, Role.ASSISTANT))
    return start_session(member, "faults", phone=True, now=utc_now())


def add_tasks(person: UUID, homes: list[Household], count: int) -> None:
    actor = actor_of(Role.SUPERVISOR)
    for number in range(count):
        home = homes[number % len(homes)]
        task = agree_task(actor, home.id, {"title": f"Zadanie {number}", "area": WorkArea.OTHER})
        home.open_tasks.append(task.id)
    db.session.commit()


def operations(rows: Iterable[Operation]) -> dict[UUID, Received]:
    """Of phones only: what the supervisor did meanwhile carries no hash."""
    return {
        o.id: Received(o.result, o.device_id, o.device_number, o.created_at)
        for o in rows
        if o.content_hash
    }


def details(kind: Any) -> dict[UUID, list[Any]]:
    """What belongs to a version of a record."""
    found: dict[UUID, list[Any]] = {}
    for each in all_of(kind):
        found.setdefault(each.record_id, []).append(each)
    return found


def of_task(task: Task) -> Facts:
    names = {"title": task.title, "area": task.area.value, "owner": task.owner.value}
    return names | {"family": str(task.family_id)}


def of_change(change: TaskChange) -> Facts:
    states = {"before": change.before.value, "after": change.after.value}
    return states | {"family": str(change.family_id)}


def of_concern(concern: Concern) -> Facts:
    said = {"text": concern.text, "topics": sorted(concern.topics)}
    return said | {"family": str(concern.family_id)}


def of_record(
    record: VisitRecord, areas: dict[UUID, list[Any]], people: dict[UUID, list[Any]]
) -> Facts:
    return {
        "kind": record.kind.value,
        "outcome": record.outcome.value,
        "note": record.note,
        "started": record.started_at,
        "ended": record.ended_at,
        "areas": {a.area.value: a.phrases for a in areas.get(record.id, [])},
        "present": [str(p.member_id) for p in people.get(record.id, [])],
        "family": str(record.family_id),
    }
