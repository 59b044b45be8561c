"""Each decision of each adult, kept as it was taken."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from rodzina.db import Coded, Entry, of_person, within
from rodzina.sealing import sealed_text
from rodzina.vocabulary import ConsentDecision, ConsentWay


class ServiceConsent(Entry):
    """A member's decision; the newest one counts, older ones stay."""

    __tablename__ = "service_consent"
    __table_args__ = (
        within("family", "family_id"),
        within("family_member", "member_id"),
        Index("ix_service_consent_family", "office_id", "family_id"),
    )

    family_id: Mapped[UUID]
    member_id: Mapped[UUID]
    decision: Mapped[ConsentDecision] = mapped_column(Coded(ConsentDecision))
    decided_on: Mapped[date]
    way: Mapped[ConsentWay] = mapped_column(Coded(ConsentWay))
    recorded_by: Mapped[UUID] = of_person()
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    note = sealed_text()
