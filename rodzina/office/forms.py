"""Shapes of the centre's facts and figures."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from rodzina.office.rules import Range
from rodzina.web.access import uuid_or_none
from rodzina.web.forms import DayField, Form, line


def one_line(text: Any) -> Any:
    return " ".join(text.split()) if isinstance(text, str) else text


class OfficeForm(Form):
    name = line(_l("Full name"), needed=True, most=160, filters=[one_line])
    short_name = line(_l("Short name"), needed=True, most=60, filters=[one_line])
    address = line(_l("Address"), most=200, filters=[one_line])
    phone = line(_l("Phone"), most=40, filters=[one_line])
    deputy_id = SelectField(_l("Deputy for concerns"), coerce=uuid_or_none, validate_choice=False)

    def offer(self, people: Sequence[tuple[UUID, str]]) -> "OfficeForm":
        """The people who may be the deputy."""
        named = [SelectChoice(str(person), name) for person, name in people]
        self.deputy_id.choices = [SelectChoice("", gettext("nobody")), *named]
        return self


class FigureForm(Form):
    value = IntegerField(
        _l("Number"),
        [InputRequired(_l("Type a whole number."))],
        render_kw={"inputmode": "numeric"},
    )
    valid_from = DayField(_l("Valid from"), [InputRequired(_l("Choose the day."))])


class AnswerForm(Form):
    value = RadioField(
        _l("Answer"),
        coerce=int,
        choices=[SelectChoice("1", _l("yes")), SelectChoice("0", _l("no"))],
    )
    valid_from = DayField(_l("Valid from"), [InputRequired(_l("Choose the day."))])


def form_of(allowed: Range) -> type[Form]:
    """A number, or yes and no."""
    return AnswerForm if allowed.yes_no else FigureForm
