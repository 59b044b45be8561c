"""A correction beside the versions that came after the one it was made from."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from rodzina.merging import BOTH, MINE, Said, Value, merge, put_together
from rodzina.periods import moment_of, warsaw
from rodzina.problems import Overtaken
from rodzina.visits.facts import AreaFacts, VisitFacts
from rodzina.visits.models import Visit, VisitRecord
from rodzina.visits.rules import Span
from rodzina.visits.versions import all_facts_of, versions_since
from rodzina.vocabulary import Independence, VisitKind, VisitOutcome, VisitPlace, WorkArea

# Fields in which one text may follow the other, with the room that both together have.
TEXTS = {"note": 20_000, "place_note": 200, "others_present": 200}
AREA, PHRASES, INDEPENDENCE = "area-", "phrases-", "independence-"
SCALARS = ("when", "kind", "outcome", "place", "participation", "kilometres", *TEXTS)
YES = "yes"
History = list[tuple[VisitRecord, Said]]


def _(text: str) -> str:
    return text


@dataclass(frozen=True)
class Correction:
    """What was typed, the version it was made from, and what stays where two had changed a field.

    `kept` names the fields of a clash with mine, theirs, both, or nothing while it is open.
    """

    facts: VisitFacts
    base: int = 1
    kept: dict[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()  # the rest of it is recorded already


@dataclass(frozen=True)
class Comparison:
    """The correction put together with the newest version; in a clash mine stands."""

    number: int
    values: Said
    theirs: Said
    authors: dict[str, UUID]  # of the other value of each field that clashes
    merged_with: int | None
    left_out: tuple[tuple[str, str, str], ...]
    reason: str

    @property
    def clashes(self) -> list[str]:
        return list(self.authors)

    @property
    def says_more(self) -> bool:
        """Whether a version of it would say anything that the newest does not."""
        return self.merged_with is None or bool(self.left_out) or self.values != self.theirs

    def facts(self) -> VisitFacts:
        found = facts_from(self.values)
        return replace(
            found, reason=self.reason, merged_with=self.merged_with, left_out=self.left_out
        )

    def without_clashes(self) -> "Comparison":
        """Where it clashes, what is there stays."""
        parts = [part for name in self.clashes for part in parts_of(name)]
        kept = {part: self.theirs[part] for part in parts}
        return replace(self, values=self.values | kept)


class Clashing(Overtaken):
    """Two people changed the same field: a person chooses."""

    def __init__(self, found: Comparison) -> None:
        super().__init__(_("This record was corrected meanwhile. Choose what stays."))
        self.found = found


def compare(visit: Visit, sent: Correction, author: UUID) -> Comparison:
    """Puts a correction together with the visit's newest version."""
    base = sent.base if 1 <= sent.base <= visit.current else 1
    first = 1 if sent.kept else base
    history = history_since(visit, first)
    (last, theirs), seen = history[-1], history[base - first][1]
    writers = {name: author_of(name, history[: base - first + 1]) for name in sent.kept}
    mine, left_out = chosen(said(sent.facts), seen, sent.kept, author, writers)
    if sent.only:
        parts = {part for name in sent.only for part in parts_of(name)}
        mine = {name: mine[name] if name in parts else seen[name] for name in mine}
    values, clashing = merge(seen, mine, theirs)
    clashing += [n for n, kept in sent.kept.items() if not kept and n not in clashing]
    values, clashing = whole_areas(values, mine, theirs, clashing)
    clashing = [n for n in clashing if any(mine[p] != theirs[p] for p in parts_of(n))]
    is_merged = base != last.number or bool(sent.kept)
    return Comparison(
        last.number,
        values,
        theirs,
        {name: author_of(name, history) for name in clashing},
        last.number if is_merged else None,
        tuple(left_out),
        sent.facts.reason,
    )


def history_since(visit: Visit, number: int) -> History:
    """Each version from this one on with what it says, the oldest first."""
    versions = versions_since(visit, number)
    held = all_facts_of(versions)
    return [(version, said(held[version.id])) for version in versions]


def chosen(
    mine: Said, seen: Said, kept: dict[str, str], me: UUID, writers: dict[str, UUID]
) -> tuple[Said, list[tuple[str, str, str]]]:
    """What a person decided where two had changed a field, and what they left out."""
    result, left_out = dict(mine), []
    for name, choice in kept.items():
        for part in parts_of(name) if choice else ():
            taken, lost, whose = (
                (mine[part], seen[part], writers[name])
                if choice in (MINE, BOTH)
                else (seen[part], mine[part], me)
            )
            if choice == BOTH and may_be_both(name, mine, seen):
                taken = put_together(str(mine[part]), str(seen[part]))
            elif lost and lost != taken and not part.startswith(AREA):
                left_out.append((part, str(whose), words_in(lost)))
            result[part] = taken
    return result, left_out


