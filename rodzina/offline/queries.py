"""Entries that wait for a person, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select

from rodzina.accounts.models import Person
from rodzina.actors import Actor
from rodzina.audit.models import AuditEntry, Operation
from rodzina.db import db
from rodzina.families.access import families_of
from rodzina.families.cards import open_card
from rodzina.families.models import Family, FamilyMember
from rodzina.offline.models import ParkedDecision, ParkedEntry
from rodzina.periods import day_of
from rodzina.visits.models import Visit
from rodzina.vocabulary import Role, VisitStatus

KEPT_IN_SIGHT = timedelta(days=30)
MOST = 100
READING = ("opened", "taken")  # what the trace says of looking, not of writing
# How much of the past and of what is planned goes to the phone.
VISITS_KEPT, LATEST_KEPT, DAYS_KEPT = 12, 2, timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """An entry as lists show it; the surname is empty for who may not open the family."""

    entry: ParkedEntry
    author: str
    surname: str


def entries_for(actor: Actor) -> Select[ParkedEntry]:
    """A supervisor sees all of the centre, everybody else what they sent themselves."""
    wanted = select(ParkedEntry)
    if actor.is_a(Role.SUPERVISOR):
        return wanted
    return wanted.where(ParkedEntry.person_id == actor.person_id)


def parked_entry(actor: Actor, entry_id: UUID) -> ParkedEntry | None:
    return db.session.scalar(entries_for(actor).where(ParkedEntry.id == entry_id))


def parked_as(operation_id: UUID) -> ParkedEntry | None:
    """The entry that an operation was parked as, for its author's next try."""
    return db.session.scalar(select(ParkedEntry).where(ParkedEntry.operation_id == operation_id))


def listed(actor: Actor, now: datetime) -> list[Waiting]:
    """What waits, the longest first, then what was decided lately."""
    rows = db.session.execute(
        entries_for(actor)
        .add_columns(Person.name, Family.card, Family.assistant_id)
        .join(Person, Person.id == ParkedEntry.person_id)
        .outerjoin(
            Family,
            and_(Family.office_id == ParkedEntry.office_id, Family.id == ParkedEntry.family_id),
        )
        .where(or_(ParkedEntry.decision.is_(None), ParkedEntry.decided_at > now - KEPT_IN_SIGHT))
        .order_by(ParkedEntry.decision.is_not(None), ParkedEntry.created_at)
        .limit(MOST)
    )
    return [
        Waiting(entry, author, surname_of(actor, entry.family_id, card, assistant_id))
        for entry, author, card, assistant_id in rows
    ]


def surname_of(
    actor: Actor, family_id: UUID | None, card: bytes | None, assistant_id: UUID | None
) -> str:
    known = actor.is_a(Role.SUPERVISOR) or assistant_id == actor.person_id
    return open_card(family_id, card).surname if known and family_id and card else ""


def count_waiting() -> int:
    """How many entries of the centre wait for a supervisor."""
    wanted = select(func.count()).select_from(ParkedEntry).where(ParkedEntry.decision.is_(None))
    return db.session.scalar(wanted) or 0


def own_news(actor: Actor, now: datetime) -> Sequence[ParkedEntry]:
    """What of the actor's own waits, or was sent back lately."""
    return db.session.scalars(
        select(ParkedEntry)
        .where(
            ParkedEntry.person_id == actor.person_id,
            or_(
                ParkedEntry.decision.is_(None),
                and_(
                    ParkedEntry.decision == ParkedDecision.SENT_BACK,
                    ParkedEntry.decided_at > now - KEPT_IN_SIGHT,
                ),
            ),
        )
        .order_by(ParkedEntry.created_at.desc())
        .limit(MOST)
    ).all()


def own_family_ids(actor: Actor) -> list[UUID]:
    return list(db.session.scalars(families_of(actor).with_only_columns(Family.id)))


def changed_since(family_ids: list[UUID], moment: datetime) -> list[UUID]:
    """Those of them in whose files something was written since, by anybody."""
    wanted = select(AuditEntry.family_id).where(
        AuditEntry.family_id.in_(family_ids),
        AuditEntry.created_at >= moment,
        AuditEntry.verb.not_in(READING),
    )
    changed = set(db.session.scalars(wanted.distinct()))
    return [f for f in family_ids if f in changed]


def kept_visits(family_ids: list[UUID], now: datetime) -> dict[UUID, dict[str, list[UUID]]]:
    """By family the visits whose pages phones keep: recorded ones, the latest, planned ones."""
    nth = func.row_number().over(partition_by=Visit.family_id, order_by=Visit.started_at.desc())
    recorded = (
        select(Visit.family_id, Visit.id, nth.label("nth"))
        .where(Visit.family_id.in_(family_ids), Visit.status == VisitStatus.RECORDED)
        .subquery()
    )
    held: dict[UUID, dict[str, list[UUID]]] = {f: {} for f in family_ids}
    for family_id, visit_id, number in db.session.execute(
        select(recorded).where(recorded.c.nth <= VISITS_KEPT).order_by(recorded.c.nth)
    ):
        held[family_id].setdefault("visit", []).append(visit_id)
        if number <= LATEST_KEPT:
            held[family_id].setdefault("latest", []).append(visit_id)
    planned = select(Visit.family_id, Visit.id).where(
        Visit.family_id.in_(family_ids),
        Visit.status.in_((VisitStatus.PLANNED, VisitStatus.UNDER_WAY)),
        Visit.day.between(day_of(now) - DAYS_KEPT, day_of(now) + DAYS_KEPT),
    )
    for family_id, visit_id in db.session.execute(planned.order_by(Visit.day)):
        held[family_id].setdefault("planned", []).append(visit_id)
    return held


def missing_numbers(actor: Actor, device_id: UUID) -> list[int]:
    """The running numbers of a device below its highest that have not come: never many."""
    known = set(
        db.session.scalars(
            select(Operation.device_number).where(
                Operation.person_id == actor.person_id,
                Operation.device_id == device_id,
                Operation.device_number.is_not(None),
            )
        )
    )
    highest = max((n for n in known if n), default=0)
    return [n for n in range(1, highest) if n not in known][:MOST]


def members_of(family_id: UUID | None) -> list[FamilyMember]:
    """The people of a family, for names in what was ticked."""
    wanted = select(FamilyMember).where(FamilyMember.family_id == family_id)
    return list(db.session.scalars(wanted.order_by(FamilyMember.position)))
