"""What is written in the entries: each under a mark of its own, in signs that break bad code."""

import re
from random import Random
from uuid import UUID

MARK = re.compile(r"znak-[0-9a-f]{12}")
SAYINGS = (
    "Zosia nie chodzi do szkoły od wtorku",
    'powiedziała: "przyjdę jutro" — i przyszła',
    "100% + 20 zł & reszta = 0; a\\b/c?d#e",
    "<b>pogrubione</b> {{ 7 * 7 }} ${x} %s %00",
    "Дитина здорова, мати шукає роботу",
    "👩‍👧 obiad, zakupy, rachunki 🏠",
    "'; DROP TABLE visit; --",
    "شكرا جزيلا",
)
LONGEST = 9_000


def mark_of(operation: UUID) -> str:
    """What an entry's words are found by, also where they were altered."""
    return f"znak-{operation.hex[:12]}"


def mark_in(text: str) -> str:
    """The mark of the entry that these words are from, or nothing."""
    found = MARK.search(text)
    return found.group() if found else ""


def line(rng: Random, operation: UUID) -> str:
    """One line, as a field of one line holds it."""
    return f"{mark_of(operation)} {rng.choice(SAYINGS)}"


def note(rng: Random, operation: UUID) -> str:
    """Several lines, now and then very many, with the line ends of a browser's field."""
    said = [line(rng, operation), *rng.choices(SAYINGS, k=rng.randint(0, 4))]
    if rng.random() < 0.05:
        said += ["kartka z zeszytu " * 25] * (LONGEST // 450)
    return "\r\n".join(text.strip() for text in said)


def kept(text: str) -> str:
    """The same as the centre keeps it."""
    return text.replace("\r\n", "\n").strip()
