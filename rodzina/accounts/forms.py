"""Shapes of signing in, of accounts, and of a centre's people."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from rodzina.vocabulary import Role
from rodzina.web.forms import Form, at_most, choices_of, line, required, word

EMAIL = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]+")
THEMES = ("system", "light", "dark")
LOCALES = ("pl", "en")


def composed(text: Any) -> Any:
    """The same letters, however the keyboard makes them: ą is one sign, not a and a tail."""
    return unicodedata.normalize("NFC", text) if isinstance(text, str) else text


def one_line(text: Any) -> Any:
    return " ".join(text.split()) if isinstance(text, str) else text


def secret(label: Any, message: Any = None) -> PasswordField:
    return PasswordField(label, [*required(message), at_most(128)], filters=[composed])


def address(label: Any, message: Any) -> EmailField:
    return EmailField(label, [*required(message), at_most(254)], filters=[one_line])


def is_email(form: Form, field: Any) -> None:
    if not EMAIL.fullmatch(field.data or ""):
        raise ValidationError(gettext("Type an e-mail address, like anna@example.pl."))


class SignInForm(Form):
    email = address(_l("Work e-mail"), _l("Type your work e-mail."))
    password = secret(_l("Password"), _l("Type your password."))


class ForgottenForm(Form):
    email = address(_l("Work e-mail"), _l("Type your work e-mail."))

    validate_email = is_email


class NewPasswordForm(Form):
    password = secret(_l("New password"), _l("Type a new password."))


class KnownPasswordForm(Form):
    password = secret(_l("Password"), _l("Type your password."))


class ChangePasswordForm(Form):
    present = secret(_l("Present password"), _l("Type your present password."))
    password = secret(_l("New password"), _l("Type a new password."))


class AppearanceForm(Form):
    theme = RadioField(
        _l("Theme"),
        choices=[
            SelectChoice("system", _l("as on the device")),
            SelectChoice("light", _l("light")),
            SelectChoice("dark", _l("dark")),
        ],
    )
    locale = RadioField(
        _l("Language"), choices=[SelectChoice("pl", "Polski"), SelectChoice("en", "English")]
    )


class RoleForm(Form):
    role = word(_l("Role"), Role)
    title = line(_l("Job title"), most=80, filters=[one_line])

    def offer(self, roles: Collection[Role]) -> "RoleForm":
        """Only these roles may be chosen, in the order of the vocabulary."""
        self.role.choices = choices_of(role for role in Role if role in roles)
        return self


class InvitationForm(RoleForm):
    name = line(_l("First and last name"), needed=True, most=120, filters=[one_line])
    email = address(_l("Work e-mail"), _l("Type the person's work e-mail."))

    validate_email = is_email


def titles_for(roles: Sequence[Role]) -> list[str]:
    """Job titles offered while typing; any other may be typed."""
    return [title for role in roles for title in TITLES.get(role, ())]


# In Polish on purpose: a job title is a name of the centre's own, not a word of the interface.
TITLES = {
    Role.ASSISTANT: ("asystentka rodziny", "asystent rodziny"),
    Role.SUPERVISOR: ("kierowniczka", "kierownik", "zastępczyni kierownika", "zastępca kierownika"),
    Role.SOCIAL_WORKER: ("pracownica socjalna", "pracownik socjalny"),
    Role.ADMINISTRATOR: ("administratorka", "administrator"),
}
