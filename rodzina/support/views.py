"""The support family's first page: whom it helps, and whom to call."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from rodzina.support.queries import helped_by
from rodzina.vocabulary import Role
from rodzina.web.access import actor, open_to
from rodzina.web.pages import page
from rodzina.web.polish import today

blueprint = Blueprint("support", __name__)


@blueprint.get("/support")
@open_to(Role.SUPPORT_FAMILY)
def start() -> ResponseReturnValue:
    """The one family they help, by first names, with what was agreed."""
    return page("support/start.html", helped=helped_by(actor(), today()))
