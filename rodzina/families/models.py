"""The family, its members, and who was assigned to it when."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rodzina.accounts.models import Person
from rodzina.db import Coded, Record, of_person, within
from rodzina.sealing import keyring, sealed_date, sealed_list, sealed_text
from rodzina.vocabulary import (
    CaseBasis,
    CaseStatus,
    ChildPlace,
    MaritalStatus,
    ParentalAuthority,
    Relation,
    RiskGroup,
)

Sealed = Mapped[bytes | None]


def hidden() -> Any:
    return mapped_column(LargeBinary, deferred=False)


class Family(Record):
    """A supported family and its case; `card` is the sealed search card under the centre's key.

    `visited_before_on` is the last visit in the paper file, from before the family's first record.
    """

    __tablename__ = "family"
    __table_args__ = (
        UniqueConstraint("office_id", "reference"),
        Index("ix_family_assistant", "office_id", "assistant_id"),
        Index("ix_family_social_worker", "office_id", "social_worker_id"),
    )

    key_wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    card: Mapped[bytes] = mapped_column(LargeBinary)
    reference: Mapped[str | None] = mapped_column(String(60))
    surname_sealed: Sealed = hidden()
    locality_sealed: Sealed = hidden()
    street_sealed: Sealed = hidden()
    landmark_sealed: Sealed = hidden()
    phone_sealed: Sealed = hidden()
    housing_sealed: Sealed = hidden()
    safety_flags_sealed: Sealed = hidden()
    safety_note_sealed: Sealed = hidden()
    case_basis: Mapped[CaseBasis] = mapped_column(Coded(CaseBasis))
    case_status: Mapped[CaseStatus] = mapped_column(Coded(CaseStatus))
    risk_group: Mapped[RiskGroup | None] = mapped_column(Coded(RiskGroup))
    difficulty: Mapped[int] = mapped_column(default=1)
    started_on: Mapped[date | None]
    waiting_since: Mapped[date | None]
    assistant_id: Mapped[UUID | None] = of_person()
    social_worker_id: Mapped[UUID | None] = of_person()
    plan_from: Mapped[date | None]
    plan_until: Mapped[date | None]
    last_assessed_on: Mapped[date | None]
    last_visited_on: Mapped[date | None]
    visited_before_on: Mapped[date | None]
    missed_visits: Mapped[int] = mapped_column(default=0)

    surname = sealed_text()
    locality = sealed_text()
    street = sealed_text()
    landmark = sealed_text()
    phone = sealed_text()
    housing = sealed_text()
    safety_flags = sealed_list()
    safety_note = sealed_text()

    members: Mapped[list["FamilyMember"]] = relationship(
        order_by="FamilyMember.position", viewonly=True
    )
    assistant: Mapped[Person | None] = relationship(
        foreign_keys="Family.assistant_id", viewonly=True, lazy="raise"
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**{k: values.pop(k) for k in ("id", "office_id") if k in values})
        self.key_wrapped = keyring().fresh_family_key(self.id)
        super().__init__(id=self.id, office_id=self.office_id, **values)

    @property
    def sealing_family(self) -> UUID:
        return self.id


@event.listens_for(Family, "load")
def _learn_key(family: Family, context: Any) -> None:
    keyring().learn(family.id, family.key_wrapped)


class FamilyMember(Record):
    """A member with the fields of art. 16 and no others (no PESEL)."""

    __tablename__ = "family_member"
    __table_args__ = (
        within("family", "family_id"),
        Index("ix_family_member_family", "office_id", "family_id"),
    )

    family_id: Mapped[UUID]
    position: Mapped[int] = mapped_column(default=0)
    relation: Mapped[Relation] = mapped_column(Coded(Relation))
    lives_at_home: Mapped[bool] = mapped_column(default=True)
    parental_authority: Mapped[ParentalAuthority] = mapped_column(
        Coded(ParentalAuthority), default=ParentalAuthority.NONE
    )
    place: Mapped[ChildPlace] = mapped_column(Coded(ChildPlace), default=ChildPlace.HOME)
    marital_status: Mapped[MaritalStatus | None] = mapped_column(Coded(MaritalStatus))
    birth_year_only: Mapped[bool] = mapped_column(default=False)
    last_seen_on: Mapped[date | None]
    seen_before_on: Mapped[date | None]
    left_on: Mapped[date | None]
    first_name_sealed: Sealed = hidden()
    last_name_sealed: Sealed = hidden()
    born_on_sealed: Sealed = hidden()
    citizenship_sealed: Sealed = hidden()
    education_sealed: Sealed = hidden()
    occupation_sealed: Sealed = hidden()
    workplace_sealed: Sealed = hidden()
    income_source_sealed: Sealed = hidden()
    school_sealed: Sealed = hidden()
    development_sealed: Sealed = hidden()
    legal_situation_sealed: Sealed = hidden()

    first_name = sealed_text()
    last_name = sealed_text()
    born_on = sealed_date()
    citizenship = sealed_text()
    education = sealed_text()
    occupation = sealed_text()
    workplace = sealed_text()
    income_source = sealed_text()
    school = sealed_text()
    development = sealed_text()
    legal_situation = sealed_text()

    @property
    def is_child(self) -> bool:
        return self.relation is Relation.CHILD


class Assignment(Record):
    """Which assistant led the family, from when to when."""

    __tablename__ = "assignment"
    __table_args__ = (
        within("family", "family_id"),
        Index("ix_assignment_family", "office_id", "family_id"),
    )

    family_id: Mapped[UUID]
    assistant_id: Mapped[UUID] = of_person()
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    assigned_by: Mapped[UUID | None] = of_person()
