"""Writes a told story into an empty database: sealed like everything else, in large steps."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import insert

from rodzina.accounts.models import Membership, Person
from rodzina.consents.models import ServiceConsent
from rodzina.courts.models import CourtOrder, CourtOrderChild
from rodzina.crypto import MasterKeys
from rodzina.db import Entry, Record, db, enter_office, utc_now
from rodzina.demo.cast import DemoCentre, DemoPerson
from rodzina.demo.pulse import Pulse
from rodzina.demo.shapes import DemoFamily, DemoOrder
from rodzina.families.cards import seal_card
from rodzina.families.models import Assignment, Family, FamilyMember
from rodzina.office.actions import found_office
from rodzina.office.models import Office
from rodzina.periods import moment_of
from rodzina.visits.models import ReadyPhrase
from rodzina.vocabulary import Role

STEP = 2_000
MEMBER_FACTS = (
    "relation", "first_name", "last_name", "born_on", "parental_authority",
    "place", "marital_status", "citizenship", "education", "occupation", "workplace",
    "income_source", "school", "development", "legal_situation",
)  # fmt: skip
FAMILY_FACTS = (
    "reference", "surname", "locality", "street", "landmark", "phone", "housing", "case_basis",
    "case_status", "risk_group", "difficulty", "started_on", "safety_note", "waiting_since",
    "plan_from", "plan_until", "last_assessed_on",
)  # fmt: skip


def utc(local: datetime) -> datetime:
    """A told clock time of Warsaw as it is stored."""
    return moment_of(local.date(), local.time())


def held_or_default(record: Entry, column: Any) -> Any:
    """The record's own value, or the one that the column gives by itself."""
    value = getattr(record, column.key)
    if value is None and column.default is not None and column.default.is_scalar:
        return column.default.arg
    return value


class Store:
    """Collects rows of one seed's story and writes them table by table; ids follow from keys."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.offices: dict[str, int] = {}
        self.people: dict[str, UUID] = {}
        self.rows: dict[type[Any], list[dict[str, Any]]] = {}

    def id(self, kind: str, key: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"rodzina:{self.seed}:{kind}:{key}")

    def add(self, record: Entry) -> None:
        """Takes a sealed record apart into a row; it never enters the session."""
        values = {c.key: held_or_default(record, c) for c in record.__table__.columns}
        values["created_at"] = values["created_at"] or utc_now()
        if isinstance(record, Record):
            values["version"] = 1
        self.rows.setdefault(type(record), []).append(values)

    def enter(self, centre: str) -> None:
        """Work for another centre begins when the last one's rows are written."""
        if db.session().info.get("office") != self.offices[centre]:
            self.write()
            enter_office(self.offices[centre])

    def write(self) -> None:
        """Everything collected, in the order in which the tables depend on each other."""
        order = {table.name: n for n, table in enumerate(Entry.metadata.sorted_tables)}
        for kind in sorted(self.rows, key=lambda k: order[k.__tablename__]):
            rows = self.rows[kind]
            for start in range(0, len(rows), STEP):
                db.session.execute(insert(kind.__table__), rows[start : start + STEP])
        self.rows.clear()
        db.session.commit()

    def found(self, master: MasterKeys, centre: DemoCentre, number: int) -> None:
        self.offices[centre.key] = number
        found_office(
            master,
            number,
            name=centre.name,
            short_name=centre.short_name,
            address=centre.address,
            phone=centre.phone,
        )
        db.session.commit()

    def join(self, people: Iterable[DemoPerson], secret: str) -> None:
        """People with their roles; the same e-mail is the same person."""
        known: dict[str, UUID] = {}
        for person in people:
            fresh = person.email not in known
            person_id = known.setdefault(person.email, self.id("person", person.email))
            self.people[person.key] = person_id
            if fresh:
                db.session.add(
                    Person(
                        id=person_id, email=person.email, name=person.name, phone=person.phone,
                        password_hash=secret,
                    )
                )  # fmt: skip
                db.session.flush()
            db.session.add(
                Membership(
                    office_id=self.offices[person.centre],
                    person_id=person_id,
                    role=Role(person.role),  # type: ignore[call-arg]
                    title=person.title,
                )
            )
        db.session.commit()

    def name_deputy(self, centre: DemoCentre) -> None:
        enter_office(self.offices[centre.key])
        office = db.session.get_one(Office, self.offices[centre.key])
        office.deputy_id = self.people[centre.deputy]
        db.session.commit()

    def phrases(self, ready: Iterable[tuple[str, str]]) -> None:
        for position, (area, text) in enumerate(ready):
            self.add(ReadyPhrase(area=area, text=text, position=position))

    def family(self, told: DemoFamily, pulse: Pulse) -> None:
        """A family with members, consents, order and assignments."""
        self.enter(told.centre)
        family_id = self.id("family", told.key)
        facts = {name: getattr(told, name) or None for name in FAMILY_FACTS}
        family = Family(
            id=family_id,
            safety_flags=list(told.safety_flags),
            assistant_id=self.people.get(told.assistant or ""),
            social_worker_id=self.people.get(told.social_worker),
            last_visited_on=pulse.visited_on,
            missed_visits=pulse.missed,
            **facts,
        )
        family.card = seal_card(
            family_id,
            told.surname,
            [m.first_name for m in told.adults],
            [m.first_name for m in told.children],
            told.locality,
        )
        self.add(family)
        for position, member in enumerate(told.members):
            self.add(
                FamilyMember(
                    id=self.id("member", member.key),
                    family_id=family_id,
                    position=position,
                    last_seen_on=pulse.seen_on.get(member.key),
                    lives_at_home=member.lives_at_home,
                    **{name: getattr(member, name) or None for name in MEMBER_FACTS},
                )
            )
        self.basis(told, family_id)

    def basis(self, told: DemoFamily, family_id: UUID) -> None:
        leader = self.people.get(told.assistant or "") or self.people[told.social_worker]
        for consent in told.consents:
            self.add(
                ServiceConsent(
                    family_id=family_id,
                    member_id=self.id("member", consent.member),
                    decision=consent.decision,
                    decided_on=consent.decided_on,
                    way=consent.way,
                    note=consent.note,
                    recorded_by=leader,
                )
            )
        for n, held in enumerate(told.assignments):
            self.add(
                Assignment(
                    id=self.id("assignment", f"{told.key}.{n}"),
                    family_id=family_id,
                    assistant_id=self.people[held.assistant],
                    from_on=held.from_on,
                    until_on=held.until_on,
                )
            )
        if told.order:
            self.order(told.key, told.order, family_id, leader)

    def order(self, key: str, order: DemoOrder, family_id: UUID, leader: UUID) -> None:
        order_id = self.id("order", key)
        self.add(
            CourtOrder(
                id=order_id,
                family_id=family_id,
                court=order.court,
                case_file_number=order.case_file_number,
                issued_on=order.issued_on,
                execution_control=order.execution_control,
                recorded_by=leader,
            )
        )
        for child in order.children:
            self.add(CourtOrderChild(order_id=order_id, member_id=self.id("member", child)))
