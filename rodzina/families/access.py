"""The one door to a family: who may open which file; a stranger gets 404."""

from datetime import date, timedelta
from uuid import UUID

from flask import abort
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from rodzina.actors import Actor
from rodzina.audit.actions import trace_opening
from rodzina.db import db
from rodzina.families.models import Assignment, Family
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role
from rodzina.web.polish import today

LATE_RECORD = timedelta(days=31)


def families_of(actor: Actor) -> Select[Family]:
    """All families whose file the actor may open: the start of every query about families.

    What a supervisor vouches for may belong to any family of the centre.
    """
    families = select(Family)
    if actor.vouched_by is not None:
        return families
    match actor.role:
        case Role.ASSISTANT:
            return families.where(Family.assistant_id == actor.person_id)
        case Role.SOCIAL_WORKER:
            return families.where(Family.social_worker_id == actor.person_id)
        case Role.SUPERVISOR:
            return families
        case _:
            return families.where(Family.id.is_(None))


def open_family_then(actor: Actor, family_id: UUID) -> Family:
    """For a record of what happened before a hand-over: also a family led until lately, or 404."""
    led = select(Assignment.family_id).where(
        Assignment.assistant_id == actor.person_id,
        or_(Assignment.until_on.is_(None), Assignment.until_on >= today() - LATE_RECORD),
    )
    wanted = select(Family).where(Family.id == family_id).options(selectinload(Family.members))
    if actor.vouched_by is None:
        wanted = wanted.where(Family.id.in_(led))
    family = db.session.scalar(wanted)
    if family is None:
        abort(404)
    return family


def check_led_on(actor: Actor, family: Family, day: date) -> None:
    """A visit is recorded by whoever led the family on its day, also after a hand-over."""
    if family.assistant_id == actor.person_id or actor.vouched_by is not None:
        return
    led = select(Assignment.id).where(
        Assignment.family_id == family.id,
        Assignment.assistant_id == actor.person_id,
        Assignment.from_on <= day,
        Assignment.until_on >= day,
    )
    if db.session.scalars(led.limit(1)).first() is None:
        raise RuleBroken(
            "The family was handed over earlier. Copy your text and give it to its assistant."
        )


def open_family(actor: Actor, family_id: UUID, *, trace: bool = True) -> Family:
    """The family with its members and assistant, or 404; each opening on screen is traced."""
    found = db.session.scalars(
        families_of(actor)
        .where(Family.id == family_id)
        .options(joinedload(Family.members), joinedload(Family.assistant))
    )
    family = found.unique().one_or_none()
    if family is None:
        abort(404)
    if trace:
        trace_opening("family", family.id, family.id)
    return family
