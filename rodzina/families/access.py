"""The one door to a family: who may open which file; a stranger gets 404."""

from uuid import UUID

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from rodzina.actors import Actor
from rodzina.audit.actions import trace_opening
from rodzina.db import db
from rodzina.families.models import Family
from rodzina.vocabulary import Role


def families_of(actor: Actor) -> Select[Family]:
    """All families whose file the actor may open: the start of every query about families."""
    families = select(Family)
    match actor.role:
        case Role.ASSISTANT:
            return families.where(Family.assistant_id == actor.person_id)
        case Role.SOCIAL_WORKER:
            return families.where(Family.social_worker_id == actor.person_id)
        case Role.SUPERVISOR:
            return families
        case _:
            return families.where(Family.id.is_(None))


def open_family(actor: Actor, family_id: UUID, *, trace: bool = True) -> Family:
    """The family with its members, or 404; each opening on screen leaves a row in the trace."""
    family = db.session.scalar(
        families_of(actor).where(Family.id == family_id).options(selectinload(Family.members))
    )
    if family is None:
        abort(404)
    if trace:
        trace_opening("family", family.id, family.id)
    return family
