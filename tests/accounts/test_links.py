"""Single-use links: invitations into a centre, and new passwords."""

from datetime import timedelta

import pytest
import time_machine

from rodzina.accounts.models import Invitation, Membership, Person
from rodzina.accounts.rules import INVITATION_LIFE
from rodzina.crypto import token_hash
from rodzina.db import db, utc_now
from rodzina.vocabulary import Role
from tests.accounts.known import EWA, NEW, link_on
from tests.cast import (
    ADMIN,
    BARBARA,
    BRZEZINY,
    MARTA,
    OTHER_ASSISTANT,
    OTHER_SUPERVISOR,
    PASSWORD,
    SOCIAL,
    ZALESIE,
)

OVER = "Ten link już nie działa"


def roles_of(rows, email, office=ZALESIE):
    held = (
        db.select(Membership.role)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.email == email, Membership.office_id == office, Membership.active)
    )
    return {role for (role,) in rows(held)}


def test_an_invited_person_sets_a_password_and_is_in(visitor, invited, rows, verbs, sign_in):
    path = invited()
    ewa = visitor()
    page = ewa.get(path)
    for words in ("GOPS w Zalesiu", "Ewa Nowa", "ewa.nowa@gops.pl", "asystentka"):
        assert words in page.words()
    done = ewa.submit(page, path, {"password": NEW})
    assert done.location == "/today"
    assert "Ewa Nowa" in ewa.get("/more").words()
    assert "asystentka, GOPS w Zalesiu" in ewa.get("/more").words()
    assert roles_of(rows, "ewa.nowa@gops.pl") == {Role.ASSISTANT}
    assert {"invited", "joined"} <= set(verbs())
    assert sign_in("ewa.nowa@gops.pl", NEW)[1].status == 303


def test_the_letter_can_be_printed_and_the_link_is_kept_only_as_a_hash(visitor, rows):
    barbara = visitor(BARBARA)
    page = barbara.submit(barbara.get("/people/invite"), "/people/invite", EWA)
    assert "Gminny Ośrodek Pomocy Społecznej w Zalesiu" in page.words()
    assert any("data-print" in button.attrib for button in page.all("button"))
    token = link_on(page).rpartition("/")[2]
    ((kept,),) = rows(db.select(Invitation.token_hash))
    assert kept == token_hash(token)
    assert len(token) >= 43
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_repeated_request_makes_no_second_invitation_and_shows_no_link(visitor, rows):
    barbara = visitor(BARBARA)
    form = barbara.get("/people/invite").form("/people/invite") | EWA
    link_on(barbara.post("/people/invite", form))
    again = barbara.post("/people/invite", form)
    assert "Link został już pokazany" in again.words()
    assert "/invitation/" not in again.text
    assert len(rows(db.select(Invitation.id))) == 1


def test_a_link_works_once(visitor, invited):
    path = invited()
    visitor().post(path, {"password": NEW})
    for again in (visitor().get(path), visitor().post(path, {"password": NEW})):
        assert again.status == 404
        assert OVER in again.words()


def test_used_late_revoked_and_invented_links_answer_alike(visitor, invited):
    used, revoked, late = (invited(email=f"{n}@gops.pl") for n in "abc")
    visitor().post(used, {"password": NEW})
    barbara = visitor(BARBARA)
    page = barbara.get("/people")
    press = revocation(page, "b@gops.pl")
    assert barbara.submit(page, press).status == 303
    with time_machine.travel(utc_now() + INVITATION_LIFE + timedelta(seconds=1)):
        answers = [visitor().get(path) for path in (used, revoked, late, "/invitation/nonsense")]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.words() for answer in answers}) == 1


def revocation(page, email):
    """The address of the form that takes an e-mail's invitation back."""
    for row in page.all("li"):
        if email in "".join(row.itertext()):
            return next(f.get("action") for f in row.iter("form"))
    raise AssertionError(email)


def test_a_new_invitation_ends_the_older_one(visitor, invited):
    first, second = invited(), invited()
    assert visitor().get(first).status == 404
    assert visitor().get(second).status == 200


