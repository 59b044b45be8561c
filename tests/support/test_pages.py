"""The support family's first page: first names and what was agreed, not a field more."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from rodzina.accounts.models import Person
from rodzina.audit.models import AuditEntry
from rodzina.courts.models import CourtOrder
from rodzina.db import db, utc_now
from rodzina.families.models import Family, FamilyMember
from rodzina.periods import day_of
from rodzina.sealing import Sealed
from rodzina.support.models import SupportLink
from rodzina.tasks.models import Task
from rodzina.vocabulary import ChildPlace, Relation, WorkArea
from tests.browsing import Visitor
from tests.cast import BARBARA, LIS, MARTA, MAZUR, OTHER_SUPERVISOR, SUPPORT, known_id
from tests.counting import statements
from tests.inside import inside

Visit = Callable[[Any], Visitor]
TODAY = day_of(utc_now())
DAY = timedelta(days=1)


@pytest.fixture
def link(app: Flask) -> Callable[..., None]:
    def write(family: UUID = LIS, from_on: date = TODAY - 30 * DAY, **facts: Any) -> None:
        def put() -> None:
            given = {"shared_note": "Ola lubi rysować.", "until_on": None} | facts
            db.session.add(
                SupportLink(family_id=family, person_id=SUPPORT.id, from_on=from_on, **given)
            )
            person = db.session.get_one(Person, MARTA.id)
            person.phone = "640 500 100"

        inside(app, put)

    return write


def sealed_of(model: type[Any]) -> list[str]:
    """The sealed fields of a table, whatever they hold."""
    return [name for name, held in vars(model).items() if isinstance(held, Sealed)]


def fill_with_canaries(app: Flask) -> list[str]:
    """Something to be found in every sealed field of the family; first names stay as they are."""
    canaries = []

    def fill(record: Any, skipped: tuple[str, ...] = ()) -> None:
        for name in sealed_of(type(record)):
            if name in skipped or isinstance(getattr(record, name), date):
                continue
            canary = f"canary-{type(record).__name__}-{name}"
            held = vars(type(record))[name]
            setattr(record, name, [canary] if held.empty == [] else canary)
            canaries.append(canary)

    def put() -> None:
        family = db.session.scalars(select(Family).where(Family.id == LIS)).one()
        fill(family)
        for member in db.session.scalars(select(FamilyMember).where(FamilyMember.family_id == LIS)):
            fill(member, ("first_name", "born_on"))
        order = CourtOrder(family_id=LIS, issued_on=TODAY, recorded_by=MARTA.id)
        task = Task(family_id=LIS, area=WorkArea.BUDGET, made_by=MARTA.id)
        db.session.add_all([order, task])
        fill(order)
        fill(task)

    inside(app, put)
    return canaries


def test_they_see_first_names_the_note_and_whom_to_call(
    visitor: Visit, link: Callable[..., None]
) -> None:
    link(until_on=TODAY + 60 * DAY)
    page = visitor(SUPPORT).get("/support")
    words = page.words()
    assert "Wspierana rodzina Beata Dziecko: Ola" in words
    assert "Ola lubi rysować." in words
    assert f"Pomoc umówiona do {TODAY + 60 * DAY:%d.%m.%Y}" in words
    assert "Zadzwoń: Marta Zielińska" in words
    assert "tel:+48640500100" in page.links()


def test_no_other_field_of_the_family_is_in_the_answer(
    app: Flask, visitor: Visit, link: Callable[..., None]
) -> None:
    link()
    canaries = fill_with_canaries(app)
    assert len(canaries) > 25
    page = visitor(SUPPORT).get("/support")
    assert "Beata Dziecko: Ola" in page.words()
    for canary in canaries:
        assert canary not in page.text
    for known in ("Lis", "Kalinówka", "600 100 200", "600100200", "za kościołem", "1990", "2016",
                  str(LIS), str(known_id("lis-ola"))):  # fmt: skip
        assert known not in page.text


def test_who_lives_elsewhere_or_left_is_not_named(
    app: Flask, visitor: Visit, link: Callable[..., None]
) -> None:
    def add() -> None:
        away = {"family_id": LIS, "relation": Relation.CHILD}
        db.session.add_all(
            [
                FamilyMember(
                    first_name="Natan", lives_at_home=False, place=ChildPlace.FOSTER, **away
                ),
                FamilyMember(first_name="Hubert", left_on=TODAY, **away),
            ]
        )

    inside(app, add)
    link()
    page = visitor(SUPPORT).get("/support")
    assert "Natan" not in page.text
    assert "Hubert" not in page.text


@pytest.mark.parametrize(
    "facts",
    [{"from_on": TODAY + DAY}, {"from_on": TODAY - 9 * DAY, "until_on": TODAY - DAY}],
)
def test_before_and_after_the_agreed_time_they_see_nobody(
    visitor: Visit, link: Callable[..., None], facts: dict[str, Any]
) -> None:
    link(**facts)
    page = visitor(SUPPORT).get("/support")
    assert "Teraz nie ma umówionej pomocy" in page.words()
    assert "Beata" not in page.text


def test_only_the_newest_family_is_shown(visitor: Visit, link: Callable[..., None]) -> None:
    link(MAZUR, TODAY - 200 * DAY)
    link(LIS, TODAY - 5 * DAY)
    page = visitor(SUPPORT).get("/support")
    assert "Beata" in page.words()
    assert "Anna" not in page.words()


def test_the_page_is_theirs_alone_and_leads_to_no_file(
    visitor: Visit, link: Callable[..., None]
) -> None:
    link()
    for player in (MARTA, BARBARA, OTHER_SUPERVISOR):
        assert visitor(player).get("/support").status == 404
    page = visitor(SUPPORT).get("/support")
    assert not [x for x in page.links() if "/families" in x]
    assert visitor(SUPPORT).get(f"/families/{LIS}/tasks").status == 404


def test_the_look_is_traced_and_cheap(
    app: Flask, visitor: Visit, link: Callable[..., None]
) -> None:
    link()
    support = visitor(SUPPORT)
    with statements(app) as seen:
        support.get("/support")
    assert len(seen) <= 12, seen

    def opened() -> list[AuditEntry]:
        wanted = select(AuditEntry).where(AuditEntry.object_kind == "support_link")
        return list(db.session.scalars(wanted.where(AuditEntry.verb == "opened")))

    (entry,) = inside(app, opened)
    assert (entry.person_id, entry.family_id) == (SUPPORT.id, LIS)
