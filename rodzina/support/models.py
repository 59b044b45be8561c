"""The link between a support family and the family it helps."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from rodzina.db import Record, of_person, within
from rodzina.sealing import sealed_text


class SupportLink(Record):
    """What the support family may know: first names, and the practical note shared with it."""

    __tablename__ = "support_link"
    __table_args__ = (
        within("family", "family_id"),
        Index("ix_support_link_person", "office_id", "person_id"),
    )

    family_id: Mapped[UUID]
    person_id: Mapped[UUID] = of_person()
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    shared_note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    shared_note = sealed_text()
