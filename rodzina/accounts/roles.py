"""Actions that decide what a person may be in a centre."""

from datetime import datetime
from uuid import UUID

from rodzina.accounts.actions import end_links, end_sessions_of
from rodzina.accounts.models import Invitation, Membership
from rodzina.accounts.queries import others_holding, roles_held
from rodzina.accounts.rules import (
    DEPUTY_ROLES,
    check_administrator_stays,
    check_may_give,
    check_may_manage,
    check_not_oneself,
    check_role_new,
    check_roles_meet,
)
from rodzina.actors import Actor
from rodzina.audit.actions import once, trace
from rodzina.db import current_office, db
from rodzina.office.actions import lock_office, release_deputy
from rodzina.vocabulary import Role


def give_role(person_id: UUID, role: Role, title: str) -> Membership:
    """Step: the person has the role from now on; the centre must be locked.

    Raises RuleBroken when they have it already, or BR-04 forbids it.
    """
    held = roles_held(current_office(), person_id)
    check_role_new(role, held)
    check_roles_meet(role, held)
    member = db.session.get(Membership, (current_office(), person_id, role), populate_existing=True)
    if member is None:
        member = Membership(office_id=current_office(), person_id=person_id, role=role)
        db.session.add(member)
    member.active, member.title = True, title
    db.session.flush()
    return member


def take_role(person_id: UUID, role: Role, now: datetime) -> None:
    """Step: the role ends with its sessions; the centre is locked and keeps an administrator."""
    if role is Role.ADMINISTRATOR:
        check_administrator_stays(others_holding(current_office(), role, person_id))
    member = db.session.get_one(
        Membership, (current_office(), person_id, role), populate_existing=True
    )
    member.active = False
    db.session.flush()
    end_sessions_of(person_id, now, office_id=current_office(), role=role)


def settle(person_id: UUID, now: datetime) -> None:
    """Step: what hangs on roles that ended: being the deputy, and invitations not yet accepted."""
    left = roles_held(current_office(), person_id)
    if not left & set(DEPUTY_ROLES):
        release_deputy(person_id)
    if not left:
        end_links(now, Invitation.made_by == person_id, Invitation.office_id == current_office())


def allowed(actor: Actor, person_id: UUID) -> set[Role]:
    """Step: locks the centre's people and tells the roles of one the actor may look after."""
    lock_office()
    held = roles_held(actor.office_id, person_id)
    check_may_manage(actor.role, held)
    return held


@once("add_role")
def add_role(actor: Actor, person_id: UUID, role: Role, title: str) -> UUID:
    """One more role for a person of the centre. Raises RuleBroken as give_role, or when the actor
    may not give it."""
    allowed(actor, person_id)
    check_may_give(actor.role, role)
    give_role(person_id, role, title)
    trace("role_added", "person", person_id, changed=str(role))
    return person_id


@once("change_role")
def change_role(
    actor: Actor, person_id: UUID, role: Role, wanted: Role, title: str, now: datetime
) -> UUID:
    """Another role instead of the present one, or another job title for the same.

    Raises RuleBroken when the role is the actor's own, may not be given, or meets one it must not.
    """
    allowed(actor, person_id)
    if wanted is role:
        member = db.session.get_one(Membership, (actor.office_id, person_id, role))
        member.title = title
        trace("title_changed", "person", person_id, changed=str(role))
        return person_id
    check_not_oneself(actor.person_id == person_id)
    check_may_give(actor.role, wanted)
    held = roles_held(actor.office_id, person_id) - {role}
    check_role_new(wanted, held)
    check_roles_meet(wanted, held)
    take_role(person_id, role, now)
    give_role(person_id, wanted, title)
    settle(person_id, now)
    trace("role_changed", "person", person_id, changed=f"{role},{wanted}")
    return person_id


@once("end_role")
def end_role(actor: Actor, person_id: UUID, role: Role, now: datetime) -> UUID:
    """A role ends at once, with its sessions.

    Raises RuleBroken for the actor's own role and for the last administrator's.
    """
    allowed(actor, person_id)
    check_not_oneself(actor.person_id == person_id)
    take_role(person_id, role, now)
    settle(person_id, now)
    trace("role_ended", "person", person_id, changed=str(role))
    return person_id


@once("deactivate_person")
def deactivate_person(actor: Actor, person_id: UUID, now: datetime) -> UUID:
    """All roles of a person in the centre end at once, with their sessions; what they did stays."""
    held = allowed(actor, person_id)
    check_not_oneself(actor.person_id == person_id)
    for role in sorted(held):
        take_role(person_id, role, now)
    settle(person_id, now)
    trace("deactivated", "person", person_id, changed=",".join(sorted(held)))
    return person_id


@once("reactivate_person")
def reactivate_person(actor: Actor, person_id: UUID, role: Role) -> UUID:
    """A person comes back to the centre with one of their earlier roles."""
    allowed(actor, person_id)
    check_may_give(actor.role, role)
    earlier = db.session.get_one(Membership, (actor.office_id, person_id, role))
    give_role(person_id, role, earlier.title)
    trace("reactivated", "person", person_id, changed=str(role))
    return person_id


@once("end_sessions")
def end_sessions(actor: Actor, person_id: UUID, only: UUID | None, now: datetime) -> UUID:
    """The administrator ends one or all sessions that a person has in the centre."""
    check_may_manage(actor.role, roles_held(actor.office_id, person_id))
    end_sessions_of(person_id, now, only=only, office_id=actor.office_id)
    trace("sessions_ended", "person", person_id)
    return person_id
