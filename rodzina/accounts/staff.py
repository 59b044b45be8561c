"""One person of the centre: roles, access, sessions."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from rodzina.accounts.access import open_colleague
from rodzina.accounts.blueprint import blueprint
from rodzina.accounts.forms import RoleForm, titles_for
from rodzina.accounts.invitations import make_reset
from rodzina.accounts.people import MANAGERS, deliver
from rodzina.accounts.queries import Colleague, devices_of, has_session, works_elsewhere
from rodzina.accounts.roles import (
    add_role,
    change_role,
    deactivate_person,
    end_role,
    end_sessions,
    reactivate_person,
)
from rodzina.accounts.rules import may_manage, roles_given_by
from rodzina.crypto import fresh_token, token_hash
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role
from rodzina.web import mail, toasts
from rodzina.web.access import actor, open_to
from rodzina.web.forms import Form, sending
from rodzina.web.pages import page, see_other
from rodzina.web.polish import now


def _(text: str) -> str:
    return text


toasts.message("role_changed", _("Role changed"))
toasts.message("role_added", _("Role added"))
toasts.message("role_ended", _("Role ended"))
toasts.message("deactivated", _("Access ended. This person is signed out everywhere here."))
toasts.message("reactivated", _("Access given back"))
toasts.message("person_signed_out", _("Signed out"))
toasts.message("reset_mailed", _("Link to a new password sent by mail"))


@blueprint.get("/people/<uuid:person_id>")
@open_to(*MANAGERS, object_kind="person")
def person(person_id: UUID) -> ResponseReturnValue:
    """Roles, access and sessions of one person of the centre."""
    return person_page(open_colleague(actor(), person_id))


def person_page(colleague: Colleague, problem: RuleBroken | None = None) -> Response:
    """The page; with a broken rule above it when a button was refused."""
    form = Form()
    if problem is not None:
        form.refuse(problem)
    held = {member.role for member in colleague.roles}
    return page(
        "accounts/person.html",
        status=422 if problem else 200,
        form=form,
        colleague=colleague,
        sessions=devices_of(colleague.person.id, now(), actor().office_id),
        manageable=may_manage(actor().role, held),
        oneself=colleague.person.id == actor().person_id,
        given=roles_given_by(actor().role),
    )


def role_or_404(colleague: Colleague, code: str, *, active: bool = True) -> Role:
    """A role this person holds (or once held) here."""
    for member in colleague.roles if active else colleague.members:
        if member.role == code:
            return member.role
    abort(404)


@blueprint.get("/people/<uuid:person_id>/roles/new")
@open_to(*MANAGERS, object_kind="person")
def new_role(person_id: UUID) -> ResponseReturnValue:
    return role_page(open_colleague(actor(), person_id), RoleForm())


def role_page(
    colleague: Colleague, form: Any, role: Role | None = None, status: int = 200
) -> Response:
    """The form of a role: a further one, or one held that changes."""
    offered = set(roles_given_by(actor().role)) | ({role} if role else set())
    return page(
        "accounts/role.html",
        parts=["role_form"],
        status=status,
        form=form.offer(offered),
        colleague=colleague,
        role=role,
        titles=titles_for([r for r in Role if r in offered]),
    )


@blueprint.post("/people/<uuid:person_id>/roles/new")
@open_to(*MANAGERS, object_kind="person")
def give(person_id: UUID) -> ResponseReturnValue:
    colleague = open_colleague(actor(), person_id)
    form = RoleForm.received().offer(roles_given_by(actor().role))
    try:
        if not form.validate():
            raise RuleBroken("")
        add_role(actor(), sending(), person_id, form.role.data, form.title.data or "")
    except RuleBroken as problem:
        form.refuse(problem)
        return role_page(colleague, form, status=422)
    toasts.say("role_added")
    return see_other("accounts.person", person_id=person_id)


@blueprint.get("/people/<uuid:person_id>/roles/<code>")
@open_to(*MANAGERS, object_kind="person")
def role(person_id: UUID, code: str) -> ResponseReturnValue:
    colleague = open_colleague(actor(), person_id)
    held = role_or_404(colleague, code)
    title = next(member.title for member in colleague.roles if member.role is held)
    return role_page(colleague, RoleForm(role=held, title=title), held)


@blueprint.post("/people/<uuid:person_id>/roles/<code>")
@open_to(*MANAGERS, object_kind="person")
def edit_role(person_id: UUID, code: str) -> ResponseReturnValue:
    colleague = open_colleague(actor(), person_id)
    held = role_or_404(colleague, code)
    form = RoleForm.received().offer({*roles_given_by(actor().role), held})
    try:
        if not form.validate():
            raise RuleBroken("")
        change_role(
            actor(), sending(), person_id, held, form.role.data, form.title.data or "", now()
        )
    except RuleBroken as problem:
        form.refuse(problem)
        return role_page(colleague, form, held, status=422)
    toasts.say("role_changed")
    return see_other("accounts.person", person_id=person_id)


@blueprint.post("/people/<uuid:person_id>/roles/<code>/end")
@open_to(*MANAGERS, object_kind="person")
def take(person_id: UUID, code: str) -> ResponseReturnValue:
    colleague = open_colleague(actor(), person_id)
    held = role_or_404(colleague, code, active=False)
    return pressed(
        colleague, "role_ended", lambda: end_role(actor(), sending(), person_id, held, now())
    )


def pressed(colleague: Colleague, done: str, action: Callable[[], UUID]) -> Response:
    """A button of the person's page: done, or the page again with the reason."""
    try:
        action()
    except RuleBroken as problem:
        return person_page(colleague, problem)
    toasts.say(done)
    return see_other("accounts.person", person_id=colleague.person.id)


