"""The waiting room: accepted as the author's, attached to another family, or sent back."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from rodzina.audit.models import AuditEntry
from rodzina.db import db
from rodzina.visits.models import Visit, VisitPerson, VisitRecord
from tests.browsing import Page, Visitor
from tests.cast import BARBARA, IWONA, LIS, MARTA, MAZUR, SOCIAL
from tests.offline.test_receiving import (
    CANARY,
    Visiting,
    fields,
    give_to_iwona,
    inside,
    parked,
    send,
    visits_with,
)


def waiting(app: Flask, visitor: Visiting, **changed: Any) -> tuple[Visitor, str]:
    """Marta's visit with a family that is Iwona's for long; the supervisor and its address."""
    give_to_iwona(app)
    send(visitor(MARTA), uuid4(), fields(**changed))
    barbara = visitor(BARBARA)
    return barbara, f"/waiting/{parked(app)[-1].id}"


def decide(barbara: Visitor, address: str, what: str, **data: Any) -> Page:
    return barbara.submit(barbara.get(address), f"{address}/{what}", data)


def records(app: Flask, family: UUID) -> list[VisitRecord]:
    wanted = select(VisitRecord).where(VisitRecord.family_id == family)
    return list(inside(app, lambda: db.session.scalars(wanted).all()))


def test_the_supervisor_sees_at_once_that_something_waits(app: Flask, visitor: Visiting) -> None:
    assert "wpis z telefonu" not in visitor(BARBARA).get("/overview").words()
    barbara, address = waiting(app, visitor)
    assert "1 wpis z telefonu czeka" in barbara.get("/overview").words()
    page = barbara.get("/waiting")
    assert "Mazur" in page.words()
    assert "Marta Zielińska" in page.words()
    told = barbara.get(address).words()
    for words in (CANARY, "Anna", "Wizyta w domu", "rodzinę prowadzi teraz ktoś inny"):
        assert words.casefold() in told.casefold(), words


def test_its_author_sees_it_without_the_family(app: Flask, visitor: Visiting) -> None:
    _, address = waiting(app, visitor)
    marta = visitor(MARTA)
    assert "Twój wpis czeka na przyjęcie" in marta.get("/today").words()
    told = marta.get(address).words()
    assert CANARY in told
    assert "Mazur" not in told
    assert "Przyjmij" not in told
    assert "Mazur" not in marta.get("/waiting").words()


def test_accepted_it_is_its_authors_visit_and_the_trace_names_who_accepted(
    app: Flask, visitor: Visiting
) -> None:
    barbara, address = waiting(app, visitor)
    assert decide(barbara, address, "acceptance").status == 303
    (record,) = records(app, MAZUR)
    assert record.recorded_by == MARTA.id
    entries = inside(app, lambda: db.session.scalars(select(AuditEntry)).all())
    assert {e.person_id for e in entries if e.object_id == record.id} == {BARBARA.id}
    assert CANARY in visitor(IWONA).get(f"/families/{MAZUR}").text
    assert "Twój wpis czeka" not in visitor(MARTA).get("/today").words()
    assert "Przyjęte" in barbara.get("/waiting").words()


def test_accepted_twice_it_is_recorded_once(app: Flask, visitor: Visiting) -> None:
    barbara, address = waiting(app, visitor)
    before = barbara.get(address)
    for _ in range(2):
        barbara.submit(before, f"{address}/acceptance")
    again = barbara.post(f"{address}/acceptance", {"operation": str(uuid4())})
    assert again.status == 422
    assert "To już zostało rozstrzygnięte." in again.words()
    assert len(records(app, MAZUR)) == 1


def test_what_is_wrong_with_it_is_said_and_it_goes_on_waiting(
    app: Flask, visitor: Visiting
) -> None:
    barbara, address = waiting(app, visitor, ended="0:00")
    page = decide(barbara, address, "acceptance")
    assert page.status == 422
    assert "Koniec musi być po początku." in page.words()
    assert records(app, MAZUR) == []
    assert "czeka na przyjęcie" in barbara.get("/waiting").words()


def test_attached_to_another_family_it_leaves_its_people_behind(
    app: Flask, visitor: Visiting
) -> None:
    barbara, address = waiting(app, visitor)
    assert decide(barbara, address, "attachment", family=str(LIS)).status == 303
    assert records(app, MAZUR) == []
    (record,) = records(app, LIS)
    assert inside(app, lambda: db.session.get_one(VisitRecord, (1, record.id)).note) == CANARY
    assert inside(app, lambda: db.session.scalars(select(VisitPerson)).all()) == []
    (visit,) = inside(app, lambda: db.session.scalars(select(Visit)).all())
    assert visit.family_id == LIS


def test_another_family_has_to_be_chosen(app: Flask, visitor: Visiting) -> None:
    barbara, address = waiting(app, visitor)
    for wanted in ("", "x", str(uuid4())):
        page = decide(barbara, address, "attachment", family=wanted)
        assert page.status == 422
        assert "Wybierz rodzinę" in page.words()
    assert visits_with(app, LIS) == 0


def test_sent_back_its_author_reads_why_and_keeps_the_words(app: Flask, visitor: Visiting) -> None:
    barbara, address = waiting(app, visitor)
    empty = decide(barbara, address, "return", words="")
    assert empty.status == 422
    assert decide(barbara, address, "return", words="Zapisz to u Lisów.").status == 303
    marta = visitor(MARTA)
    assert "Odesłane: zobacz, co zrobić" in marta.get("/today").words()
    told = marta.get(address).words()
    assert "Zapisz to u Lisów." in told
    assert CANARY in told
    assert records(app, MAZUR) == []


@pytest.mark.parametrize("what", ["acceptance", "attachment", "return"])
def test_only_a_supervisor_decides(app: Flask, visitor: Visiting, what: str) -> None:
    _, address = waiting(app, visitor)
    for player in (MARTA, IWONA, SOCIAL):
        assert visitor(player).post(f"{address}/{what}", {}).status == 404
    assert parked(app)[0].decision is None
