"""Forms of a page filled in as somebody in a hurry would: something plausible in every field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from html5lib import HTMLParser, getTreeBuilder

from tests.cast import PASSWORD

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TYPED = {
    "date": date.today().isoformat(),
    "time": "10:00",
    "email": "nowa.osoba@example.pl",
    "tel": "600 100 200",
    "number": "1",
    "password": "trzy-granatowe-latawce",
}
TOMORROW = (date.today() + timedelta(days=1)).isoformat()
NAMED = {
    "present": PASSWORD,
    "next_hour": "10:00",
    "next_day": TOMORROW,
    "valid_until": TOMORROW,
    "plan_until": TOMORROW,
    "kilometres": "6,5",
    "case_file_number": "III Nsm 12/26",
}
Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class FilledForm:
    """Where a form leads and what it would send."""

    action: str
    fields: Fields

    @property
    def path(self) -> str:
        return urlsplit(self.action).path

    def ids(self) -> Iterator[tuple[int, UUID]]:
        """Each id it would send, in names and in values, with the number of its field."""
        for number, (name, value) in enumerate(self.fields):
            if name != "operation":
                yield from ((number, UUID(found)) for found in ID.findall(f"{name} {value}"))

    def swapped(self, number: int, old: UUID, new: UUID) -> Fields:
        """The same fields with one id replaced in one of them."""
        name, value = self.fields[number]
        changed = (name.replace(str(old), str(new)), value.replace(str(old), str(new)))
        return [*self.fields[:number], changed, *self.fields[number + 1 :]]


def parsed(text: str) -> Any:
    return HTMLParser(getTreeBuilder("etree"), namespaceHTMLElements=False).parse(text)


def forms_of(text: str) -> Iterator[FilledForm]:
    """Every form of the page that would be posted, filled in, with its first button pressed."""
    tree = parsed(text)
    for form in tree.iter("form"):
        if form.get("method", "").lower() == "post":
            outside = [e for e in tree.iter() if e.get("form") and e.get("form") == form.get("id")]
            elements = [*form.iter(), *outside]
            yield FilledForm(form.get("action"), [*fields(elements), *first_button(elements)])


def first_button(elements: list[Any]) -> Fields:
    for button in elements:
        if button.tag == "button" and button.get("type", "submit") == "submit":
            return [(button.get("name"), button.get("value", ""))] if button.get("name") else []
    return []


def fields(elements: list[Any]) -> Fields:
    held: Fields = []
    chosen = {e.get("name") for e in elements if e.get("checked") is not None}
    for element in elements:
        name, kind = element.get("name"), element.get("type", "text")
        if not name or element.get("disabled") is not None or element.tag == "button":
            continue
        if kind in {"radio", "checkbox"} and element.tag == "input":
            value = element.get("value", "on")
            names_somebody = kind == "checkbox" and ID.search(value)
            first = name not in chosen and (kind == "radio" or names_somebody)
            if first or element.get("checked") is not None:
                held.append((name, value))
                chosen.add(name)
        else:
            held.append((name, typed(element, kind)))
    return held


def typed(element: Any, kind: str) -> str:
    if element.tag == "textarea":
        return (element.text or "").strip() or "Próba słów"
    if element.tag == "select":
        options = list(element.iter("option"))
        selected = [o for o in options if o.get("selected") is not None]
        named = [o for o in options if ID.search(o.get("value") or "")]
        option = (selected or named or options)[0]
        return option.get("value", option.text)
    if element.tag == "input" and (kind == "hidden" or element.get("value")):
        return element.get("value", "")
    name = element.get("name")
    if name.endswith("born_on"):
        return "1990" if "adult" in name else "2018"
    return NAMED.get(name) or TYPED.get(kind, "Próba")
