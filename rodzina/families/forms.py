"""Shapes of a family's record, of choosing who leads it, and of a step of its case."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from rodzina.families.people import AdultRow, ChildRow, PersonRow
from rodzina.families.rules import BEFORE_WORK
from rodzina.vocabulary import CaseBasis, CaseStatus, RiskGroup, SafetyFlag
from rodzina.web.forms import (
    UNKNOWN,
    DayField,
    Form,
    at_most,
    choices_of,
    line,
    word,
    words,
)
from rodzina.web.overtaken import Marked

MOST_ROWS = 15
PHONE = re.compile(r"\+?[\d ()/-]{6,24}")


def person_or_none(text: Any) -> UUID | None:
    """The id of a chosen person; ValueError for anything else."""
    if isinstance(text, UUID):
        return text
    return UUID(text) if text else None


def person(label: Any, field: type[SelectField] = SelectField, **options: Any) -> Any:
    """A choice of one person; the view says who may be chosen."""
    return field(
        label,
        coerce=person_or_none,
        choices=[],
        invalid_choice_message=_l("Choose a person from the list."),
        invalid_value_message=_l("Choose a person from the list."),
        **options,
    )


def offer(field: Any, people: Iterable[tuple[UUID, str]], *, empty: str | None = "—") -> None:
    """Fills a choice of people."""
    none = [] if empty is None else [SelectChoice("", empty)]
    field.choices = none + [SelectChoice(str(person_id), name) for person_id, name in people]


def is_phone(form: Form, field: Any) -> None:
    if not PHONE.fullmatch(field.data):
        raise ValidationError(gettext("Write the number in digits, for example 600 100 200."))


class FamilyForm(Form):
    """The record of a family: what art. 16 allows, how the case began, and what is unsafe."""

    surname = line(_l("Family's surname"), needed=True)
    locality = line(_l("Locality"), needed=True)
    street = line(_l("Street and number"))
    landmark = line(_l("How to find the house"))
    phone = StringField(_l("Phone"), [Optional(), at_most(30), is_phone])
    housing = line(_l("Housing conditions"))
    reference = line(_l("Reference"), most=60)
    case_basis = word(_l("How did it begin?"), CaseBasis)
    risk_group = word(_l("Risk group"), RiskGroup, needed=False)
    difficulty = RadioField(
        _l("Difficulty of the work"),
        coerce=int,
        choices=[
            SelectChoice("1", _l("1 ordinary")),
            SelectChoice("2", _l("2 difficult")),
            SelectChoice("3", _l("3 very difficult")),
        ],
        default=1,
        **UNKNOWN,
    )
    safety_flags = words(_l("Before every visit, remember"), SafetyFlag)
    safety_note = line(_l("More about safety"))
    social_worker = person(_l("Social worker"))

    def facts(self) -> dict[str, Any]:
        """As the columns of a family are named."""
        held = {name: field.data for name, field in self._fields.items() if name in RECORD}
        return held | {
            "reference": self.reference.data or None,
            "social_worker_id": self.social_worker.data,
        }


RECORD = frozenset(
    {
        "surname", "locality", "street", "landmark", "phone", "housing", "case_basis",
        "risk_group", "difficulty", "safety_flags", "safety_note",
    }
)  # fmt: skip


class EditForm(Marked, FamilyForm):
    """A record being corrected: also the dates that deadlines count from."""

    started_on = DayField(_l("Working since"), [Optional()])
    last_assessed_on = DayField(_l("Last periodic assessment"), [Optional()])
    plan_from = DayField(_l("Plan from"), [Optional()])
    plan_until = DayField(_l("Plan until"), [Optional()])

    def facts(self) -> dict[str, Any]:
        dates = ("started_on", "last_assessed_on", "plan_from", "plan_until")
        return super().facts() | {name: self._fields[name].data for name in dates}


class Household(Form):
    """A form with a row for each person; a row left empty is nobody."""

    adult_row: type[PersonRow] = AdultRow
    child_row: type[PersonRow] = ChildRow

    def __init__(self, data: MultiDict[str, str] | None = None, **values: Any) -> None:
        super().__init__(data, **values)
        self.adults = rows(self.adult_row, "adults", data, 2)
        self.children = rows(self.child_row, "children", data, 2)

    @property
    def filled(self) -> list[PersonRow]:
        return [row for row in (*self.adults, *self.children) if row.is_filled]

    def __iter__(self) -> Iterator[Any]:
        """Its own fields and those of every filled row, as the list of errors wants them."""
        return chain(super().__iter__(), *self.filled)

    @property
    def errors(self) -> dict[str, Any]:
        wrong = {f.id: f.errors for row in self.filled for f in row if f.errors}
        return dict(super().errors) | wrong

    def validate(self, extra_validators: Any = None) -> bool:
        checked = [super().validate(extra_validators), *(row.validate() for row in self.filled)]
        if not self.filled:
            self.form_errors.append(gettext("Write at least one person of the family."))
        return all(checked) and bool(self.filled)

    def add_row(self, kind: str) -> None:
        """One more empty row, ready to be typed in."""
        held, row, name = self.adults, self.adult_row, "adults"
        if kind == "children":
            held, row, name = self.children, self.child_row, "children"
        if len(held) < MOST_ROWS:
            held.append(row(prefix=f"{name}-{len(held)}-", number=len(held), fresh=True))

    def members(self) -> list[dict[str, Any]]:
        """The people of the family, adults first, as the columns of a member are named."""
        return [row.facts(self._fields["surname"].data) for row in self.filled]


def rows(
    kind: type[PersonRow], name: str, data: MultiDict[str, str] | None, at_first: int
) -> list[PersonRow]:
    """As many rows as the page had, or as it begins with."""
    sent = data.get(f"{name}-rows", "") if data else ""
    count = min(int(sent), MOST_ROWS) if re.fullmatch("[0-9]{1,2}", sent) else at_first
    return [kind(data, prefix=f"{name}-{n}-", number=n) for n in range(max(1, count))]


class NewFamilyForm(Household, FamilyForm):
    """A family that enters the centre."""

    case_status = SelectField(
        _l("How far is the case?"),
        choices=choices_of(s for s in CaseStatus if s in BEFORE_WORK),
        default=CaseStatus.REQUESTED.value,
        **UNKNOWN,
    )
    assistant = person(_l("Who leads the family?"), RadioField, default=None)

    def facts(self) -> dict[str, Any]:
        return super().facts() | {
            "case_status": CaseStatus(self.case_status.data),  # type: ignore[call-arg]
            "assistant_id": self.assistant.data,
        }


class HandOverForm(Form):
    assistant = RadioField(
        _l("To whom?"),
        coerce=person_or_none,
        choices=[],
        invalid_choice_message=_l("Choose who takes the family."),
        invalid_value_message=_l("Choose who takes the family."),
    )


class CaseForm(Form):
    """A step of the case; the page shows those that are possible, the rule decides."""

    case_status = RadioField(
        _l("Next step"),
        choices=choices_of(CaseStatus),
        invalid_choice_message=_l("Choose the next step."),
    )
    confirmed = BooleanField(_l("Yes, the work with this family ends"))
