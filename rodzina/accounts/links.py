"""What single-use links open: joining a centre, and choosing a new password."""

from threading import Thread
from typing import Any

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from rodzina.accounts.actions import check_credentials, tried
from rodzina.accounts.blueprint import blueprint
from rodzina.accounts.forms import ForgottenForm, KnownPasswordForm, NewPasswordForm
from rodzina.accounts.identity import begin
from rodzina.accounts.invitations import (
    LINK_OVER,
    accept_invitation,
    ask_for_reset,
    set_new_password,
)
from rodzina.accounts.models import Invitation, Person
from rodzina.accounts.queries import open_link, person_by_email
from rodzina.crypto import fresh_token, token_hash
from rodzina.office.queries import centres_named
from rodzina.problems import RuleBroken
from rodzina.web import mail, toasts
from rodzina.web.access import public
from rodzina.web.pages import page, see_other
from rodzina.web.polish import now


def _(text: str) -> str:
    return text


toasts.message("password_set", _("The new password works. Sign in with it."))


def link_over() -> Response:
    """One answer for a link that was used, ran out, was taken back, or never was."""
    return page("accounts/link_over.html", status=404)


@blueprint.get("/invitation/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    link = open_link(token_hash(token), now())
    if link is None or link.role is None:
        return link_over()
    person = person_by_email(link.email)
    return invited(token, link, form_for(person)(), is_known(person))


def is_known(person: Person | None) -> bool:
    return person is not None and bool(person.password_hash)


def form_for(person: Person | None) -> Any:
    """Somebody with an account types its password; somebody new chooses one."""
    return KnownPasswordForm if is_known(person) else NewPasswordForm


def invited(token: str, link: Invitation, form: Any, known: bool, status: int = 200) -> Response:
    office_id = link.office_id or 0
    return page(
        "accounts/invitation.html",
        status=status,
        link=link,
        form=form,
        known=known,
        office_name=centres_named({office_id})[office_id],
        token=token,
    )


@blueprint.post("/invitation/<token>")
@public
def join(token: str) -> ResponseReturnValue:
    """The invited person joins the centre and is signed in there."""
    link = open_link(token_hash(token), now())
    if link is None or link.role is None:
        return link_over()
    person = person_by_email(link.email)
    form = form_for(person).received()
    try:
        if not form.validate():
            raise RuleBroken("")
        if is_known(person):
            source = request.remote_addr or ""
            person = check_credentials(link.email, form.password.data, source, now())
        member = accept_invitation(link, person, form.password.data, now())
    except RuleBroken as problem:
        if problem.message == LINK_OVER:
            return link_over()
        form.refuse(problem)
        return invited(token, link, form, is_known(person), 422)
    return begin(member)


@blueprint.get("/forgotten-password")
@public
def forgotten() -> ResponseReturnValue:
    return page("accounts/forgotten.html", form=ForgottenForm(), mail=mail.can_send(), asked=False)


@blueprint.post("/forgotten-password")
@public
def ask_for_link() -> ResponseReturnValue:
    """Mails a link if there is such an account; the answer is the same in words and in time."""
    form = ForgottenForm.received()
    if not mail.can_send() or not form.validate():
        return page(
            "accounts/forgotten.html", status=422, form=form, mail=mail.can_send(), asked=False
        )
    if counted(form.email.data):
        token = fresh_token()
        letter = reset_letter(mail.outside_url("accounts.new_password", token=token))
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        Thread(target=mail_link, args=(app, form.email.data, token, letter), daemon=True).start()
    return page("accounts/forgotten.html", form=form, mail=True, asked=True)


def counted(email: str) -> bool:
    """Each request counts as a try; nothing leaves any more after too many."""
    account = f"reset|{email.strip().casefold()}"
    try:
        tried(account, request.remote_addr or "", now(), lambda: False)
    except RuleBroken:
        return False
    return True


def reset_letter(link: str) -> tuple[str, str]:
    return gettext("Rodzina: a new password"), "\n\n".join(
        [
            gettext("Somebody asked for a new password to your account in Rodzina."),
            gettext("If it was you, open this address within 24 hours. It works once."),
            link,
            gettext("If it was not you, do nothing: your password stays as it is."),
        ]
    )


def mail_link(app: Flask, email: str, token: str, letter: tuple[str, str]) -> None:
    """In a thread of its own, so that nobody can tell from the time whether an account exists."""
    with app.app_context():
        to = ask_for_reset(email, token_hash(token), now())
        if to is not None:
            mail.send(mail.settings().mail, to, *letter)


@blueprint.get("/new-password/<token>")
@public
def new_password(token: str) -> ResponseReturnValue:
    link = open_link(token_hash(token), now())
    if link is None or link.role is not None:
        return link_over()
    return page("accounts/new_password.html", form=NewPasswordForm(), link=link, token=token)


@blueprint.post("/new-password/<token>")
@public
def set_password(token: str) -> ResponseReturnValue:
    """Sets the password the holder of the link chose; they sign in with it themselves."""
    form = NewPasswordForm.received()
    link = open_link(token_hash(token), now())
    if link is None or link.role is not None:
        return link_over()
    try:
        if not form.validate():
            raise RuleBroken("")
        set_new_password(token_hash(token), form.password.data, now())
    except RuleBroken as problem:
        if problem.message == LINK_OVER:
            return link_over()
        form.refuse(problem)
        return page("accounts/new_password.html", status=422, form=form, link=link, token=token)
    toasts.say("password_set")
    return see_other("accounts.sign_in")