def may_be_both(name: str, mine: Said, theirs: Said) -> bool:
    """Texts may stand one after the other, if both are there and there is room."""
    if name not in TEXTS or not (mine[name] and theirs[name]):
        return False
    return len(put_together(str(mine[name]), str(theirs[name]))) <= TEXTS[name]


def whole_areas(
    values: Said, mine: Said, theirs: Said, clashing: list[str]
) -> tuple[Said, list[str]]:
    """An area that one took away while the other wrote in it is one clash, as a whole."""
    values, clashing = dict(values), list(clashing)
    for area in WorkArea:
        name, *inside = parts_of(f"{AREA}{area}")
        written = any(values[part] or part in clashing for part in inside)
        if not values[name] and written:
            clashing = [n for n in clashing if n not in inside] + [name] * (name not in clashing)
            values |= {part: mine[part] for part in (name, *inside)}
    return values, clashing


def author_of(name: str, history: History) -> UUID:
    """Who last changed a field."""
    for (_before, was), (version, then) in zip(history[-2::-1], history[:0:-1], strict=True):
        if any(was[part] != then[part] for part in parts_of(name)):
            return version.recorded_by
    return history[0][0].recorded_by


def parts_of(name: str) -> tuple[str, ...]:
    """An area's phrases and independence go along with it."""
    code = name.removeprefix(AREA)
    return (name,) if code == name else (name, f"{PHRASES}{code}", f"{INDEPENDENCE}{code}")


def known_fields() -> set[str]:
    """The names that a clash can have."""
    areas = {part for area in WorkArea for part in parts_of(f"{AREA}{area}")}
    return {*SCALARS, *areas}


def words_in(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def said(facts: VisitFacts) -> Said:
    """A version field by field; the hours are one field, as they mean something only together."""
    start, end = warsaw(facts.span.start), warsaw(facts.span.end)
    return {
        "when": f"{start:%Y-%m-%d %H:%M} {end:%H:%M}",
        "kind": facts.kind.value,
        "outcome": facts.outcome.value,
        "place": facts.place.value,
        "place_note": facts.place_note,
        "present": tuple(sorted(str(member) for member in facts.present)),
        "others_present": facts.others_present,
        "participation": str(facts.participation or ""),
        "kilometres": "" if facts.kilometres is None else f"{facts.kilometres:.1f}",
        "note": facts.note,
        **dict(said_of_areas(facts)),
    }


def said_of_areas(facts: VisitFacts) -> Iterator[tuple[str, Value]]:
    held = {area.area: area for area in facts.areas}
    for area in WorkArea:
        done = held.get(area)
        yield f"{AREA}{area}", YES if done else ""
        yield f"{PHRASES}{area}", tuple(done.phrases) if done else ()
        yield f"{INDEPENDENCE}{area}", done.independence.value if done and done.independence else ""


def facts_from(values: Said) -> VisitFacts:
    text = {name: value for name, value in values.items() if isinstance(value, str)}
    start, end = span_of(text["when"])
    return VisitFacts(
        VisitKind(text["kind"]),  # type: ignore[call-arg]
        VisitOutcome(text["outcome"]),  # type: ignore[call-arg]
        VisitPlace(text["place"]),  # type: ignore[call-arg]
        Span(start, end),
        place_note=text["place_note"],
        present=frozenset(UUID(member) for member in values["present"]),
        others_present=text["others_present"],
        areas=tuple(areas_from(values)),
        participation=int(text["participation"]) if text["participation"] else None,
        kilometres=Decimal(text["kilometres"]) if text["kilometres"] else None,
        note=text["note"],
    )


def span_of(when: str) -> tuple[datetime, datetime]:
    """The moments of "2026-11-21 09:00 10:00" in Warsaw."""
    day, start, end = when.split(" ")
    first = datetime.fromisoformat(f"{day} {start}")
    last = datetime.fromisoformat(f"{day} {end}")
    return moment_of(first.date(), first.time()), moment_of(last.date(), last.time())


def areas_from(values: Said) -> Iterator[AreaFacts]:
    for area in WorkArea:
        if values[f"{AREA}{area}"]:
            code = values[f"{INDEPENDENCE}{area}"]
            independence = Independence(str(code)) if code else None  # type: ignore[call-arg]
            yield AreaFacts(area, list(values[f"{PHRASES}{area}"]), independence)
