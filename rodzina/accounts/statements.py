"""Pages that everybody may read, signed in or not: accessibility, and personal data."""

from flask import g
from flask.typing import ResponseReturnValue

from rodzina.accounts.blueprint import blueprint
from rodzina.office.models import Office
from rodzina.office.queries import office
from rodzina.web.access import public
from rodzina.web.pages import page


def own_office() -> Office | None:
    """Whom to turn to: known only to people who have signed in."""
    return office() if g.actor else None


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return page("accounts/accessibility.html", office=own_office())


@blueprint.get("/personal-data")
@public
def personal_data() -> ResponseReturnValue:
    return page("accounts/personal_data.html", office=own_office())
