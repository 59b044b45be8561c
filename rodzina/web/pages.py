"""Showing a page, or the part of it that htmx asked for, or leading to another one."""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, url_for

from rodzina.web import hx
from rodzina.web.access import scripted


def page(template: str, *, parts: Sequence[str] = (), status: int = 200, **values: Any) -> Response:
    """The whole page; or, for a POST by htmx, the declared part that it targets, with the toast."""
    wanted = hx.target()
    if wanted and wanted in parts:
        return make_response(part(template, wanted, values), status)
    return make_response(render_template(template, **values), status)


def part(template: str, name: str, values: dict[str, Any]) -> str:
    """One block of a template; its root element carries the block's name as id."""
    source = current_app.jinja_env.get_template(template)
    current_app.update_template_context(values)
    context = source.new_context(values)
    return "".join(source.blocks[name](context))


def see_other(endpoint: str, *, anchor: str | None = None, **values: Any) -> Response:
    """303 for a plain form; for a script 200 with the address to follow."""
    return lead_to(url_for(endpoint, _anchor=anchor, **values))


def lead_to(address: str) -> Response:
    if scripted():
        return hx.go_to(make_response("", 200), address)
    return make_response(redirect(address, 303))
