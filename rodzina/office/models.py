"""The centre and its dated parameters."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rodzina.db import Model, Record, of_person, utc_now


class Office(Model):
    """A social welfare centre; its key, wrapped by a master key, wraps the families' keys."""

    __tablename__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    short_name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    deputy_id: Mapped[UUID | None] = of_person()
    key_wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Parameter(Record):
    """A figure of the law or the centre, in force from a day on."""

    __tablename__ = "parameter"
    __table_args__ = (UniqueConstraint("office_id", "name", "valid_from"),)

    name: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[date]
    value: Mapped[str] = mapped_column(String(200))
    set_by: Mapped[UUID | None] = of_person()
