"""The people of a centre: who is listed, and what may be done with whom."""

import pytest

from rodzina.accounts.models import Invitation, Membership, SignIn
from rodzina.audit.models import AuditEntry
from rodzina.db import db
from rodzina.office.models import Office
from rodzina.vocabulary import Role
from tests.cast import (
    ADMIN,
    BARBARA,
    BRZEZINY,
    DEPUTY,
    IWONA,
    MARTA,
    OTHER_ASSISTANT,
    OTHER_SUPERVISOR,
    SOCIAL,
    ZALESIE,
)


def cookie(visitor):
    held = visitor.client.get_cookie("rodzina")
    return held.value if held else ""


def roles_of(rows, player, office=ZALESIE):
    held = db.select(Membership.role).where(
        Membership.person_id == player.id, Membership.office_id == office, Membership.active
    )
    return {role for (role,) in rows(held)}


def person(player):
    return f"/people/{player.id}"


def test_everybody_of_the_centre_is_listed_and_nobody_else(visitor):
    words = visitor(ADMIN).get("/people").words()
    assert words.index("Iwona Bąk") < words.index("Jan Kos") < words.index("Marta Zielińska")
    assert OTHER_SUPERVISOR.name not in words
    assert "jeszcze bez logowania" in words


@pytest.mark.parametrize("player", [MARTA, SOCIAL], ids=["assistant", "social worker"])
def test_people_are_not_for_other_roles(visitor, player):
    assert visitor(player).get("/people").status == 404
    assert visitor(player).get(person(MARTA)).status == 404
    assert visitor(player).post(person(MARTA) + "/deactivate").status == 404


@pytest.mark.parametrize("manager", [ADMIN, BARBARA], ids=["administrator", "supervisor"])
def test_deactivation_signs_out_at_once_and_lasts(visitor, rows, verbs, manager):
    marta = visitor(MARTA)
    old = cookie(marta)
    boss = visitor(manager)
    done = boss.submit(boss.get(person(MARTA)), "/deactivate")
    assert "bez dostępu" in boss.follow(done).words()
    assert marta.get("/more").location.startswith("/sign-in")
    assert rows(db.select(SignIn.ended_at).where(SignIn.person_id == MARTA.id))[0][0] is not None
    assert verbs()[-1] == "deactivated"

    back = boss.submit(boss.get(person(MARTA)), "/reactivate", {"role": "assistant"})
    assert "Dostęp przywrócony" in boss.follow(back).words()
    assert roles_of(rows, MARTA) == {Role.ASSISTANT}
    replay = visitor()
    replay.client.set_cookie("rodzina", old)
    assert replay.get("/more").location.startswith("/sign-in")


def test_who_cannot_sign_in_any_more_is_told_after_the_password(visitor, sign_in):
    visitor(ADMIN).post(person(MARTA) + "/deactivate")
    assert "nie ma żadnej roli" in sign_in(MARTA.email)[1].words()


def test_a_changed_role_acts_on_the_next_request(visitor, rows, verbs):
    marta, admin = visitor(MARTA), visitor(ADMIN)
    old = cookie(marta)
    page = admin.get(person(MARTA) + "/roles/assistant")
    form = {"role": "supervisor", "title": "kierowniczka"}
    assert admin.submit(page, "/roles/assistant", form).status == 303
    assert roles_of(rows, MARTA) == {Role.SUPERVISOR}
    assert marta.get("/today").location.startswith("/sign-in")
    assert verbs()[-1] == "role_changed"
    admin.post(person(MARTA) + "/roles/supervisor", {"role": "assistant", "title": ""})
    replay = visitor()
    replay.client.set_cookie("rodzina", old)
    assert replay.get("/today").location.startswith("/sign-in")


def test_a_title_changes_without_signing_out(visitor, verbs):
    marta, admin = visitor(MARTA), visitor(ADMIN)
    form = {"role": "assistant", "title": "asystentka rodziny"}
    admin.submit(admin.get(person(MARTA) + "/roles/assistant"), "/roles/assistant", form)
    assert "asystentka rodziny" in marta.get("/more").words()
    assert verbs()[-1] == "title_changed"


