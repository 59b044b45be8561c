"""The visit, the versions of its record, what and whom they held, and the draft under way."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, LargeBinary, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rodzina.db import Coded, Entry, Record, of_person, within
from rodzina.sealing import sealed_list, sealed_text
from rodzina.vocabulary import (
    Independence,
    VisitKind,
    VisitOutcome,
    VisitPlace,
    VisitStatus,
    WorkArea,
)


class Visit(Record):
    """A meeting from its planning on; times, kind and outcome repeat the current version."""

    __tablename__ = "visit"
    __table_args__ = (
        within("family", "family_id"),
        Index("ix_visit_family", "office_id", "family_id", "day"),
        Index("ix_visit_assistant", "office_id", "assistant_id", "day"),
    )

    family_id: Mapped[UUID]
    assistant_id: Mapped[UUID] = of_person()
    kind: Mapped[VisitKind] = mapped_column(Coded(VisitKind))
    status: Mapped[VisitStatus] = mapped_column(Coded(VisitStatus))
    outcome: Mapped[VisitOutcome | None] = mapped_column(Coded(VisitOutcome))
    day: Mapped[date]
    planned_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    current: Mapped[int] = mapped_column(default=0)
    number: Mapped[int | None]
    follows_id: Mapped[UUID | None]
    moved_to_id: Mapped[UUID | None]


class VisitRecord(Entry):
    """One version of what happened; a correction is the next one, with its reason."""

    __tablename__ = "visit_record"
    __table_args__ = (
        within("visit", "visit_id"),
        UniqueConstraint("office_id", "visit_id", "number"),
    )

    visit_id: Mapped[UUID]
    family_id: Mapped[UUID]
    number: Mapped[int]
    recorded_by: Mapped[UUID] = of_person()
    kind: Mapped[VisitKind] = mapped_column(Coded(VisitKind))
    place: Mapped[VisitPlace] = mapped_column(Coded(VisitPlace))
    outcome: Mapped[VisitOutcome] = mapped_column(Coded(VisitOutcome))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    participation: Mapped[int | None]
    kilometres: Mapped[Decimal | None] = mapped_column(Numeric(6, 1))
    next_visit_at: Mapped[datetime | None]
    merged_with: Mapped[int | None]
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    place_note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    others_present_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    left_out_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    note = sealed_text()
    place_note = sealed_text()
    others_present = sealed_text()
    reason = sealed_text()
    left_out = sealed_list()


class VisitArea(Entry):
    """A work area of one version: the phrases chosen and how independent the family was."""

    __tablename__ = "visit_area"
    __table_args__ = (
        within("visit_record", "record_id"),
        Index("ix_visit_area_record", "office_id", "record_id"),
    )

    record_id: Mapped[UUID]
    family_id: Mapped[UUID]
    area: Mapped[WorkArea] = mapped_column(Coded(WorkArea))
    independence: Mapped[Independence | None] = mapped_column(Coded(Independence))
    phrases_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    phrases = sealed_list()


class VisitPerson(Entry):
    """A member who was there; a child's row says that the child was seen."""

    __tablename__ = "visit_person"
    __table_args__ = (
        within("visit_record", "record_id"),
        within("family_member", "member_id"),
        Index("ix_visit_person_record", "office_id", "record_id"),
        Index("ix_visit_person_member", "office_id", "member_id"),
    )

    record_id: Mapped[UUID]
    member_id: Mapped[UUID]


class VisitDraft(Record):
    """What was typed so far, one draft a visit and person; gone when the visit is recorded."""

    __tablename__ = "visit_draft"
    __table_args__ = (
        within("family", "family_id"),
        UniqueConstraint("office_id", "visit_id", "person_id"),
    )

    visit_id: Mapped[UUID]
    family_id: Mapped[UUID]
    person_id: Mapped[UUID] = of_person()
    saved_at: Mapped[datetime]
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    body = sealed_list()


class ReadyPhrase(Record):
    """A phrase of the centre, or of one person, that a tap puts into the record."""

    __tablename__ = "ready_phrase"
    __table_args__ = (Index("ix_ready_phrase_area", "office_id", "area"),)

    area: Mapped[WorkArea] = mapped_column(Coded(WorkArea))
    text: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[UUID | None] = of_person()
