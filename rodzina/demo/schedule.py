"""Who meets whom and when: the rhythm of every family, what got in its way, other contacts."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from rodzina.demo.contacts import SPARE, other_contacts, scripted_for
from rodzina.demo.days import (
    DAY,
    holidays,
    is_working,
    working_after,
    working_before,
    working_until,
)
from rodzina.demo.diary import Appointment, Diary
from rodzina.demo.scripts import TODAY_MINUTES
from rodzina.demo.shapes import DemoFamily

WINDOW, AHEAD, SETTLED, STEADY = 548, 14, 21, 140
NEXT_AT = time(13)
STAYING_AWAY = frozenset({"szulc", "cichy"})


def next_visit_today(now: datetime) -> datetime:
    """Today's next visit is soon, whenever the demo is loaded: at 13:00 or later."""
    if now.time() < time(9, 30):
        return datetime.combine(now.date(), NEXT_AT)
    soon = now + timedelta(minutes=20)
    soon = soon.replace(second=0, microsecond=0) + timedelta(minutes=-soon.minute % 15)
    return min(
        max(soon, datetime.combine(now.date(), time(11))),
        datetime.combine(now.date(), time(19, 30)),
    )


def schedule(rng: Random, families: list[DemoFamily], now: datetime) -> list[Appointment]:
    """All appointments of eighteen months and the two weeks ahead, by family and time."""
    diary, told = Diary(), []
    led = [f for f in families if f.assistant]
    passes = (_scripted, _todays, _regular, _coming, _kept_up)
    for step in passes:
        for family in led:
            told += [v for v in step(rng, family, now) if _entered(diary, v, now.date())]
    for visit in told:
        if visit.ends_at > now:
            visit.outcome = None
    met: dict[str, list[Appointment]] = {}
    for visit in told:
        met.setdefault(visit.family.key, []).append(visit)
    for family in led:
        others = other_contacts(rng, family, met.get(family.key, []), now.date())
        told += [v for v in others if diary.enter(v, SPARE)]
    return sorted(told, key=lambda v: (v.family.key, v.starts_at))


def _entered(diary: Diary, visit: Appointment, today: date) -> bool:
    """At its hour, at another hour of the day, or (what is past) on a working day nearby."""
    day, days = visit.day, [visit.day]
    if day < today and not visit.script:
        days += [d for d in (working_after(day), working_after(day, 2)) if d < today]
        days += [working_before(day, 1), working_before(day, 2)]
    for other in days:
        visit.starts_at = datetime.combine(other, visit.starts_at.time())
        if diary.enter(visit, () if visit.script else SPARE[1:]):
            return True
    return False


def _scripted(rng: Random, family: DemoFamily, now: datetime) -> Iterator[Appointment]:
    for script in scripted_for(family.key):
        at = datetime.combine(script.day(now.date()), script.at)
        place = "remote" if script.kind == "phone" else "home"
        planned = script.kind != "phone"
        yield Appointment(
            family, at, script.minutes, script.kind, place, script.outcome, planned, script
        )


def _todays(rng: Random, family: DemoFamily, now: datetime) -> Iterator[Appointment]:
    """Today's list of the assistant whose day the design shows, and the others' usual visits."""
    if family.centre == "zalesie" and family.key in TODAY_MINUTES:
        away, minutes = TODAY_MINUTES[family.key]
        at = next_visit_today(now) + timedelta(minutes=away)
        kind, place = ("phone", "remote") if family.key == "sikora" else ("home_visit", "home")
        visit = Appointment(family, at, minutes, kind, place)
        done = away < 0 and visit.ends_at <= now
    elif not scripted_for(family.key) and _meets_on(family, now.date(), now.date()):
        visit = Appointment(
            family, datetime.combine(now.date(), _hour(family)), rng.randrange(50, 75, 5)
        )
        done = visit.ends_at <= now
    else:
        return
    visit.outcome = "completed" if done else None
    yield visit


def _hour(family: DemoFamily) -> time:
    return family.rhythm.at if family.rhythm else NEXT_AT


def _meets_on(family: DemoFamily, day: date, today: date) -> bool:
    """Whether the rhythm falls on the day (today or later) and the family still meets."""
    last = _last_before(family, today)
    if last is None or family.key in STAYING_AWAY or family.closed_on:
        return False
    every = family.rhythm.every if family.rhythm else 7
    agreed = family.basis in {"present", "court"}
    return agreed and is_working(day) and (day - last).days % every == 0


