"""Signing in and out: sessions that live in the database under hashes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from rodzina.accounts.models import Membership, Person, SignIn, SignInAttempt
from rodzina.accounts.queries import failed_tries, person_by_email
from rodzina.accounts.rules import DESKTOP_IDLE, LONGEST, PHONE_IDLE, check_tries
from rodzina.audit.actions import trace
from rodzina.crypto import content_hash, fresh_token, nobody_hash, password_fits, token_hash
from rodzina.db import db, enter_office
from rodzina.problems import RuleBroken


def check_credentials(email: str, password: str, source: str, now: datetime) -> Person:
    """The person whose e-mail and password these are; never tells which of the two was wrong.

    Raises RuleBroken after too many tries, or when they do not fit. A failed try is kept.
    """
    keys = [content_hash(f"account|{email.strip().casefold()}"), content_hash(f"source|{source}")]
    check_tries(failed_tries(keys, now))
    person = person_by_email(email)
    fits = password_fits(password, person.password_hash if person else nobody_hash())
    if person is None or not fits:
        db.session.add_all(SignInAttempt(key=key, at=now) for key in keys)
        db.session.commit()
        raise RuleBroken(
            "The e-mail and password do not match. Check Caps Lock and type the password once more.",
            "password",
        )
    return person


def start_session(member: Membership, device: str, phone: bool, now: datetime) -> str:
    """Opens a session for a device and returns its token, which is kept nowhere here."""
    token = fresh_token()
    enter_office(member.office_id)
    db.session().info["person"] = member.person_id
    db.session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=member.person_id,
            office_id=member.office_id,
            role=member.role,
            device=device[:120],
            created_at=now,
            seen_at=now,
            expires_at=now + (PHONE_IDLE if phone else DESKTOP_IDLE),
        )
    )
    trace("signed_in", "person", member.person_id)
    db.session.commit()
    return token


def keep_alive(session: SignIn, phone: bool, now: datetime) -> None:
    """Moves the end of an idle session forward, up to a week from its start."""
    idle = PHONE_IDLE if phone else DESKTOP_IDLE
    session.seen_at = now
    session.expires_at = min(now + idle, session.created_at + LONGEST)
    db.session.commit()


def end_session(sign_in_id: UUID, now: datetime) -> None:
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(ended_at=now))
    trace("signed_out", "sign_in", sign_in_id)
    db.session.commit()
