"""What one record of a visit says, as the form hands it to the action."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from rodzina.visits.rules import Span
from rodzina.vocabulary import (
    Independence,
    TaskStatus,
    VisitKind,
    VisitOutcome,
    VisitPlace,
    WorkArea,
)


@dataclass(frozen=True)
class AreaFacts:
    """What was done in one work area, and how independent the family was."""

    area: WorkArea
    phrases: list[str] = field(default_factory=list)
    independence: Independence | None = None


@dataclass(frozen=True)
class TaskResult:
    """What became of an open task since the last visit."""

    task_id: UUID
    status: TaskStatus
    reason: str = ""


@dataclass(frozen=True)
class Agreement:
    """What was agreed until the next visit; it becomes a task of the family."""

    title: str
    area: WorkArea


@dataclass(frozen=True)
class VisitFacts:
    """One version of a record."""

    kind: VisitKind
    outcome: VisitOutcome
    place: VisitPlace
    span: Span
    place_note: str = ""
    present: frozenset[UUID] = frozenset()
    others_present: str = ""
    areas: tuple[AreaFacts, ...] = ()
    participation: int | None = None
    kilometres: Decimal | None = None
    note: str = ""
    results: tuple[TaskResult, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    next_at: datetime | None = None
    reason: str = ""
    # Put together with another version: its number, and what a person left out then,
    # as field, who had written it, and the words.
    merged_with: int | None = None
    left_out: tuple[tuple[str, str, str], ...] = ()
