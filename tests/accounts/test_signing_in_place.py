"""Signing in over an open page whose session has ended: the same person, centre and role."""

import pytest

from rodzina.accounts import actions
from rodzina.accounts.rules import MOST_TRIES
from rodzina.vocabulary import Role
from tests.accounts.known import TOO_MANY, WRONG
from tests.browsing import SAME_ORIGIN
from tests.cast import ADMIN, BARBARA, BRZEZINY, PASSWORD


class InPlace:
    """The dialog over a page whose session has ended."""

    def __init__(self, visitor, player):
        self.visitor, self.player = visitor, player
        self.page = visitor.client.get(f"/sign-in/in-place?person={player.id}")

    def send(self, email, password=PASSWORD, person=None):
        body = {"email": email, "password": password, "person": str(person or self.player.id)}
        headers = SAME_ORIGIN | {"HX-Request": "true", "HX-Target": "div#sign-in-here"}
        return self.visitor.client.post("/sign-in/in-place", data=body, headers=headers)


@pytest.fixture
def ended(visitor):
    """A page of the administrator whose session has ended meanwhile."""
    admin = visitor(ADMIN)
    admin.get("/people")
    other = visitor(ADMIN)
    other.post("/devices/end-others")
    assert admin.client.get("/people", headers={"HX-Request": "true"}).status_code == 401
    return InPlace(admin, ADMIN)


def test_the_dialog_holds_a_fragment_with_the_form(ended):
    text = ended.page.get_data(as_text=True)
    assert ended.page.status_code == 200
    assert "<html" not in text
    assert "<form" in text
    assert 'action="/sign-in/in-place"' in text
    assert f'name="person" value="{ADMIN.id}"' in text
    assert 'data-hx-target="#sign-in-here"' in text
    assert "data-hx-nonce" in text


def test_signing_in_in_place_is_answered_with_a_sign_and_a_cookie(ended):
    answer = ended.send(ADMIN.email)
    assert answer.status_code == 204
    assert answer.headers["HX-Trigger"] == "signed-in"
    assert ended.visitor.get("/people").status == 200


def test_a_wrong_password_in_place_brings_the_form_with_the_reason(ended):
    answer = ended.send(ADMIN.email, "nie-to-hasło-wcale")
    assert answer.status_code == 422
    assert WRONG in answer.get_data(as_text=True)
    assert "<html" not in answer.get_data(as_text=True)


def test_another_person_cannot_sign_in_over_an_open_page(ended):
    answer = ended.send(BARBARA.email)
    assert answer.status_code == 422
    assert "Ta strona należy do innej osoby" in answer.get_data(as_text=True)
    assert "rodzina=" not in answer.headers.get("Set-Cookie", "")
    assert ended.send(ADMIN.email, person="nobody").status_code == 422


def test_in_place_keeps_the_centre_and_role_of_the_open_page(also, ended):
    also(ADMIN, Role.ADMINISTRATOR, BRZEZINY)
    also(ADMIN, Role.SUPERVISOR)
    assert ended.send(ADMIN.email).status_code == 204
    assert "GOPS w Zalesiu" in ended.visitor.get("/people").words()


def test_in_place_never_slips_into_another_role(also, ended):
    also(ADMIN, Role.ADMINISTRATOR, BRZEZINY)
    also(ADMIN, Role.ADMINISTRATOR, active=False)
    answer = ended.send(ADMIN.email)
    assert answer.status_code == 422
    assert "Zaloguj się na nowej karcie" in answer.get_data(as_text=True)


def test_in_place_counts_tries_too(ended, monkeypatch):
    monkeypatch.setattr(actions, "password_fits", lambda *_: False)
    for _ in range(MOST_TRIES):
        ended.send(ADMIN.email)
    assert TOO_MANY in ended.send(ADMIN.email).get_data(as_text=True)


def test_without_script_in_place_leads_to_the_first_page(visitor):
    body = {"email": ADMIN.email, "password": PASSWORD, "person": str(ADMIN.id)}
    page = visitor().post("/sign-in/in-place", body)
    assert page.status == 303
    assert page.location == "/people"
