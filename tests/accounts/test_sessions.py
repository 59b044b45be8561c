"""Sessions: each end of life makes the old cookie worthless; the list of devices; own account."""

from datetime import timedelta

import pytest
import time_machine

from rodzina.accounts.models import Membership, Person, SignIn
from rodzina.accounts.rules import LONGEST, PHONE_IDLE, TRIES_WITHIN
from rodzina.db import db, utc_now
from rodzina.vocabulary import Role
from tests.accounts.known import NEW, cookie
from tests.cast import ADMIN, MARTA, PASSWORD

PIXEL = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/129.0 Mobile Safari/537.36"
}


def sessions_of(player):
    return db.select(SignIn.id, SignIn.ended_at).where(SignIn.person_id == player.id)


def test_signing_out_ends_the_session_and_clears_the_browser(visitor, works):
    marta = visitor(MARTA)
    old = cookie(marta)
    assert works(old)
    page = marta.submit(marta.get("/more"), "/sign-out")
    assert page.location == "/sign-in"
    assert page.response.headers["Clear-Site-Data"] == '"cache"'
    assert not cookie(marta)
    assert not works(old)


def test_revoking_a_device_ends_it(visitor, works, rows):
    marta, lost = visitor(MARTA), visitor(MARTA)
    page = marta.get("/devices")
    assert works(cookie(lost))
    done = marta.submit(page, "/end")
    assert "Wylogowano tamto urządzenie" in marta.follow(done).words()
    assert not works(cookie(lost))
    assert works(cookie(marta))


def test_revoking_all_others_leaves_this_device(visitor, works):
    marta, *others = (visitor(MARTA) for _ in range(4))
    marta.submit(marta.get("/devices"), "/devices/end-others")
    assert works(cookie(marta))
    assert not any(works(cookie(other)) for other in others)


def test_nobody_ends_a_session_of_somebody_else(visitor, rows, works):
    marta, admin = visitor(MARTA), visitor(ADMIN)
    ((of_admin, _),) = rows(sessions_of(ADMIN))
    assert marta.post(f"/devices/{of_admin}/end").status == 404
    assert marta.post(f"/devices/{MARTA.id}/end").status == 404
    assert works(cookie(admin))


def test_a_new_password_ends_every_session_and_this_device_gets_another(visitor, works):
    marta, other = visitor(MARTA), visitor(MARTA)
    old = cookie(marta)
    page = marta.get("/password")
    done = marta.submit(page, "/password", {"present": PASSWORD, "password": NEW})
    assert "Hasło zmienione" in marta.follow(done).words()
    assert not works(old)
    assert not works(cookie(other))
    assert works(cookie(marta))
    signed = visitor()
    form = {"email": MARTA.email, "password": NEW}
    assert signed.submit(signed.get("/sign-in"), "/sign-in", form).status == 303


@pytest.mark.parametrize(
    ("present", "password", "reason"),
    [
        ("nie-to-hasło", NEW, "Obecne hasło się nie zgadza."),
        (PASSWORD, "krótkie", "Hasło musi mieć od 10 do 128 znaków."),
        (PASSWORD, "Marta-Zielińska", "nie może być Twój e-mail ani nazwisko"),
        (PASSWORD, "", "Wpisz nowe hasło."),
        ("", NEW, "Wpisz obecne hasło."),
    ],
)
def test_a_password_is_changed_only_rightly(visitor, works, rows, present, password, reason):
    marta = visitor(MARTA)
    before = rows(db.select(Person.password_hash).where(Person.id == MARTA.id))
    page = marta.submit(
        marta.get("/password"), "/password", {"present": present, "password": password}
    )
    assert page.status == 422
    assert reason in page.words()
    assert rows(db.select(Person.password_hash).where(Person.id == MARTA.id)) == before
    assert works(cookie(marta))


def test_guessing_the_present_password_is_counted(visitor, monkeypatch):
    marta = visitor(MARTA)
    for _ in range(10):
        marta.post("/password", {"present": "nie-to-hasło", "password": NEW})
    page = marta.post("/password", {"present": PASSWORD, "password": NEW})
    assert "Za dużo prób" in page.words()
    with time_machine.travel(utc_now() + TRIES_WITHIN + timedelta(seconds=1)):
        assert marta.post("/password", {"present": PASSWORD, "password": NEW}).status == 303


def test_deactivation_and_the_end_of_a_role_act_on_the_next_request(app, also, visitor, works):
    marta = visitor(MARTA)
    also(MARTA, Role.ASSISTANT, active=False)
    assert marta.get("/today").location.startswith("/sign-in")
    also(MARTA, Role.ASSISTANT)
    assert works(cookie(marta))
    with app.app_context():
        db.session.execute(db.delete(Membership).where(Membership.person_id == MARTA.id))
        db.session.commit()
    assert not works(cookie(marta))


def test_idle_sessions_end_and_used_ones_outlive_a_working_day_but_not_a_week(visitor, works):
    marta = visitor(MARTA)
    token = cookie(marta)
    with time_machine.travel(utc_now() + PHONE_IDLE - timedelta(minutes=1)) as clock:
        assert marta.get("/more", headers=PIXEL).status == 200
        clock.shift(PHONE_IDLE - timedelta(minutes=1))
        assert marta.get("/more", headers=PIXEL).status == 200
        clock.shift(PHONE_IDLE + timedelta(minutes=1))
        assert not works(token)


def test_a_week_is_the_longest(visitor):
    marta = visitor(MARTA)
    with time_machine.travel(utc_now()) as clock:
        for _ in range(int(LONGEST / PHONE_IDLE)):
            clock.shift(PHONE_IDLE - timedelta(minutes=30))
            assert marta.get("/more", headers=PIXEL).status == 200
        clock.shift(PHONE_IDLE - timedelta(minutes=30))
        assert marta.get("/more", headers=PIXEL).location.startswith("/sign-in")


def test_devices_are_named_and_their_last_use_is_told_in_words(visitor, sign_in):
    sign_in(ADMIN.email, headers=PIXEL)
    with time_machine.travel(utc_now() + timedelta(hours=9)):
        admin = visitor(ADMIN)
        words = admin.get("/devices").words()
    assert "Chrome, Android" in words
    assert "to urządzenie" in words
    assert "dziś o" in words or "wczoraj o" in words


def test_sessions_that_ended_long_ago_are_forgotten(visitor, rows):
    visitor(MARTA)
    with time_machine.travel(utc_now() + timedelta(days=32)):
        visitor(MARTA)
        assert len(rows(sessions_of(MARTA))) == 1


def test_the_cookie_is_for_the_server_alone(sign_in):
    _, page = sign_in(ADMIN.email)
    (held,) = (c for c in page.response.headers.getlist("Set-Cookie") if c.startswith("rodzina="))
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=604800"):
        assert part in held
    assert "Domain" not in held


def test_over_https_cookies_are_secure_and_bound_to_the_host(app, sign_in):
    secure = {"base_url": "https://rodzina.example.org"}
    client = app.test_client()
    answer = client.post(
        "/sign-in",
        data={"email": ADMIN.email, "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
        **secure,
    )
    (held,) = (c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-rodzina="))
    assert "Secure" in held
    assert client.get("/people", **secure).status_code == 200
