"""Signing in and out: passwords that fit, tries that are counted, sessions kept under hashes."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update

from rodzina.accounts.models import Invitation, Membership, Person, SignIn, SignInAttempt
from rodzina.accounts.queries import failed_tries, person_by_email
from rodzina.accounts.rules import (
    DESKTOP_IDLE,
    LONGEST,
    PHONE_IDLE,
    TRIES_WITHIN,
    check_password,
    check_tries,
)
from rodzina.audit.actions import trace
from rodzina.crypto import (
    LANES,
    MEMORY_KIB,
    PASSES,
    content_hash,
    fresh_token,
    nobody_hash,
    password_fits,
    password_hash,
    token_hash,
)
from rodzina.db import db, enter_office
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role

KEPT_AFTER_END = timedelta(days=30)


def check_credentials(email: str, password: str, source: str, now: datetime) -> Person:
    """The person whose e-mail and password these are; never tells which of the two was wrong.

    Raises RuleBroken after too many tries, or when they do not fit. A failed try is kept.
    """
    person = person_by_email(email)
    known = (person.password_hash if person else "") or nobody_hash()
    account = f"account|{email.strip().casefold()}"
    fitting = tried(account, source, now, lambda: password_fits(password, known))
    if person is None or not fitting:
        raise RuleBroken(
            "The e-mail and password do not match. "
            "Check Caps Lock and type the password once more.",
            "password",
        )
    strengthen(person, password)
    return person


def check_own_password(person: Person, password: str, source: str, now: datetime) -> None:
    """The person at the keyboard knows the present password; wrong tries are counted apart."""
    account = f"own|{person.id}"
    if not tried(account, source, now, lambda: password_fits(password, person.password_hash)):
        raise RuleBroken("The present password does not match. Type it once more.", "present")


def tried(account: str, source: str, now: datetime, fits: Callable[[], bool]) -> bool:
    """Counts the try before it is made, so that tries at the same moment count too.

    Raises RuleBroken when there were too many. A try that fits takes itself back.
    """
    keys = [content_hash(account), content_hash(f"source|{source}")]
    attempts = [SignInAttempt(key=key, at=now) for key in keys]
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now - TRIES_WITHIN))
    db.session.add_all(attempts)
    db.session.commit()
    try:
        check_tries(failed_tries(keys, now) - 1)
        fitting = fits()
    except RuleBroken:
        take_back(attempts)
        raise
    if fitting:
        take_back(attempts)
    return fitting


def take_back(attempts: list[SignInAttempt]) -> None:
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_([a.id for a in attempts])))
    db.session.commit()


def strengthen(person: Person, password: str) -> None:
    """Keeps the password under the hash of today when it was kept under a weaker one."""
    if is_weak(person.password_hash):
        person.password_hash = password_hash(password)
        db.session.commit()


def is_weak(encoded: str) -> bool:
    """Whether a PHC string ($argon2id$v=19$m=…,t=…,p=…$salt$hash) asks for less than we do."""
    costs = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", encoded)
    wanted = (MEMORY_KIB, PASSES, LANES)
    return costs is None or any(
        int(given) < least for given, least in zip(costs.groups(), wanted, strict=True)
    )


def start_session(
    member: Membership, device: str, phone: bool, now: datetime, proved: bool = True
) -> str:
    """Opens a session for a device and returns its token, which is kept nowhere here.

    `proved`: the person has just typed the password.
    """
    token = fresh_token()
    enter_office(member.office_id)
    db.session().info["person"] = member.person_id
    forget_old_sessions(member.person_id, now)
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
            proved_at=now if proved else None,
        )
    )
    trace("signed_in", "person", member.person_id)
    db.session.commit()
    return token


def forget_old_sessions(person_id: UUID, now: datetime) -> None:
    """Step: sessions that ended long ago serve nobody."""
    db.session.execute(
        delete(SignIn).where(
            SignIn.person_id == person_id, SignIn.expires_at < now - KEPT_AFTER_END
        )
    )


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


def end_sessions_of(
    person_id: UUID,
    now: datetime,
    *,
    only: UUID | None = None,
    but: UUID | None = None,
    office_id: int | None = None,
    role: Role | None = None,
) -> int:
    """Step: ends a person's live sessions, all of them or those named; returns how many."""
    wanted = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if only is not None:
        wanted = wanted.where(SignIn.id == only)
    if but is not None:
        wanted = wanted.where(SignIn.id != but)
    if office_id is not None:
        wanted = wanted.where(SignIn.office_id == office_id)
    if role is not None:
        wanted = wanted.where(SignIn.role == role)
    ended = db.session.execute(
        wanted.values(ended_at=now).execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def end_own_sessions(
    person_id: UUID, now: datetime, *, only: UUID | None = None, but: UUID | None = None
) -> int:
    """The owner ends a session, or all but the present one."""
    ended = end_sessions_of(person_id, now, only=only, but=but)
    trace("sessions_ended", "person", person_id)
    db.session.commit()
    return ended


def change_password(person: Person, password: str, now: datetime) -> None:
    """A new password ends every session of the person and every unused link to a new one.

    Raises RuleBroken when the password is too weak.
    """
    check_password(password, person.email, person.name)
    put_password(person, password, now)
    trace("password_changed", "person", person.id)
    db.session.commit()


def put_password(person: Person, password: str, now: datetime) -> None:
    """Step: see change_password."""
    person.password_hash = password_hash(password)
    end_sessions_of(person.id, now)
    end_links(now, Invitation.email == person.email, Invitation.role.is_(None))


def end_links(now: datetime, *wanted: object) -> int:
    """Step: links that nobody has used stop working."""
    ended = db.session.execute(
        update(Invitation)
        .where(Invitation.used_at.is_(None), Invitation.expires_at > now, *wanted)  # type: ignore[arg-type]
        .values(expires_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def choose_language(person_id: UUID, locale: str) -> None:
    """The language in which this person reads the app, on every device."""
    db.session.execute(update(Person).where(Person.id == person_id).values(locale=locale))
    db.session.commit()
