"""Pages for what went wrong: a plain sentence, a way on, never a trace."""

import logging

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from rodzina.problems import Conflict, RuleBroken
from rodzina.web.pages import page

log = logging.getLogger("rodzina")


def init(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def refused(problem: HTTPException) -> Response:
        if problem.response is not None:
            return Response(status=problem.response.status_code)
        code = problem.code or 500
        known = code if code in {400, 403, 404, 405, 413} else 500
        return page("errors/problem.html", status=code, code=known)

    @app.errorhandler(Conflict)
    def conflicting(problem: Conflict) -> Response:
        return page("errors/conflict.html", status=409, message=problem.message)

    @app.errorhandler(RuleBroken)
    def unmet(problem: RuleBroken) -> Response:
        """A button without a form of its own, pressed when it may not be."""
        return page("errors/problem.html", status=422, code=422, message=problem.message)

    @app.errorhandler(Exception)
    def broken(problem: Exception) -> Response:
        log.exception("request failed")
        return page("errors/problem.html", status=500, code=500)
