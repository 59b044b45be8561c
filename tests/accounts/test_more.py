"""Więcej: another centre or role, theme and language, statements, and what the pages cost."""

import pytest

from rodzina.vocabulary import Role
from tests.accounts.known import cookie
from tests.cast import ADMIN, BRZEZINY, MARTA, OTHER_SUPERVISOR
from tests.counting import statements


def test_a_person_goes_over_to_another_centre_in_a_session_of_its_own(also, visitor, works):
    also(ADMIN, Role.ADMINISTRATOR, BRZEZINY)
    admin = visitor(ADMIN)
    old = cookie(admin)
    page = admin.get("/more")
    assert "GOPS w Brzezinach" in page.words()
    gone = admin.submit(page, "/switch-role", {"member": f"{BRZEZINY}:administrator"})
    people = admin.follow(gone).words()
    assert OTHER_SUPERVISOR.name in people
    assert MARTA.name not in people
    assert not works(old)


@pytest.mark.parametrize("member", ["2:administrator", "1:supervisor", "", "1"])
def test_nobody_switches_to_a_role_of_others(visitor, member):
    assert visitor(ADMIN).post("/switch-role", {"member": member}).status == 404


def test_the_theme_stays_with_the_device_and_the_language_with_the_person(visitor, rows):
    marta = visitor(MARTA)
    page = marta.get("/appearance")
    done = marta.submit(page, "/appearance", {"theme": "dark", "locale": "en"})
    more = marta.follow(done)
    html = more.tree.find(".") if more.tree.tag == "html" else next(more.tree.iter("html"))
    assert (html.get("data-theme"), html.get("lang")) == ("dark", "en")
    assert "Devices and sessions" in more.words()
    elsewhere = visitor(MARTA).get("/more")
    assert 'data-theme="dark"' not in elsewhere.text
    assert 'lang="en"' in elsewhere.text
    marta.post("/appearance", {"theme": "system", "locale": "pl"})
    assert "data-theme" not in marta.get("/more").text
    assert marta.post("/appearance", {"theme": "pink", "locale": "pl"}).status == 422
    marta.client.set_cookie("theme", '"><script>')
    assert "data-theme" not in marta.get("/more").text


@pytest.mark.parametrize("player", [MARTA, ADMIN], ids=["assistant", "administrator"])
def test_more_leads_only_to_what_is_there(visitor, player):
    someone = visitor(player)
    page = someone.get("/more")
    assert player.name in page.words()
    assert "GOPS w Zalesiu" in page.words()
    for address in ("/devices", "/password", "/appearance", "/personal-data", "/accessibility"):
        assert address in page.links()
    for address in {link for link in page.links() if link.startswith("/")}:
        assert someone.get(address).status == 200, address
    assert "/sign-out" in page.actions()
    assert "/switch-role" not in page.actions()


@pytest.mark.parametrize("address", ["/accessibility", "/personal-data"])
def test_statements_are_public_and_name_the_centre_to_its_people(visitor, address):
    assert "Zalesiu" not in visitor().get(address).words()
    assert "Gminny Ośrodek Pomocy Społecznej w Zalesiu" in visitor(MARTA).get(address).words()


@pytest.mark.parametrize("address", ["/more", "/devices", "/people", "/office", "/password"])
def test_pages_need_few_statements(app, visitor, address):
    admin = visitor(ADMIN)
    with statements(app) as held:
        assert admin.get(address).status == 200
    assert len(held) <= 12, held
