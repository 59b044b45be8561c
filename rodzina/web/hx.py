"""htmx: what a request says and an answer may say; the only file that touches htmx-flask."""

from flask import Flask, Response, request
from htmx_flask import Htmx

htmx = Htmx()


def init(app: Flask) -> None:
    htmx.init_app(app)


def target() -> str:
    """The id that htmx is going to fill ("ul#list" in version 4), or nothing."""
    if not request.htmx:  # type: ignore[attr-defined]
        return ""
    return request.headers.get("HX-Target", "").rpartition("#")[2]


def into(response: Response, selector: str) -> Response:
    """Puts the answer somewhere else than the request asked for."""
    response.headers["HX-Retarget"] = selector
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def go_to(response: Response, address: str) -> Response:
    """Leads the whole page elsewhere."""
    response.headers["HX-Redirect"] = address
    return response
