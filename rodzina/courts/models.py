"""The court's order and the children it names."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rodzina.db import Record, of_person, within
from rodzina.sealing import sealed_text


class CourtOrder(Record):
    __tablename__ = "court_order"
    __table_args__ = (
        within("family", "family_id"),
        Index("ix_court_order_family", "office_id", "family_id"),
    )

    family_id: Mapped[UUID]
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    lifted_on: Mapped[date | None]
    recorded_by: Mapped[UUID] = of_person()
    court_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    case_file_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    execution_control_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    court = sealed_text()
    case_file_number = sealed_text()
    execution_control = sealed_text()

    children: Mapped[list["CourtOrderChild"]] = relationship(lazy="joined", viewonly=True)

    @property
    def named(self) -> set[UUID]:
        """Ids of the children that the order names."""
        return {child.member_id for child in self.children}


class CourtOrderChild(Record):
    """A child named in the order: not necessarily all children of the family."""

    __tablename__ = "court_order_child"
    __table_args__ = (
        within("court_order", "order_id"),
        within("family_member", "member_id"),
        Index("ix_court_order_child_order", "office_id", "order_id"),
    )

    order_id: Mapped[UUID]
    member_id: Mapped[UUID]
