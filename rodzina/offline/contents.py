"""What an entry says, in words; and the same entry made to fit another family."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from rodzina.families.models import FamilyMember
from rodzina.offline.models import ParkedEntry
from rodzina.visits.clashes import HEADINGS
from rodzina.visits.clashes import WORDS as SINGLE_WORDS
from rodzina.vocabulary import Word, WorkArea
from rodzina.web.access import uuid_or_none

Pairs = list[list[str]]
# What a form carries for itself, or only in a code that says nothing without the form.
NOT_TOLD = (
    "operation", "base", "was", "clash", "keep-", "waits", "version",
    "done", "area-of-", "other-", "independence-", "agree-",
)  # fmt: skip


def _(text: str) -> str:
    return text


LABELS = HEADINGS | {
    "day": _("Day"),
    "started": _("From"),
    "ended": _("To"),
    "present": _("Who was there?"),
    "areas": _("What did you work on?"),
    "next": _("Next visit"),
    "reason": _("Why do you correct it?"),
}
WORDS: dict[str, Iterable[Word]] = {**SINGLE_WORDS, "areas": WorkArea}
# What names people and tasks of the family it was written for; elsewhere it means nothing.
OF_ITS_FAMILY = ("present", "done", "other-", "reason-", "area-of-")


def told(entry: ParkedEntry, members: list[FamilyMember]) -> list[tuple[str, list[str]]]:
    """Label and values of everything a person typed or tapped, in the order of the form."""
    names = {str(member.id): member.first_name for member in members}
    held: dict[str, list[str]] = {}
    for name, value in entry.body:
        for label, text in line_of(name, value.strip(), names.get):
            held.setdefault(label, []).append(text)
    return list(held.items())


def line_of(
    name: str, value: str, person: Callable[[str], str | None]
) -> Iterator[tuple[str, str]]:
    if not value:
        return
    area = area_in(name)
    if name == "present":
        yield LABELS[name], person(value) or "–"
    elif area is not None:
        yield area.label, value
    elif name.startswith("agree-") and name.endswith("-text"):
        yield _("Agreed until the next visit"), value
    elif name in LABELS:
        yield LABELS[name], label_of(name, value)
    elif not name.startswith(NOT_TOLD) and uuid_or_none(value) is None:
        yield _("Other fields"), value


def area_in(name: str) -> WorkArea | None:
    """The area of a phrase, chosen or typed: phrases-budget, own-budget."""
    kind, _dash, code = name.partition("-")
    known = kind in {"phrases", "own"} and code in {area.value for area in WorkArea}
    return WorkArea(code) if known else None  # type: ignore[call-arg]


def label_of(name: str, code: str) -> str:
    """A word of the vocabulary where the field holds one, with its label; else what was typed."""
    return next((word for word in WORDS.get(name, ()) if word.value == code), code)


def for_family(entry: ParkedEntry, family_id: UUID) -> tuple[str, Pairs]:
    """Path and fields for another family, without the people and tasks of the first."""
    body = [pair for pair in entry.body if not pair[0].startswith(OF_ITS_FAMILY)]
    parts = entry.path.split("/")
    if len(parts) > 2 and parts[1] == "families":
        parts[2] = str(family_id)
    return "/".join(parts), body