def test_a_weak_password_is_refused_and_the_link_still_works(visitor, invited):
    path = invited()
    ewa = visitor()
    page = ewa.submit(ewa.get(path), path, {"password": "Ewa-Nowa-2026"})
    assert page.status == 422
    assert "nie może być Twój e-mail ani nazwisko" in page.words()
    assert ewa.submit(page, path, {"password": NEW}).status == 303


def test_somebody_with_an_account_joins_with_its_password(visitor, invited, rows, sign_in):
    path = invited(email=OTHER_ASSISTANT.email, name="Inne Nazwisko")
    piotr = visitor()
    page = piotr.get(path)
    assert "Masz już konto w Rodzinie" in page.words()
    wrong = piotr.submit(page, path, {"password": NEW})
    assert wrong.status == 422
    assert "nie pasują" in wrong.words()
    assert piotr.submit(page, path, {"password": PASSWORD}).location == "/today"
    assert roles_of(rows, OTHER_ASSISTANT.email) == {Role.ASSISTANT}
    assert roles_of(rows, OTHER_ASSISTANT.email, BRZEZINY) == {Role.ASSISTANT}
    known = db.select(Person.name).where(Person.id == OTHER_ASSISTANT.id)
    assert rows(known) == [(OTHER_ASSISTANT.name,)]
    assert sign_in(OTHER_ASSISTANT.email)[1].location == "/sign-in/role"


def test_the_rule_of_roles_holds_when_inviting_and_when_accepting(visitor, invited, also, rows):
    barbara = visitor(BARBARA)
    page = barbara.post("/people/invite", EWA | {"email": SOCIAL.email})
    assert page.status == 422
    assert "nie może być w tym samym ośrodku" in page.words()
    path = invited(email=OTHER_ASSISTANT.email, role="social_worker")
    also(OTHER_ASSISTANT, Role.ASSISTANT, ZALESIE)
    refused = visitor().post(path, {"password": PASSWORD})
    assert refused.status == 422
    assert "nie może być w tym samym ośrodku" in refused.words()
    assert roles_of(rows, OTHER_ASSISTANT.email) == {Role.ASSISTANT}
    also(OTHER_ASSISTANT, Role.ASSISTANT, ZALESIE, active=False)
    assert visitor().post(path, {"password": PASSWORD}).status == 303


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"name": ""}, "Uzupełnij to pole."),
        ({"email": "to-nie-adres"}, "Wpisz adres e-mail"),
        ({"email": "a@b.pl\nBcc: x@y.pl"}, "Wpisz adres e-mail"),
        ({"email": MARTA.email}, "Ta osoba ma już tę rolę."),
        ({"role": "support_family"}, ""),
        ({"role": "administrator"}, ""),
        ({"role": ""}, ""),
    ],
)
def test_an_invitation_needs_a_name_an_address_and_a_role_one_may_give(
    visitor, rows, facts, reason
):
    barbara = visitor(BARBARA)
    page = barbara.submit(barbara.get("/people/invite"), "/people/invite", EWA | facts)
    assert page.status == 422
    assert reason in page.words()
    assert rows(db.select(Invitation.id)) == []


def test_an_administrator_invites_an_administrator(invited, visitor, rows):
    visitor().post(invited(by=ADMIN, role="administrator"), {"password": NEW})
    assert roles_of(rows, "ewa.nowa@gops.pl") == {Role.ADMINISTRATOR}


def test_invitations_of_another_centre_are_neither_seen_nor_revoked(visitor, invited, rows):
    invited(by=OTHER_SUPERVISOR)
    barbara = visitor(BARBARA)
    assert "Ewa Nowa" not in barbara.get("/people").words()
    ((made,),) = rows(db.select(Invitation.id))
    assert barbara.post(f"/people/invitations/{made}/revoke").status == 404
    assert rows(db.select(Invitation.id).where(Invitation.expires_at > utc_now())) == [(made,)]
