"""People, sessions and roles of another centre are out of reach; every change leaves its trace."""

import pytest

from rodzina.accounts.actions import start_session
from rodzina.accounts.models import Invitation, Membership, SignIn
from rodzina.audit.models import AuditEntry
from rodzina.db import db, utc_now
from rodzina.office.models import Office
from rodzina.vocabulary import Role
from tests.cast import ADMIN, BARBARA, BRZEZINY, DEPUTY, MARTA, OTHER_ASSISTANT, ZALESIE


def person(player):
    return f"/people/{player.id}"


def test_an_administrator_ends_one_session_and_all_of_a_person(visitor, rows, verbs):
    first, second, third = visitor(MARTA), visitor(MARTA), visitor(MARTA)
    admin = visitor(ADMIN)
    assert admin.submit(admin.get(person(MARTA)), "/end").status == 303
    alive = [v for v in (first, second, third) if v.get("/more").status == 200]
    assert len(alive) == 2
    assert admin.submit(admin.get(person(MARTA)), "/sessions/end").status == 303
    assert not [v for v in alive if v.get("/more").status == 200]
    assert verbs()[-1] == "sessions_ended"


def test_sessions_in_another_centre_are_neither_shown_nor_ended(visitor, also, app, rows):
    also(MARTA, Role.SUPERVISOR, BRZEZINY)
    there = visitor()
    with app.test_request_context():
        member = db.session.get_one(Membership, (BRZEZINY, MARTA.id, Role.SUPERVISOR))
        there.client.set_cookie(
            "rodzina", start_session(member, "Firefox, Linux", False, utc_now())
        )
    admin = visitor(ADMIN)
    assert "Firefox, Linux" not in admin.get(person(MARTA)).words()
    ((foreign,),) = rows(db.select(SignIn.id).where(SignIn.person_id == MARTA.id))
    assert admin.post(f"{person(MARTA)}/sessions/{foreign}/end").status == 404
    admin.post(person(MARTA) + "/sessions/end")
    admin.post(person(MARTA) + "/deactivate")
    assert there.get("/more").status == 200


FOREIGN = [
    ("get", ""),
    ("get", "/roles/new"),
    ("get", "/roles/assistant"),
    ("post", "/roles/new"),
    ("post", "/roles/assistant"),
    ("post", "/roles/assistant/end"),
    ("post", "/deactivate"),
    ("post", "/reactivate"),
    ("post", "/sessions/end"),
    ("post", "/reset"),
]


@pytest.mark.parametrize(("method", "path"), FOREIGN)
def test_people_of_another_centre_are_not_there(visitor, rows, method, path):
    admin = visitor(ADMIN)
    before = rows(db.select(Membership.role, Membership.active), BRZEZINY)
    links = rows(db.select(Invitation.id))
    address = person(OTHER_ASSISTANT) + path
    form = {"role": "supervisor", "title": "x"}
    answer = admin.get(address) if method == "get" else admin.post(address, form)
    assert answer.status == 404
    assert OTHER_ASSISTANT.name not in answer.text
    assert rows(db.select(Membership.role, Membership.active), BRZEZINY) == before
    assert rows(db.select(Invitation.id)) == links


def test_a_role_that_the_person_never_had_is_not_there(visitor):
    admin = visitor(ADMIN)
    for code in ("social_worker", "nonsense"):
        assert admin.get(f"{person(MARTA)}/roles/{code}").status == 404
        assert admin.post(f"{person(MARTA)}/roles/{code}/end").status == 404
    assert admin.post(person(MARTA) + "/reactivate", {"role": "supervisor"}).status == 404


def test_whoever_leaves_is_no_deputy_and_invites_nobody_any_more(visitor, rows, app):
    admin = visitor(ADMIN)
    admin.submit(admin.get("/office/edit"), "/office/edit", {"deputy_id": str(DEPUTY.id)})
    deputy = visitor(DEPUTY)
    deputy.post("/people/invite", {"name": "Ala Lis", "email": "ala@gops.pl", "role": "assistant"})
    assert "Ala Lis" in admin.get("/people").words()
    admin.post(person(DEPUTY) + "/deactivate")
    assert rows(db.select(Office.deputy_id).where(Office.id == ZALESIE)) == [(None,)]
    assert "Ala Lis" not in admin.get("/people").words()


def test_the_page_warns_when_there_is_no_supervisor(visitor):
    admin = visitor(ADMIN)
    assert "Brak kierownika" not in admin.get("/people").words()
    admin.post(person(BARBARA) + "/deactivate")
    admin.post(person(DEPUTY) + "/deactivate")
    assert "Brak kierownika" in admin.get("/people").words()


def test_a_repeated_press_of_a_button_does_nothing_twice(visitor, rows):
    admin = visitor(ADMIN)
    form = {"role": "supervisor", "title": "", "operation": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}
    assert admin.post(person(MARTA) + "/roles/new", form).status == 303
    assert admin.post(person(MARTA) + "/roles/new", form).status == 303
    added = db.select(AuditEntry.id).where(AuditEntry.verb == "role_added")
    assert len(rows(added)) == 1


def test_every_change_of_an_account_names_who_made_it(visitor, rows):
    admin = visitor(ADMIN)
    admin.post(person(MARTA) + "/roles/new", {"role": "supervisor"})
    admin.post(person(MARTA) + "/deactivate")
    kept = db.select(AuditEntry.person_id, AuditEntry.object_id, AuditEntry.changed).where(
        AuditEntry.verb.in_(["role_added", "deactivated"])
    )
    assert sorted(rows(kept), key=lambda row: row[2]) == [
        (ADMIN.id, MARTA.id, "assistant,supervisor"),
        (ADMIN.id, MARTA.id, "supervisor"),
    ]


def test_a_refused_form_comes_back_as_a_part_and_a_good_one_leads_on(visitor):
    admin = visitor(ADMIN)
    form = {"role": "social_worker", "title": ""}
    refused = admin.post(person(MARTA) + "/roles/new", form, htmx="role_form")
    assert refused.status == 422
    assert refused.text.lstrip().startswith('<form class="stack stack--wide" id="role_form"')
    assert "nie może być w tym samym ośrodku" in refused.text
    done = admin.post(person(MARTA) + "/roles/new", form | {"role": "supervisor"}, htmx="role_form")
    assert (done.status, done.location) == (200, person(MARTA))
