"""The cast of all tests: two centres, a person of each role, families in states that matter."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from flask import Flask

from rodzina.accounts.models import Membership, Person
from rodzina.actors import Actor
from rodzina.consents.models import ServiceConsent
from rodzina.crypto import password_hash
from rodzina.db import db, enter_office
from rodzina.families.actions import add_family
from rodzina.families.models import Family, FamilyMember
from rodzina.office.actions import found_office
from rodzina.vocabulary import (
    CaseBasis,
    CaseStatus,
    ConsentDecision,
    ConsentWay,
    ParentalAuthority,
    Relation,
    Role,
)

PASSWORD = "cztery-zielone-sowy-lecą"
ZALESIE, BRZEZINY = 1, 2


def known_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"rodzina-test:{name}")


@dataclass(frozen=True)
class Player:
    """A person of the cast."""

    key: str
    office: int
    role: Role
    name: str

    @property
    def id(self) -> UUID:
        return known_id(self.key)

    @property
    def email(self) -> str:
        return f"{self.key}@example.pl"

    @property
    def actor(self) -> Actor:
        return Actor(self.id, self.office, self.role, self.name, "", self.name[:2].upper())


MARTA = Player("marta", ZALESIE, Role.ASSISTANT, "Marta Zielińska")
WILK = Player("wilk", ZALESIE, Role.ASSISTANT, "Agnieszka Wilk")  # at fifteen
IWONA = Player("iwona", ZALESIE, Role.ASSISTANT, "Iwona Bąk")  # a colleague
BARBARA = Player("barbara", ZALESIE, Role.SUPERVISOR, "Barbara Nowicka")
DEPUTY = Player("zastepca", ZALESIE, Role.SUPERVISOR, "Ewa Lipska")
SOCIAL = Player("socjalny", ZALESIE, Role.SOCIAL_WORKER, "Jan Kos")
SUPPORT = Player("wspierajaca", ZALESIE, Role.SUPPORT_FAMILY, "Ewa i Jan Wrona")
ADMIN = Player("admin", ZALESIE, Role.ADMINISTRATOR, "Olga Admin")
OTHER_SUPERVISOR = Player("obcy-kierownik", BRZEZINY, Role.SUPERVISOR, "Anna Obca")
OTHER_ASSISTANT = Player("obcy-asystent", BRZEZINY, Role.ASSISTANT, "Piotr Obcy")
PLAYERS = (
    MARTA, WILK, IWONA, BARBARA, DEPUTY, SOCIAL, SUPPORT, ADMIN, OTHER_SUPERVISOR, OTHER_ASSISTANT,
)  # fmt: skip

MAZUR, KOVALENKO, LIS = known_id("mazur"), known_id("kovalenko"), known_id("lis")
COLLEAGUES, FOREIGN = known_id("bak-family"), known_id("foreign")
MAZUR_ANNA, MAZUR_PIOTR, MAZUR_KUBA, MAZUR_ZOSIA = (
    known_id(f"mazur-{n}") for n in ("anna", "piotr", "kuba", "zosia")
)


def load_cast(app: Flask, today: date) -> None:
    """Writes the cast into an empty, migrated database."""
    secret = password_hash(PASSWORD)
    for number, name, short in (
        (ZALESIE, "Gminny Ośrodek Pomocy Społecznej w Zalesiu", "GOPS w Zalesiu"),
        (BRZEZINY, "Gminny Ośrodek Pomocy Społecznej w Brzezinach", "GOPS w Brzezinach"),
    ):
        found_office(app.extensions["master_keys"], number, name=name, short_name=short)
        db.session.commit()
    for player in PLAYERS:
        db.session.add(
            Person(id=player.id, email=player.email, name=player.name, password_hash=secret)
        )
        db.session.flush()
        db.session.add(Membership(office_id=player.office, person_id=player.id, role=player.role))
    db.session.commit()
    load_zalesie(today)
    load_brzeziny(today)


def load_zalesie(today: date) -> None:
    enter_office(ZALESIE)
    started = today - timedelta(days=240)
    family(MAZUR, "Mazur", "Borki", MARTA, started, [
        (MAZUR_ANNA, "Anna", Relation.MOTHER, date(1991, 5, 2)),
        (MAZUR_PIOTR, "Piotr", Relation.FATHER, date(1988, 3, 9)),
        (MAZUR_KUBA, "Kuba", Relation.CHILD, date(2017, 2, 1)),
        (MAZUR_ZOSIA, "Zosia", Relation.CHILD, date(2020, 7, 7)),
    ])  # fmt: skip
    consent(MAZUR, MAZUR_ANNA, started)
    family(LIS, "Lis", "Kalinówka", MARTA, started, [
        (known_id("lis-beata"), "Beata", Relation.MOTHER, date(1990, 1, 1)),
        (known_id("lis-ola"), "Ola", Relation.CHILD, date(2016, 1, 1)),
    ])  # fmt: skip
    consent(LIS, known_id("lis-beata"), started)
    family(KOVALENKO, "Kovalenko", "Zalesie", MARTA, None, [
        (known_id("kovalenko-oksana"), "Oksana", Relation.MOTHER, date(1993, 1, 1)),
        (known_id("kovalenko-ihor"), "Ihor", Relation.FATHER, date(1990, 1, 1)),
    ], status=CaseStatus.ASSIGNED)  # fmt: skip
    family(COLLEAGUES, "Świątek", "Dąbrówka", IWONA, started, [
        (known_id("swiatek-ewa"), "Ewa", Relation.MOTHER, date(1985, 1, 1)),
    ])  # fmt: skip
    for n in range(15):
        family(known_id(f"wilk-{n}"), f"Wilczek {n}", "Olszanka", WILK, started, [])
    db.session.commit()


def load_brzeziny(today: date) -> None:
    enter_office(BRZEZINY)
    family(FOREIGN, "Obcy", "Brzeziny", OTHER_ASSISTANT, today - timedelta(days=90), [
        (known_id("obca-maria"), "Maria", Relation.MOTHER, date(1985, 1, 1)),
    ])  # fmt: skip
    db.session.commit()


def family(
    family_id: UUID,
    surname: str,
    locality: str,
    assistant: Player,
    started_on: date | None,
    members: list[tuple[UUID, str, Relation, date]],
    status: CaseStatus = CaseStatus.IN_PROGRESS,
) -> Family:
    made = add_family(
        BARBARA.actor if assistant.office == ZALESIE else OTHER_SUPERVISOR.actor,
        {
            "id": family_id,
            "surname": surname,
            "locality": locality,
            "street": f"{locality} 14",
            "landmark": "za kościołem w lewo",
            "phone": "600 100 200",
            "case_basis": CaseBasis.SOCIAL_WORKER_REQUEST,
            "case_status": status,
            "started_on": started_on,
            "social_worker_id": SOCIAL.id if family_id == MAZUR else None,
            "assistant_id": assistant.id,
        },
        [
            {
                "id": member_id,
                "first_name": first_name,
                "last_name": surname,
                "relation": relation,
                "born_on": born_on,
                "parental_authority": ParentalAuthority.NONE
                if relation is Relation.CHILD
                else ParentalAuthority.FULL,
            }
            for member_id, first_name, relation, born_on in members
        ],
        started_on or date.today(),
    )
    return db.session.get_one(Family, (assistant.office, made))


def consent(family_id: UUID, member_id: UUID, on: date) -> None:
    db.session.flush()
    db.session.add(
        ServiceConsent(
            family_id=family_id,
            member_id=member_id,
            decision=ConsentDecision.GIVEN,
            decided_on=on,
            way=ConsentWay.PAPER,
            recorded_by=MARTA.id,
        )
    )


def members_named(family_id: UUID) -> dict[str, FamilyMember]:
    """Members of a family by first name."""
    found = db.session.query(FamilyMember).filter(FamilyMember.family_id == family_id)
    return {m.first_name: m for m in found}
