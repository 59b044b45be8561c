"""The people of a centre: the list, invitations, and links to a new password."""

from typing import Any
from uuid import UUID

from flask import Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from rodzina.accounts.blueprint import blueprint
from rodzina.accounts.forms import InvitationForm, titles_for
from rodzina.accounts.invitations import invite_person, revoke_invitation
from rodzina.accounts.models import Invitation
from rodzina.accounts.queries import colleagues, is_invitation_of, pending_invitations
from rodzina.accounts.rules import roles_given_by
from rodzina.crypto import fresh_token, token_hash
from rodzina.db import db
from rodzina.office.queries import office
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role
from rodzina.web import mail, toasts
from rodzina.web.access import actor, open_to
from rodzina.web.forms import sending
from rodzina.web.pages import page, see_other
from rodzina.web.polish import label, now

MANAGERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)


def _(text: str) -> str:
    return text


toasts.message("invitation_mailed", _("Invitation sent by mail"))
toasts.message("invitation_revoked", _("Invitation taken back"))


@blueprint.get("/people")
@open_to(*MANAGERS)
def people() -> ResponseReturnValue:
    """Everybody of the centre, and who is invited."""
    staff = colleagues(actor().office_id)
    return page(
        "accounts/people.html",
        staff=[colleague for colleague in staff if colleague.active],
        former=[colleague for colleague in staff if not colleague.active],
        invitations=pending_invitations(actor().office_id, now()),
        supervised=any(colleague.holds(Role.SUPERVISOR) for colleague in staff),
    )


@blueprint.get("/people/invite")
@open_to(*MANAGERS)
def invite() -> ResponseReturnValue:
    return invitation_page(InvitationForm())


def invitation_page(form: Any, status: int = 200) -> Response:
    offered = roles_given_by(actor().role)
    return page(
        "accounts/invite.html",
        status=status,
        form=form.offer(offered),
        titles=titles_for(offered),
        mail=mail.can_send(),
    )


@blueprint.post("/people/invite")
@open_to(*MANAGERS)
def send_invitation() -> ResponseReturnValue:
    """Makes the link; it goes by mail, or is shown once to whoever made it."""
    form = InvitationForm.received().offer(roles_given_by(actor().role))
    token = fresh_token()
    try:
        if not form.validate():
            raise RuleBroken("")
        made = invite_person(
            actor(),
            sending(),
            form.name.data,
            form.email.data,
            form.role.data,
            form.title.data or "",
            token_hash(token),
            now(),
        )
    except RuleBroken as problem:
        form.refuse(problem)
        return invitation_page(form, 422)
    return deliver(made, token, "accounts.invitation", "invitation_mailed")


def deliver(made: UUID, token: str, endpoint: str, done: str, *, secret: bool = False) -> Response:
    """The link by mail, else a letter on the screen, unless it is a secret to whoever made it.

    A repeated request finds no link to show: only its hash was kept.
    """
    link = db.session.get_one(Invitation, made)
    if link.token_hash != token_hash(token):
        return page("accounts/link_shown.html", link=link)
    address = mail.outside_url(endpoint, token=token)
    if mail.can_send() and mail.send(mail.settings().mail, link.email, *letter(link, address)):
        toasts.say(done)
        return see_other("accounts.people")
    return page(
        "accounts/letter.html",
        link=link,
        address="" if secret else address,
        office=office(),
        failed=mail.can_send(),
    )


def letter(link: Invitation, address: str) -> tuple[str, str]:
    """Subject and text of the mail."""
    centre = office().name
    if link.role is None:
        return gettext("Rodzina: a new password"), "\n\n".join(
            [
                gettext("Good morning,"),
                gettext("here is your link to a new password in Rodzina (%(name)s).", name=centre),
                gettext("Open it within 24 hours. It works once."),
                address,
            ]
        )
    return gettext("Rodzina: an invitation"), "\n\n".join(
        [
            gettext("Good morning,"),
            gettext(
                "%(name)s invites you to Rodzina, the family assistant's notebook.", name=centre
            ),
            gettext("Your role: %(role)s.", role=link.title or label(link.role)),
            gettext("Open this address within 72 hours and choose a password. It works once."),
            address,
        ]
    )


@blueprint.post("/people/invitations/<uuid:invitation_id>/revoke")
@open_to(*MANAGERS, object_kind="invitation")
def revoke(invitation_id: UUID) -> ResponseReturnValue:
    if not is_invitation_of(actor().office_id, invitation_id):
        abort(404)
    revoke_invitation(actor(), sending(), invitation_id, now())
    toasts.say("invitation_revoked")
    return see_other("accounts.people")
