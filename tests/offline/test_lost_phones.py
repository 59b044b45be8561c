"""Lost phones: told to wipe wherever they ask, found again, given up; and who decides."""

from flask import Flask
from sqlalchemy import select

from rodzina.accounts.models import Membership
from rodzina.db import db
from tests.browsing import Visitor
from tests.cast import ADMIN, BARBARA, BRZEZINY, IWONA, MARTA, OTHER_ASSISTANT, OTHER_SUPERVISOR
from tests.inside import inside
from tests.offline.box import Box
from tests.offline.test_devices import Visiting, devices, greeted


def leave(app: Flask, active: bool = False) -> None:
    """Marta's access to the centre ends, or is given back."""

    def change() -> None:
        wanted = select(Membership).where(Membership.person_id == MARTA.id)
        db.session.scalars(wanted).one().active = active

    inside(app, change)


def lose(by: Visitor, box: Box) -> None:
    address = f"/phones/{box.device}/lost"
    assert by.submit(by.get(address), address).status == 303


def test_a_lost_phone_is_told_so_wherever_it_asks(app: Flask, visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    there = visitor(MARTA)
    lose(marta, box)
    assert there.get("/today").status == 303, "its session has ended"
    assert marta.get("/devices").status == 200
    tickets = set()
    for answer in (
        box.hello(marta),
        box.sign_in(visitor(None)),
        box.ask(visitor(None), "lost"),
    ):
        assert answer.status_code == 410
        assert answer.headers["X-Rodzina-Wipe"] == "1"
        assert list(answer.json) == ["ticket"]
        assert "Set-Cookie" not in answer.headers
        tickets.add(answer.json["ticket"])
    assert len(tickets) == 3


def test_nothing_is_told_of_phones_that_are_well_or_unknown(visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    unknown = Box(MARTA)
    for answer in (
        box.ask(visitor(None), "lost"),
        unknown.ask(visitor(None), "lost"),
        box.ask(visitor(None), "lost", office=77),
        box.post(visitor(None), "/sync/lost", device="x", office="y"),
        box.ask(visitor(None), "wiped"),
        unknown.ask(visitor(None), "wiped"),
    ):
        assert (answer.status_code, answer.data) == (204, b"")
    lose(marta, box)
    assert box.ask(visitor(None), "lost", office=BRZEZINY).status_code == 204
    assert box.hello(marta).status_code == 410, "it was not wiped before"


def test_the_phone_of_somebody_who_left_is_wiped_too(app: Flask, visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    leave(app)
    assert box.hello(marta).status_code == 401
    assert box.sign_in(visitor(None)).status_code == 401
    assert box.ask(visitor(None), "lost").json["ticket"]
    assert "zgubiony, czeka na kontakt" in visitor(BARBARA).get(f"/people/{MARTA.id}").words()
    leave(app, active=True)
    assert box.ask(visitor(None), "lost").status_code == 204


def test_a_wiped_phone_stays_wiped(app: Flask, visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    lose(marta, box)
    page = marta.get("/devices")
    assert box.ask(visitor(None), "wiped").status_code == 204
    assert box.sign_in(visitor(None)).status_code == 401
    assert box.hello(marta).status_code == 410
    assert box.hello(marta).json == {}
    assert "wyczyszczony" in marta.get("/devices").words()
    assert marta.submit(page, "/found").status == 422
    (kept,) = devices(app)
    assert (kept.token_hash, kept.recovery_sealed, kept.ticket_hash) == (None, None, None)


def test_a_phone_that_turns_up_goes_on_as_before(visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    lose(marta, box)
    ticket = box.ask(visitor(None), "lost").json["ticket"]
    assert (
        "Telefon jest znowu w użyciu"
        in marta.follow(marta.submit(marta.get("/devices"), "/found")).words()
    )
    assert box.hello(marta).status_code == 200
    assert box.sign_in(visitor(None)).status_code == 204
    assert box.rescue(visitor(None), ticket=ticket).status_code == 403


def test_a_phone_given_up_is_only_wiped(app: Flask, visitor: Visiting) -> None:
    _, box = greeted(visitor)
    barbara = visitor(BARBARA)
    lose(barbara, box)
    done = barbara.submit(barbara.get(f"/people/{MARTA.id}"), "/give-up")
    assert "Nikt już nie czeka na ten telefon" in barbara.follow(done).words()
    answer = box.ask(visitor(None), "lost")
    assert (answer.status_code, answer.json) == (410, {})
    assert devices(app)[0].recovery_sealed is None
    assert "już na niego nie czekamy" in visitor(MARTA).get("/devices").words()


def test_the_lists_say_how_it_stands_with_each_phone(visitor: Visiting) -> None:
    marta, box = greeted(visitor, unsent=2)
    for viewer, address in ((marta, "/devices"), (visitor(BARBARA), f"/people/{MARTA.id}")):
        words = viewer.get(address).words()
        for told in ("Chrome, Android", "2 nie wysłano", "w użyciu", "Zgubiony telefon"):
            assert told in words, told
    box.hello(marta, unsent=0)
    assert "wszystko wysłane" in marta.get("/devices").words()
    asked = marta.get(f"/phones/{box.device}/lost").words()
    assert "najpierw odda to, czego nie wysłano, a potem usunie wszystko" in asked
    assert "Wszędzie poza tym urządzeniem nastąpi wylogowanie" in asked


def test_only_its_owner_and_who_looks_after_people_decide_about_a_phone(
    app: Flask, visitor: Visiting
) -> None:
    _, box = greeted(visitor)
    for player in (IWONA, OTHER_ASSISTANT, OTHER_SUPERVISOR):
        for what in ("lost", "found", "give-up"):
            page = visitor(player).post(f"/phones/{box.device}/{what}")
            assert page.status == 404, (player.key, what)
        assert visitor(player).get(f"/phones/{box.device}/lost").status == 404
    assert visitor(MARTA).post(f"/phones/{box.device}/give-up").status == 404
    assert devices(app)[0].lost_at is None
    _, of_admin = greeted(visitor, ADMIN)
    assert visitor(BARBARA).post(f"/phones/{of_admin.device}/lost").status == 422
