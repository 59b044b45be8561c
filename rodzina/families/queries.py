"""Lists of families, caseloads, and who leads whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from rodzina.accounts.models import Membership
from rodzina.accounts.queries import people_of
from rodzina.actors import Actor
from rodzina.db import current_office, db
from rodzina.families.access import families_of
from rodzina.families.cards import Card, card_opener, matcher, polish_order
from rodzina.families.models import Assignment, Family, FamilyMember
from rodzina.families.rules import COUNTED, counted_statuses
from rodzina.office.queries import parameters
from rodzina.vocabulary import CaseBasis, CaseStatus, Relation, Role


@dataclass(frozen=True)
class Row:
    """A family as lists show it."""

    id: UUID
    card: Card
    case_basis: CaseBasis
    case_status: CaseStatus
    assistant_id: UUID | None
    started_on: date | None
    last_visited_on: date | None
    missed_visits: int
    difficulty: int
    waiting_since: date | None
    created_at: datetime

    @property
    def surname(self) -> str:
        return self.card.surname

    @property
    def is_worked_with(self) -> bool:
        return self.case_status in COUNTED

    @property
    def quiet_since(self) -> date:
        """Since when nobody visited: the last visit, else the start of the work."""
        return self.last_visited_on or self.started_on or self.created_at.date()


@dataclass(frozen=True)
class Places:
    """An assistant with the places taken, and how many families they lead in one locality."""

    id: UUID
    name: str
    count: int
    weight: int
    limit: int
    nearby: int = 0

    @property
    def is_full(self) -> bool:
        return self.count >= self.limit


def rows_for(actor: Actor, *wanted: ColumnElement[bool]) -> list[Row]:
    """The families the actor may open, by surname as Polish sorts; one statement."""
    statement = families_of(actor).with_only_columns(
        Family.id, Family.card, Family.case_basis, Family.case_status, Family.assistant_id,
        Family.started_on, Family.last_visited_on, Family.missed_visits, Family.difficulty,
        Family.waiting_since, Family.created_at,
    )  # fmt: skip
    found = db.session.execute(statement.where(*wanted)).all()
    opened = card_opener()
    rows = [Row(family_id, opened(family_id, card), *rest) for family_id, card, *rest in found]
    return sorted(rows, key=lambda row: polish_order(row.surname))


def search(actor: Actor, wanted: str) -> list[Row]:
    """Families by surname, first name or locality, without regard to diacritics and case."""
    opened, fits = card_opener(), matcher(wanted)
    cards = db.session.execute(families_of(actor).with_only_columns(Family.id, Family.card))
    hits = [family_id for family_id, card in cards if fits(opened(family_id, card))]
    return rows_for(actor, Family.id.in_(hits)) if hits else []


def is_counted_case(on: date) -> ColumnElement[bool]:
    """The condition that a family takes a place of its assistant."""
    held = parameters(on)
    counted = Family.case_status.in_(counted_statuses(bool(held["count_suspended"])))
    if held["count_for_life"]:
        return counted
    return and_(counted, Family.case_basis != CaseBasis.FOR_LIFE)


def caseload_of(assistant_id: UUID, on: date) -> int:
    """How many places of an assistant are taken."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Family)
            .where(Family.assistant_id == assistant_id, is_counted_case(on))
        )
        or 0
    )


def caseloads(on: date) -> dict[UUID, tuple[int, int]]:
    """Counted families and their summed difficulty, by assistant."""
    rows = db.session.execute(
        select(Family.assistant_id, func.count(), func.sum(Family.difficulty))
        .where(Family.assistant_id.is_not(None), is_counted_case(on))
        .group_by(Family.assistant_id)
    )
    return {assistant: (count, int(weight)) for assistant, count, weight in rows if assistant}


def waiting_families(actor: Actor) -> list[Row]:
    """Cases that wait for an assistant with a free place; see `waiting_order`."""
    return waiting_order(rows_for(actor, Family.case_status == CaseStatus.REQUESTED))


def waiting_order(rows: Iterable[Row]) -> list[Row]:
    """Court cases first, then those who have waited longest."""
    return sorted(
        (row for row in rows if row.case_status is CaseStatus.REQUESTED),
        key=lambda row: (
            row.case_basis is not CaseBasis.COURT_ORDER,
            row.waiting_since or row.created_at.date(),
        ),
    )


def places_of(on: date) -> list[Places]:
    """Every assistant of the centre with the places taken, by last name."""
    held, limit = caseloads(on), parameters(on)["caseload_limit"]
    return [
        Places(person.id, person.name, *held.get(person.id, (0, 0)), limit)
        for person, _ in people_of(current_office(), Role.ASSISTANT)
    ]


def is_reference_taken(reference: str, besides: UUID | None) -> bool:
    """Whether another family of the centre has this reference (znak sprawy)."""
    held = db.session.scalars(select(Family.id).where(Family.reference == reference)).first()
    return held is not None and held != besides


def is_social_worker(person_id: UUID) -> bool:
    """Whether this is an active social worker of the centre."""
    found = select(Membership.person_id).where(
        Membership.person_id == person_id,
        Membership.office_id == current_office(),
        Membership.role == Role.SOCIAL_WORKER,
        Membership.active,
    )
    return db.session.scalar(found) is not None


def assignments_of(family_id: UUID) -> Sequence[Assignment]:
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.family_id == family_id)
        .order_by(Assignment.from_on.desc(), Assignment.created_at.desc())
    ).all()


def members_of(family_ids: Iterable[UUID]) -> dict[UUID, list[FamilyMember]]:
    """Members by family, for pages that show several families; one statement."""
    held: dict[UUID, list[FamilyMember]] = {}
    for member in db.session.scalars(
        select(FamilyMember)
        .where(FamilyMember.family_id.in_(list(family_ids)), FamilyMember.left_on.is_(None))
        .order_by(FamilyMember.family_id, FamilyMember.position)
    ):
        held.setdefault(member.family_id, []).append(member)
    return held


def families_with_unseen_child(before: date) -> ColumnElement[bool]:
    """A child at home whom nobody has seen since a day, though the work began before it."""
    unseen = (
        select(FamilyMember.family_id)
        .join(
            Family,
            and_(Family.office_id == FamilyMember.office_id, Family.id == FamilyMember.family_id),
        )
        .where(is_unseen(before))
    )
    return Family.id.in_(unseen)


def is_unseen(before: date) -> ColumnElement[bool]:
    """Of a member and its family; a child never seen counts from the start of the work."""
    began = or_(
        Family.started_on < before,
        and_(Family.started_on.is_(None), Family.created_at < datetime.combine(before, time.min)),
    )
    return and_(
        FamilyMember.relation == Relation.CHILD,
        FamilyMember.lives_at_home,
        FamilyMember.left_on.is_(None),
        or_(
            FamilyMember.last_seen_on < before,
            and_(FamilyMember.last_seen_on.is_(None), began),
        ),
    )


def unseen_children(family_ids: Iterable[UUID], before: date) -> dict[UUID, date | None]:
    """Families with a child unseen since a day: when the longest unseen one was seen last."""
    rows = db.session.execute(
        select(FamilyMember.family_id, FamilyMember.last_seen_on)
        .join(
            Family,
            and_(Family.office_id == FamilyMember.office_id, Family.id == FamilyMember.family_id),
        )
        .where(FamilyMember.family_id.in_(list(family_ids)), is_unseen(before))
    )
    held: dict[UUID, date | None] = {}
    for family_id, seen in rows:
        known = held.setdefault(family_id, seen)
        held[family_id] = min(known, seen) if known and seen else None
    return held
