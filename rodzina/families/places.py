"""Who leads a family: steps that take a place of an assistant, and steps of a case's life.

The limit of art. 15(4) is kept here and nowhere else: a case begins to count only after the
assistant's row is locked and the places are counted anew.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from rodzina.accounts.models import Membership
from rodzina.actors import Actor
from rodzina.db import current_office, db
from rodzina.families.models import Assignment, Family
from rodzina.families.queries import caseload_of
from rodzina.families.rules import BEFORE_WORK, FOR_GOOD, check_place_free, is_counted
from rodzina.office.queries import parameters
from rodzina.problems import RuleBroken
from rodzina.vocabulary import CaseBasis, CaseStatus, Role


def lead_by(
    actor: Actor, family: Family, assistant_id: UUID, today: date, since: date | None = None
) -> None:
    """Step: the assistant leads the family from today, or on paper since a day before.

    Raises RuleBroken when the person is no active assistant of the centre, or has no free place.
    """
    lock_caseload(assistant_id)
    wanted = status_when_led(family.case_status)
    if counts(wanted, family.case_basis, today):
        check_free_place(assistant_id, today)
    put_assistant(actor, family, assistant_id, since or today, until=today)
    family.case_status = wanted


def accept_inherited(actor: Actor, family: Family, assistant_id: UUID, since: date) -> None:
    """Step: takes over an assignment made elsewhere as it stands, also above the limit.

    Only an import and the demo use it: the surplus is shown over the line, and no other step ever
    adds to it.
    """
    lock_caseload(assistant_id)
    put_assistant(actor, family, assistant_id, since, until=since)
    family.case_status = status_when_led(family.case_status)


def status_when_led(status: CaseStatus) -> CaseStatus:
    return CaseStatus.ASSIGNED if status in BEFORE_WORK else status


def put_assistant(
    actor: Actor, family: Family, assistant_id: UUID, since: date, *, until: date
) -> None:
    """Writes who leads the family from when; the assignment before it ends."""
    close_assignment(family, until)
    family.assistant_id = assistant_id
    family.waiting_since = None
    db.session.add(
        Assignment(
            family_id=family.id,
            assistant_id=assistant_id,
            from_on=since,
            assigned_by=actor.person_id,
        )
    )


def lock_caseload(assistant_id: UUID) -> None:
    """Takes the row that stands for an assistant's places: two supervisors wait for each other."""
    touched = db.session.execute(
        update(Membership)
        .where(
            Membership.person_id == assistant_id,
            Membership.office_id == current_office(),
            Membership.role == Role.ASSISTANT,
            Membership.active,
        )
        .values(touched=Membership.touched + 1)
        .execution_options(synchronize_session=False)
    )
    if touched.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleBroken(
            "This person is not an assistant of the centre. Choose another.", "assistant"
        )


def check_free_place(assistant_id: UUID, today: date) -> None:
    """Counts the places taken, under the lock: one more must still fit."""
    check_place_free(caseload_of(assistant_id, today), parameters(today)["caseload_limit"])


def counts(status: CaseStatus, basis: CaseBasis, today: date) -> bool:
    held = parameters(today)
    return is_counted(
        status,
        basis,
        count_suspended=bool(held["count_suspended"]),
        count_for_life=bool(held["count_for_life"]),
    )


def close_assignment(family: Family, until: date) -> None:
    for held in db.session.scalars(
        select(Assignment).where(Assignment.family_id == family.id, Assignment.until_on.is_(None))
    ):
        held.until_on = max(until, held.from_on)


def keep_counted(family: Family, status: CaseStatus, basis: CaseBasis, today: date) -> None:
    """A case that begins to count needs an assistant with a free place."""
    begins = counts(status, basis, today) and not counts(
        family.case_status, family.case_basis, today
    )
    if not begins:
        return
    if family.assistant_id is None:
        raise RuleBroken("Choose first who leads this family.", "case_status")
    lock_caseload(family.assistant_id)
    check_free_place(family.assistant_id, today)


def move_case(family: Family, wanted: CaseStatus, today: date) -> None:
    """Step: the case goes to a state; one that begins to count needs a free place."""
    keep_counted(family, wanted, family.case_basis, today)
    family.case_status = wanted
    family.waiting_since = today if wanted is CaseStatus.REQUESTED else None
    if wanted in FOR_GOOD:
        close_assignment(family, today)
        family.assistant_id = None


def begin_work(family: Family, wanted: CaseStatus, since: date, today: date) -> None:
    """Step: with its basis given, the work starts, or goes on after a refusal.

    What the family or the court decided is kept in any case: without a free place the case waits
    in the queue for an assistant.
    """
    try:
        move_case(family, wanted, today)
    except RuleBroken:
        move_case(family, CaseStatus.REQUESTED, today)
        return
    if family.started_on is None:
        family.started_on = since
