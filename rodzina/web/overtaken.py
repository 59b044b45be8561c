"""A form of a record that is kept without versions: it carries a mark of what it showed.

What only others have changed since then is taken over; what both have changed goes back to the
person, with what is saved now beside what was typed.
"""

import json
from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms import HiddenField

from rodzina.crypto import content_hash
from rodzina.merging import Said, Value, merge
from rodzina.problems import Overtaken
from rodzina.web.forms import Form
from rodzina.web.polish import paper_day

CARRIED = "was"
NOT_COMPARED = {CARRIED, "version", "operation"}
UNKNOWN = "\0"  # what was shown is neither what was typed nor what is saved now


class Marked(Form):
    """A form with the mark; made from a record, it shows what it is made from."""

    was = HiddenField()

    def mark(self) -> None:
        self._fields[CARRIED].data = json.dumps({n: marked(v) for n, v in held(self).items()})


def held(form: Form) -> Said:
    return {n: value_of(f.data) for n, f in form._fields.items() if n not in NOT_COMPARED}


def value_of(data: Any) -> Value:
    if isinstance(data, list | tuple):
        return tuple(str(one) for one in data)
    return "" if data in (None, False) else str(data)


def marked(value: Value) -> str | list[str]:
    """Lists as they are, a text by its hash: the page holds no word twice."""
    return list(value) if isinstance(value, tuple) else content_hash(value)[:16]


def bring_up_to_date(form: Marked, present: Marked) -> None:
    """Takes over from `present` what only others have changed; Overtaken where both did.

    From then on the form knows what is saved now: sent again, it says what shall stay.
    """
    mine, theirs = held(form), held(present)
    shown = shown_then(form, mine, theirs)
    merged, clashing = merge(shown, mine, theirs)
    for name, value in merged.items():
        if value != mine[name]:
            field = form._fields[name]
            field.data = list(value) if isinstance(value, tuple) else present._fields[name].data
            field.raw_data = None
    present.mark()
    form._fields[CARRIED].data = present._fields[CARRIED].data
    for name in clashing:
        field = form._fields[name]
        words = in_words(present._fields[name], str(theirs[name]))
        told = gettext(
            "Saved here meanwhile: %(words)s. Leave yours, or write it like that.", words=words
        )
        field.errors = [*field.errors, told]
    if clashing:
        raise Overtaken()


def shown_then(form: Marked, mine: Said, theirs: Said) -> Said:
    """What the form showed, as far as it can be told from its mark."""
    try:
        marks = json.loads(form._fields[CARRIED].data or "{}")
    except ValueError:
        marks = {}
    marks = marks if isinstance(marks, dict) else {}
    return {n: value_then(marks.get(n), mine[n], theirs[n]) for n in mine}


def value_then(mark: Any, mine: Value, theirs: Value) -> Value:
    if isinstance(mine, tuple):
        return tuple(str(one) for one in mark) if isinstance(mark, list) else ()
    return next((value for value in (theirs, mine) if marked(value) == mark), UNKNOWN)


def in_words(field: Any, value: str) -> str:
    """What is saved now, as the form would show it."""
    if isinstance(field.data, date):
        return paper_day(field.data)
    if hasattr(field, "iter_choices"):
        labels = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
        value = labels.get(value, value)
    return value or gettext("(left empty)")
