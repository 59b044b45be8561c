"""Who is signed in, who belongs to a centre, how many tries failed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from rodzina.accounts.models import Invitation, Membership, Person, SignIn, SignInAttempt
from rodzina.accounts.rules import TRIES_WITHIN
from rodzina.db import db
from rodzina.vocabulary import Role

ALPHABET = " -'aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"


@dataclass(frozen=True)
class Colleague:
    """A person of a centre with all roles ever held there, and when they were last seen there."""

    person: Person
    members: Sequence[Membership]
    seen_at: datetime | None = None

    @property
    def roles(self) -> Sequence[Membership]:
        return [member for member in self.members if member.active]

    @property
    def active(self) -> bool:
        return bool(self.roles)

    def holds(self, role: Role) -> bool:
        return any(member.role is role for member in self.roles)


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


def last_session(token_hash: bytes) -> SignIn | None:
    """The session of this token, also when it has ended: it tells which page is still open."""
    return db.session.scalar(select(SignIn).where(SignIn.token_hash == token_hash))


def password_typed_at(sign_in_id: UUID | None) -> datetime | None:
    """When the password was typed for this session; nothing for one begun without it."""
    return db.session.scalar(select(SignIn.proved_at).where(SignIn.id == sign_in_id))


def person_by_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.strip().casefold()))


def memberships_of(person_id: UUID) -> Sequence[Membership]:
    """Where and as whom a person may sign in."""
    return db.session.scalars(
        select(Membership)
        .where(Membership.person_id == person_id, Membership.active)
        .order_by(Membership.office_id, Membership.role)
    ).all()


def roles_held(office_id: int, person_id: UUID) -> set[Role]:
    """A person's active roles in a centre, read from the database each time."""
    return set(
        db.session.scalars(
            select(Membership.role).where(
                Membership.office_id == office_id,
                Membership.person_id == person_id,
                Membership.active,
            )
        )
    )


def others_holding(office_id: int, role: Role, person_id: UUID) -> int:
    """How many other people hold a role in a centre."""
    return (
        db.session.scalar(
            select(func.count()).where(
                Membership.office_id == office_id,
                Membership.role == role,
                Membership.person_id != person_id,
                Membership.active,
            )
        )
        or 0
    )


def works_elsewhere(office_id: int, person_id: UUID) -> bool:
    """Whether a person belongs to another centre too."""
    found = db.session.scalar(
        select(Membership.office_id).where(
            Membership.person_id == person_id, Membership.office_id != office_id, Membership.active
        )
    )
    return found is not None


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
    return sorted(((p, m) for p, m in rows), key=lambda row: by_surname(row[0]))


def by_surname(person: Person) -> list[list[int]]:
    """Sorts people by last name, then first, as a Polish list does."""
    words = person.name.casefold().split()[::-1]
    return [[ALPHABET.find(c) if c in ALPHABET else 100 + ord(c) for c in w] for w in words]


def colleagues(office_id: int, person_id: UUID | None = None) -> list[Colleague]:
    """Everybody who belongs or belonged to a centre, by last name; or one of them."""
    wanted = (
        select(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.office_id == office_id)
        .order_by(Membership.role)
    )
    if person_id is not None:
        wanted = wanted.where(Person.id == person_id)
    held: dict[UUID, tuple[Person, list[Membership]]] = {}
    for person, member in db.session.execute(wanted):
        held.setdefault(person.id, (person, []))[1].append(member)
    seen = last_seen_in(office_id, held)
    found = [Colleague(person, members, seen.get(person.id)) for person, members in held.values()]
    return sorted(found, key=lambda colleague: by_surname(colleague.person))


def last_seen_in(office_id: int, person_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these people was last seen in a centre."""
    rows: Any = db.session.execute(
        select(SignIn.person_id, func.max(SignIn.seen_at))
        .where(SignIn.office_id == office_id, SignIn.person_id.in_(person_ids))
        .group_by(SignIn.person_id)
    )
    return dict(rows.all())


def names_of(person_ids: set[UUID]) -> dict[UUID, str]:
    """Names of people by id."""
    if not person_ids:
        return {}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return dict(rows.all())


def devices_of(person_id: UUID, now: datetime, office_id: int | None = None) -> Sequence[SignIn]:
    """A person's live sessions, the latest first; those of one centre if it is named."""
    wanted = select(SignIn).where(
        SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > now
    )
    if office_id is not None:
        wanted = wanted.where(SignIn.office_id == office_id)
    return db.session.scalars(wanted.order_by(SignIn.seen_at.desc())).all()


def has_session(person_id: UUID, sign_in_id: UUID, office_id: int | None = None) -> bool:
    """Whether a session, living or ended, is this person's (in this centre)."""
    found = db.session.get(SignIn, sign_in_id)
    return (
        found is not None and found.person_id == person_id and office_id in (None, found.office_id)
    )


def failed_tries(keys: Sequence[str], now: datetime) -> int:
    """The most failed tries that any of these keys had lately."""
    counts: Any = db.session.execute(
        select(func.count())
        .where(SignInAttempt.key.in_(keys), SignInAttempt.at > now - TRIES_WITHIN)
        .group_by(SignInAttempt.key)
    ).scalars()
    return max(counts, default=0)


def open_link(token_hash: bytes, now: datetime) -> Invitation | None:
    """The invitation or reset behind a link that still works."""
    return db.session.scalar(
        select(Invitation).where(
            Invitation.token_hash == token_hash,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
    )


def is_invitation_of(office_id: int, invitation_id: UUID) -> bool:
    """Whether an invitation, open or over, leads into this centre."""
    found = db.session.get(Invitation, invitation_id)
    return found is not None and found.office_id == office_id


def pending_invitations(office_id: int, now: datetime) -> Sequence[Invitation]:
    """Invitations into a centre that nobody has accepted yet, the latest first."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.office_id == office_id,
            Invitation.role.is_not(None),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.created_at.desc())
    ).all()
