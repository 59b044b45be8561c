"""Parking what a phone has kept, and deciding about it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rodzina.actors import Actor, Sending
from rodzina.audit.actions import keep_operation, once
from rodzina.db import db
from rodzina.families.models import Family
from rodzina.offline.models import ParkedDecision, ParkedEntry, ParkedWhy
from rodzina.problems import RuleBroken

PARKED = "parked"
DECIDED = "This has been decided already."


def park(actor: Actor, sending: Sending, **entry: Any) -> None:
    """Keeps what could not be recorded, under the operation's own id: it works once. Commits."""
    put_aside(actor, sending, **entry)
    try:
        db.session.commit()
    except IntegrityError:  # the same sending came twice at the same moment: one is enough
        db.session.rollback()


def put_aside(actor: Actor, sending: Sending, *, family_id: UUID | None, **entry: Any) -> None:
    """Step: see park."""
    made = put_entry(actor, sending.id, family_id=known_family(family_id), **entry)
    keep_operation(actor, PARKED, sending, made.id)


def put_entry(
    actor: Actor,
    operation_id: UUID,
    *,
    family_id: UUID | None,
    path: str,
    form: str,
    why: ParkedWhy,
    problem: str,
    body: list[list[str]],
) -> ParkedEntry:
    """Step: an entry that waits for a person."""
    entry = ParkedEntry(
        family_id=family_id,
        person_id=actor.person_id,
        operation_id=operation_id,
        path=path[:200],
        form=form[:40],
        why=why,
        problem=problem[:200],
        body=body,
        words="",
    )
    db.session.add(entry)
    return entry


def known_family(family_id: UUID | None) -> UUID | None:
    """The family if it is of this centre, whoever leads it."""
    if family_id is None:
        return None
    return db.session.scalar(select(Family.id).where(Family.id == family_id))


@once("accept_parked")
def accept_parked(
    actor: Actor, entry: ParkedEntry, record: Callable[[], str], now: datetime
) -> UUID:
    """The supervisor takes it in: `record` writes it as its author's, or says what is wrong."""
    check_open(entry)
    problem = record()
    if problem:
        raise RuleBroken(problem)
    decide(actor, entry, ParkedDecision.ACCEPTED, now)
    return entry.id


@once("send_back_parked")
def send_back(actor: Actor, entry: ParkedEntry, words: str, now: datetime) -> UUID:
    """The author gets it back with a sentence that says why; the text stays to be read."""
    check_open(entry)
    entry.words = words
    decide(actor, entry, ParkedDecision.SENT_BACK, now)
    return entry.id


def check_open(entry: ParkedEntry) -> None:
    if entry.decision is not None:
        raise RuleBroken(DECIDED)


def decide(actor: Actor, entry: ParkedEntry, decision: ParkedDecision, now: datetime) -> None:
    entry.decision, entry.decided_by, entry.decided_at = decision, actor.person_id, now
