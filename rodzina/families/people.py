"""Shapes of the people of a family: a row of the household, or a member on their own page."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from rodzina.families.models import FamilyMember
from rodzina.families.rules import check_birth
from rodzina.problems import RuleBroken
from rodzina.vocabulary import (
    ChildPlace,
    MaritalStatus,
    ParentalAuthority,
    Relation,
    Word,
)
from rodzina.web.forms import (
    LINE,
    UNKNOWN,
    DayField,
    Form,
    at_most,
    choices_of,
    line,
    required,
    word,
)
from rodzina.web.polish import today

GROWN = tuple(r for r in Relation if r is not Relation.CHILD)
USUAL_RELATIONS = (Relation.MOTHER, Relation.FATHER)
HOLDERS = frozenset({Relation.MOTHER, Relation.FATHER, Relation.GUARDIAN})
OLDEST = 1900


class BirthField(StringField):  # type: ignore[misc]
    """A birth date (1.02.2017), or only the year where no more is known (2017)."""

    year_only = False

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if not isinstance(self.data, date):
            return ""
        return str(self.data.year) if self.year_only else f"{self.data:%d.%m.%Y}"

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data, self.year_only = read_birth(text)
        if text and self.data is None:
            raise ValidationError(
                gettext("Write the birth date like this: 1.02.2017, or only the year: 2017.")
            )


def read_birth(text: str) -> tuple[date | None, bool]:
    """The day that a text names, and whether it names only the year."""
    for pattern, year_only in (("%d.%m.%Y", False), ("%Y-%m-%d", False), ("%Y", True)):
        with suppress(ValueError):
            day = datetime.strptime(text, pattern).date()
            return (day, year_only) if day.year >= OLDEST else (None, False)
    return None, False


def one_of(label: Any, among: tuple[Word, ...], default: Word) -> SelectField:
    """A choice among some words of a vocabulary."""
    return SelectField(
        label,
        choices=choices_of(among),
        coerce=type(default),
        default=default,
        **UNKNOWN,
    )


class PersonRow(Form):
    """What is asked about anybody; `fresh` marks a row that was just added."""

    first_name = StringField(_l("First name"), [at_most(LINE)])
    last_name = line(_l("Surname, if different"))
    born_on = BirthField(_l("Birth date or year"), [Optional()])

    def __init__(
        self,
        data: MultiDict[str, str] | None = None,
        *,
        number: int = 0,
        fresh: bool = False,
        **values: Any,
    ) -> None:
        super().__init__(data, **values)
        self.fresh, self.number = fresh, number

    @property
    def is_filled(self) -> bool:
        return any(field.data for field in self if isinstance(field, StringField))

    @property
    def relation_now(self) -> Relation:
        return Relation.CHILD

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if not self.first_name.data:
            self.first_name.errors = [gettext("Write the first name.")]
        return fine and bool(self.first_name.data)

    def validate_born_on(self, field: Any) -> None:
        try:
            check_birth(field.data, self.relation_now, today())
        except RuleBroken as problem:
            raise ValidationError(gettext(problem.message)) from problem

    def facts(self, surname: str = "") -> dict[str, Any]:
        """As the columns of a member are named."""
        skipped = {"born_on", "version"}
        held = {name: f.data for name, f in self._fields.items() if name not in skipped}
        return held | {
            "last_name": self.last_name.data or surname,
            "relation": self.relation_now,
            "born_on": self.born_on.data,
            "birth_year_only": self.born_on.year_only,
        }


class QuickAdult(PersonRow):
    """An adult in two lines: enough to start, the rest can be added later."""

    relation = one_of(_l("Who is it?"), GROWN, Relation.OTHER)

    def __init__(self, data: MultiDict[str, str] | None = None, **values: Any) -> None:
        number = values.get("number", len(USUAL_RELATIONS))
        if number < len(USUAL_RELATIONS):
            values["relation"] = USUAL_RELATIONS[number]
        super().__init__(data, **values)

    @property
    def relation_now(self) -> Relation:
        relation: Relation = self._fields["relation"].data
        return relation

    def facts(self, surname: str = "") -> dict[str, Any]:
        """Parents and guardians hold full authority until somebody says otherwise."""
        held = super().facts(surname)
        usual = ParentalAuthority.FULL if self.relation_now in HOLDERS else ParentalAuthority.NONE
        return held | {"parental_authority": held.get("parental_authority") or usual}


class QuickChild(PersonRow):
    """A child in one line."""


class AdultRow(QuickAdult):
    """All that art. 16 allows to know about an adult."""

    parental_authority = word(_l("Parental authority"), ParentalAuthority, needed=False)
    lives_at_home = SelectField(
        _l("Lives with the family"),
        choices=[SelectChoice("yes", _l("yes")), SelectChoice("no", _l("no"))],
        coerce=lambda v: v if isinstance(v, bool) else v == "yes",
        default=True,
    )
    marital_status = word(_l("Marital status"), MaritalStatus, needed=False)
    citizenship = line(_l("Citizenship"))
    education = line(_l("Education"))
    occupation = line(_l("Occupation"))
    workplace = line(_l("Workplace"))
    income_source = line(_l("Sources of income"))


class ChildRow(PersonRow):
    """All that art. 16 allows to know about a child."""

    place = one_of(_l("Where is the child now?"), tuple(ChildPlace), ChildPlace.HOME)
    school = line(_l("School or nursery"))
    development = line(_l("Psychophysical development"))
    legal_situation = line(_l("Legal situation"))
    citizenship = line(_l("Citizenship"))

    def facts(self, surname: str = "") -> dict[str, Any]:
        held = super().facts(surname)
        return held | {"lives_at_home": held["place"] is ChildPlace.HOME}


class AdultPage(AdultRow):
    version = IntegerField(widget=HiddenInput(), default=0)


class ChildPage(ChildRow):
    version = IntegerField(widget=HiddenInput(), default=0)


def member_form(
    member: FamilyMember | None, *, child: bool, data: MultiDict[str, str] | None = None
) -> Any:
    """The page of one member: the fields of the household, and the version that was seen."""
    form = (ChildPage if child else AdultPage)(data, obj=member)
    if member is not None and data is None:
        form.born_on.year_only = member.birth_year_only
    return form


class LeavingForm(Form):
    left_on = DayField(_l("Since when?"), required(_l("Write the day.")))
