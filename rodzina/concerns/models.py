"""A concern and who read it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from rodzina.db import Entry, of_person, within
from rodzina.sealing import sealed_list, sealed_text


class Concern(Entry):
    __tablename__ = "concern"
    __table_args__ = (
        within("family", "family_id"),
        Index("ix_concern_family", "office_id", "family_id"),
    )

    family_id: Mapped[UUID]
    visit_id: Mapped[UUID | None]
    author_id: Mapped[UUID] = of_person()
    reported_at: Mapped[datetime]
    topics_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    topics = sealed_list()
    text = sealed_text()


class ConcernReading(Entry):
    """The receipt: this person opened the concern at `created_at`."""

    __tablename__ = "concern_reading"
    __table_args__ = (
        within("concern", "concern_id"),
        Index("ix_concern_reading_concern", "office_id", "concern_id"),
    )

    concern_id: Mapped[UUID]
    person_id: Mapped[UUID] = of_person()
