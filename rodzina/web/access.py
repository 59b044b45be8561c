"""Who may enter which address: every route names its roles, or the app does not start."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from rodzina.actors import Actor
from rodzina.vocabulary import Role

View = TypeVar("View", bound=Callable[..., Any])
EVERYBODY = frozenset(Role)
SAFE = {"GET", "HEAD", "OPTIONS"}
REPLAY = "replay"


def open_to(*roles: Role, object_kind: str = "") -> Callable[[View], View]:
    """Names the roles that may use this address and the kind of object it opens."""

    def mark(view: View) -> View:
        view.open_to = frozenset(roles) or EVERYBODY  # type: ignore[attr-defined]
        view.object_kind = object_kind  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """An address for people who have not signed in."""
    view.open_to = None  # type: ignore[attr-defined]
    view.object_kind = ""  # type: ignore[attr-defined]
    return view


def actor() -> Actor:
    """Who acts in this request; only behind a door that is not public."""
    found: Actor = g.actor
    return found


def scripted() -> bool:
    """Asked by a script, which gets 401 instead of being led away.

    What the browser says of the request's destination does not tell: a page that the service
    worker passes on is fetched by a script too.
    """
    return "HX-Request" in request.headers or "Idempotency-Key" in request.headers


def replayed() -> bool:
    """Sent by a phone some time after the person did it: nobody waits for the answer."""
    return request.headers.get("X-Rodzina-Mode") == REPLAY


def guard() -> ResponseReturnValue | None:
    """Before each request: the same origin for unsafe methods, then the roles of the address."""
    if request.method not in SAFE and not same_origin():
        abort(403)
    view = current_app.view_functions.get(request.endpoint or "")
    roles = getattr(view, "open_to", None)
    if view is None or roles is None:
        return None
    if g.get("actor") is None:
        return ask_to_sign_in()
    if g.actor.role not in roles:
        abort(404)
    return None


def ask_to_sign_in() -> ResponseReturnValue:
    if scripted():
        return "", 401
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted), 303)


def same_origin() -> bool:
    """The browser's own word on where the request comes from."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def policy(app: Flask) -> list[dict[str, Any]]:
    """Each route with its methods, roles and kind of object, as `flask routes-policy` shows it."""
    rows = []
    for rule in app.url_map.iter_rules():
        view: Any = app.view_functions[rule.endpoint]
        if not hasattr(view, "open_to"):
            raise RuntimeError(f"{rule.endpoint} does not say who may enter")
        roles = view.open_to
        rows.append(
            {
                "route": rule.rule,
                "endpoint": rule.endpoint,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "roles": "public" if roles is None else sorted(str(role) for role in roles),
                "object": view.object_kind,
            }
        )
    return rows


def local_path(wanted: str | None) -> str | None:
    """The address to go on to after signing in, if it is one of ours."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return None
    # Browsers read "\\" as "/" and leave out tabs and line ends: "/\t/elsewhere" leads away.
    return None if any(sign <= " " or sign in "\\\x7f" for sign in wanted) else wanted


def is_open_to(path: str, role: Role) -> bool:
    """Whether the page of this address is one for this role."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(path.partition("?")[0])
    except HTTPException:
        return False
    roles = getattr(current_app.view_functions[endpoint], "open_to", None)
    return roles is None or role in roles


def uuid_or_none(text: str | UUID | None) -> UUID | None:
    try:
        return UUID(str(text or ""))
    except ValueError:
        return None
