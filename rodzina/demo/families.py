"""Turns sketches into families: address, case, consents, court order, assignments and rhythm."""

from datetime import date, time, timedelta
from random import Random

from rodzina.demo.cast import slug
from rodzina.demo.days import months_before, working_after, working_before
from rodzina.demo.households import household
from rodzina.demo.names import KILOMETRES, LISTS, SAFETY_NOTES, TOWNS
from rodzina.demo.phrases import Voice
from rodzina.demo.roster import REST, UKRAINIAN, Sketch, roster
from rodzina.demo.shapes import (
    DemoAssignment,
    DemoConsent,
    DemoFamily,
    DemoMember,
    DemoOrder,
    DemoRhythm,
)

HOURS = (time(8, 30), time(10, 15), time(12, 15), time(14), time(15, 45))
BASES = ("social_worker_request",) * 11 + ("institution_signal",) * 5 + ("own_request",) * 4
ASSESSED = {"Sobczak": 10, "Baran": -5}
FULL_LIST = 3


def weekday_of(today: date) -> int:
    """Today's weekday, or Friday at the weekend: the day on which today's families are visited."""
    return min(today.weekday(), 4)


def families(rng: Random, today: date) -> list[DemoFamily]:
    """All families of both centres in the roster's order."""
    sketches = roster()
    rhythms = _rhythms(rng, sketches, today)
    voice = Voice(rng)
    return [
        family(rng, voice, sketch, today, number, rhythms[sketch.surname])
        for number, sketch in enumerate(sketches, 1)
    ]


def _rhythms(rng: Random, sketches: tuple[Sketch, ...], today: date) -> dict[str, DemoRhythm]:
    """Nobody has two families at the same hour, and today stays as the sketches say."""
    taken: dict[str, list[tuple[int, time]]] = {}
    rhythms = {}
    for sketch in sketches:
        if sketch.on is not None and sketch.at:
            weekday = (weekday_of(today) + sketch.on) % 5
            taken.setdefault(sketch.assistant, []).append((weekday, sketch.at))
            rhythms[sketch.surname] = DemoRhythm(weekday, sketch.at, sketch.every, sketch.late)
    for sketch in sketches:
        if sketch.surname not in rhythms:
            weekday, at = _free_hour(rng, taken.setdefault(sketch.assistant, []))
            every = rng.choice((7, 7, 14))
            rhythms[sketch.surname] = DemoRhythm(weekday, at, every, rng.random() < 0.5)
    return rhythms


def _free_hour(rng: Random, taken: list[tuple[int, time]]) -> tuple[int, time]:
    full = {day for day, _ in taken if sum(d == day for d, _ in taken) >= FULL_LIST}
    named = [weekday for weekday, at in taken if at not in HOURS]
    free = [
        (weekday, at)
        for weekday in range(5)
        for at in HOURS
        if (weekday, at) not in taken and weekday not in named
    ]
    chosen = rng.choice([f for f in free if f[0] not in full] or free)
    taken.append(chosen)
    return chosen


def family(
    rng: Random, voice: Voice, sketch: Sketch, today: date, number: int, rhythm: DemoRhythm | None
) -> DemoFamily:
    """One family as it is known today."""
    key = slug(sketch.surname)
    started_on = _started_on(rng, sketch, today)
    closed_on = today - timedelta(days=sketch.until) if _is_closed(sketch) else None
    members = household(
        rng, sketch.surname, sketch.people, today,
        centre=sketch.centre, ukrainian=sketch.surname in UKRAINIAN,
    )  # fmt: skip
    flags = sketch.flags or _flags(rng)
    locality = sketch.locality or "Zalesie"
    basis = sketch.basis or rng.choice(BASES)
    plan_from = _plan_from(rng, sketch, started_on, today)
    return DemoFamily(
        key=key,
        centre=sketch.centre,
        reference=f"GOPS.5033.{number}.{(started_on or today).year}",
        surname=sketch.surname,
        locality=locality,
        street=sketch.street or _street(rng, locality),
        landmark=voice.say("landmarks", {}, frozenset({"summer", "winter", "pupil"})),
        phone=f"640 {100 + number // 10:03d} {(number * 137) % 1000:03d}",
        housing=voice.say("housing", {}, frozenset()),
        kilometres=KILOMETRES[locality],
        case_basis=basis,
        case_status=sketch.status,
        risk_group=_risk_group(rng, basis),
        difficulty=rng.choice((1, 1, 2, 2, 3)),
        started_on=started_on,
        members=members,
        social_worker=_social_worker(sketch.centre, number),
        assistant=sketch.assistant or None,
        safety_flags=flags,
        safety_note=SAFETY_NOTES[flags[0]] if flags else "",
        waiting_since=working_before(today, 6) if sketch.status == "requested" else None,
        closed_on=closed_on,
        plan_from=plan_from,
        plan_until=plan_from + timedelta(days=183) if plan_from else None,
        last_assessed_on=_assessed_on(rng, sketch, started_on, today),
        consents=_consents(rng, sketch, members, started_on, today),
        order=_order(sketch, members, today),
        assignments=_assignments(rng, sketch, started_on, closed_on, today),
        rhythm=rhythm if sketch.assistant else None,
        inherited=sketch.inherited,
    )


