"""What the supervisor sees at a glance: alerts with names, and the team's load."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from rodzina.accounts.models import Person
from rodzina.accounts.queries import last_seen_in, people_of
from rodzina.actors import Actor
from rodzina.consents.queries import basis_states
from rodzina.consents.rules import BasisState, allows_planning
from rodzina.db import db
from rodzina.families.queries import Row, rows_for, unseen_children, waiting_order
from rodzina.families.rules import is_counted
from rodzina.office.queries import parameters
from rodzina.visits.models import Visit
from rodzina.vocabulary import FACE_TO_FACE, Role, VisitOutcome, VisitStatus


@dataclass(frozen=True)
class Named:
    """A family in an alert, with the figure that says how bad it is, where there is one."""

    surname: str
    figure: int | None = None


@dataclass(frozen=True)
class Load:
    """An assistant's places and work; days and hours as the centre knows them."""

    id: UUID
    name: str
    count: int
    limit: int
    warn: int
    by_difficulty: dict[int, int] = field(default_factory=dict)
    visits: int = 0
    quiet_since: date | None = None
    seen_at: datetime | None = None

    @property
    def weight(self) -> int:
        """BR-02: the law ties the number of families to how difficult the work is."""
        return sum(level * count for level, count in self.by_difficulty.items())

    @property
    def is_over(self) -> bool:
        return self.count > self.limit

    @property
    def is_near(self) -> bool:
        """From the centre's warning figure up to the limit."""
        return self.warn <= self.count < self.limit


@dataclass(frozen=True)
class Overview:
    """Everything on the page, taken at one moment."""

    team: list[Load]
    families: int
    over: list[Load]
    quiet: list[Named]
    unseen: list[Named]
    missed: list[Named]
    without_basis: list[Named]
    waiting: list[Row]
    left_behind: list[Row]
    figures: dict[str, int]


def overview_of(actor: Actor, on: date) -> Overview:
    """The centre on a day; as many statements with ten families as with two thousand."""
    held = parameters(on)
    rows = rows_for(actor)
    working = [row for row in rows if row.is_worked_with and row.assistant_id]
    team = team_of(actor, rows, on)
    return Overview(
        team=team,
        families=sum(load.count for load in team),
        over=[load for load in team if load.is_over],
        quiet=quiet_families(working, on, held["not_visited_days"]),
        unseen=families_with_unseen(working, on, held["child_unseen_days"]),
        missed=worst_first(
            Named(row.surname, row.missed_visits)
            for row in working
            if row.missed_visits >= held["missed_visits"]
        ),
        without_basis=families_without(working, on),
        waiting=waiting_order(rows),
        left_behind=left_behind(working, team),
        figures=held,
    )


def left_behind(rows: Sequence[Row], team: Sequence[Load]) -> list[Row]:
    """Families whose assistant works here no longer."""
    there = {load.id for load in team}
    return [row for row in rows if row.assistant_id not in there]


def quiet_families(rows: Sequence[Row], on: date, days: int) -> list[Named]:
    """Not visited for so many days, the longest first."""
    named = [Named(row.surname, (on - row.quiet_since).days) for row in rows]
    return worst_first(n for n in named if n.figure is not None and n.figure >= days)


def families_with_unseen(rows: Sequence[Row], on: date, days: int) -> list[Named]:
    """A child at home whom nobody saw for so many days; never seen counts from the start."""
    unseen = unseen_children([row.id for row in rows], on - timedelta(days=days))
    return worst_first(
        Named(row.surname, (on - (unseen[row.id] or since_start(row))).days)
        for row in rows
        if row.id in unseen
    )


def since_start(row: Row) -> date:
    return row.started_on or row.created_at.date()


def families_without(rows: Sequence[Row], on: date) -> list[Named]:
    """Worked with though nobody consented and no court ordered it."""
    states = basis_states([row.id for row in rows], on)
    return [
        Named(row.surname)
        for row in rows
        if not allows_planning(states.get(row.id, BasisState.MISSING))
    ]


def worst_first(named: Iterable[Named]) -> list[Named]:
    return sorted(named, key=lambda n: -(n.figure or 0))


def team_of(actor: Actor, rows: Sequence[Row], on: date) -> list[Load]:
    """Every assistant with their load, the fullest first."""
    held = parameters(on)
    people = [person for person, _member in people_of(actor.office_id, Role.ASSISTANT)]
    visits = visits_since(on.replace(day=1), on)
    seen = last_seen_in(actor.office_id, [person.id for person in people])
    led = by_assistant(rows)
    team = [
        replace(
            load_of(person, led.get(person.id, []), held),
            visits=visits.get(person.id, 0),
            seen_at=seen.get(person.id),
        )
        for person in people
    ]
    return sorted(team, key=lambda load: -load.count)


def by_assistant(rows: Iterable[Row]) -> dict[UUID | None, list[Row]]:
    led: dict[UUID | None, list[Row]] = {}
    for row in rows:
        led.setdefault(row.assistant_id, []).append(row)
    return led


def load_of(person: Person, led: Sequence[Row], held: dict[str, int]) -> Load:
    """A person's places and how difficult the work in them is."""
    taken = [row for row in led if takes_place(row, held)]
    return Load(
        person.id,
        person.name,
        len(taken),
        held["caseload_limit"],
        held["caseload_warn"],
        {level: sum(row.difficulty == level for row in taken) for level in (1, 2, 3)},
        quiet_since=min((row.quiet_since for row in led if row.is_worked_with), default=None),
    )


def takes_place(row: Row, held: dict[str, int]) -> bool:
    return is_counted(
        row.case_status,
        row.case_basis,
        count_suspended=bool(held["count_suspended"]),
        count_for_life=bool(held["count_for_life"]),
    )


def visits_since(first: date, last: date) -> dict[UUID, int]:
    """Meetings face to face that took place in these days, by assistant; one grouped count."""
    rows = db.session.execute(
        select(Visit.assistant_id, func.count())
        .where(
            Visit.day.between(first, last),
            Visit.status == VisitStatus.RECORDED,
            Visit.outcome == VisitOutcome.COMPLETED,
            Visit.kind.in_(FACE_TO_FACE),
        )
        .group_by(Visit.assistant_id)
    )
    return dict(rows.all())
