"""What happened, as rows: visits with the first version of their record, tasks, concerns, links."""

from datetime import datetime, timedelta
from uuid import UUID

from rodzina.concerns.models import Concern, ConcernReading
from rodzina.demo.shapes import DemoConcern, DemoSupport, DemoTask, DemoVisit
from rodzina.demo.store import Store, utc
from rodzina.support.models import SupportLink
from rodzina.tasks.models import Task, TaskChange
from rodzina.visits.models import Visit, VisitArea, VisitPerson, VisitRecord
from rodzina.vocabulary import TaskStatus, VisitStatus


class Deeds:
    """Writes what happened with the families of one store; visits come in the order of time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.numbers: dict[tuple[UUID, int], int] = {}

    def visit(self, told: DemoVisit) -> None:
        """A planned visit, or one that took place."""
        start = utc(told.starts_at)
        family_id = self.store.id("family", told.family)
        took_place = told.outcome is not None
        visit = Visit(
            id=self.store.id("visit", told.key),
            family_id=family_id,
            assistant_id=self.store.people[told.assistant],
            kind=told.kind,
            status=VisitStatus.RECORDED if took_place else VisitStatus.PLANNED,
            outcome=told.outcome,
            day=told.starts_at.date(),
            planned_at=start if told.planned else None,
            started_at=start if took_place else None,
            ended_at=start + timedelta(minutes=told.minutes) if took_place else None,
            current=int(took_place),
            number=self.next_number(family_id, told.starts_at.year) if took_place else None,
            created_at=start,
        )
        self.store.add(visit)
        if took_place:
            self.record(told, visit)

    def next_number(self, family_id: UUID, year: int) -> int:
        held = self.numbers.get((family_id, year), 0) + 1
        self.numbers[family_id, year] = held
        return held

    def record(self, told: DemoVisit, visit: Visit) -> None:
        record = VisitRecord(
            id=self.store.id("record", told.key),
            visit_id=visit.id,
            family_id=visit.family_id,
            number=1,
            recorded_by=visit.assistant_id,
            created_at=visit.ended_at,
            kind=told.kind,
            place=told.place,
            outcome=told.outcome,
            started_at=visit.started_at,
            ended_at=visit.ended_at,
            participation=told.participation,
            kilometres=told.kilometres,
            next_visit_at=utc(told.next_visit_at) if told.next_visit_at else None,
            note=told.note,
            place_note=told.place_note,
            others_present=told.others_present,
        )
        self.store.add(record)
        for area in told.areas:
            self.store.add(
                VisitArea(
                    record_id=record.id,
                    family_id=visit.family_id,
                    area=area.area,
                    independence=area.independence,
                    phrases=list(area.phrases),
                )
            )
        for member in told.present:
            self.store.add(
                VisitPerson(record_id=record.id, member_id=self.store.id("member", member))
            )

    def task(self, told: DemoTask) -> None:
        """A task, and the change that decided it."""
        task = Task(
            id=self.store.id("task", told.key),
            family_id=self.store.id("family", told.family),
            area=told.area,
            owner=told.owner,
            member_id=self.store.id("member", told.member) if told.member else None,
            due_on=told.due_on,
            status=told.status,
            decided_at=utc(told.decided_at) if told.decided_at else None,
            agreed_visit_id=self.visit_id(told.agreed_visit),
            made_by=self.store.people[told.made_by],
            created_at=datetime.combine(told.made_on, datetime.min.time()),
            title=told.title,
            reason=told.reason,
        )
        self.store.add(task)
        if told.status != TaskStatus.TO_DO.value:
            self.store.add(
                TaskChange(
                    family_id=task.family_id,
                    task_id=task.id,
                    before=TaskStatus.TO_DO,
                    after=told.status,
                    visit_id=self.visit_id(told.decided_visit),
                    person_id=task.made_by,
                    reason=told.reason,
                    created_at=task.decided_at or task.created_at,
                )
            )

    def visit_id(self, key: str | None) -> UUID | None:
        return self.store.id("visit", key) if key else None

    def concern(self, told: DemoConcern) -> None:
        concern = Concern(
            id=self.store.id("concern", told.key),
            family_id=self.store.id("family", told.family),
            visit_id=self.visit_id(told.visit),
            author_id=self.store.people[told.author],
            reported_at=utc(told.reported_at),
            topics=list(told.topics),
            text=told.text,
        )
        self.store.add(concern)
        for reading in told.readings:
            self.store.add(
                ConcernReading(
                    concern_id=concern.id,
                    person_id=self.store.people[reading.person],
                    created_at=utc(reading.at),
                )
            )

    def support(self, told: DemoSupport) -> None:
        self.store.add(
            SupportLink(
                family_id=self.store.id("family", told.family),
                person_id=self.store.people[told.person],
                from_on=told.from_on,
                until_on=told.until_on,
                shared_note=told.shared_note,
            )
        )
