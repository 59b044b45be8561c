"""As many invented families as asked for, file by file, with or without canaries."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from rodzina.demo.canaries import Canaries
from rodzina.demo.cast import LIMIT, DemoCentre, DemoPerson
from rodzina.demo.days import working_after
from rodzina.demo.households import household
from rodzina.demo.names import KILOMETRES, LISTS
from rodzina.demo.notes import visit_note
from rodzina.demo.phrases import AREAS, READY_PHRASES, Voice, names_of, tags_of
from rodzina.demo.roster import UKRAINIAN, roster
from rodzina.demo.shapes import (
    DemoArea,
    DemoAssignment,
    DemoConcern,
    DemoConsent,
    DemoFamily,
    DemoOrder,
    DemoResult,
    DemoTask,
    DemoVisit,
)

SURNAMES = tuple(s.surname for s in roster() if s.surname not in UKRAINIAN)
VILLAGES = tuple(KILOMETRES)
HOURS = (time(8, 30), time(11), time(14))
PER_SOCIAL_WORKER, NEIGHBOURS = 150, 50
MAIN = DemoCentre(
    "skala", "Miejski Ośrodek Pomocy Społecznej w Wielkich Borach", "MOPS w Wielkich Borach",
    "ul. Długa 1, 16-599 Wielkie Bory", "87 599 00 00", deputy="skala-k2",
)  # fmt: skip
NEIGHBOUR = DemoCentre(
    "sasiedzi", "Gminny Ośrodek Pomocy Społecznej w Małych Borach", "GOPS w Małych Borach",
    "ul. Krótka 1, 16-598 Małe Bory", "87 598 00 00", deputy="sasiedzi-k2",
)  # fmt: skip
STAFF = (
    ("a", "assistant", "asystentka rodziny"),
    ("s", "social_worker", "pracownica socjalna"),
    ("k", "supervisor", "kierowniczka"),
    ("i", "administrator", "administratorka"),
)


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One family with everything that hangs on it."""

    family: DemoFamily
    visits: tuple[DemoVisit, ...]
    tasks: tuple[DemoTask, ...]
    concerns: tuple[DemoConcern, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """`families` in one centre and a fiftieth of them (three at least) in a neighbour.

    `visits` is how many took place in the first centre, five a family when not given; each
    family has one more planned. The same numbers and seed give the same files.
    """

    families: int
    seed: int
    today: date
    visits: int | None = None

    @property
    def centres(self) -> tuple[DemoCentre, ...]:
        return MAIN, NEIGHBOUR

    def size_of(self, centre: DemoCentre) -> int:
        return self.families if centre is MAIN else max(3, self.families // NEIGHBOURS)

    @property
    def people(self) -> tuple[DemoPerson, ...]:
        """Assistants for fifteen families each, social workers, two supervisors, administrator."""
        rng = Random(self.seed)
        return tuple(p for centre in self.centres for p in self._staff(rng, centre))

    def _staff(self, rng: Random, centre: DemoCentre) -> Iterator[DemoPerson]:
        size = self.size_of(centre)
        counts = {"a": -(-size // LIMIT), "s": -(-size // PER_SOCIAL_WORKER), "k": 2, "i": 1}
        for letter, role, title in STAFF:
            for number in range(1, counts[letter] + 1):
                key = f"{centre.key}-{letter}{number}"
                name = f"{rng.choice(LISTS['mothers'])} {rng.choice(SURNAMES)}"
                phone = f"640 6{number // 1000:02d} {number % 1000:03d}"
                yield DemoPerson(
                    key, centre.key, name, f"{key}@rodzina.example", role, title, phone
                )

    def files(self, canaries: Canaries | None = None) -> Iterator[DemoFile]:
        """File by file, so that any number fits into memory."""
        emails = {p.key: p.email for p in self.people}
        for centre in self.centres:
            size = self.size_of(centre)
            total = 5 * size if self.visits is None or centre is NEIGHBOUR else self.visits
            for number in range(size):
                writer = _Writer(Random(f"{self.seed}/{centre.key}/{number}"), self.today)
                count = total // size + (number < total % size)
                file = writer.file(centre, number, count)
                yield marked(file, canaries, emails) if canaries else file


def marked(file: DemoFile, canaries: Canaries, emails: dict[str, str]) -> DemoFile:
    """The same file with a canary in each text, listed for its centre's readers."""
    family = file.family
    supervisors = [e for key, e in emails.items() if key.startswith(f"{family.centre}-k")]
    readers = (emails[family.assistant or ""], emails[family.social_worker], *supervisors)
    return DemoFile(
        canaries.in_family(family, readers),
        tuple(canaries.in_visit(v) for v in file.visits),
        tuple(canaries.in_task(t) for t in file.tasks),
        tuple(canaries.in_concern(c) for c in file.concerns),
    )


@dataclass(slots=True)
class _Writer:
    rng: Random
    today: date

    def file(self, centre: DemoCentre, number: int, count: int) -> DemoFile:
        family = self._family(centre, number)
        visits, tasks = self._visits(family, number, count)
        concerns: tuple[DemoConcern, ...] = ()
        if number % 50 == 0 and visits[0].outcome:
            at = visits[0].starts_at + timedelta(hours=2)
            text = "Zgłoszenie od sąsiadki: w mieszkaniu od rana nie ma prądu."
            author = family.assistant or ""
            concerns = (
                DemoConcern(f"{family.key}.c1", family.key, author, at, ("conditions",), text),
            )
        return DemoFile(family, tuple(visits), tuple(tasks), concerns)

    def _family(self, centre: DemoCentre, number: int) -> DemoFamily:
        rng, today = self.rng, self.today
        key, surname = f"{centre.key}-{number + 1}", rng.choice(SURNAMES)
        if rng.random() < 0.3:
            surname = f"{surname}-{rng.choice(SURNAMES)}"
        members = tuple(
            replace(m, key=f"{key}.{m.key.rpartition('.')[2]}")
            for m in household(rng, surname, "", today, centre="zalesie", ukrainian=False)
        )
        locality = rng.choice(VILLAGES)
        started_on = today - timedelta(days=rng.randint(60, 700))
        by_court = number % 40 == 7
        order = DemoOrder(
            court="Sąd Rejonowy, III Wydział Rodzinny i Nieletnich",
            case_file_number=f"III Nsm {number}/{started_on.year % 100}",
            issued_on=started_on,
            execution_control="Sprawozdanie co trzy miesiące.",
            children=tuple(m.key for m in members if m.is_child),
        )
        consent = DemoConsent(members[0].key, "given", working_after(started_on), "paper")
        assistant = f"{centre.key}-a{number // LIMIT + 1}"
        return DemoFamily(
            key=key,
            centre=centre.key,
            reference=f"SK.5033.{number + 1}.{started_on.year}",
            surname=surname,
            locality=locality,
            street=f"ul. {rng.choice(LISTS['streets'])} {rng.randint(1, 80)}",
            landmark=f"{rng.randint(2, 9)}. dom od przystanku",
            phone=f"640 {200 + number // 1000:03d} {number % 1000:03d}",
            housing="mieszkanie wynajmowane",
            kilometres=KILOMETRES[locality],
            case_basis="court_order" if by_court else "social_worker_request",
            case_status="in_progress",
            risk_group=rng.choice(("periodic", "placement_risk")),
            difficulty=rng.randint(1, 3),
            started_on=started_on,
            members=members,
            social_worker=f"{centre.key}-s{number // PER_SOCIAL_WORKER + 1}",
            assistant=assistant,
            consents=() if by_court or number % 20 == 3 else (consent,),
            order=order if by_court else None,
            assignments=(DemoAssignment(assistant, started_on),),
        )

    def _visits(
        self, family: DemoFamily, number: int, count: int
    ) -> tuple[list[DemoVisit], list[DemoTask]]:
        """Weekly visits, no two of an assistant at once, and the next one planned."""
        place = number % LIMIT
        back = (self.today.weekday() - place % 5) % 7 or 7
        last = datetime.combine(self.today - timedelta(days=back), HOURS[place // 5])
        voice = Voice(self.rng)
        visits = [
            self._visit(family, voice, n, last - timedelta(days=7 * (count - n)))
            for n in range(1, count + 1)
        ]
        visits.append(self._planned(family, count + 1, last + timedelta(days=7)))
        return visits, self._tasks(family, voice, visits)

    def _planned(self, family: DemoFamily, number: int, at: datetime) -> DemoVisit:
        key = f"{family.key}.v{number}"
        return DemoVisit(key, family.key, family.assistant or "", "home_visit", "home", at, 60)

    def _visit(self, family: DemoFamily, voice: Voice, number: int, at: datetime) -> DemoVisit:
        rng, day = self.rng, at.date()
        present = [m for m in family.members if m.born_on <= day]
        areas = tuple(
            DemoArea(area, (rng.choice(READY_PHRASES[area]),), "prompted")
            for area in rng.sample(AREAS, rng.choice((1, 2)))
        )
        names = names_of(present, day)
        visit = replace(
            self._planned(family, number, at),
            outcome="completed",
            present=tuple(m.key for m in present),
            areas=areas,
            participation=rng.randint(2, 5),
            kilometres=2 * family.kilometres,
            next_visit_at=at + timedelta(days=7),
        )
        tags = tags_of(names, day)
        return replace(
            visit, note=visit_note(rng, voice, visit, areas, names, names, tags, first=False)
        )

    def _tasks(self, family: DemoFamily, voice: Voice, visits: list[DemoVisit]) -> list[DemoTask]:
        """One task done on the last visit and one open."""
        made_on = self.today - timedelta(days=21)
        titles = [voice.say(f"agreed_{area}", {}, frozenset()) for area in AREAS[:2]]
        tasks = [
            DemoTask(
                f"{family.key}.t{n}",
                family.key,
                AREAS[n - 1],
                title,
                family.assistant or "",
                made_on,
                due_on=self.today + timedelta(days=7),
            )
            for n, title in enumerate(titles, 1)
        ]
        if len(visits) > 1:
            last = visits[-2]
            tasks[0] = replace(
                tasks[0], status="done", decided_visit=last.key, decided_at=last.starts_at
            )
            visits[-2] = replace(last, results=(DemoResult(tasks[0].key, "done"),))
        return tasks
