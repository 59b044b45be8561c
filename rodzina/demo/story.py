"""The whole invented centre, told from one seed for one day: `tell(Random(2026), today)`."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random

from rodzina.demo.cast import CENTRES, PEOPLE
from rodzina.demo.days import working_until
from rodzina.demo.diary import Appointment
from rodzina.demo.families import families
from rodzina.demo.phrases import Voice
from rodzina.demo.schedule import schedule
from rodzina.demo.scripts import CONCERNS, SCRIPTS, ScriptedConcern
from rodzina.demo.shapes import (
    DemoConcern,
    DemoFamily,
    DemoReading,
    DemoSupport,
    DemoTask,
    DemoVisit,
    Story,
)
from rodzina.demo.tasks import Ledger, own_tasks, scripted_tasks
from rodzina.demo.visits import Teller

SEED = 2026
MIDDAY = time(12, 35)


def tell(rng: Random, today: date, now: datetime | None = None) -> Story:
    """All up to `now` (naive Warsaw clock; 12:35 of the day if not given) and two weeks on."""
    now = now or datetime.combine(today, MIDDAY)
    known = families(rng, today)
    by_key = {family.key: family for family in known}
    visits, tasks = _visits_and_tasks(rng, known, now)
    told_tasks = scripted_tasks(by_key, today)
    visits = _with_scripted_agreements(visits, told_tasks, today)
    tasks += _agreed_there(told_tasks, visits) + own_tasks(rng, known, today)
    visits.sort(key=lambda v: (v.starts_at, v.family))
    return Story(
        centres=CENTRES,
        people=PEOPLE,
        families=tuple(known),
        visits=tuple(visits),
        tasks=tuple(tasks),
        concerns=tuple(_concern(by_key[c.family], c, visits, now) for c in CONCERNS),
        supports=(
            DemoSupport(
                "wrona", "lis", today - timedelta(days=190), date(today.year, 12, 31),
                "Ola lubi rysować, Michał chętnie układa puzzle. Odbiór ze szkoły do 16:30.",
            ),
        ),
    )  # fmt: skip


def _visits_and_tasks(
    rng: Random, known: list[DemoFamily], now: datetime
) -> tuple[list[DemoVisit], list[DemoTask]]:
    visits: list[DemoVisit] = []
    tasks: list[DemoTask] = []
    for _, group in groupby(schedule(rng, known, now), key=lambda a: a.family.key):
        appointments = list(group)
        family, voice = appointments[0].family, Voice(rng)
        teller = Teller(rng, family, now, voice, Ledger(rng, voice, family))
        for appointment, next_at in zip(appointments, _next_meetings(appointments), strict=True):
            teller.tell(appointment, next_at)
        visits += teller.told
        tasks += teller.ledger.settle(now.date(), late=family.assistant != "zielinska")
    return visits, tasks


def _next_meetings(appointments: list[Appointment]) -> list[datetime | None]:
    """For each contact the next planned meeting at home."""
    following: datetime | None = None
    found = []
    for visit in reversed(appointments):
        found.append(following)
        if visit.planned and visit.kind == "home_visit":
            following = visit.starts_at
    return found[::-1]


def _with_scripted_agreements(
    visits: list[DemoVisit], tasks: list[DemoTask], today: date
) -> list[DemoVisit]:
    """The agreements told word for word point to the tasks of the same title."""
    titles = {(t.family, t.title): t.key for t in tasks}
    agreed = {(s.family, s.day(today)): s.agreed for s in SCRIPTS if s.agreed}
    told = []
    for visit in visits:
        names = agreed.get((visit.family, visit.starts_at.date()), ())
        keys = tuple(titles[visit.family, name] for name in names)
        told.append(replace(visit, agreed=keys) if keys else visit)
    return told


def _agreed_there(tasks: list[DemoTask], visits: list[DemoVisit]) -> list[DemoTask]:
    """The same the other way round: each of these tasks knows the visit where it was agreed."""
    where = {key: visit.key for visit in visits for key in visit.agreed}
    return [replace(t, agreed_visit=where.get(t.key)) for t in tasks]


def _concern(
    family: DemoFamily, script: ScriptedConcern, visits: list[DemoVisit], now: datetime
) -> DemoConcern:
    day = working_until(now.date() - timedelta(days=script.days)) if script.days else now.date()
    at = min(datetime.combine(day, script.at), now - timedelta(minutes=25))
    same = (
        v.key for v in visits if v.family == family.key and v.starts_at.date() == day and v.outcome
    )
    readings = tuple(DemoReading(who, at + timedelta(hours=h)) for who, h in script.read.items())
    return DemoConcern(
        key=f"{family.key}.c{script.days}",
        family=family.key,
        author=family.led_on(day),
        reported_at=at,
        topics=script.topics,
        text=script.text,
        visit=next(same, None),
        readings=readings,
    )
