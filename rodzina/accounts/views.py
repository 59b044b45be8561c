"""Signing in and out, and the first page of each role."""

from uuid import UUID

from flask import Blueprint, Response, g, make_response, request, session, url_for
from flask.typing import ResponseReturnValue

from rodzina.accounts.actions import check_credentials, end_session, start_session
from rodzina.accounts.forms import SignInForm
from rodzina.accounts.identity import give_cookie, on_phone, take_cookie
from rodzina.accounts.models import Membership
from rodzina.accounts.queries import memberships_of
from rodzina.problems import RuleBroken
from rodzina.web.access import actor, local_path, open_to, public
from rodzina.web.navigation import FIRST, first_page
from rodzina.web.pages import lead_to, page, see_other
from rodzina.web.polish import now

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/")
@public
def start() -> ResponseReturnValue:
    return lead_to(first_page(g.actor)) if g.actor else see_other("accounts.sign_in")


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if g.actor:
        return lead_to(first_page(g.actor))
    return page("accounts/sign_in.html", form=SignInForm(), next=request.args.get("next", ""))


@blueprint.post("/sign-in")
@public
def open_session() -> ResponseReturnValue:
    """Checks e-mail and password, then starts a session, or asks which centre and role."""
    form = SignInForm.received()
    wanted = local_path(request.form.get("next"))
    try:
        if not form.validate():
            raise RuleBroken("")
        person = check_credentials(
            form.email.data, form.password.data, request.remote_addr or "", now()
        )
    except RuleBroken as problem:
        if problem.message:
            form.refuse(problem)
        return page("accounts/sign_in.html", status=422, form=form, next=wanted or "")
    members = memberships_of(person.id)
    if not members:
        form.refuse(RuleBroken("This account has no active role. Ask your supervisor.", "email"))
        return page("accounts/sign_in.html", status=422, form=form, next=wanted or "")
    return begin(members[0], wanted)


def begin(member: Membership, wanted: str | None) -> Response:
    token = start_session(member, request.user_agent.string, on_phone(), now())
    session.clear()
    return give_cookie(lead_to(wanted or url_for(FIRST[member.role])), token)


@blueprint.post("/sign-out")
@open_to()
def close_session() -> ResponseReturnValue:
    ended: UUID | None = actor().sign_in_id
    if ended:
        end_session(ended, now())
    session.clear()
    response = take_cookie(make_response(see_other("accounts.sign_in")))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
