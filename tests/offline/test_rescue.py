"""What a phone could not send: taken over with a ticket, or in the session of its person."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import create_engine, select, text

from rodzina.audit.models import Operation
from rodzina.db import db
from rodzina.offline.models import ParkedEntry, ParkedWhy
from tests.browsing import Visitor
from tests.cast import BARBARA, BRZEZINY, FOREIGN, IWONA, MARTA, MAZUR, OTHER_SUPERVISOR
from tests.inside import inside
from tests.offline.box import Box
from tests.offline.test_devices import devices, greeted
from tests.offline.test_lost_phones import leave, lose
from tests.offline.test_receiving import CANARY, fields, parked, send, visits_with

Visiting = Callable[..., Visitor]
ALL_KNOWN = {"taken": 0, "known": 2, "unreadable": 0}


def lost_with_two(visitor: Visiting) -> tuple[Box, str]:
    """A lost phone with two visits in its queue, and the ticket it was given."""
    marta, box = greeted(visitor, unsent=2)
    box.write(fields(9))
    box.write(fields(11))
    lose(marta, box)
    return box, box.ask(visitor(None), "lost").json["ticket"]


def bodies(app: Flask) -> list[Any]:
    wanted = select(ParkedEntry)
    return inside(app, lambda: [entry.body for entry in db.session.scalars(wanted)])


def test_a_lost_phone_hands_over_what_it_could_not_send(app: Flask, visitor: Visiting) -> None:
    box, ticket = lost_with_two(visitor)
    phone = visitor(None)
    assert box.rescue(phone, ticket=ticket).json == {"taken": 2, "known": 0, "unreadable": 0}
    entries = parked(app)
    assert {(e.person_id, e.family_id, e.why, e.form) for e in entries} == {
        (MARTA.id, MAZUR, ParkedWhy.RESCUED, "visit@1")
    }
    assert [e.path for e in entries] == [
        f"/families/{MAZUR}/visits/{e.operation_id}/record" for e in entries
    ]
    assert ["note", CANARY] in bodies(app)[0]
    assert visits_with(app) == 0
    assert box.rescue(phone, ticket=ticket).status_code == 403
    assert box.ask(phone, "lost").json == {}
    assert "niewysłane wpisy przejęte" in visitor(MARTA).get("/devices").words()
    (kept,) = devices(app)
    assert (kept.recovery_sealed, kept.ticket_hash) == (None, None)


def test_what_was_rescued_is_accepted_as_its_authors(app: Flask, visitor: Visiting) -> None:
    box, ticket = lost_with_two(visitor)
    box.rescue(visitor(None), ticket=ticket)
    barbara = visitor(BARBARA)
    assert "odzyskane z telefonu" in barbara.get("/waiting").words()
    for entry in parked(app):
        address = f"/waiting/{entry.id}"
        page = barbara.get(address)
        assert CANARY in page.words()
        assert barbara.submit(page, f"{address}/acceptance").status == 303
    assert visits_with(app) == 2


def test_one_that_does_not_open_holds_up_none_of_the_others(app: Flask, visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    for hour in (9, 11):
        box.write(fields(hour))
    box.rows[0]["op"] = box.rows[1]["op"]  # moved to another place, it cannot be read
    box.write(fields(13))
    assert box.rescue(marta).json == {"taken": 2, "known": 0, "unreadable": 1}
    assert len(parked(app)) == 2


def test_a_queue_that_comes_twice_is_there_once(app: Flask, visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    box.write(fields(9))
    box.write(fields(11))
    with ThreadPoolExecutor(4) as several:
        phones = [visitor(MARTA) for _ in range(4)]
        told = [answer.json for answer in several.map(box.rescue, phones)]
    assert sorted(each["taken"] for each in told) == [0, 0, 0, 2]
    assert box.rescue(marta).json == ALL_KNOWN
    assert len(parked(app)) == 2
    assert marta.get("/devices").words().count("w użyciu") == 1, "nobody lost it"
    assert devices(app)[0].recovery_sealed


def test_what_the_centre_has_is_known_and_other_words_under_its_id_are_taken(
    app: Flask, visitor: Visiting
) -> None:
    marta, box = greeted(visitor)
    done, waits = uuid4(), uuid4()
    send(marta, done, fields(9))
    send(marta, waits, fields(11, present=""))
    box.write(fields(9), done)
    box.write(fields(11, present=""), waits)
    box.put(done, {"title": "Mazur", "receipt": "AB12-CD34", "parked": False, "at": 1})
    assert box.rescue(marta).json == {"taken": 0, "known": 3, "unreadable": 0}
    box.write(fields(9, note="Inne słowa"), done)
    assert box.rescue(marta).json == {"taken": 1, "known": 3, "unreadable": 0}
    assert box.rescue(marta).json == {"taken": 0, "known": 4, "unreadable": 0}
    assert any(["note", "Inne słowa"] in body for body in bodies(app))
    assert visits_with(app) == 1


def test_the_running_numbers_count_as_having_come(app: Flask, visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    box.write(fields(9))
    box.write(fields(11))
    box.rescue(marta)
    kept = inside(app, lambda: db.session.scalars(select(Operation)).all())
    assert {(str(row.device_id), row.device_number) for row in kept} == {
        (box.device, 1),
        (box.device, 2),
    }
    assert box.hello(marta).json["missing"] == []


def test_who_has_neither_ticket_nor_session_hands_nothing_over(
    app: Flask, visitor: Visiting
) -> None:
    box, ticket = lost_with_two(visitor)
    stranger = Box(MARTA)
    stranger.recovery = box.recovery
    for who, changed in (
        (None, {}),
        (IWONA, {}),
        (BARBARA, {}),
        (OTHER_SUPERVISOR, {}),
        (None, {"ticket": ticket[:-1]}),
        (None, {"ticket": "ą"}),
        (None, {"ticket": ticket, "office": BRZEZINY}),
        (None, {"ticket": ticket, "device": stranger.device}),
    ):
        assert box.rescue(visitor(who), **changed).status_code in {400, 403}, changed
    assert parked(app) == []
    assert box.rescue(visitor(None), ticket=ticket).json["taken"] == 2


def test_a_ticket_that_opened_nothing_is_not_spent(visitor: Visiting) -> None:
    box, ticket = lost_with_two(visitor)
    wrong = Box(MARTA, box.device)
    wrong.recovery = "A" * 43 + "="
    assert wrong.rescue(visitor(None), ticket=ticket).status_code == 422
    assert box.rescue(visitor(None), ticket=ticket).json["taken"] == 2


def test_a_ticket_opens_once_also_at_the_same_moment(app: Flask, visitor: Visiting) -> None:
    box, ticket = lost_with_two(visitor)
    with ThreadPoolExecutor(6) as several:
        phones = [visitor(None) for _ in range(6)]
        told = several.map(lambda phone: box.rescue(phone, ticket=ticket).status_code, phones)
        assert sorted(told) == [200, *[403] * 5]
    assert len(parked(app)) == 2


def test_the_phone_of_somebody_who_left_hands_over_too(app: Flask, visitor: Visiting) -> None:
    _, box = greeted(visitor)
    box.write(fields(9))
    leave(app)
    ticket = box.ask(visitor(None), "lost").json["ticket"]
    assert box.rescue(visitor(None), ticket=ticket).json["taken"] == 1
    leave(app, active=True)
    assert box.hello(visitor(MARTA)).status_code == 410, "it was told to wipe: it stays so"


def test_a_family_of_another_centre_is_not_named(app: Flask, visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    box.write(fields(9), family=FOREIGN)
    box.rescue(marta)
    assert [entry.family_id for entry in parked(app)] == [None]


def test_rescued_words_and_keys_are_sealed_on_the_disk(
    app: Flask, visitor: Visiting, addresses: Any
) -> None:
    marta, box = greeted(visitor)
    box.write(fields(9))
    box.write(fields(11), family=UUID(int=7))  # of no family that is known: under the centre's key
    assert box.rescue(marta).json["taken"] == 2
    engine = create_engine(addresses.owner)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL app.tenant = 1"))
        held = repr(connection.execute(select(ParkedEntry.__table__)).all())
        held += repr(connection.execute(text("SELECT * FROM device")).all())
    engine.dispose()
    assert len(held) > 1_000
    for secret in ("Kanarek", box.recovery, box.token, box.data_key.hex()):
        assert secret not in held
    assert all(["note", CANARY] in body for body in bodies(app))
