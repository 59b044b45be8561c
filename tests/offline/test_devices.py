"""Phones with a box: what hello tells them, and their token that signs them in again."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from rodzina.accounts.rules import TRIES_WITHIN
from rodzina.audit.models import AuditEntry
from rodzina.db import db, utc_now
from rodzina.offline.models import Device
from rodzina.vocabulary import Role
from tests.accounts.conftest import also as also
from tests.accounts.conftest import sign_in as sign_in
from tests.browsing import Visitor
from tests.cast import BARBARA, BRZEZINY, IWONA, MARTA, OTHER_ASSISTANT
from tests.inside import inside
from tests.offline.box import Box

Visiting = Callable[..., Visitor]
LATER = timedelta(minutes=3)


def greeted(visitor: Visiting, player: Any = MARTA, **fields: Any) -> tuple[Visitor, Box]:
    """A phone that has just got its box."""
    someone, box = visitor(player), Box(player)
    assert box.hello(someone, **fields).status_code == 200
    return someone, box


def devices(app: Flask) -> list[Device]:
    return list(inside(app, lambda: db.session.scalars(select(Device)).all()))


def test_hello_says_who_and_when_and_how_long(visitor: Visiting) -> None:
    told = visitor(MARTA).client.post("/sync/hello", headers={"Sec-Fetch-Site": "same-origin"}).json
    assert told.pop("now") > 1_700_000_000_000
    assert told == {"person": str(MARTA.id), "missing": [], "lease_days": 14}


def test_the_centre_sets_how_long_a_phone_may_be_out_of_contact(visitor: Visiting) -> None:
    barbara = visitor(BARBARA)
    form = barbara.get("/office/figures/lease_days")
    assert "Zamknij telefon, który nie łączył się z ośrodkiem" in form.words()
    barbara.submit(form, "/office/figures/lease_days", {"value": "7"})
    assert Box(MARTA).hello(visitor(MARTA)).json["lease_days"] == 7


def test_a_new_phone_gets_a_key_that_stays_and_a_token_that_changes(
    app: Flask, visitor: Visiting
) -> None:
    marta, box = greeted(visitor, unsent=3)
    first, token = box.recovery, box.token
    assert len(base64.b64decode(first)) == 32
    box.hello(marta)
    assert box.recovery == first
    assert box.token != token
    (kept,) = devices(app)
    assert (kept.label, kept.unsent, kept.role) == ("Chrome, Android", 3, Role.ASSISTANT)
    assert first.encode() not in kept.recovery_sealed
    assert box.token.encode() not in kept.token_hash


def test_the_key_is_given_to_new_phones_and_after_the_password_only(
    visitor: Visiting, also: Callable[..., None]
) -> None:
    marta, box = greeted(visitor)
    with time_machine.travel(utc_now() + LATER):
        assert {"recovery", "token"}.isdisjoint(box.hello(marta).json)
        assert box.hello(visitor(MARTA)).json["recovery"] == box.recovery
        by_token = visitor(None)
        assert box.sign_in(by_token).status_code == 204
        assert "recovery" not in box.hello(by_token).json
        also(MARTA, Role.SUPERVISOR)
        marta.post("/switch-role", {"member": "1:supervisor"})
        assert "recovery" not in box.hello(marta).json


def test_a_phone_that_is_new_in_an_older_session_gets_its_key(visitor: Visiting) -> None:
    marta, box = visitor(MARTA), Box(MARTA)
    with time_machine.travel(utc_now() + LATER) as clock:
        box.hello(marta)
        assert box.recovery
        clock.shift(LATER)
        assert {"recovery", "token"}.isdisjoint(box.hello(marta).json)


def test_a_phone_belongs_to_one_person_and_one_centre(app: Flask, visitor: Visiting) -> None:
    _, box = greeted(visitor)
    answer = box.hello(visitor(IWONA))
    assert (answer.status_code, answer.headers["X-Rodzina-Wrong-Person"]) == (409, "1")
    assert not answer.data
    elsewhere = Box(OTHER_ASSISTANT, box.device)
    elsewhere.hello(visitor(OTHER_ASSISTANT))
    assert elsewhere.recovery not in {"", box.recovery}
    assert [kept.person_id for kept in devices(app)] == [MARTA.id]


def test_its_token_signs_it_in_again_as_signing_in_does(app: Flask, visitor: Visiting) -> None:
    _, box = greeted(visitor)
    phone = visitor(None)
    answer = box.sign_in(phone)
    assert answer.status_code == 204
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert phone.get("/today").status == 200
    verbs = inside(app, lambda: db.session.scalars(select(AuditEntry.verb)).all())
    assert verbs.count("signed_in") == 2


def test_a_token_resumes_the_role_it_was_used_in(
    visitor: Visiting, also: Callable[..., None]
) -> None:
    also(MARTA, Role.SUPERVISOR)
    _, box = greeted(visitor)
    phone = visitor(None)
    box.sign_in(phone)
    assert phone.get("/today").status == 200
    also(MARTA, Role.ASSISTANT, active=False)
    box.sign_in(phone)
    assert phone.get("/overview").status == 200


@pytest.mark.parametrize("token", ["", "x", "1.x.y", "1.{}.wrong", "2.{}.wrong", "9999999999.{}.a"])
def test_a_wrong_token_is_nobodys(visitor: Visiting, token: str) -> None:
    _, box = greeted(visitor)
    answer = box.sign_in(visitor(None), token.format(box.device) or "-")
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


def test_an_older_token_and_one_of_another_centre_open_nothing(visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    old = box.token
    box.hello(marta)
    assert box.sign_in(visitor(None), old).status_code == 401
    assert box.sign_in(visitor(None), f"{BRZEZINY}{box.token[1:]}").status_code == 401


def test_guessing_tokens_is_slowed_down_and_locks_nobody_out_of_signing_in(
    visitor: Visiting, sign_in: Callable[..., Any]
) -> None:
    _, box = greeted(visitor)
    for _ in range(10):
        assert box.sign_in(visitor(None), f"1.{box.device}.guess").status_code == 401
    assert box.sign_in(visitor(None)).status_code == 429
    assert sign_in(MARTA.email)[1].status == 303
    with time_machine.travel(utc_now() + TRIES_WITHIN + timedelta(seconds=1)):
        assert box.sign_in(visitor(None)).status_code == 204


def test_hello_of_two_tabs_at_once_makes_one_phone(
    app: Flask, visitor: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rodzina.offline import devices as drawer

    marta, box = greeted(visitor)
    real, seen = drawer.device_named, iter([None])
    monkeypatch.setattr(drawer, "device_named", lambda asked: next(seen, real(asked)))
    assert box.hello(marta).json["person"] == str(MARTA.id)
    assert len(devices(app)) == 1


def test_an_unknown_number_of_unsent_entries_leaves_the_last_one(
    app: Flask, visitor: Visiting
) -> None:
    marta, box = greeted(visitor, unsent=4)
    for told in ("x", "-1", str(2**40)):
        box.hello(marta, unsent=told)
    assert devices(app)[0].unsent == 4
    assert box.post(marta, "/sync/hello", device=str(uuid4())[:-1]).json["missing"] == []
