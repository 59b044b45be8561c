"""What everybody does with their own account: devices, password, looks, another centre or role."""

from uuid import UUID

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from rodzina.accounts.actions import (
    change_password,
    check_own_password,
    choose_language,
    end_own_sessions,
)
from rodzina.accounts.blueprint import blueprint
from rodzina.accounts.devices import last_seen
from rodzina.accounts.forms import LOCALES, THEMES, AppearanceForm, ChangePasswordForm
from rodzina.accounts.identity import begin
from rodzina.accounts.models import Membership, Person
from rodzina.accounts.queries import devices_of, has_session, memberships_of
from rodzina.db import db
from rodzina.problems import RuleBroken
from rodzina.web import toasts
from rodzina.web.access import actor, open_to
from rodzina.web.pages import page, see_other
from rodzina.web.polish import now

YEAR = 31_536_000
THEME_COOKIE = "theme"


def _(text: str) -> str:
    return text


toasts.message("sessions_ended", _("Signed out on that device"))
toasts.message("other_sessions_ended", _("Signed out everywhere else"))
toasts.message("password_changed", _("Password changed. Other devices are signed out."))
toasts.message("appearance_chosen", _("Saved"))
blueprint.add_app_template_filter(last_seen)


@blueprint.app_context_processor
def theme() -> dict[str, str]:
    """The theme of this device; empty where it follows the system."""
    wanted = request.cookies.get(THEME_COOKIE, "")
    return {"theme": wanted if wanted in THEMES[1:] else ""}


def oneself() -> Person:
    return db.session.get_one(Person, actor().person_id)


def own_membership() -> Membership:
    return db.session.get_one(Membership, (actor().office_id, actor().person_id, actor().role))


@blueprint.get("/devices")
@open_to()
def devices() -> ResponseReturnValue:
    """Where the person is signed in."""
    return page("accounts/devices.html", sessions=devices_of(actor().person_id, now()))


@blueprint.post("/devices/<uuid:sign_in_id>/end")
@open_to(object_kind="sign_in")
def end_device(sign_in_id: UUID) -> ResponseReturnValue:
    if not has_session(actor().person_id, sign_in_id):
        abort(404)
    end_own_sessions(actor().person_id, now(), only=sign_in_id)
    toasts.say("sessions_ended")
    return see_other("accounts.devices")


@blueprint.post("/devices/end-others")
@open_to()
def end_other_devices() -> ResponseReturnValue:
    end_own_sessions(actor().person_id, now(), but=actor().sign_in_id)
    toasts.say("other_sessions_ended")
    return see_other("accounts.devices")


@blueprint.get("/password")
@open_to()
def password() -> ResponseReturnValue:
    return page("accounts/password.html", form=ChangePasswordForm(), email=oneself().email)


@blueprint.post("/password")
@open_to()
def replace_password() -> ResponseReturnValue:
    """A new password; every session ends and this device gets a fresh one."""
    form = ChangePasswordForm.received()
    person = oneself()
    try:
        if not form.validate():
            raise RuleBroken("")
        check_own_password(person, form.present.data, request.remote_addr or "", now())
        change_password(person, form.password.data, now())
    except RuleBroken as problem:
        form.refuse(problem)
        return page(
            "accounts/password.html",
            parts=["password_form"],
            status=422,
            form=form,
            email=person.email,
        )
    response = begin(own_membership(), url_for("desk.more"))
    toasts.say("password_changed")
    return response


@blueprint.get("/appearance")
@open_to()
def appearance() -> ResponseReturnValue:
    chosen = request.cookies.get(THEME_COOKIE)
    form = AppearanceForm(theme=chosen if chosen in THEMES else THEMES[0], locale=oneself().locale)
    return page("accounts/appearance.html", form=form)


@blueprint.post("/appearance")
@open_to()
def choose_appearance() -> ResponseReturnValue:
    """The theme stays with the device, the language goes with the person."""
    form = AppearanceForm.received()
    if not form.validate():
        return page("accounts/appearance.html", parts=["appearance_form"], status=422, form=form)
    if form.locale.data in LOCALES:
        choose_language(actor().person_id, form.locale.data)
    toasts.say("appearance_chosen")
    response = see_other("desk.more")
    response.set_cookie(
        THEME_COOKIE,
        form.theme.data,
        max_age=YEAR,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


@blueprint.post("/switch-role")
@open_to()
def switch_role() -> ResponseReturnValue:
    """Another centre or role of the same person, in a session of its own."""
    named = request.form.get("member", "")
    for member in memberships_of(actor().person_id):
        if f"{member.office_id}:{member.role}" == named:
            return begin(member, proved=False)
    abort(404)
