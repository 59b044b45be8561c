"""What the demo consists of: plain frozen records with plain words, for a loader to store."""

from dataclasses import dataclass
from datetime import date, datetime, time

from rodzina.demo.cast import DemoCentre, DemoPerson


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A member with the fields of art. 16; what nobody wrote down is empty."""

    key: str
    relation: str
    first_name: str
    last_name: str
    born_on: date
    lives_at_home: bool = True
    parental_authority: str = "none"
    place: str = "home"
    marital_status: str | None = None
    citizenship: str = ""
    education: str = ""
    occupation: str = ""
    workplace: str = ""
    income_source: str = ""
    school: str = ""
    development: str = ""
    legal_situation: str = ""

    @property
    def is_child(self) -> bool:
        return self.relation == "child"


@dataclass(frozen=True, slots=True)
class DemoConsent:
    """One decision of one adult; an adult without any was not asked yet."""

    member: str
    decision: str
    decided_on: date
    way: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoOrder:
    court: str
    case_file_number: str
    issued_on: date
    execution_control: str
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoAssignment:
    assistant: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class DemoRhythm:
    """The usual visit: weekday (0 is Monday), hour, every 7 or 14 days; `late` moves the 14."""

    weekday: int
    at: time
    every: int = 7
    late: bool = False


@dataclass(frozen=True, slots=True)
class DemoFamily:
    key: str
    centre: str
    reference: str
    surname: str
    locality: str
    street: str
    landmark: str
    phone: str
    housing: str
    kilometres: int
    case_basis: str
    case_status: str
    risk_group: str
    difficulty: int
    started_on: date | None
    members: tuple[DemoMember, ...]
    social_worker: str
    assistant: str | None = None
    safety_flags: tuple[str, ...] = ()
    safety_note: str = ""
    waiting_since: date | None = None
    closed_on: date | None = None
    plan_from: date | None = None
    plan_until: date | None = None
    last_assessed_on: date | None = None
    consents: tuple[DemoConsent, ...] = ()
    order: DemoOrder | None = None
    assignments: tuple[DemoAssignment, ...] = ()
    rhythm: DemoRhythm | None = None
    inherited: bool = False

    @property
    def adults(self) -> tuple[DemoMember, ...]:
        return tuple(m for m in self.members if not m.is_child)

    @property
    def children(self) -> tuple[DemoMember, ...]:
        return tuple(m for m in self.members if m.is_child)

    @property
    def basis(self) -> str:
        """Why the work may go on: court, present, withdrawn, refused or missing."""
        if self.order:
            return "court"
        newest = {c.member: c.decision for c in self.consents}.values()
        for decision, state in (("given", "present"), ("withdrawn", "withdrawn")):
            if decision in newest:
                return state
        return "refused" if newest else "missing"

    def led_on(self, day: date) -> str:
        """The key of the assistant who led the family that day."""
        led = (a.assistant for a in self.assignments if not a.until_on or day <= a.until_on)
        return next(led, self.assistant or "")


@dataclass(frozen=True, slots=True)
class DemoArea:
    area: str
    phrases: tuple[str, ...] = ()
    independence: str | None = None


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What became of a task by this visit."""

    task: str
    status: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DemoVisit:
    """A contact at Warsaw clock time; no outcome: still planned. A child present was seen."""

    key: str
    family: str
    assistant: str
    kind: str
    place: str
    starts_at: datetime
    minutes: int
    outcome: str | None = None
    planned: bool = True
    present: tuple[str, ...] = ()
    others_present: str = ""
    place_note: str = ""
    areas: tuple[DemoArea, ...] = ()
    participation: int | None = None
    note: str = ""
    results: tuple[DemoResult, ...] = ()
    agreed: tuple[str, ...] = ()
    kilometres: int | None = None
    next_visit_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DemoTask:
    """A task; `agreed_visit` is where it was agreed, `decided_visit` where it was ticked."""

    key: str
    family: str
    area: str
    title: str
    made_by: str
    made_on: date
    owner: str = "family"
    member: str | None = None
    due_on: date | None = None
    status: str = "todo"
    reason: str = ""
    agreed_visit: str | None = None
    decided_visit: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DemoReading:
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DemoConcern:
    key: str
    family: str
    author: str
    reported_at: datetime
    topics: tuple[str, ...]
    text: str
    visit: str | None = None
    readings: tuple[DemoReading, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoSupport:
    """A support family's link to the family it helps, with the practical note shared with it."""

    person: str
    family: str
    from_on: date
    until_on: date | None
    shared_note: str


@dataclass(frozen=True, slots=True)
class Story:
    centres: tuple[DemoCentre, ...]
    people: tuple[DemoPerson, ...]
    families: tuple[DemoFamily, ...]
    visits: tuple[DemoVisit, ...]
    tasks: tuple[DemoTask, ...]
    concerns: tuple[DemoConcern, ...]
    supports: tuple[DemoSupport, ...]
