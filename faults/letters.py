"""Entries as phones keep them: real fields of real forms, and what must come of each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from faults import words
from rodzina.periods import moment_of
from rodzina.vocabulary import ConcernTopic, WorkArea

# How often each kind comes.
LOTS = {"task": 4, "concern": 3, "record": 4, "tick": 3, "contact": 2, "missed": 1}
CONTACTS = ("phone", "message", "school", "office")
AREAS = tuple(area.value for area in WorkArea)
# Evenings without any other visit: a quarter of an hour for each record.
FIRST_HOUR, A_DAY = 20, 12
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Letter:
    """One entry: what the phone sends, and what the centre must hold then.

    `key` tells where its effect is found; a contact's is known only by its operation's result.
    """

    operation: UUID
    person: UUID
    family: UUID
    form: str
    url: str
    pairs: Pairs
    key: str
    facts: dict[str, Any]

    @property
    def body(self) -> str:
        return urlencode(self.pairs)

    def as_entry(self) -> dict[str, Any]:
        """As the page hands it to the outbox."""
        return {
            "op": str(self.operation),
            "url": self.url,
            "form": self.form,
            "record": str(self.family),
            "title": "Wpis próbny",
            "leads": "",
            "slots": "",
            "draft": "",
            "body": self.body,
            "text": "",
        }


@dataclass(frozen=True)
class Household:
    """A family with its forms as the centre shows them, and tasks that may be ticked."""

    id: UUID
    members: list[UUID]
    forms: dict[str, dict[str, Any]]
    open_tasks: list[UUID] = field(default_factory=list)


@dataclass
class Writer:
    """Somebody who writes entries, one after another."""

    person: UUID
    households: list[Household]
    rng: Random
    today: date
    records: int = 0

    def write(self) -> Letter:
        """The next entry, of any kind, about any of the families."""
        home = self.rng.choice(self.households)
        kinds = [kind for kind in LOTS if kind != "tick" or home.open_tasks]
        [kind] = self.rng.choices(kinds, [LOTS[kind] for kind in kinds])
        maker: Callable[[Household, UUID], Letter] = getattr(self, kind)
        return maker(home, self.fresh())

    def fresh(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def letter(
        self, home: Household, operation: UUID, form: str, path: str, given: dict[str, Any]
    ) -> dict[str, Any]:
        """What is the same of every kind; `given` is what the person has filled in."""
        shown = home.forms.get(form.partition("@")[0], {})
        return {
            "operation": operation,
            "person": self.person,
            "family": home.id,
            "form": form,
            "url": f"/families/{home.id}/{path}",
            "pairs": pairs(shown | {"operation": str(operation)} | given),
        }

    def task(self, home: Household, operation: UUID) -> Letter:
        title, area = words.line(self.rng, operation), self.rng.choice(AREAS)
        sent = self.letter(home, operation, "task@1", "tasks/new", {"title": title, "area": area})
        facts = {"title": words.kept(title), "area": area, "owner": "family"}
        return Letter(**sent, key=words.mark_of(operation), facts=about(home, facts))

    def concern(self, home: Household, operation: UUID) -> Letter:
        text = words.note(self.rng, operation)
        topics = sorted(self.rng.sample([topic.value for topic in ConcernTopic], 2))
        given = {"text": text, "topics": topics}
        sent = self.letter(home, operation, "concern@1", "concerns/new", given)
        facts = {"text": words.kept(text), "topics": topics}
        return Letter(**sent, key=words.mark_of(operation), facts=about(home, facts))

    def record(self, home: Household, operation: UUID) -> Letter:
        start, end = self.next_hours()
        text, phrase = words.note(self.rng, operation), self.rng.choice(words.SAYINGS)
        area, member = self.rng.choice(AREAS[:4]), self.rng.choice(home.members)
        given = {
            "kind": "home_visit", "outcome": "completed", "place": "home", "next": "none",
            "day": start.date().isoformat(), "started": f"{start:%H:%M}", "ended": f"{end:%H:%M}",
            "present": [str(member)], "areas": [area], f"own-{area}": phrase, "note": text,
        }  # fmt: skip
        path = f"visits/{self.fresh()}/record"
        sent = self.letter(home, operation, "visit@1", path, given)
        facts = {
            "kind": "home_visit", "outcome": "completed", "note": words.kept(text),
            "started": moment_of(start.date(), start.time()),
            "ended": moment_of(end.date(), end.time()),
            "areas": {area: [phrase]}, "present": [str(member)],
        }  # fmt: skip
        return Letter(**sent, key=words.mark_of(operation), facts=about(home, facts))

    def next_hours(self) -> tuple[datetime, datetime]:
        """A quarter of an hour of its own, so that no two visits overlap."""
        day = self.today - timedelta(days=1 + self.records // A_DAY)
        start = datetime.combine(day, time(FIRST_HOUR)) + timedelta(
            minutes=15 * (self.records % A_DAY)
        )
        self.records += 1
        return start, start + timedelta(minutes=14)

    def tick(self, home: Household, operation: UUID) -> Letter:
        task = home.open_tasks.pop()
        sent = self.letter(home, operation, "tick@1", f"tasks/{task}/tick", {"base": "todo"})
        facts = {"before": "todo", "after": "done"}
        return Letter(**sent, key=f"tick:{task}", facts=about(home, facts))

    def contact(self, home: Household, operation: UUID) -> Letter:
        kind = self.rng.choice(CONTACTS)
        sent = self.letter(home, operation, "contact@1", "contacts", {"kind": kind})
        return Letter(**sent, key="", facts=about(home, bare(kind, "completed")))

    def missed(self, home: Household, operation: UUID) -> Letter:
        visit, given = self.fresh(), {"outcome": "nobody_home"}
        sent = self.letter(home, operation, "missed@1", f"visits/{visit}/missed", given)
        facts = bare("home_visit", "nobody_home")
        return Letter(**sent, key=f"visit:{visit}", facts=about(home, facts))


def bare(kind: str, outcome: str) -> dict[str, Any]:
    """A record of one tap: its hours are those of the tap, the rest is empty."""
    return {"kind": kind, "outcome": outcome, "note": "", "areas": {}, "present": []}


def about(home: Household, facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"family": str(home.id)}


def pairs(fields: dict[str, Any]) -> Pairs:
    """Name and value of each field, as a browser sends them."""
    return [
        (name, str(value))
        for name, given in fields.items()
        for value in (given if isinstance(given, list) else [given])
    ]
