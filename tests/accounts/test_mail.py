"""Invitations and new passwords by mail; the forgotten password that tells nothing."""

import re
import smtplib
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from rodzina.accounts.models import Invitation
from rodzina.accounts.rules import MOST_TRIES
from rodzina.config import Mail
from rodzina.db import db, enter_office
from rodzina.house import create_app
from rodzina.vocabulary import Role
from rodzina.web import mail
from tests.accounts.known import EWA, NEW
from tests.accounts.postbox import Postbox
from tests.browsing import Visitor
from tests.cast import ADMIN, BARBARA, BRZEZINY, MARTA
from tests.conftest import settings_for


@pytest.fixture
def postbox():
    held = Postbox()
    yield held
    held.close()


@pytest.fixture
def app(addresses, home, postbox):
    """The app with outgoing mail."""
    letters = Mail("127.0.0.1", postbox.port, sender="rodzina@gops.pl")
    app = create_app(replace(settings_for(addresses, home), mail=letters))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visitor(app):
    return lambda player=None: Visitor(app, player)


def link_in(letter):
    return urlsplit(re.search(r"http\S+", letter.get_content())[0])


def test_an_invitation_goes_by_mail_and_is_not_shown(visitor, postbox):
    barbara = visitor(BARBARA)
    page = barbara.submit(barbara.get("/people/invite"), "/people/invite", EWA)
    assert page.location == "/people"
    assert "Zaproszenie wysłane e-mailem" in barbara.follow(page).words()
    (letter,) = postbox.letters
    assert (letter["To"], letter["From"]) == ("ewa.nowa@gops.pl", "rodzina@gops.pl")
    assert letter["Subject"] == "Rodzina: zaproszenie"
    assert "Gminny Ośrodek Pomocy Społecznej w Zalesiu" in letter.get_content()
    link = link_in(letter)
    assert visitor().post(link.path, {"password": NEW}).location == "/today"


def test_when_mail_does_not_go_the_link_is_shown(visitor, postbox):
    postbox.refuse = True
    barbara = visitor(BARBARA)
    page = barbara.submit(barbara.get("/people/invite"), "/people/invite", EWA)
    assert "Nie udało się wysłać e-maila" in page.words()
    assert "/invitation/" in page.words()


def test_a_reset_by_mail_is_seen_by_its_owner_alone(visitor, postbox, also):
    also(MARTA, Role.ASSISTANT, BRZEZINY)
    admin = visitor(ADMIN)
    page = admin.submit(admin.get(f"/people/{MARTA.id}"), "/reset")
    assert page.location == "/people"
    (letter,) = postbox.letters
    assert letter["To"] == MARTA.email
    assert visitor().post(link_in(letter).path, {"password": NEW}).location == "/sign-in"


def test_when_mail_does_not_go_a_link_into_two_centres_stays_hidden(visitor, postbox, also):
    also(MARTA, Role.ASSISTANT, BRZEZINY)
    postbox.refuse = True
    page = visitor(ADMIN).post(f"/people/{MARTA.id}/reset")
    assert "Nie udało się wysłać e-maila" in page.words()
    assert "/new-password/" not in page.text


def test_a_forgotten_password_brings_a_link_and_tells_nobody_who_has_an_account(
    visitor, postbox, rows
):
    nobody = visitor()
    page = nobody.get("/forgotten-password")
    unknown = nobody.submit(page, "/forgotten-password", {"email": "nikt@example.pl"})
    known = nobody.submit(page, "/forgotten-password", {"email": MARTA.email})
    assert unknown.status == known.status == 200
    assert unknown.words() == known.words()
    (letter,) = postbox.wait_for(1)
    assert letter["To"] == MARTA.email
    link = link_in(letter)
    assert link.netloc == "localhost"
    assert visitor().post(link.path, {"password": NEW}).location == "/sign-in"
    assert len(rows(db.select(Invitation.id))) == 1


def test_the_link_in_a_letter_does_not_believe_the_request(visitor, postbox):
    visitor().client.post(
        "/forgotten-password",
        data={"email": MARTA.email},
        headers={"Host": "evil.example", "Sec-Fetch-Site": "same-origin"},
    )
    (letter,) = postbox.wait_for(1)
    assert "evil.example" not in letter.get_content()
    assert link_in(letter).netloc == "localhost"


def test_after_ten_requests_no_more_letters_leave_but_the_answer_is_the_same(
    visitor, postbox, rows
):
    nobody = visitor()
    answers = {nobody.post("/forgotten-password", {"email": MARTA.email}).words()
               for _ in range(MOST_TRIES + 3)}  # fmt: skip
    assert len(answers) == 1
    assert len(postbox.wait_for(MOST_TRIES + 1, seconds=1)) == MOST_TRIES


def test_who_lost_every_role_gets_no_letter(visitor, postbox, also):
    also(MARTA, Role.ASSISTANT, active=False)
    visitor().post("/forgotten-password", {"email": MARTA.email})
    assert postbox.wait_for(1, seconds=0.5) == []


def test_an_address_that_is_none_is_refused(visitor, postbox):
    page = visitor().post("/forgotten-password", {"email": "marta"})
    assert page.status == 422
    assert "Wpisz adres e-mail" in page.words()


def test_a_password_never_travels_without_tls(monkeypatch):
    class Plain:
        def __init__(self, *_args, **_options):
            self.closed = False

        def ehlo(self):
            return None

        def has_extn(self, _name):
            return False

        def close(self):
            self.closed = True

        def login(self, *_):
            raise AssertionError("sent in the open")

    monkeypatch.setattr(smtplib, "SMTP", Plain)
    outside = Mail("smtp.example.org", 587, "user", "secret", "rodzina@example.org")
    assert not mail.send(outside, "a@b.pl", "x", "y")


def test_behind_tls_letters_name_the_public_host(addresses, home):
    settings = replace(settings_for(addresses, home), https=True, public_host="rodzina.gops.pl")
    app = create_app(settings)
    with app.test_request_context(base_url="http://evil.example"):
        enter_office(1)
        shown = mail.outside_url("accounts.new_password", token="abc")
    assert shown == "https://rodzina.gops.pl/new-password/abc"
