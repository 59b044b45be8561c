"""Shapes of a court order and of its lifting."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import Optional

from rodzina.courts.actions import OrderContent
from rodzina.families.forms import person_or_none
from rodzina.families.models import Family
from rodzina.web.forms import DayField, Form, line, required


class OrderForm(Form):
    court = line(_l("Court"), needed=True)
    case_file_number = line(_l("File number"), needed=True, most=60)
    issued_on = DayField(_l("Order of"), required(_l("Write the day of the order.")))
    valid_until = DayField(_l("Valid until"), [Optional()])
    children = SelectMultipleField(
        _l("Which children does it name?"), coerce=person_or_none, choices=[]
    )
    execution_control = line(_l("How the court checks it"))

    @classmethod
    def about(cls, family: Family, data: Any = None, **values: Any) -> Any:
        """The form with the family's children to choose from."""
        order = values.get("obj")
        form = cls(data, **values)
        if order is not None and data is None:
            form.children.data = list(order.named)
        form.children.choices = [(str(m.id), m.first_name) for m in family.members if m.is_child]
        return form

    def content(self) -> OrderContent:
        issued: Any = self.issued_on.data
        return OrderContent(
            self.court.data,
            self.case_file_number.data,
            issued,
            self.valid_until.data,
            frozenset(self.children.data or ()),
            self.execution_control.data or "",
        )


class LiftingForm(Form):
    lifted_on = DayField(_l("Lifted on"), required(_l("Write the day.")))