def test_assistant_and_social_worker_do_not_meet_in_one_person(visitor, rows):
    admin = visitor(ADMIN)
    page = admin.post(person(MARTA) + "/roles/new", {"role": "social_worker", "title": ""})
    assert page.status == 422
    assert "nie może być w tym samym ośrodku asystentem" in page.words()
    admin.post(person(MARTA) + "/roles/new", {"role": "supervisor", "title": ""})
    page = admin.post(person(MARTA) + "/roles/supervisor", {"role": "social_worker", "title": ""})
    assert page.status == 422
    assert roles_of(rows, MARTA) == {Role.ASSISTANT, Role.SUPERVISOR}


def test_assistant_here_may_be_social_worker_there(visitor, also):
    also(MARTA, Role.SOCIAL_WORKER, BRZEZINY)
    admin = visitor(ADMIN)
    assert admin.post(person(MARTA) + "/roles/new", {"role": "supervisor"}).status == 303


def test_a_role_that_ended_cannot_come_back_beside_one_it_must_not_meet(visitor, rows, also):
    also(MARTA, Role.ASSISTANT, active=False)
    also(MARTA, Role.SOCIAL_WORKER)
    page = visitor(ADMIN).post(person(MARTA) + "/reactivate", {"role": "assistant"})
    assert page.status == 422
    assert roles_of(rows, MARTA) == {Role.SOCIAL_WORKER}


def test_one_of_several_roles_ends_and_the_others_stay(visitor, rows, also):
    also(IWONA, Role.SUPERVISOR)
    admin = visitor(ADMIN)
    page = admin.get(person(IWONA) + "/roles/supervisor")
    assert admin.submit(page, "/roles/supervisor/end").status == 303
    assert roles_of(rows, IWONA) == {Role.ASSISTANT}


def test_nobody_takes_the_account_away_from_oneself(visitor, rows, also):
    also(BARBARA, Role.ADMINISTRATOR)
    admin = visitor(ADMIN)
    page = admin.get(person(ADMIN))
    assert not any("deactivate" in action or "reset" in action for action in page.actions())
    for path, form in (("/deactivate", {}), ("/roles/administrator/end", {}),
                       ("/roles/administrator", {"role": "assistant"})):  # fmt: skip
        refused = admin.post(person(ADMIN) + path, form)
        assert refused.status == 422
        assert "własnym kontem" in refused.words()
    assert roles_of(rows, ADMIN) == {Role.ADMINISTRATOR}


def test_the_last_administrator_stays(visitor, rows, also):
    also(BARBARA, Role.ADMINISTRATOR)
    barbara = visitor(BARBARA)  # as a supervisor she may not touch an administrator
    for path in ("/deactivate", "/roles/administrator/end"):
        refused = barbara.post(person(ADMIN) + path)
        assert "tylko administrator" in refused.words()
    admin = visitor(ADMIN)
    assert admin.post(person(BARBARA) + "/roles/administrator/end").status == 303
    assert roles_of(rows, ADMIN) == {Role.ADMINISTRATOR}


def test_a_supervisor_gives_no_administrators_role_not_even_to_herself(visitor, rows):
    barbara = visitor(BARBARA)
    for player in (BARBARA, MARTA):
        page = barbara.post(person(player) + "/roles/new", {"role": "administrator"})
        assert page.status == 422
    assert roles_of(rows, BARBARA) == {Role.SUPERVISOR}
    assert barbara.get(person(ADMIN) + "/roles/administrator").status == 200
    refused = barbara.post(person(ADMIN) + "/roles/administrator", {"role": "supervisor"})
    assert refused.status == 422
    assert roles_of(rows, ADMIN) == {Role.ADMINISTRATOR}


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
        from rodzina.accounts.actions import start_session
        from rodzina.db import utc_now

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