@blueprint.post("/people/<uuid:person_id>/deactivate")
@open_to(*MANAGERS, object_kind="person")
def deactivate(person_id: UUID) -> ResponseReturnValue:
    colleague = open_colleague(actor(), person_id)
    return pressed(
        colleague, "deactivated", lambda: deactivate_person(actor(), sending(), person_id, now())
    )


@blueprint.post("/people/<uuid:person_id>/reactivate")
@open_to(*MANAGERS, object_kind="person")
def reactivate(person_id: UUID) -> ResponseReturnValue:
    colleague = open_colleague(actor(), person_id)
    held = role_or_404(colleague, request.form.get("role", ""), active=False)
    return pressed(
        colleague, "reactivated", lambda: reactivate_person(actor(), sending(), person_id, held)
    )


@blueprint.post("/people/<uuid:person_id>/sessions/end")
@open_to(*MANAGERS, object_kind="person")
def end_all_sessions(person_id: UUID) -> ResponseReturnValue:
    colleague = open_colleague(actor(), person_id)
    return pressed(
        colleague,
        "person_signed_out",
        lambda: end_sessions(actor(), sending(), person_id, None, now()),
    )


@blueprint.post("/people/<uuid:person_id>/sessions/<uuid:sign_in_id>/end")
@open_to(*MANAGERS, object_kind="person")
def end_one_session(person_id: UUID, sign_in_id: UUID) -> ResponseReturnValue:
    colleague = open_colleague(actor(), person_id)
    if not has_session(person_id, sign_in_id, actor().office_id):
        abort(404)
    return pressed(
        colleague,
        "person_signed_out",
        lambda: end_sessions(actor(), sending(), person_id, sign_in_id, now()),
    )


@blueprint.post("/people/<uuid:person_id>/reset")
@open_to(*MANAGERS, object_kind="person")
def reset(person_id: UUID) -> ResponseReturnValue:
    """Makes a link to a new password for a person of the centre."""
    colleague = open_colleague(actor(), person_id)
    token = fresh_token()
    elsewhere = works_elsewhere(actor().office_id, person_id)
    try:
        made = make_reset(
            actor(), sending(), colleague.person, mail.can_send(), token_hash(token), now()
        )
    except RuleBroken as problem:
        return person_page(colleague, problem)
    return deliver(made, token, "accounts.new_password", "reset_mailed", secret=elsewhere)