def _is_closed(sketch: Sketch) -> bool:
    return sketch.status in {"closed", "monitoring"}


def _started_on(rng: Random, sketch: Sketch, today: date) -> date | None:
    if not sketch.assistant:
        return None
    return today - timedelta(days=sketch.since or rng.choice((1, 2, 3)) * rng.randint(75, 260))


def _flags(rng: Random) -> tuple[str, ...]:
    chance = rng.random()
    if chance < 0.08:
        return ("dangerous_dog",)
    return ("aggression",) if chance < 0.1 else ()


def _street(rng: Random, locality: str) -> str:
    if locality in TOWNS:
        flat = f"/{rng.randint(1, 12)}" if rng.random() < 0.4 else ""
        return f"ul. {rng.choice(LISTS['streets'])} {rng.randint(1, 40)}{flat}"
    return f"{locality} {rng.randint(1, 60)}"


def _social_worker(centre: str, number: int) -> str:
    if centre == "brzeziny":
        return "pasek"
    return "lipska" if number % 2 else "rogala"


def _risk_group(rng: Random, basis: str) -> str:
    if basis == "foster_reintegration":
        return "foster_return"
    return "placement_risk" if basis == "court_order" or rng.random() < 0.3 else "periodic"


def _plan_from(rng: Random, sketch: Sketch, started_on: date | None, today: date) -> date | None:
    if sketch.surname == "Mazur":
        return today - timedelta(days=141)
    if started_on is None or sketch.status != "in_progress":
        return None
    return max(started_on + timedelta(days=35), today - timedelta(days=rng.randint(10, 150)))


def _assessed_on(rng: Random, sketch: Sketch, started_on: date | None, today: date) -> date | None:
    if started_on is None or (today - started_on).days < 190:
        return None
    if sketch.surname in ASSESSED:
        return months_before(today - timedelta(days=ASSESSED[sketch.surname]), 6)
    return today - timedelta(days=52 if sketch.surname == "Mazur" else rng.randint(5, 165))


def _consents(
    rng: Random,
    sketch: Sketch,
    members: tuple[DemoMember, ...],
    started_on: date | None,
    today: date,
) -> tuple[DemoConsent, ...]:
    """The first adult decides as the sketch says; the others agree, refuse or were not asked."""
    adults = [m.key for m in members if not m.is_child]
    if started_on is None or sketch.consent in {"", "court"}:
        return ()
    if sketch.consent == "refused":
        note = "Rodzina chce spróbować sama. Wie, że może wrócić w każdej chwili."
        return (DemoConsent(adults[0], "refused", working_before(today, 3), "oral", note),)
    signed_on = working_after(started_on, rng.randint(1, 6))
    given = [DemoConsent(key, "given", signed_on, "paper") for key in adults[:1]]
    for key in adults[1:]:
        decision = "given" if sketch.people else rng.choice(("given",) * 8 + ("refused", ""))
        if decision:
            given.append(DemoConsent(key, decision, signed_on, "paper"))
    if sketch.consent == "withdrawn":
        day = working_before(today, 4)
        given += [
            DemoConsent(key, "withdrawn", day, "letter", "List rodziny w aktach.") for key in adults
        ]
    return tuple(given)


def _order(sketch: Sketch, members: tuple[DemoMember, ...], today: date) -> DemoOrder | None:
    if sketch.consent != "court":
        return None
    waiting = sketch.status == "requested"
    return DemoOrder(
        court="Sąd Rejonowy, III Wydział Rodzinny i Nieletnich",
        case_file_number=f"III Nsm {131 if waiting else 123}/{today.year % 100}",
        issued_on=working_before(today, 9) if waiting else today - timedelta(days=48),
        execution_control="Sprawozdanie asystenta co trzy miesiące, nadzór kuratora.",
        children=tuple(m.key for m in members if m.is_child)[:2],
    )


def _assignments(
    rng: Random, sketch: Sketch, started_on: date | None, closed_on: date | None, today: date
) -> tuple[DemoAssignment, ...]:
    """Who led the family when; a moved family changed hands once on the way."""
    if started_on is None:
        return ()
    change = today - timedelta(days=40) if sketch.inherited else None
    if sketch.moved:
        change = started_on + (today - started_on) * 2 // 5
    if change is None:
        return (DemoAssignment(sketch.assistant, started_on, closed_on),)
    others = [
        a
        for a in REST
        if a != sketch.assistant and (a in _BRZEZINY) == (sketch.centre == "brzeziny")
    ]
    before = DemoAssignment(rng.choice(others), started_on, change - timedelta(days=1))
    return (before, DemoAssignment(sketch.assistant, change, closed_on))


_BRZEZINY = {"kaczmar", "brzeziny-bak"}
