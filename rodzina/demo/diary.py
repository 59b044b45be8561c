"""Appointments, and the diary that keeps a person out of two places at once."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from rodzina.demo.scripts import Scripted
from rodzina.demo.shapes import DemoFamily


@dataclass(slots=True)
class Appointment:
    """A contact before anything is known about what happened in it; planned while no outcome."""

    family: DemoFamily
    starts_at: datetime
    minutes: int
    kind: str = "home_visit"
    place: str = "home"
    outcome: str | None = "completed"
    planned: bool = True
    script: Scripted | None = None

    @property
    def day(self) -> date:
        return self.starts_at.date()

    @property
    def assistant(self) -> str:
        return self.family.led_on(self.day)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(slots=True)
class Diary:
    """Keeps a person out of two places at once."""

    busy: dict[tuple[str, date], list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def enter(self, visit: Appointment, others: tuple[time, ...] = ()) -> bool:
        """Puts the visit at its hour or at the first free one of the others."""
        person = visit.assistant.removeprefix("brzeziny-")
        taken = self.busy.setdefault((person, visit.day), [])
        for at in (visit.starts_at.time(), *others):
            start = datetime.combine(visit.day, at)
            end = start + timedelta(minutes=visit.minutes)
            if all(end <= other or start >= until for other, until in taken):
                visit.starts_at = start
                taken.append((start, end))
                return True
        return False
