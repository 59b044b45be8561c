"""Signing in and out, choosing centre and role, and the first page of each role."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import Response, g, make_response, render_template, request, session
from flask.typing import ResponseReturnValue

from rodzina.accounts import links, own, people, staff, statements  # noqa: F401 - addresses
from rodzina.accounts.actions import check_credentials, end_session
from rodzina.accounts.blueprint import blueprint
from rodzina.accounts.forms import SignInForm
from rodzina.accounts.identity import (
    begin,
    fresh_session,
    give_cookie,
    take_cookie,
    token_given,
)
from rodzina.accounts.models import Membership, Person
from rodzina.accounts.queries import last_session, memberships_of
from rodzina.accounts.rules import CHOICE_LIFE
from rodzina.crypto import content_hash, token_hash
from rodzina.db import db
from rodzina.office.queries import centres_named
from rodzina.problems import RuleBroken
from rodzina.web.access import actor, local_path, open_to, public, scripted, uuid_or_none
from rodzina.web.navigation import first_page
from rodzina.web.pages import lead_to, page, see_other
from rodzina.web.polish import now


@blueprint.get("/")
@public
def start() -> ResponseReturnValue:
    return lead_to(first_page(g.actor)) if g.actor else see_other("accounts.sign_in")


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if g.actor:
        return lead_to(first_page(g.actor))
    wanted = local_path(request.args.get("next")) or ""
    return page("accounts/sign_in.html", form=SignInForm(), next=wanted)


@blueprint.post("/sign-in")
@public
def open_session() -> ResponseReturnValue:
    """Checks e-mail and password, then starts a session, or asks which centre and role."""
    form = SignInForm.received()
    wanted = local_path(request.form.get("next"))
    try:
        person = person_of(form)
        members = memberships_of(person.id)
        if not members:
            raise RuleBroken("This account has no active role. Ask your supervisor.", "email")
    except RuleBroken as problem:
        form.refuse(problem)
        return page("accounts/sign_in.html", status=422, form=form, next=wanted or "")
    if len(members) == 1:
        return begin(members[0], wanted)
    session["choosing"] = ticket_for(person, wanted)
    return see_other("accounts.choose_role")


def person_of(form: SignInForm) -> Person:
    """The person who typed a fitting e-mail and password into the form."""
    if not form.validate():
        raise RuleBroken("")
    return check_credentials(form.email.data, form.password.data, request.remote_addr or "", now())


def ticket_for(person: Person, wanted: str | None) -> dict[str, str]:
    """What the signed cookie remembers between password and choice; a new password voids it."""
    return {
        "person": str(person.id),
        "password": content_hash(person.password_hash),
        "until": (now() + CHOICE_LIFE).isoformat(),
        "next": wanted or "",
    }


def chooser() -> Person | None:
    """Who typed the password just now and may choose centre and role."""
    ticket = session.get("choosing") or {}
    if datetime.fromisoformat(ticket.get("until") or "1970-01-01") < now():
        return None
    person = db.session.get(Person, uuid_or_none(ticket["person"]))
    known = person is not None and content_hash(person.password_hash) == ticket["password"]
    return person if known else None


@blueprint.get("/sign-in/role")
@public
def choose_role() -> ResponseReturnValue:
    person = chooser()
    if person is None:
        return see_other("accounts.sign_in")
    members = memberships_of(person.id)
    offices = centres_named({member.office_id for member in members})
    return page("accounts/choose_role.html", members=members, offices=offices)


@blueprint.post("/sign-in/role")
@public
def enter_role() -> ResponseReturnValue:
    """Starts the session in the centre and role chosen after the password."""
    person = chooser()
    member = chosen(memberships_of(person.id)) if person else None
    if member is None:
        return see_other("accounts.sign_in")
    return begin(member, session["choosing"]["next"] or None)


def chosen(members: Sequence[Membership]) -> Membership | None:
    """The membership that the pressed button names, if it is one of these."""
    named = request.form.get("member", "")
    return next((m for m in members if f"{m.office_id}:{m.role}" == named), None)


@blueprint.get("/sign-in/in-place")
@public
def sign_in_here() -> ResponseReturnValue:
    """The form alone, for the dialog over a page whose session has ended: a fragment."""
    return here(SignInForm(), request.args.get("person", ""))


def here(form: SignInForm, person: str, status: int = 200) -> Response:
    return make_response(
        render_template("accounts/_sign_in_here.html", form=form, person=person), status
    )


@blueprint.post("/sign-in/in-place")
@public
def open_session_here() -> ResponseReturnValue:
    """Signs in the person whose page is still open, nobody else, in the same centre and role."""
    form = SignInForm.received()
    try:
        member = member_of_open_page(person_of(form))
    except RuleBroken as problem:
        form.refuse(problem)
        return here(form, request.form.get("person", ""), 422)
    if not scripted():
        return begin(member)
    response = give_cookie(make_response("", 204), fresh_session(member))
    response.headers["HX-Trigger"] = "signed-in"
    return response


def member_of_open_page(person: Person) -> Membership:
    """The role in which the open page was shown. Raises RuleBroken when that cannot be."""
    if str(person.id) != request.form.get("person"):
        raise RuleBroken(
            "This page belongs to another person. Sign in with that person's e-mail.", "email"
        )
    members = memberships_of(person.id)
    before = last_session(token_hash(token_given()))
    if before is not None and before.person_id == person.id:
        members = [m for m in members if (m.office_id, m.role) == (before.office_id, before.role)]
    if len(members) != 1:
        raise RuleBroken(
            "Sign in on a new tab and choose your centre and role there, then come back here.",
            "email",
        )
    return members[0]


@blueprint.post("/sign-out")
@open_to()
def close_session() -> ResponseReturnValue:
    ended: UUID | None = actor().sign_in_id
    if ended:
        end_session(ended, now())
    session.clear()
    response = take_cookie(make_response(see_other("accounts.sign_in")))
    # Not the storage: what a phone has not sent yet lies there, sealed.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
