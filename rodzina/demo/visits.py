"""What happened at each appointment: who was there, areas, note, results, agreements, the road."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from rodzina.demo import notes
from rodzina.demo.diary import Appointment
from rodzina.demo.phrases import AREAS, READY_PHRASES, Names, Voice, names_of, tags_of
from rodzina.demo.scripts import TASKS, TODAY_NOTES, Scripted
from rodzina.demo.shapes import DemoArea, DemoFamily, DemoMember, DemoResult, DemoVisit
from rodzina.demo.tasks import Ledger

FACE_TO_FACE = frozenset(
    {"home_visit", "accompaniment", "office", "intervention", "monitoring", "child_consultation"}
)
OUTCOMES_AT_THE_DOOR = frozenset({"nobody_home", "not_admitted"})
SCHOOL_ENDS = time(13, 30)
UNSEEN = ("kosmala.szymon", 34)
TASKS_OF = {t.family for t in TASKS if t.owner != "assistant"}
PLACES = {
    "health": ("przychodnia w Zalesiu", "poradnia specjalistyczna", "przychodnia stomatologiczna"),
    "office": ("urząd gminy", "powiatowy urząd pracy", "administracja mieszkań", "bank"),
    "school": ("sekretariat szkoły", "gabinet pedagożki", "przedszkole"),
    "court": ("sąd rejonowy, wydział rodzinny",),
    "other": ("spotkanie dziecka z rodzicami, sala w ośrodku",),
}
PHRASES_OF_PLACE = {"health": "Zdrowie", "office": "Sprawy urzędowe", "court": "Sprawy urzędowe"}
OTHERS_PRESENT = ("położna środowiskowa", "kurator", "babcia", "sąsiadka", "pracownik socjalny")


@dataclass(slots=True)
class Teller:
    """Tells one family's contacts in order of time."""

    rng: Random
    family: DemoFamily
    now: datetime
    voice: Voice
    ledger: Ledger
    told: list[DemoVisit] = field(default_factory=list)
    seen: dict[str, date] = field(default_factory=dict)
    met: int = 0

    def tell(self, visit: Appointment, next_at: datetime | None) -> None:
        key = f"{self.family.key}.v{len(self.told) + 1}"
        plain = DemoVisit(
            key, self.family.key, visit.assistant, visit.kind, visit.place, visit.starts_at,
            visit.minutes, visit.outcome, visit.planned,
        )  # fmt: skip
        self.told.append(self._with_record(plain, visit.script or self._of_today(visit), next_at))

    def _of_today(self, visit: Appointment) -> Scripted | None:
        return TODAY_NOTES.get(self.family.key) if visit.day == self.now.date() else None

    def _with_record(
        self, visit: DemoVisit, script: Scripted | None, next_at: datetime | None
    ) -> DemoVisit:
        if visit.outcome is None:
            return visit
        if visit.outcome != "completed":
            return self._not_held(visit, script)
        if visit.kind in FACE_TO_FACE:
            return self._meeting(visit, script, next_at)
        return self._contact(visit, script)

    def _not_held(self, visit: DemoVisit, script: Scripted | None) -> DemoVisit:
        household = self._household(visit.starts_at.date())
        theme = notes.THEMES_OF_OUTCOME[visit.outcome or "cancelled"]
        note = script.note if script else ""
        if not note and (visit.outcome != "nobody_home" or self.rng.random() < 0.4):
            note = self.voice.say(theme, names_of(household, visit.starts_at.date()), frozenset())
        at_the_door = visit.outcome in OUTCOMES_AT_THE_DOOR
        return replace(visit, note=note, kilometres=self._road(visit) if at_the_door else None)

    def _contact(self, visit: DemoVisit, script: Scripted | None) -> DemoVisit:
        """A call, a message or a talk with an institution."""
        day = visit.starts_at.date()
        household = self._household(day)
        speakers = (
            [m for m in household if not m.is_child] if visit.kind in {"phone", "online"} else []
        )
        present = [self.rng.choice(speakers)] if speakers else []
        if script and script.present:
            present = [m for m in self.family.members if m.key.split(".")[1] in script.present]
        heard = names_of(household if visit.kind == "school" else present, day)
        tags = tags_of(names_of(household, day), day)
        note = script.note if script else notes.contact_note(self.voice, visit.kind, heard, tags)
        others = notes.OTHER_SIDE.get(visit.kind, "")
        return replace(
            visit, note=note, present=tuple(m.key for m in present), others_present=others
        )

    def _meeting(
        self, visit: DemoVisit, script: Scripted | None, next_at: datetime | None
    ) -> DemoVisit:
        day = visit.starts_at.date()
        household = names_of(self._household(day), day)
        tags = tags_of(household, day)
        present = self._present(visit, script)
        people = names_of(present, day)
        areas = self._areas(visit, script)
        if script and script.note:
            note = script.note
        else:
            note = notes.visit_note(
                self.rng, self.voice, visit, areas, people, household, tags,
                first=self.met == 0 and self._months(day) < 1,
            )  # fmt: skip
        self.met += 1
        results, agreed = self._tasks(visit, [a.area for a in areas], next_at, people, tags)
        return replace(
            visit,
            present=tuple(m.key for m in present),
            others_present=self._others_present(script),
            place_note=self._place_note(visit),
            areas=areas,
            participation=self._participation(day),
            note=note,
            results=results,
            agreed=agreed,
            kilometres=self._road(visit),
            next_visit_at=next_at if visit.kind == "home_visit" else None,
        )

    def _household(self, day: date) -> list[DemoMember]:
        return [m for m in self.family.members if m.lives_at_home and m.born_on <= day]

    def _present(self, visit: DemoVisit, script: Scripted | None) -> list[DemoMember]:
        """Adults by chance, at least one; children by age and hour: all but one seen often."""
        day = visit.starts_at.date()
        if script and script.present:
            names = {f"{self.family.key}.{name}" for name in script.present}
            present = [m for m in self.family.members if m.key in names]
        elif visit.kind == "child_consultation":
            pupils = [m for m in self._household(day) if m.is_child and m.key != UNSEEN[0]]
            present = pupils[:1]
        else:
            present = [m for m in self._household(day) if self._is_there(m, visit)]
            first = [m for m in self.family.adults if m not in present][:1]
            present = present if any(not m.is_child for m in present) else first + present
        if visit.place == "other":
            present += [m for m in self.family.children if not m.lives_at_home and m.born_on <= day]
        self.seen.update((m.key, day) for m in present)
        return present

    def _is_there(self, member: DemoMember, visit: DemoVisit) -> bool:
        day, at = visit.starts_at.date(), visit.starts_at.time()
        if not member.is_child:
            return self.rng.random() < (0.94 if member == self.family.adults[0] else 0.42)
        if member.key == UNSEEN[0] and (self.now.date() - day).days < UNSEEN[1]:
            return False
        if visit.kind != "home_visit":
            return self.rng.random() < 0.3
        gap = (day - self.seen.get(member.key, date.min)).days
        learning = member.school and at < SCHOOL_ENDS and day.month not in {7, 8}
        return gap >= 12 or self.rng.random() < (0.35 if learning else 0.86)

    def _areas(self, visit: DemoVisit, script: Scripted | None) -> tuple[DemoArea, ...]:
        if script and script.areas:
            return tuple(DemoArea(a, (p,), i or None) for a, p, i in script.areas)
        if visit.kind in {"accompaniment", "office", "intervention"}:
            return (self._area("other", visit),)
        if visit.kind == "child_consultation":
            return (self._area("parenting", visit),)
        chosen = self.rng.sample(AREAS, self.rng.choice((1, 1, 2, 2, 2, 3)))
        areas = [a for a in AREAS if a in chosen] + (["other"] if self.rng.random() < 0.12 else [])
        return tuple(self._area(area, visit) for area in areas)

    def _area(self, area: str, visit: DemoVisit) -> DemoArea:
        """Families grow more independent as months go by."""
        phrases = self.rng.sample(READY_PHRASES[area], self.rng.choice((0, 1, 1, 1, 2)))
        if area == "other":
            phrases = [PHRASES_OF_PLACE.get(visit.place) or self.rng.choice(READY_PHRASES[area])]
        chance = self.rng.random() + self._months(visit.starts_at.date()) / 30
        grown = "together" if chance < 0.55 else "prompted" if chance < 1.05 else "alone"
        return DemoArea(area, tuple(phrases), grown if self.rng.random() < 0.75 else None)

    def _months(self, day: date) -> float:
        return (day - self.family.started_on).days / 30 if self.family.started_on else 0

    def _participation(self, day: date) -> int | None:
        if self.rng.random() < 0.12:
            return None
        return min(5, max(1, round(self.rng.gauss(3.4 + self._months(day) / 25, 0.8))))

    def _others_present(self, script: Scripted | None) -> str:
        if self.met == 1 and not script:
            return "pracownik socjalny"
        return self.rng.choice(OTHERS_PRESENT) if not script and self.rng.random() < 0.04 else ""

    def _tasks(
        self, visit: DemoVisit, areas: list[str], next_at: datetime | None, people: Names,
        tags: frozenset[str],
    ) -> tuple[tuple[DemoResult, ...], tuple[str, ...]]:  # fmt: skip
        """Results and agreements; where the tasks are scripted only the last visit's are named."""
        if self.family.key in TASKS_OF or visit.kind in {"monitoring", "child_consultation"}:
            return (), ()
        ends_at = visit.starts_at + timedelta(minutes=visit.minutes)
        results = self.ledger.tick(visit.key, ends_at)
        if self.family.case_status in {"closing", "consent_refused"} and next_at is None:
            return results, ()
        if self.met > 4 and self.family.basis != "missing":
            self.ledger.plan(ends_at, people, tags)
        due_on = next_at.date() if next_at else ends_at.date() + timedelta(days=7)
        return results, self.ledger.agree(visit.key, ends_at, areas, due_on, people, tags)

    def _place_note(self, visit: DemoVisit) -> str:
        elsewhere = visit.kind == "accompaniment" and visit.place in PLACES
        return self.rng.choice(PLACES[visit.place]) if elsewhere else ""

    def _road(self, visit: DemoVisit) -> int | None:
        if visit.place == "office" and visit.kind == "office":
            return None
        extra = self.rng.choice((0, 4, 10)) if visit.kind == "accompaniment" else 0
        return 2 * self.family.kilometres + extra
