"""A clash as its card shows it ("Ty: … / Anna: …"), and what a form says was chosen in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext

from rodzina.merging import BOTH, MINE, THEIRS, Said, Value
from rodzina.periods import day_of
from rodzina.visits.comparing import (
    AREA,
    INDEPENDENCE,
    Comparison,
    Correction,
    known_fields,
    may_be_both,
    parts_of,
    span_of,
    words_in,
)
from rodzina.visits.drafts import Pairs, pairs_of
from rodzina.visits.forms import RecordForm
from rodzina.visits.models import VisitRecord
from rodzina.vocabulary import (
    Independence,
    VisitKind,
    VisitOutcome,
    VisitPlace,
    Word,
    WorkArea,
)
from rodzina.web.polish import duration, hour, long_day, minutes_between

KEEP = "keep-"
# Of an entry whose other fields are recorded: the name of a field that waits for a person.
WAITS = "waits"


def _(text: str) -> str:
    return text


HEADINGS = {
    "when": _("When"),
    "kind": _("How did you meet?"),
    "outcome": _("What came of it?"),
    "place": _("Where?"),
    "place_note": _("Where exactly"),
    "others_present": _("Somebody else"),
    "participation": _("How did the family take part?"),
    "kilometres": _("Kilometres"),
    "note": _("Note"),
}
WORDS: dict[str, Iterable[Word]] = {
    "kind": VisitKind,
    "outcome": VisitOutcome,
    "place": VisitPlace,
    INDEPENDENCE: Independence,
}


@dataclass(frozen=True)
class Card:
    """One field that two have changed."""

    name: str
    heading: str
    mine: str
    theirs: str
    who: str  # who has written the other one; empty for the same person, on another phone
    may_be_both: bool
    asked: bool  # the form came back without a choice


def sent_in(form: RecordForm) -> Correction:
    """The correction that a form holds, with what was chosen in its cards."""
    known = [name for name in form.raw.getlist("clash") if name in known_fields()]
    kept = {name: form.raw.get(f"{KEEP}{name}", "") for name in known}
    choices = {n: k if k in (MINE, THEIRS, BOTH) else "" for n, k in kept.items()}
    only = tuple(name for name in form.raw.getlist(WAITS) if name in known_fields())
    return Correction(form.facts(), number_in(form.raw.get("base", "")), choices, only)


def number_in(text: str) -> int:
    """The number of a version; forms kept from before they carried it began with the first one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def cards(
    found: Comparison, me: UUID, names: dict[UUID, str], asked: Iterable[str] = ()
) -> list[Card]:
    """The clashes in the order of the form."""
    return [
        Card(
            name,
            heading(name),
            shown(name, found.values),
            shown(name, found.theirs),
            "" if author == me else names.get(author, "–"),
            may_be_both(name, found.values, found.theirs),
            name in asked,
        )
        for name, author in found.authors.items()
    ]


def pairs_to_choose(found: Comparison, reason: str) -> Pairs:
    """Put together, as the form that asks for the choice holds it."""
    return [*pairs_of(found.facts()), ["reason", reason], ["base", str(found.number)]]


def heading(name: str) -> str:
    """What a field, or a part of an area, is called."""
    if name in HEADINGS:
        return gettext(HEADINGS[name])
    kind, _dash, code = name.partition("-")
    area = gettext(WorkArea(code).label)  # type: ignore[call-arg]
    if f"{kind}-" == INDEPENDENCE:
        return f"{area}: {gettext('How did the family manage?')}"
    return area


def shown(name: str, values: Said) -> str:
    """One side of a clash in words."""
    if not name.startswith(AREA):
        return told(name, values[name])
    if not values[name]:
        return gettext("not worked on")
    parts = [told(part, values[part]) for part in parts_of(name)[1:] if values[part]]
    return ", ".join(parts) or gettext("worked on")


def told(name: str, value: Value) -> str:
    """One value as a person reads it."""
    words = words_in(value)
    if name == "when" and words:
        start, end = span_of(words)
        times = f"{hour(start)}–{hour(end)}"
        return f"{long_day(day_of(start))}, {times} · {duration(minutes_between(start, end))}"
    among = WORDS.get(INDEPENDENCE if name.startswith(INDEPENDENCE) else name, ())
    return next((gettext(w.label) for w in among if w.value == words), words)


def left_out(version: VisitRecord) -> list[tuple[str, UUID, str]]:
    """What a person did not choose: the field, who had written it, and the words."""
    return [(heading(name), UUID(who), told(name, words)) for name, who, words in version.left_out]
