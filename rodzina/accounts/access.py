"""The one door to a person of the centre: a stranger, or somebody of another centre, is 404."""

from uuid import UUID

from flask import abort

from rodzina.accounts.queries import Colleague, colleagues
from rodzina.actors import Actor


def open_colleague(actor: Actor, person_id: UUID) -> Colleague:
    """The person with their roles in the actor's centre, also when these have ended; or 404."""
    found = colleagues(actor.office_id, person_id)
    if not found:
        abort(404)
    return found[0]
