"""Actions with single-use links: into a centre with a role, and to a new password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from rodzina.accounts.actions import end_links, put_password
from rodzina.accounts.models import Invitation, Membership, Person
from rodzina.accounts.queries import (
    memberships_of,
    open_link,
    person_by_email,
    roles_held,
    works_elsewhere,
)
from rodzina.accounts.roles import give_role
from rodzina.accounts.rules import (
    INVITATION_LIFE,
    RESET_LIFE,
    check_may_give,
    check_may_manage,
    check_only_here,
    check_password,
    check_role_new,
    check_roles_meet,
)
from rodzina.actors import Actor
from rodzina.audit.actions import once, trace
from rodzina.db import db, enter_office
from rodzina.office.actions import lock_office
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role

LINK_OVER = "This link no longer works. Ask for a new one."


@once("invite_person")
def invite_person(
    actor: Actor, name: str, email: str, role: Role, title: str, token_hash: bytes, now: datetime
) -> UUID:
    """A link into the actor's centre with a role; an older one to the same e-mail and role ends.

    Raises RuleBroken when the actor may not give the role, the person has it, or BR-04 forbids it.
    """
    check_may_give(actor.role, role)
    email = email.strip().casefold()
    known = person_by_email(email)
    held = roles_held(actor.office_id, known.id) if known else set()
    check_role_new(role, held)
    check_roles_meet(role, held)
    end_links(now, Invitation.office_id == actor.office_id, Invitation.email == email,
              Invitation.role == role)  # fmt: skip
    made = Invitation(
        token_hash=token_hash,
        office_id=actor.office_id,
        role=role,
        title=title,
        email=email,
        name=name,
        made_by=actor.person_id,
        created_at=now,
        expires_at=now + INVITATION_LIFE,
    )
    return kept(made, "invited")


def kept(made: Invitation, verb: str) -> UUID:
    db.session.add(made)
    db.session.flush()
    trace(verb, "invitation", made.id)
    return made.id


@once("revoke_invitation")
def revoke_invitation(actor: Actor, invitation_id: UUID, now: datetime) -> UUID:
    """A link into the actor's centre stops working."""
    end_links(now, Invitation.id == invitation_id, Invitation.office_id == actor.office_id)
    trace("invitation_revoked", "invitation", invitation_id)
    return invitation_id


def use_link(token_hash: bytes, now: datetime) -> None:
    """Step: takes the link, once; two who send it at the same moment cannot both have it."""
    taken = db.session.execute(
        update(Invitation)
        .where(
            Invitation.token_hash == token_hash,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleBroken(LINK_OVER)


def accept_invitation(
    invitation: Invitation, person: Person | None, password: str, now: datetime
) -> Membership:
    """The person joins the centre; somebody new is entered with the password chosen.

    Whoever has an account already was recognised by its password before. Raises RuleBroken when
    the link is over, the password is weak, or the roles may not meet; then the link still works.
    """
    if person is None or not person.password_hash:
        check_password(password, invitation.email, invitation.name)
    try:
        member = join_centre(invitation, person, password, now)
        db.session.commit()
    except RuleBroken:
        db.session.rollback()
        raise
    except IntegrityError as problem:
        db.session.rollback()
        raise RuleBroken("Somebody opened this account just now. Try again.") from problem
    return member


def join_centre(
    invitation: Invitation, person: Person | None, password: str, now: datetime
) -> Membership:
    """Step: see accept_invitation; the centre's people are locked while roles are compared."""
    if invitation.office_id is None or invitation.role is None:
        raise RuleBroken(LINK_OVER)
    enter_office(invitation.office_id)
    lock_office()
    use_link(invitation.token_hash, now)
    if person is None:
        person = Person(email=invitation.email, name=invitation.name)
        db.session.add(person)
        db.session.flush()
    db.session().info["person"] = person.id
    if not person.password_hash:
        put_password(person, password, now)
    member = give_role(person.id, invitation.role, invitation.title)
    trace("joined", "person", person.id, changed=str(invitation.role))
    return member


@once("make_reset")
def make_reset(
    actor: Actor, person: Person, by_mail: bool, token_hash: bytes, now: datetime
) -> UUID:
    """A link to a new password; without mail the maker sees it, and it opens this centre alone.

    Raises RuleBroken when the actor may not look after this person, or a shown link would open
    the person's account in another centre.
    """
    check_may_manage(actor.role, roles_held(actor.office_id, person.id))
    if not by_mail:
        check_only_here(works_elsewhere(actor.office_id, person.id))
    end_links(now, Invitation.email == person.email, Invitation.role.is_(None))
    made = Invitation(
        token_hash=token_hash,
        office_id=actor.office_id,
        email=person.email,
        name=person.name,
        made_by=actor.person_id,
        created_at=now,
        expires_at=now + RESET_LIFE,
    )
    return kept(made, "reset_made")


def ask_for_reset(email: str, token_hash: bytes, now: datetime) -> str | None:
    """Somebody asks for a link by mail; the address to send it to, or None where nobody works."""
    person = person_by_email(email)
    if person is None or not memberships_of(person.id):
        return None
    end_links(now, Invitation.email == person.email, Invitation.role.is_(None))
    db.session.add(
        Invitation(
            token_hash=token_hash,
            email=person.email,
            name=person.name,
            created_at=now,
            expires_at=now + RESET_LIFE,
        )
    )
    db.session.commit()
    return person.email


def set_new_password(token_hash: bytes, password: str, now: datetime) -> None:
    """The holder of a reset link chooses a new password; every session ends.

    Raises RuleBroken when the link is over or the password is weak; then the link still works.
    """
    link = open_link(token_hash, now)
    person = person_by_email(link.email) if link and link.role is None else None
    members = memberships_of(person.id) if person else []
    if link is None or person is None or not members:
        raise RuleBroken(LINK_OVER)
    check_password(password, person.email, person.name)
    enter_office(link.office_id or members[0].office_id)
    db.session().info["person"] = person.id
    try:
        use_link(token_hash, now)
    except RuleBroken:
        db.session.rollback()
        raise
    put_password(person, password, now)
    trace("password_reset", "person", person.id)
    db.session.commit()
