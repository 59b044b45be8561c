"""Manifest, service worker, the page without internet; the phone's box and what it sends."""

import json
import re
from collections.abc import Callable
from typing import Any

from flask import Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from rodzina.offline import (  # noqa: F401 - hooks and views of this room
    pack,
    phones,
    receiving,
    rescue_file,
    sync,
    waiting,
)
from rodzina.offline.blueprint import blueprint
from rodzina.offline.passphrases import new_passphrase
from rodzina.offline.queries import count_waiting, own_news
from rodzina.vocabulary import Role
from rodzina.web.access import actor, open_to, public
from rodzina.web.assets import Assets
from rodzina.web.kept import on_phone
from rodzina.web.pages import page
from rodzina.web.polish import now
from rodzina.web.security import HEADERS, POLICY, WORKER_POLICY

__all__ = ["blueprint"]
# Shown only where Ukrainian or an installation dialog asks for it: fetched when needed.
LATER = ("icons/app-512", "icons/app-maskable", "vendor/rodzina-sans-ukrainian")


@blueprint.app_context_processor
def parked() -> dict[str, Callable[[], Any]]:
    """For the lines of offline/_parked.html; asked only by the pages that show them."""
    return {"parked_count": count_waiting, "own_parked": lambda: own_news(actor(), now())}


def shell() -> list[str]:
    """The addresses of the static shell."""
    assets: Assets = current_app.extensions["assets"]
    return [assets.url(name) for name in assets.files if not name.startswith(LATER)]


@blueprint.get("/offline")
@public
def offline() -> ResponseReturnValue:
    return page("offline.html")


@blueprint.get("/phone")
@open_to(Role.ASSISTANT)
def setup() -> ResponseReturnValue:
    """Offers to keep on the phone what is written; the passphrase offered is not kept here."""
    return page("offline/setup.html", passphrase=new_passphrase())


@blueprint.get("/queue")
@open_to(Role.ASSISTANT)
@on_phone("once")
def queue() -> ResponseReturnValue:
    """The frame of the send queue: its rows are on the phone and the page fills them in."""
    return page("offline/queue.html")


@blueprint.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """The worker changes with the shell, so that an update is one new version."""
    assets: Assets = current_app.extensions["assets"]
    headers = HEADERS | {
        "Content-Security-Policy": POLICY,
        "Content-Type": "text/html; charset=utf-8",
    }
    told = {"VERSION": assets.version, "FILES": shell(), "HEADERS": headers, "OPEN": doors()}
    names = ",".join(f"{name}={json.dumps(value)}" for name, value in told.items())
    code = f'const {names};importScripts("{assets.url("js/rodzina.js")}")'
    response = script(code, "text/javascript")
    # The page's script is the worker's as well: it is on the phone already.
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    return response


def doors() -> str:
    """The addresses of pages that need no session, as one pattern."""
    views = current_app.view_functions
    rules = [rule for rule in current_app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    is_open = (rule for rule in rules if getattr(views[rule.endpoint], "open_to", ...) is None)
    names = {re.sub("<[^>]+>", ".+", rule.rule) for rule in is_open} - {"/"}
    return f"^({'|'.join(sorted(names))})$"


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    return script(render_template("manifest.webmanifest"), "application/manifest+json")


def script(text: str, kind: str) -> Response:
    response = make_response(text)
    response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = "no-cache"
    return response
