"""Who is signed in, who belongs to a centre, how many tries failed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from rodzina.accounts.models import Membership, Person, SignIn, SignInAttempt
from rodzina.accounts.rules import TRIES_WITHIN
from rodzina.db import db
from rodzina.vocabulary import Role


def signed_in(token_hash: bytes, now: datetime) -> tuple[SignIn, Person, Membership] | None:
    """The live session of this token with its person and role; rights are read every time."""
    row = db.session.execute(
        select(SignIn, Person, Membership)
        .join(Person, Person.id == SignIn.person_id)
        .join(
            Membership,
            (Membership.person_id == SignIn.person_id)
            & (Membership.office_id == SignIn.office_id)
            & (Membership.role == SignIn.role),
        )
        .where(
            SignIn.token_hash == token_hash,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now,
            Membership.active,
        )
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def person_by_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.strip().casefold()))


def memberships_of(person_id: UUID) -> Sequence[Membership]:
    """Where and as whom a person may sign in."""
    return db.session.scalars(
        select(Membership)
        .where(Membership.person_id == person_id, Membership.active)
        .order_by(Membership.office_id, Membership.role)
    ).all()


def people_of(office_id: int, *roles: Role) -> Sequence[tuple[Person, Membership]]:
    """The active people of a centre in these roles (all roles if none are named), by name."""
    wanted = (
        select(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.office_id == office_id, Membership.active)
    )
    if roles:
        wanted = wanted.where(Membership.role.in_(roles))
    rows = db.session.execute(wanted).all()
    return sorted(((p, m) for p, m in rows), key=lambda row: row[0].name.split()[::-1])


def names_of(person_ids: set[UUID]) -> dict[UUID, str]:
    """Names of people by id."""
    if not person_ids:
        return {}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {person_id: name for person_id, name in rows}


def devices_of(person_id: UUID, now: datetime) -> Sequence[SignIn]:
    """A person's live sessions, the latest first."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.seen_at.desc())
    ).all()


def failed_tries(keys: Sequence[str], now: datetime) -> int:
    """The most failed tries that any of these keys had lately."""
    counts: Any = db.session.execute(
        select(func.count())
        .where(SignInAttempt.key.in_(keys), SignInAttempt.at > now - TRIES_WITHIN)
        .group_by(SignInAttempt.key)
    ).scalars()
    return max(counts, default=0)
