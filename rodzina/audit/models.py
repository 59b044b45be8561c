"""The trace, and the operations that were received; neither is ever changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rodzina.db import Entry, of_person


class AuditEntry(Entry):
    """Who did what to which record; `changed` names fields, never what they hold."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_family", "office_id", "family_id", "created_at"),
        Index("ix_audit_entry_person", "office_id", "person_id", "created_at"),
    )

    person_id: Mapped[UUID | None] = of_person()
    verb: Mapped[str] = mapped_column(String(20))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[UUID | None]
    family_id: Mapped[UUID | None]
    changed: Mapped[str] = mapped_column(String(500), default="")


class Operation(Entry):
    """What a device asked for under its own id: the same id never works twice."""

    __tablename__ = "operation"
    __table_args__ = (Index("ix_operation_device", "office_id", "device_id", "device_number"),)

    person_id: Mapped[UUID] = of_person()
    kind: Mapped[str] = mapped_column(String(60))
    content_hash: Mapped[str] = mapped_column(String(64))
    result: Mapped[UUID | None]
    device_id: Mapped[UUID | None]
    device_number: Mapped[int | None]
    phone_at: Mapped[datetime | None]
