"""Answers to what went wrong: a plain sentence and a way on, never a trace, nothing typed lost."""

import logging

from flask import Flask, Response, current_app, g, make_response
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from rodzina.db import db
from rodzina.problems import Conflict, Overtaken, RuleBroken
from rodzina.web import hx
from rodzina.web.pages import page

log = logging.getLogger("rodzina")


def _(text: str) -> str:
    return text


KNOWN = {400, 403, 404, 405, 413}
# What a form on the screen is told; the form itself stays as it is.
SENTENCES = {
    403: _("This did not come from our page, so nothing was saved. Open the page again."),
    404: _("This is not open to you: the family may have been handed over. Copy your text."),
    413: _("That is too much for one form. Nothing was saved: shorten the text."),
}


def init(app: Flask) -> None:
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(Conflict, conflicting)
    app.register_error_handler(RuleBroken, unmet)
    app.register_error_handler(Exception, broken)


def refused(problem: HTTPException) -> Response:
    if problem.response is not None:
        return Response(status=problem.response.status_code)
    code = problem.code or 500
    if hx.target() and code in SENTENCES:
        return told(code, SENTENCES[code])
    return page("errors/problem.html", status=code, code=code if code in KNOWN else 500)


def conflicting(problem: Conflict) -> Response:
    if hx.target():
        return told(409, problem.message)
    return page("errors/conflict.html", status=409, message=problem.message)


def unmet(problem: RuleBroken) -> Response:
    """A button without a form of its own was pressed when it may not be."""
    g.refusal, g.overtaken = problem.message, isinstance(problem, Overtaken)
    if hx.target():
        return told(422, problem.message)
    return page("errors/problem.html", status=422, code=422, message=problem.message)


def broken(_problem: Exception) -> Response:
    log.exception("request failed")
    db.session.rollback()
    return page("errors/problem.html", status=500, code=500)


def told(status: int, sentence: str) -> Response:
    """For a script: the sentence in the place of messages, while the form keeps what was typed."""
    ui = current_app.jinja_env.globals["ui"]
    response = make_response(ui.toast(gettext(sentence)), status)  # type: ignore[attr-defined]
    return hx.into(response, "#toast")
