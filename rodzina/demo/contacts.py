"""Calls, messages and talks between the visits, and second tries after nobody was home."""

from collections.abc import Iterator
from datetime import date, datetime, time
from random import Random

from rodzina.demo.days import working_after
from rodzina.demo.diary import Appointment
from rodzina.demo.phrases import PUPIL_SLOTS, slot_of
from rodzina.demo.scripts import SCRIPTS, Scripted
from rodzina.demo.shapes import DemoFamily

SPARE = tuple(
    time(h, m) for h, m in ((7, 45), (9, 55), (11, 45), (13, 40), (15, 25), (17, 15), (17, 40))
)
CONTACTS = (
    ("phone", "remote", 0.13, (5, 25)),
    ("message", "remote", 0.05, (5, 10)),
    ("school", "remote", 0.07, (5, 25)),
    ("institution", "remote", 0.04, (5, 20)),
    ("child_consultation", "school", 0.01, (30, 50)),
    ("case_conference", "office", 0.008, (45, 90)),
    ("online", "remote", 0.005, (20, 40)),
    ("intervention", "home", 0.003, (40, 90)),
)


def other_contacts(
    rng: Random, family: DemoFamily, met: list[Appointment], today: date
) -> Iterator[Appointment]:
    """Calls and other contacts between the visits, and a second try after nobody was home."""
    end = min([today, *(s.day(today) for s in scripted_for(family.key))])
    end = min(end, family.closed_on or end)
    for visit in [v for v in met if v.outcome and v.kind == "home_visit" and not v.script]:
        if visit.outcome in {"nobody_home", "not_admitted"} and rng.random() < 0.55:
            again = working_after(visit.day, rng.randint(1, 2))
            if again < end:
                yield Appointment(family, datetime.combine(again, time(15, 25)), 50)
        for kind, place, chance, (least, most) in CONTACTS:
            day = working_after(visit.day, rng.randint(1, 4))
            if rng.random() < chance and day < end and _fits(kind, family, day):
                at = datetime.combine(day, rng.choice(SPARE))
                yield Appointment(
                    family, at, rng.randrange(least, most, 5), kind, place, planned=False
                )


def _fits(kind: str, family: DemoFamily, day: date) -> bool:
    if kind in {"school", "child_consultation"}:
        pupils = any(slot_of(c, day) in PUPIL_SLOTS for c in family.children if c.lives_at_home)
        return pupils and day.month not in {7, 8}
    return True


def scripted_for(family: str) -> list[Scripted]:
    return [script for script in SCRIPTS if script.family == family]
