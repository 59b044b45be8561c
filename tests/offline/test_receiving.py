"""What a device sends: acknowledged once, parked instead of refused, never taken for another's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.test import TestResponse

from rodzina.actors import Sending
from rodzina.audit import actions
from rodzina.audit.models import Operation
from rodzina.db import db, utc_now
from rodzina.families.actions import hand_over
from rodzina.families.models import Family
from rodzina.offline.models import ParkedEntry, ParkedWhy
from rodzina.periods import day_of
from rodzina.visits.models import Visit
from rodzina.vocabulary import VisitStatus
from tests.browsing import SAME_ORIGIN, Visitor
from tests.cast import (
    BARBARA,
    COLLEAGUES,
    IWONA,
    LIS,
    MARTA,
    MAZUR,
    MAZUR_ANNA,
    OTHER_SUPERVISOR,
)
from tests.inside import inside
from tests.offline.box import Box

Visiting = Callable[[Any], Visitor]
CANARY = "Kanarek: Anna płakała, kot zjadł zeszyt"
TODAY = day_of(utc_now())


def fields(hour: int = 9, days_ago: int = 1, **changed: Any) -> dict[str, Any]:
    """Half an hour of a day that is over, whatever the hour of the test."""
    held = {
        "kind": "home_visit",
        "outcome": "completed",
        "place": "home",
        "day": f"{TODAY - timedelta(days=days_ago):%Y-%m-%d}",
        "started": f"{hour}:00",
        "ended": f"{hour}:30",
        "present": str(MAZUR_ANNA),
        "areas": "budget",
        "note": CANARY,
    }
    return held | changed


def send(
    visitor: Visitor,
    operation: UUID,
    data: dict[str, Any],
    *,
    mode: str = "replay",
    family: UUID = MAZUR,
    visit: UUID | None = None,
    **headers: str,
) -> TestResponse:
    told = {
        "Idempotency-Key": str(operation),
        "HX-Request": "true",
        "X-Rodzina-Mode": mode,
        "X-Rodzina-Person": str(MARTA.id),
        "X-Rodzina-Device": "5f2c2a52-6a53-4f6c-9d1f-0d2b0a0d6f11",
        "X-Rodzina-Form": "visit@1",
    }
    path = f"/families/{family}/visits/{visit or operation}/record"
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return visitor.client.post(path, data=data, headers=SAME_ORIGIN | told | more)


def result(answer: TestResponse) -> tuple[str | None, str | None]:
    return answer.headers.get("X-Rodzina-Ack"), answer.headers.get("X-Rodzina-Result")


def visits_with(app: Flask, family: UUID = MAZUR) -> int:
    wanted = select(func.count()).select_from(Visit).where(Visit.family_id == family)
    return int(inside(app, lambda: db.session.scalar(wanted)))


def parked(app: Flask) -> list[ParkedEntry]:
    return list(inside(app, lambda: db.session.scalars(select(ParkedEntry)).all()))


def give_to_iwona(app: Flask, days_ago: int = 40) -> None:
    def give() -> None:
        family = db.session.scalars(select(Family).where(Family.id == MAZUR)).one()
        day = TODAY - timedelta(days=days_ago)
        hand_over(BARBARA.actor, Sending(uuid4(), "x"), family, IWONA.id, day)

    inside(app, give)


@pytest.mark.parametrize("mode", ["live", "replay"])
def test_what_is_recorded_is_acknowledged_and_the_second_time_as_well(
    app: Flask, visitor: Visiting, mode: str
) -> None:
    marta, operation = visitor(MARTA), uuid4()
    first = send(marta, operation, fields(), mode=mode)
    again = send(marta, operation, fields(), mode="replay")  # the answer was lost
    assert result(first) == result(again) == (str(operation), "done")
    assert first.headers["X-Rodzina-Receipt"] == again.headers["X-Rodzina-Receipt"]
    assert visits_with(app) == 1


def test_ordinary_requests_are_told_nothing(visitor: Visiting) -> None:
    marta = visitor(MARTA)
    answer = send(marta, uuid4(), fields(), mode="")
    assert answer.status_code == 200
    assert result(answer) == (None, None)


def test_the_acknowledgement_is_the_last_word_of_an_answer(visitor: Visiting) -> None:
    """An answer that breaks off within its headers must not count as a whole one."""
    names = [name for name, _value in send(visitor(MARTA), uuid4(), fields()).headers]
    last = names.index("X-Rodzina-Ack")
    assert last > max(names.index("X-Rodzina-Result"), names.index("X-Rodzina-Receipt"))


def test_a_live_refusal_goes_back_to_the_person_and_is_not_remembered(
    app: Flask, visitor: Visiting
) -> None:
    marta, operation = visitor(MARTA), uuid4()
    refused = send(marta, operation, fields(present="", others_present=""), mode="live")
    assert refused.status_code == 422
    assert result(refused) == (str(operation), "invalid")
    assert parked(app) == []
    assert result(send(marta, operation, fields(), mode="live"))[1] == "done"


def test_what_cannot_be_recorded_later_waits_for_a_person(app: Flask, visitor: Visiting) -> None:
    marta, operation = visitor(MARTA), uuid4()
    answers = [send(marta, operation, fields(present="")) for _ in range(2)]
    assert {result(answer) for answer in answers} == {(str(operation), "parked")}
    assert len({answer.headers["X-Rodzina-Receipt"] for answer in answers}) == 1
    (entry,) = parked(app)
    assert (entry.why, entry.person_id, entry.family_id) == (ParkedWhy.REFUSED, MARTA.id, MAZUR)
    assert visits_with(app) == 0
    later = send(marta, uuid4(), fields(hour=11))  # it holds nothing else up
    assert result(later)[1] == "done"


def test_a_family_handed_over_long_ago_parks_the_entry(app: Flask, visitor: Visiting) -> None:
    give_to_iwona(app)
    assert result(send(visitor(MARTA), uuid4(), fields()))[1] == "parked"
    assert [entry.why for entry in parked(app)] == [ParkedWhy.NOT_OPEN]


def test_a_family_of_another_centre_is_not_named(app: Flask, visitor: Visiting) -> None:
    answer = send(visitor(MARTA), uuid4(), fields(), family=uuid4())
    assert result(answer)[1] == "parked"
    assert [entry.family_id for entry in parked(app)] == [None]


def test_the_same_id_with_other_content_changes_nothing(app: Flask, visitor: Visiting) -> None:
    marta, operation = visitor(MARTA), uuid4()
    send(marta, operation, fields())
    other = send(marta, operation, fields(note="inne słowa"))
    assert other.status_code == 409
    assert result(other) == (str(operation), "reused")
    assert (visits_with(app), parked(app)) == (1, [])


@pytest.mark.parametrize("operations", [25])
def test_parallel_and_repeated_sends_are_one_visit_each(
    app: Flask, visitor: Visiting, operations: int
) -> None:
    ids = [uuid4() for _ in range(operations)]
    mornings = {o: fields(8 + n % 10, 1 + n // 10) for n, o in enumerate(ids)}
    token = visitor(MARTA)

    def one(operation: UUID) -> tuple[str | None, str | None]:
        again = Visitor(app, MARTA)
        return result(send(again, operation, mornings[operation]))

    assert token.get("/today").status == 200
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(one, ids * 4))
    sure = [answer for answer in answers if answer[1]]
    assert {answer[1] for answer in sure} == {"done"}
    assert {answer[0] for answer in sure} == {str(operation) for operation in ids}
    assert visits_with(app) == operations


def test_without_a_session_nothing_is_taken_and_nothing_acknowledged(
    app: Flask, visitor: Visiting
) -> None:
    answer = send(visitor(None), uuid4(), fields())
    assert answer.status_code == 401
    assert result(answer) == (None, None)


def test_the_queue_of_another_person_is_turned_away(app: Flask, visitor: Visiting) -> None:
    answer = send(visitor(IWONA), uuid4(), fields(), family=COLLEAGUES)
    assert answer.status_code == 409
    assert answer.headers["X-Rodzina-Wrong-Person"] == "1"
    assert result(answer) == (None, None)
    assert (parked(app), visits_with(app, COLLEAGUES)) == ([], 0)


def test_a_request_from_another_site_is_not_parked(app: Flask, visitor: Visiting) -> None:
    answer = send(visitor(MARTA), uuid4(), fields(), Sec_Fetch_Site="cross-site")
    assert answer.status_code == 403
    assert result(answer) == (None, None)
    assert parked(app) == []


def test_parked_words_are_sealed_on_the_disk(app: Flask, visitor: Visiting, addresses: Any) -> None:
    send(visitor(MARTA), uuid4(), fields(present=""))
    send(visitor(MARTA), uuid4(), fields(present=""), family=uuid4())
    wanted = select(ParkedEntry)
    told = inside(app, lambda: [str(entry.body) for entry in db.session.scalars(wanted)])
    assert [CANARY in body for body in told] == [True, True]
    engine = create_engine(addresses.owner)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM parked_entry")).all()
    engine.dispose()
    assert len(rows) == 2
    assert "Kanarek" not in repr(rows)
    assert b"Kanarek".hex() not in repr(rows)


def test_the_centre_notices_which_numbers_of_a_device_never_came(
    app: Flask, visitor: Visiting
) -> None:
    marta = visitor(MARTA)
    device = str(uuid4())
    for n, number in enumerate((1, 2, 5)):
        data = fields(8 + n)
        send(marta, uuid4(), data, X_Rodzina_Device=device, X_Rodzina_Seq=str(number))
    told = Box(MARTA, device).hello(marta).json
    assert told["person"] == str(MARTA.id)
    assert told["missing"] == [3, 4]
    assert Box(IWONA).hello(visitor(IWONA)).json["missing"] == []


def test_the_phones_clock_is_only_noted(app: Flask, visitor: Visiting) -> None:
    wrong = str(int((utc_now() + timedelta(days=900)).timestamp() * 1000))
    send(visitor(MARTA), uuid4(), fields(), X_Rodzina_Now=wrong, X_Rodzina_Seq="x")
    kept = inside(app, lambda: db.session.scalars(select(Operation)).all())
    assert [(row.device_number, row.phone_at > utc_now()) for row in kept] == [(None, True)]


def test_hello_is_for_people_who_are_signed_in(visitor: Visiting) -> None:
    answer = Box(MARTA).hello(visitor(None))
    assert answer.status_code == 401


def test_strangers_do_not_see_what_waits(app: Flask, visitor: Visiting) -> None:
    send(visitor(MARTA), uuid4(), fields(present=""))
    address = f"/waiting/{parked(app)[0].id}"
    assert visitor(BARBARA).get(address).status == 200
    assert visitor(MARTA).get(address).status == 200
    for player in (IWONA, OTHER_SUPERVISOR):
        assert visitor(player).get(address).status == 404
        assert address not in visitor(player).get("/waiting").links()


def test_too_many_at_the_same_moment_are_sent_again_and_not_parked(
    app: Flask, visitor: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def always_late(*_given: Any) -> None:
        raise StaleDataError

    with monkeypatch.context() as moment:
        moment.setattr(actions, "keep_operation", always_late)
        crowded = send(visitor(MARTA), operation := uuid4(), fields())
    assert (crowded.status_code, result(crowded)) == (409, (None, None))
    assert parked(app) == []
    assert result(send(visitor(MARTA), operation, fields()))[1] == "done"


@pytest.mark.parametrize(
    ("age", "minutes"),
    [("2400000", 40), ("-1", 0), ("x", 0), ("9" * 30, 0), ("7948800000", 0)],
    ids=["forty minutes", "from the future", "no number", "beyond all time", "after 92 days"],
)
def test_what_is_sent_later_counts_from_when_it_was_done(
    app: Flask, visitor: Visiting, age: str, minutes: int
) -> None:
    marta, operation = visitor(MARTA), uuid4()
    told = {
        "Idempotency-Key": str(operation), "X-Rodzina-Mode": "replay", "HX-Request": "true",
        "X-Rodzina-Age": age,
    }  # fmt: skip
    path = f"/families/{MAZUR}/visits"
    answer = marta.client.post(path, data={"visit": str(uuid4())}, headers=SAME_ORIGIN | told)
    assert result(answer) == (str(operation), "done")
    began = inside(app, lambda: db.session.scalars(select(Visit.started_at).where(
        Visit.status == VisitStatus.UNDER_WAY
    )).one())  # fmt: skip
    assert abs(utc_now() - began - timedelta(minutes=minutes)) < timedelta(seconds=30)


def test_a_start_of_the_past_finds_its_place_beside_a_visit_under_way(
    app: Flask, visitor: Visiting
) -> None:
    marta = visitor(MARTA)
    for family in (MAZUR, LIS):
        told = {"Idempotency-Key": str(uuid4()), "X-Rodzina-Mode": "replay", "HX-Request": "true"}
        path = f"/families/{family}/visits"
        answer = marta.client.post(path, data={"visit": str(uuid4())}, headers=SAME_ORIGIN | told)
        assert result(answer)[1] == "done"
    assert parked(app) == []
