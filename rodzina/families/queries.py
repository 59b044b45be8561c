"""Lists of families, caseloads, and who leads whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from rodzina.actors import Actor
from rodzina.db import db
from rodzina.families.access import families_of
from rodzina.families.cards import Card, matches, open_card, polish_order
from rodzina.families.models import Assignment, Family, FamilyMember
from rodzina.families.rules import counted_statuses
from rodzina.office.queries import parameters
from rodzina.vocabulary import CaseBasis, CaseStatus


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

    @property
    def surname(self) -> str:
        return self.card.surname


def rows_for(actor: Actor, *wanted: ColumnElement[bool]) -> list[Row]:
    """The families the actor may open, by surname as Polish sorts; one statement, cards opened here."""
    statement = families_of(actor).with_only_columns(
        Family.id, Family.card, Family.case_basis, Family.case_status, Family.assistant_id,
        Family.started_on, Family.last_visited_on, Family.missed_visits,
    )  # fmt: skip
    found = db.session.execute(statement.where(*wanted)).all()
    rows = [Row(family_id, open_card(family_id, card), *rest) for family_id, card, *rest in found]
    return sorted(rows, key=lambda row: polish_order(row.surname))


def search(actor: Actor, wanted: str) -> list[Row]:
    """Families by surname, first name or locality, without regard to diacritics and case."""
    statement = families_of(actor).with_only_columns(Family.id, Family.card)
    hits = [
        family_id
        for family_id, card in db.session.execute(statement)
        if matches(open_card(family_id, card), wanted)
    ]
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
    """Requested cases without an assistant; court cases first, then the longest waiting."""
    rows = rows_for(actor, Family.case_status == CaseStatus.REQUESTED)
    return sorted(rows, key=lambda row: row.case_basis is not CaseBasis.COURT_ORDER)


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
    """A child at home whom nobody has seen since a day."""
    unseen = (
        select(FamilyMember.family_id)
        .where(
            FamilyMember.relation == "child",
            FamilyMember.lives_at_home,
            FamilyMember.left_on.is_(None),
            or_(FamilyMember.last_seen_on.is_(None), FamilyMember.last_seen_on < before),
        )
        .scalar_subquery()
    )
    return Family.id.in_(unseen)
