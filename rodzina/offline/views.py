"""Manifest, service worker, the page without internet; the phone's box and what it sends."""

import hashlib

from flask import Blueprint, Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from rodzina.offline.passphrases import new_passphrase
from rodzina.vocabulary import Role
from rodzina.web.access import open_to, public
from rodzina.web.assets import Assets, lean
from rodzina.web.pages import page

blueprint = Blueprint("offline", __name__)
# Shown only where Ukrainian or an installation dialog asks for it: fetched when needed.
LATER = ("icons/app-512", "icons/app-maskable", "vendor/rodzina-sans-ukrainian")


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
def queue() -> ResponseReturnValue:
    """The frame of the send queue: its rows are on the phone and the page fills them in."""
    return page("offline/queue.html")


@blueprint.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """The worker changes with the shell, so that an update is one new version."""
    kept = shell()
    version = hashlib.sha256("".join(kept).encode()).hexdigest()[:12]
    text = render_template("sw.js", version=version, assets=kept)
    return script(lean(text.encode()), "text/javascript")


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    text = render_template("manifest.webmanifest")
    return script(text.encode(), "application/manifest+json")


def script(text: bytes, kind: str) -> Response:
    response = make_response(text)
    response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = "no-cache"
    return response
