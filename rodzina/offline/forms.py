"""Shapes of what a supervisor decides about an entry that waits."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import FileField, SelectField

from rodzina.families.forms import offer
from rodzina.web.forms import UNKNOWN, Form, line


class AttachForm(Form):
    """Another family of the centre."""

    family = SelectField(_l("Which family?"), **UNKNOWN)

    def choose_among(self, families: list[tuple[UUID, str]]) -> None:
        offer(self.family, families)


class ReturnForm(Form):
    """Why it goes back to its author."""

    words = line(_l("What should the author do?"), needed=True)


class RescueForm(Form):
    """The file into which a phone has put what it could not send."""

    file = FileField(_l("File from the phone"))
