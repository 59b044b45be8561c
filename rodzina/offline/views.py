"""Manifest, service worker and the page that is shown without internet."""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from rodzina.offline import (  # noqa: F401 - hooks and views of this room
    phones,
    receiving,
    rescue_file,
    sync,
    waiting,
)
from rodzina.offline.blueprint import blueprint
from rodzina.offline.queries import count_waiting, own_news
from rodzina.web.access import actor, public
from rodzina.web.assets import Assets
from rodzina.web.pages import page
from rodzina.web.polish import now

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


@blueprint.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """The worker changes with the shell, so that an update is one new version."""
    kept = shell()
    version = hashlib.sha256("".join(kept).encode()).hexdigest()[:12]
    return script(render_template("sw.js", version=version, assets=kept), "text/javascript")


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    return script(render_template("manifest.webmanifest"), "application/manifest+json")


def script(text: str, kind: str) -> Response:
    response = make_response(text)
    response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = "no-cache"
    return response
