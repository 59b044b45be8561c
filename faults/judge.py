"""The judge: is every entry that was promised at the centre, once, and in its own words?"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from faults.letters import Letter, Pairs

Facts = dict[str, Any]


@dataclass(frozen=True)
class Received:
    """An operation as the centre has written it down."""

    result: UUID | None
    device: UUID | None
    number: int | None
    order: Any = 0


@dataclass(frozen=True)
class Parked:
    """An entry in the waiting room."""

    operation: UUID
    path: str
    pairs: Pairs


@dataclass(frozen=True)
class Held:
    """All that the centre has since the beginning; effects by the key of their entry."""

    operations: dict[UUID, Received]
    effects: dict[str, list[Facts]]
    parked: list[Parked]


@dataclass
class Verdict:
    """What went wrong, in a line each; nothing may be in it."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    false_sent: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    left_on_phone: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not any(vars(self).values())


def judge(letters: Iterable[Letter], promised: Collection[UUID], held: Held) -> Verdict:
    """What was only offered may be missing; what is there may be there once, and unaltered."""
    verdict, written = Verdict(), {letter.operation: letter for letter in letters}
    parked = by_operation(held.parked)
    for letter in written.values():
        waits = parked.get(letter.operation, [])
        found = held.effects.get(key_of(letter, held), [])
        weigh(verdict, letter, found, waits, letter.operation in promised)
    verdict.doubled += strays(written, held)
    verdict.out_of_order += out_of_order(written, held)
    return verdict


def weigh(
    verdict: Verdict, letter: Letter, found: list[Facts], waits: list[Parked], promised: bool
) -> None:
    """One entry: recorded or parked, once."""
    name = f"{letter.form} {letter.operation}"
    times = len(found) + len(waits)
    if times == 0 and promised:
        verdict.lost.append(name)
    if times > 1:
        verdict.doubled.append(f"{name}: {len(found)} times recorded, {len(waits)} parked")
    for facts in found:
        verdict.altered += [f"{name}: {told}" for told in differences(letter.facts, facts)]
    for entry in waits:
        if (entry.path, sorted(entry.pairs)) != (letter.url, sorted(letter.pairs)):
            verdict.altered.append(f"{name}: parked in other words")


def key_of(letter: Letter, held: Held) -> str:
    """Where its effect is: a contact's visit is named by its operation."""
    known = held.operations.get(letter.operation)
    return letter.key or (f"visit:{known.result}" if known else "")


def by_operation(parked: Iterable[Parked]) -> dict[UUID, list[Parked]]:
    found: dict[UUID, list[Parked]] = {}
    for entry in parked:
        found.setdefault(entry.operation, []).append(entry)
    return found


def differences(wanted: Facts, found: Facts) -> list[str]:
    return [
        f"{name} is {found.get(name)!r:.80}, not {value!r:.80}"
        for name, value in wanted.items()
        if found.get(name) != value
    ]


def strays(written: dict[UUID, Letter], held: Held) -> list[str]:
    """Effects, parked entries and operations that nobody has written: each is a double."""
    keys = {key_of(letter, held) for letter in written.values()}
    return [
        *(f"{key}: nobody wrote this" for key in held.effects if key not in keys),
        *(f"parked {p.operation}: unknown" for p in held.parked if p.operation not in written),
        *(f"operation {op}: unknown" for op in held.operations if op not in written),
    ]


def out_of_order(written: dict[UUID, Letter], held: Held) -> list[str]:
    """A family's entries arrive as they were written; no number of a phone is given twice."""
    known = sorted(
        ((op, told) for op, told in held.operations.items() if op in written and told.number),
        key=lambda pair: pair[1].number or 0,
    )
    lines: dict[tuple[Any, Any], list[Any]] = {}
    for op, told in known:
        lines.setdefault((told.device, written[op].family), []).append(told.order)
    wrong = [f"family {family}" for (_, family), moments in lines.items() if not rises(moments)]
    counted = Counter((told.device, told.number) for _op, told in known)
    return wrong + [f"number {number} twice" for (_, number), n in counted.items() if n > 1]


def rises(moments: list[Any]) -> bool:
    return moments == sorted(moments)


def false_sent(
    gone: Iterable[UUID], receipts: dict[UUID, str], operations: Collection[UUID]
) -> list[str]:
    """What the phone has let go of, or shows as sent, without the centre having it."""
    wrong = [f"{op} is nowhere" for op in gone if op not in operations]
    for op, receipt in receipts.items():
        told = f"{op.hex[:4]}-{op.hex[4:8]}".upper()
        if op not in operations or receipt != told:
            where = "at the centre" if op in operations else "nowhere"
            wrong.append(f"{op} is called sent, receipt {receipt!r}, and is {where}")
    return wrong
