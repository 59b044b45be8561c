"""The people of a centre: who is listed, and what may be done with whom."""

import pytest

from rodzina.accounts.models import Membership, SignIn
from rodzina.db import db
from rodzina.vocabulary import Role
from tests.accounts.known import cookie
from tests.cast import (
    ADMIN,
    BARBARA,
    BRZEZINY,
    IWONA,
    MARTA,
    OTHER_SUPERVISOR,
    SOCIAL,
    ZALESIE,
)


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
