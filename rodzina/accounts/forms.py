"""Shapes of signing in."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField

from rodzina.web.forms import Form, at_most, required


class SignInForm(Form):
    email = EmailField(_l("Work e-mail"), [*required(_l("Type your work e-mail.")), at_most(254)])
    password = PasswordField(_l("Password"), [*required(_l("Type your password.")), at_most(128)])
