"""Shapes of a court order and of its lifting."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import Optional

from rodzina.courts.actions import OrderContent
from rodzina.courts.models import CourtOrder
from rodzina.families.forms import offer, person_or_none
from rodzina.families.models import Family
from rodzina.web.forms import UNKNOWN, DayField, Form, line, required


class OrderForm(Form):
    court = line(_l("Court"), needed=True)
    case_file_number = line(_l("File number"), needed=True, most=60)
    issued_on = DayField(_l("Order of"), required(_l("Write the day of the order.")))
    valid_until = DayField(_l("Valid until"), [Optional()])
    children = SelectMultipleField(
        _l("Which children does it name?"), coerce=person_or_none, choices=[], **UNKNOWN
    )
    execution_control = line(_l("How the court checks it"))

    @classmethod
    def about(cls, family: Family, data: Any = None, order: CourtOrder | None = None) -> Any:
        """The form with the family's children to choose from, filled with an order's content."""
        form = cls(data, **(typed_in(order) if order else {}))
        children = [(m.id, m.first_name) for m in family.members if m.is_child]
        offer(form.children, children, empty=None)
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


def typed_in(order: CourtOrder) -> dict[str, Any]:
    """What the form holds when an order is corrected."""
    same = ("court", "case_file_number", "issued_on", "valid_until", "execution_control")
    return {name: getattr(order, name) for name in same} | {"children": list(order.named)}


class LiftingForm(Form):
    lifted_on = DayField(_l("Lifted on"), required(_l("Write the day.")))
