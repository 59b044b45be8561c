"""Ready phrases of the centre, and the corpus: sentences in which first names stand as they are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from random import Random

from rodzina.demo.days import age
from rodzina.demo.names import is_feminine
from rodzina.demo.shapes import DemoMember

AREAS = ("household", "parenting", "nutrition", "budget")
READY_PHRASES: dict[str, tuple[str, ...]] = {
    "household": ("Plan dnia i tygodnia", "Wspólne porządki", "Pranie i prasowanie",
                  "Bezpieczny dom"),
    "parenting": ("Zasady i granice", "Wspólna zabawa", "Lekcje", "Rozmowa o szkole", "Chwalenie"),
    "nutrition": ("Planowanie posiłków", "Wspólne gotowanie", "Śniadanie przed szkołą",
                  "Zakupy z listą"),
    "budget": ("Przegląd wydatków", "Rachunki i raty", "Wniosek o świadczenie", "Oszczędzanie"),
    "other": ("Sprawy urzędowe", "Zdrowie", "Rozmowa wspierająca"),
}  # fmt: skip

Names = Mapping[str, Sequence[str]]
PIECE = re.compile(r"\[([^\]]*)\]|\{(\w+)\}")
NEEDS = {
    "several": re.compile(r"[Dd]zieci|[Dd]zieć|[Rr]odzeństw|Każde dziecko"),
    "pupil": re.compile(r"szko[lł]|klas[aóyę]|lekcj|dziennik|plecak", re.IGNORECASE),
    "baby": re.compile(r"niemowl|kojc|położn|pieluch|patronaż|łóżecz", re.IGNORECASE),
    "summer": re.compile(r"ogród|grządk|młode ziemn|przetwor", re.IGNORECASE),
    "winter": re.compile(r"zim[aęyo]|opał", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence with {names} and [one of|several endings], and what it presupposes."""

    text: str
    pieces: tuple[str | tuple[str, ...], ...]
    slots: frozenset[str]
    needs: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Pattern":
        pieces: list[str | tuple[str, ...]] = []
        slots, end = set(), 0
        for found in PIECE.finditer(text):
            pieces.append(text[end : found.start()])
            if found[2]:
                slots.add(found[2])
                pieces.append(("", found[2]))
            else:
                pieces.append(tuple(found[1].split("|")))
            end = found.end()
        pieces.append(text[end:])
        needs = frozenset(need for need, sign in NEEDS.items() if sign.search(text))
        return cls(text, tuple(pieces), frozenset(slots), needs)

    @property
    def variants(self) -> int:
        """How many different sentences it makes, names left aside."""
        count = 1
        for piece in self.pieces:
            count *= len(piece) if isinstance(piece, tuple) and piece[0] else 1
        return count

    def told(self, rng: Random, names: Names) -> str:
        said = []
        for piece in self.pieces:
            if isinstance(piece, str):
                said.append(piece)
            elif piece[0]:
                said.append(piece[int(rng.random() * len(piece))])
            else:
                people = names[piece[1]]
                said.append(people[int(rng.random() * len(people))])
        return "".join(said)


@cache
def corpus(theme: str) -> tuple[Pattern, ...]:
    """All sentences of a theme: one line of `corpus/<theme>.txt` each."""
    text = files("rodzina.demo").joinpath("corpus", f"{theme}.txt").read_text("utf-8")
    return tuple(Pattern.of(line) for line in text.splitlines() if line)


def slot_of(member: DemoMember, day: date) -> str:
    """What a sentence may call the person: by generation and by the gender of the verb."""
    feminine = is_feminine(member.first_name)
    if not member.is_child:
        return "woman" if feminine else "man"
    years = age(member.born_on, day)
    if years < 3:
        return "baby"
    stage = "small_" if years < 7 else "" if years < 14 else "teen_"
    return stage + ("girl" if feminine else "boy")


def names_of(people: Iterable[DemoMember], day: date) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for member in people:
        names.setdefault(slot_of(member, day), []).append(member.first_name)
    return names


PUPIL_SLOTS = frozenset({"boy", "girl", "teen_boy", "teen_girl"})


def tags_of(household: Names, day: date) -> frozenset[str]:
    """What the household and the season allow sentences to presuppose."""
    children = sum(len(n) for slot, n in household.items() if slot not in {"woman", "man"})
    facts = {
        "several": children > 1,
        "pupil": bool(PUPIL_SLOTS & household.keys()) and day.month not in {7, 8},
        "baby": "baby" in household,
        "summer": 5 <= day.month <= 9,
        "winter": day.month <= 3 or day.month >= 9,
    }
    return frozenset(tag for tag, true in facts.items() if true)


@dataclass(slots=True)
class Voice:
    """Tells a theme's sentences to one family in a shuffled order, so that none returns soon."""

    rng: Random
    orders: dict[str, list[Pattern]] = field(default_factory=dict)

    def say(self, theme: str, names: Names, tags: frozenset[str]) -> str:
        """The next sentence that fits the people and the season; empty when none does."""
        order = self.orders.get(theme)
        if order is None:
            order = self.orders[theme] = list(corpus(theme))
            self.rng.shuffle(order)
        for place, pattern in enumerate(order):
            if pattern.slots <= names.keys() and pattern.needs <= tags:
                order.append(order.pop(place))
                return pattern.told(self.rng, names)
        return ""
