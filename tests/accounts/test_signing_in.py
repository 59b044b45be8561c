"""Signing in: the form and its answers, too many tries, centre and role, and in place."""

from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from rodzina.accounts import actions
from rodzina.accounts.models import Person, SignIn, SignInAttempt
from rodzina.accounts.rules import CHOICE_LIFE, MOST_TRIES, TRIES_WITHIN
from rodzina.crypto import token_hash
from rodzina.db import db, utc_now
from rodzina.vocabulary import Role
from tests.accounts.known import TOO_MANY, WRONG, cookie
from tests.cast import ADMIN, BRZEZINY, MARTA, PASSWORD, ZALESIE


def test_the_page_says_what_the_design_says(visitor):
    page = visitor().get("/sign-in")
    for words in ("Zeszyt asystenta rodziny", "Zaloguj się", "E-mail służbowy", "Hasło",
                  "Nie pamiętam hasła", "Deklaracja dostępności", "Dane osobowe"):  # fmt: skip
        assert words in page.words()
    assert {"/forgotten-password", "/accessibility", "/personal-data"} <= set(page.links())
    assert any("data-show-password" in button.attrib for button in page.all("button"))


def test_a_good_password_leads_to_the_first_page(sign_in):
    someone, page = sign_in(" Admin@Example.PL ")
    assert someone.follow(page).status == 200
    assert page.location == "/people"


def test_it_goes_on_to_the_page_that_was_wanted(sign_in):
    _, page = sign_in(ADMIN.email, query="?next=/office")
    assert page.location == "/office"


@pytest.mark.parametrize("wanted", ["/today", "/no-such-page", "/sign-out"])
def test_it_never_leads_to_a_page_of_another_role(sign_in, wanted):
    _, page = sign_in(ADMIN.email, query=f"?next={wanted}")
    assert page.location == "/people"


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_it_never_leads_away(sign_in, wanted):
    _, page = sign_in(ADMIN.email, query=f"?next={wanted}")
    assert page.location == "/people"


def test_who_has_signed_in_is_led_on(visitor):
    assert visitor(ADMIN).get("/sign-in").location == "/people"
    assert visitor(ADMIN).get("/").location == "/people"
    assert visitor().get("/").location == "/sign-in"


def test_wrong_password_and_unknown_account_get_the_same_answer(sign_in):
    _, wrong = sign_in(MARTA.email, "nie-to-hasło-wcale")
    _, unknown = sign_in("nikt@example.pl", "nie-to-hasło-wcale")
    assert wrong.status == unknown.status == 422
    assert wrong.words() == unknown.words()
    assert WRONG in wrong.words()
    fields = {f.get("name"): f for f in wrong.all("input")}
    assert fields["password"].get("aria-invalid") == "true"
    assert not fields["password"].get("value")
    assert fields["email"].get("value") == MARTA.email
    assert "Błąd:" in wrong.tree.find(".//title").text


def test_an_unknown_account_costs_one_password_hash_as_a_known_one_does(sign_in, monkeypatch):
    hashed = []

    def count(password, encoded):
        hashed.append(encoded)
        return False

    monkeypatch.setattr(actions, "password_fits", count)
    sign_in(MARTA.email)
    sign_in("nikt@example.pl")
    assert len(hashed) == 2
    assert all(encoded.startswith("$argon2id$v=19$m=65536,t=3,p=4$") for encoded in hashed)


def test_empty_fields_say_what_to_type(sign_in):
    _, page = sign_in("", "")
    assert page.status == 422
    assert "Wpisz e-mail służbowy." in page.words()
    assert "Wpisz hasło." in page.words()


def test_after_ten_tries_the_account_waits_known_or_not(sign_in, monkeypatch):
    monkeypatch.setattr(actions, "password_fits", lambda *_: False)
    for email in (MARTA.email, "nikt@example.pl"):
        for n in range(MOST_TRIES):
            _, page = sign_in(email, environ_overrides={"REMOTE_ADDR": f"10.0.{n}.1"})
            assert WRONG in page.words()
        _, page = sign_in(email, environ_overrides={"REMOTE_ADDR": "10.9.9.9"})
        assert TOO_MANY in page.words()
        assert WRONG not in page.words()


def test_after_ten_tries_the_source_waits_whatever_account_it_tries(sign_in, monkeypatch):
    monkeypatch.setattr(actions, "password_fits", lambda *_: False)
    for n in range(MOST_TRIES):
        sign_in(f"ktos{n}@example.pl")
    _, page = sign_in(ADMIN.email)
    assert TOO_MANY in page.words()
    monkeypatch.undo()
    _, elsewhere = sign_in(ADMIN.email, environ_overrides={"REMOTE_ADDR": "10.0.0.9"})
    assert elsewhere.status == 303


def test_a_session_goes_on_while_its_account_waits_and_the_wait_ends(sign_in, visitor, monkeypatch):
    admin = visitor(ADMIN)
    monkeypatch.setattr(actions, "password_fits", lambda *_: False)
    for _ in range(MOST_TRIES + 5):
        sign_in(ADMIN.email)
    monkeypatch.undo()
    assert admin.get("/people").status == 200
    assert TOO_MANY in sign_in(ADMIN.email)[1].words()
    with time_machine.travel(utc_now() + TRIES_WITHIN + timedelta(seconds=1)):
        assert sign_in(ADMIN.email)[1].status == 303