def _last_before(family: DemoFamily, today: date) -> date | None:
    """The last day of the rhythm before today; never a full fortnight ago."""
    if family.rhythm is None:
        return None
    back = (today.weekday() - family.rhythm.weekday) % 7 or 7
    if family.rhythm.every == 14 and family.rhythm.late and back < 7:
        back += 7
    return today - timedelta(days=back)


def _rhythm_days(family: DemoFamily, today: date) -> list[date]:
    """Past days of the rhythm: weekly for the first months, then as agreed; the latest first."""
    day = _last_before(family, today)
    if day is None or family.rhythm is None or family.started_on is None:
        return []
    days, first = [], max(family.started_on + 3 * DAY, today - WINDOW * DAY)
    while day >= first:
        days.append(day)
        early = (day - family.started_on).days <= STEADY
        day -= timedelta(days=7 if early else family.rhythm.every)
    return [d for d in days if not _dropped(family, d, today)]


def _dropped(family: DemoFamily, day: date, today: date) -> bool:
    """Days that a scripted day, the end of the work or today's own visit stands for."""
    scripted = [s.day(today) for s in scripted_for(family.key)]
    if scripted and day >= min(scripted):
        return True
    if family.closed_on and day > family.closed_on:
        return True
    return family.key in TODAY_MINUTES and (today - day).days < 4


def _regular(rng: Random, family: DemoFamily, now: datetime) -> Iterator[Appointment]:
    today = now.date()
    away = today - timedelta(days=70 + sum(map(ord, family.assistant or "")) % 200)
    for index, day in enumerate(_rhythm_days(family, today)):
        held = _working(family, day, today)
        if away <= day <= away + 11 * DAY or _dropped(family, held, today):
            continue
        visit = Appointment(family, datetime.combine(held, _hour(family)), rng.randrange(45, 90, 5))
        if (today - held).days > SETTLED:
            _slip(rng, visit)
        yield visit
        if index % 3 == 1 and any(not m.lives_at_home for m in family.children):
            at = datetime.combine(working_before(held, 1), time(15, 25))
            yield Appointment(family, at, 60, "accompaniment", "other")


def _working(family: DemoFamily, day: date, today: date) -> date:
    """A holiday's visit is made up for on the next working day, or the one before it."""
    if day not in holidays(day.year):
        return day
    later = working_after(day)
    return later if later < today and not _dropped(family, later, today) else working_until(day)


def _slip(rng: Random, visit: Appointment) -> None:
    """Older visits: some elsewhere, some not held."""
    chance = rng.random()
    if chance < 0.045:
        visit.outcome, visit.minutes = "nobody_home", 5
    elif chance < 0.057:
        visit.outcome, visit.minutes = "not_admitted", 10
    elif chance < 0.08:
        visit.outcome = "cancelled"
    elif chance < 0.13:
        visit.kind, visit.place = (
            "accompaniment",
            rng.choice(("health", "office", "office", "school", "court")),
        )
    elif chance < 0.15:
        visit.kind, visit.place = "office", "office"


def _coming(rng: Random, family: DemoFamily, now: datetime) -> Iterator[Appointment]:
    """What is planned for the next two weeks: only where there is a basis, or a first visit."""
    today = now.date()
    if family.key == "kovalenko":
        yield Appointment(family, datetime.combine(working_after(today), time(9)), 60, outcome=None)
    for ahead in range(1, AHEAD + 1):
        day = today + timedelta(days=ahead)
        near = family.key in TODAY_MINUTES and ahead < 4
        if not near and _meets_on(family, day, today):
            yield Appointment(family, datetime.combine(day, _hour(family)), 60, outcome=None)


def _kept_up(rng: Random, family: DemoFamily, now: datetime) -> Iterator[Appointment]:
    """Monitoring after the end, one and three months later."""
    for days in (30, 90):
        if family.closed_on and family.closed_on + timedelta(days=days) < now.date():
            day = working_after(family.closed_on + timedelta(days=days))
            if day < now.date():
                yield Appointment(family, datetime.combine(day, time(12, 15)), 45, "monitoring")
