"""A task and each change of its status."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rodzina.db import Coded, Entry, Record, of_person, within
from rodzina.families.models import Family, FamilyMember
from rodzina.sealing import sealed_text
from rodzina.vocabulary import TaskOwner, TaskStatus, WorkArea


class Task(Record):
    """Owner is the family by default: the assistant does not do it for them."""

    __tablename__ = "task"
    __table_args__ = (
        within("family", "family_id"),
        within("family_member", "member_id"),
        Index("ix_task_family", "office_id", "family_id", "status"),
    )

    family_id: Mapped[UUID]
    area: Mapped[WorkArea] = mapped_column(Coded(WorkArea))
    owner: Mapped[TaskOwner] = mapped_column(Coded(TaskOwner), default=TaskOwner.FAMILY)
    member_id: Mapped[UUID | None]
    due_on: Mapped[date | None]
    status: Mapped[TaskStatus] = mapped_column(Coded(TaskStatus), default=TaskStatus.TO_DO)
    decided_at: Mapped[datetime | None]
    agreed_visit_id: Mapped[UUID | None]
    made_by: Mapped[UUID] = of_person()
    title_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    title = sealed_text()
    reason = sealed_text()

    # Only lists of many families load the family; the member who does it always comes along.
    family: Mapped[Family] = relationship(viewonly=True, lazy="raise")
    member: Mapped[FamilyMember | None] = relationship(viewonly=True, lazy="joined")


class TaskChange(Entry):
    """From which status to which, why, when and in which visit: what undo and history need."""

    __tablename__ = "task_change"
    __table_args__ = (
        within("family", "family_id"),
        within("task", "task_id"),
        Index("ix_task_change_task", "office_id", "task_id"),
        Index("ix_task_change_visit", "office_id", "visit_id"),
    )

    family_id: Mapped[UUID]
    task_id: Mapped[UUID]
    before: Mapped[TaskStatus] = mapped_column(Coded(TaskStatus))
    after: Mapped[TaskStatus] = mapped_column(Coded(TaskStatus))
    visit_id: Mapped[UUID | None]
    person_id: Mapped[UUID] = of_person()
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    reason = sealed_text()