def test_tries_are_forgotten_when_they_are_old_and_when_the_password_fits(sign_in, rows):
    counted = db.select(SignInAttempt.key)
    sign_in(MARTA.email, "nie-to-hasło-wcale")
    assert len(rows(counted)) == 2
    assert all(MARTA.email not in key for (key,) in rows(counted))
    sign_in(ADMIN.email)
    assert len(rows(counted)) == 2
    with time_machine.travel(utc_now() + TRIES_WITHIN + timedelta(minutes=1)):
        sign_in(ADMIN.email)
        assert rows(counted) == []


def test_only_hashes_of_tokens_are_kept_and_each_signing_in_has_its_own(sign_in, rows):
    first, _ = sign_in(ADMIN.email)
    second, _ = sign_in(ADMIN.email)
    kept = {row[0] for row in rows(db.select(SignIn.token_hash))}
    assert {token_hash(cookie(first)), token_hash(cookie(second))} == kept
    assert cookie(first) != cookie(second)


def test_a_planted_cookie_does_not_become_a_session(visitor, rows):
    planted = "A" * 43
    victim = visitor()
    victim.client.set_cookie("rodzina", planted)
    page = victim.get("/sign-in")
    victim.submit(page, "/sign-in", {"email": ADMIN.email, "password": PASSWORD})
    assert cookie(victim) != planted
    attacker = visitor()
    attacker.client.set_cookie("rodzina", planted)
    assert attacker.get("/people").location.startswith("/sign-in")


def test_signing_in_over_a_session_ends_the_one_before(visitor):
    admin = visitor(ADMIN)
    old = cookie(admin)
    admin.post("/sign-in", {"email": MARTA.email, "password": PASSWORD})
    assert cookie(admin) != old
    replay = visitor()
    replay.client.set_cookie("rodzina", old)
    assert replay.get("/people").location.startswith("/sign-in")


def test_a_weaker_hash_is_made_anew_when_its_owner_signs_in(app, sign_in, rows):
    weak = Argon2id(salt=b"salt" * 4, length=32, iterations=1, lanes=1, memory_cost=8192)
    encoded = weak.derive_phc_encoded(PASSWORD.encode())
    with app.app_context():
        db.session.execute(
            db.update(Person).where(Person.id == ADMIN.id).values(password_hash=encoded)
        )
        db.session.commit()
    assert sign_in(ADMIN.email)[1].status == 303
    ((kept,),) = rows(db.select(Person.password_hash).where(Person.id == ADMIN.id))
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert sign_in(ADMIN.email)[1].status == 303


def test_an_account_without_a_role_is_told_so_only_with_its_password(app, also, sign_in):
    also(MARTA, Role.ASSISTANT, active=False)
    assert "nie ma żadnej roli" in sign_in(MARTA.email)[1].words()
    assert WRONG in sign_in(MARTA.email, "nie-to-hasło-wcale")[1].words()


def test_who_has_several_roles_chooses_centre_and_role(also, sign_in):
    also(ADMIN, Role.ADMINISTRATOR, BRZEZINY)
    someone, page = sign_in(ADMIN.email, query="?next=/office")
    assert page.location == "/sign-in/role"
    choice = someone.follow(page)
    assert "GOPS w Zalesiu" in choice.words()
    assert "GOPS w Brzezinach" in choice.words()
    entered = someone.submit(choice, "/sign-in/role", {"member": f"{BRZEZINY}:administrator"})
    assert "w Brzezinach" in someone.follow(entered).words()
    assert entered.location == "/office"


@pytest.mark.parametrize("member", ["1:supervisor", "2:assistant", "1:", "", "x:y", "99:assistant"])
def test_only_roles_one_has_can_be_chosen(also, sign_in, member):
    also(ADMIN, Role.ADMINISTRATOR, BRZEZINY)
    someone, page = sign_in(ADMIN.email)
    refused = someone.submit(someone.follow(page), "/sign-in/role", {"member": member})
    assert refused.location == "/sign-in"
    assert not cookie(someone)


def test_the_choice_is_for_five_minutes_and_for_the_same_password(app, also, sign_in):
    also(ADMIN, Role.ADMINISTRATOR, BRZEZINY)
    someone, _ = sign_in(ADMIN.email)
    wanted = {"member": f"{ZALESIE}:administrator"}
    with time_machine.travel(utc_now() + CHOICE_LIFE + timedelta(seconds=5)):
        assert someone.get("/sign-in/role").location == "/sign-in"
        assert someone.post("/sign-in/role", wanted).location == "/sign-in"
    with app.app_context():
        db.session.execute(db.update(Person).where(Person.id == ADMIN.id).values(password_hash="x"))
        db.session.commit()
    assert someone.post("/sign-in/role", wanted).location == "/sign-in"
    assert not cookie(someone)


def test_nobody_chooses_without_the_password(visitor):
    nobody = visitor()
    assert nobody.get("/sign-in/role").location == "/sign-in"
    wanted = {"member": f"{ZALESIE}:administrator"}
    assert nobody.post("/sign-in/role", wanted).location == "/sign-in"
