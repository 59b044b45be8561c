"""Reads who is signed in from the cookie, at every request anew, and gives the cookie."""

from datetime import timedelta

from flask import Flask, Response, g, request, session, url_for

from rodzina.accounts.actions import end_session, keep_alive, start_session
from rodzina.accounts.devices import device_name
from rodzina.accounts.models import Membership
from rodzina.accounts.queries import signed_in
from rodzina.actors import Actor
from rodzina.crypto import token_hash
from rodzina.db import db, enter_office
from rodzina.web.access import is_open_to
from rodzina.web.navigation import FIRST
from rodzina.web.pages import lead_to
from rodzina.web.polish import now

SEEN_STEP = timedelta(minutes=10)
LIFE = timedelta(days=7)


def cookie_name() -> str:
    return "__Host-rodzina" if request.is_secure else "rodzina"


def token_given() -> str:
    return request.cookies.get(cookie_name(), "")


def on_phone() -> bool:
    return "Mobi" in request.user_agent.string


def identify() -> None:
    """Sets g.actor and enters the centre, when the cookie belongs to a live session."""
    g.actor = None
    token = token_given()
    found = signed_in(token_hash(token), now()) if token else None
    if found is None:
        return
    session, person, member = found
    g.actor = Actor(
        person.id,
        member.office_id,
        member.role,
        person.name,
        member.title,
        person.initials,
        session.id,
    )
    g.language = person.locale
    enter_office(member.office_id)
    db.session().info["person"] = person.id
    if now() - session.seen_at > SEEN_STEP:
        keep_alive(session, on_phone(), now())


def begin(member: Membership, wanted: str | None = None, *, proved: bool = True) -> Response:
    """A session from here on; nothing of the one before stays, neither its token nor its notes."""
    token = fresh_session(member, proved=proved)
    # Whoever had the phone before may have wanted a page of another role.
    on = wanted if wanted and is_open_to(wanted, member.role) else url_for(FIRST[member.role])
    return give_cookie(lead_to(on), token)


def fresh_session(member: Membership, *, proved: bool = True) -> str:
    """Ends the session that asks, if any, and starts another."""
    if g.actor is not None and g.actor.sign_in_id is not None:
        end_session(g.actor.sign_in_id, now())
    session.clear()
    device = device_name(request.user_agent.string)
    return start_session(member, device, on_phone(), now(), proved)


def give_cookie(response: Response, token: str) -> Response:
    response.set_cookie(
        cookie_name(),
        token,
        max_age=LIFE,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def take_cookie(response: Response) -> Response:
    response.delete_cookie(
        cookie_name(), path="/", secure=request.is_secure, httponly=True, samesite="Lax"
    )
    return response


def init(app: Flask) -> None:
    @app.before_request
    def who() -> None:
        if not request.path.startswith("/a/"):
            identify()
        else:
            g.actor = None
