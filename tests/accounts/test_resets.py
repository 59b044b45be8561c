"""Links to a new password, and the forgotten password where there is no mail."""

from datetime import timedelta

import time_machine

from rodzina.accounts.models import Invitation
from rodzina.accounts.rules import RESET_LIFE
from rodzina.db import db, utc_now
from rodzina.vocabulary import Role
from tests.accounts.known import NEW
from tests.cast import ADMIN, BARBARA, BRZEZINY, MARTA, PASSWORD


def test_a_reset_link_sets_a_password_and_ends_every_session(visitor, reset, sign_in, verbs):
    marta = visitor(MARTA)
    path = reset()
    owner = visitor()
    page = owner.get(path)
    assert MARTA.email in page.words()
    done = owner.submit(page, path, {"password": NEW})
    assert done.location == "/sign-in"
    assert "Nowe hasło już działa" in owner.follow(done).words()
    assert marta.get("/more").location.startswith("/sign-in")
    assert sign_in(MARTA.email)[1].status == 422
    assert sign_in(MARTA.email, NEW)[1].status == 303
    assert owner.get(path).status == 404
    assert {"reset_made", "password_reset"} <= set(verbs())


def test_a_reset_link_lives_a_day_and_dies_with_a_new_one_or_a_new_password(visitor, reset):
    first, second = reset(), reset()
    assert visitor().get(first).status == 404
    with time_machine.travel(utc_now() + RESET_LIFE + timedelta(seconds=1)):
        assert visitor().get(second).status == 404
        assert visitor().post(second, {"password": NEW}).status == 404
    marta = visitor(MARTA)
    marta.post("/password", {"present": PASSWORD, "password": NEW})
    assert visitor().get(second).status == 404


def test_a_weak_new_password_is_refused_and_the_link_still_works(visitor, reset):
    path = reset()
    page = visitor().post(path, {"password": "1234567890"})
    assert page.status == 422
    assert "łatwo odgadnąć" in page.words()
    assert visitor().post(path, {"password": NEW}).status == 303


def test_links_of_one_kind_do_not_open_the_other(visitor, invited, reset):
    into, password = invited(), reset()
    assert visitor().get(into.replace("/invitation/", "/new-password/")).status == 404
    assert visitor().get(password.replace("/new-password/", "/invitation/")).status == 404
    swapped = into.replace("/invitation/", "/new-password/")
    assert visitor().post(swapped, {"password": NEW}).status == 404


def test_a_supervisor_makes_no_link_to_an_administrators_password(visitor, rows):
    page = visitor(BARBARA).post(f"/people/{ADMIN.id}/reset")
    assert page.status == 422
    assert "tylko administrator" in page.words()
    assert rows(db.select(Invitation.id)) == []


def test_a_link_shown_here_opens_no_account_in_another_centre(visitor, also, rows):
    also(MARTA, Role.ASSISTANT, BRZEZINY)
    page = visitor(ADMIN).post(f"/people/{MARTA.id}/reset")
    assert page.status == 422
    assert "pracuje też w innym ośrodku" in page.words()
    assert rows(db.select(Invitation.id)) == []


def test_without_mail_a_forgotten_password_leads_to_the_supervisor(visitor):
    page = visitor().get("/forgotten-password")
    assert "Zwróć się do kierownika albo administratora" in page.words()
    assert not page.actions()
    assert visitor().post("/forgotten-password", {"email": MARTA.email}).status == 422
