"""The centre's page: facts, deputy, and dated figures, on both databases."""

from datetime import timedelta

import pytest
import time_machine

from rodzina.audit.models import AuditEntry
from rodzina.db import db, enter_office, utc_now
from rodzina.office.models import Office, Parameter
from rodzina.office.queries import centres_named, figures_on, is_deputy, parameters
from rodzina.periods import day_of
from rodzina.vocabulary import Role
from tests.cast import (
    ADMIN,
    BARBARA,
    BRZEZINY,
    DEPUTY,
    MARTA,
    OTHER_SUPERVISOR,
    SOCIAL,
    SUPPORT,
    ZALESIE,
)

TODAY = day_of(utc_now())
FACTS = {
    "name": "Gminny Ośrodek Pomocy Społecznej w Zalesiu Górnym",
    "short_name": "GOPS w Zalesiu Górnym",
    "address": "ul. Szkolna 2, 16-500 Zalesie",
    "phone": "87 500 00 00",
    "deputy_id": str(DEPUTY.id),
}


def figure(visitor, name, value, valid_from=TODAY, by=ADMIN):
    someone = visitor(by)
    page = someone.get(f"/office/figures/{name}")
    form = {"value": str(value), "valid_from": str(valid_from)}
    return someone.submit(page, f"/figures/{name}", form)


@pytest.mark.parametrize("player", [MARTA, SOCIAL, SUPPORT], ids=lambda p: p.key)
def test_the_centre_is_kept_by_supervisor_and_administrator_alone(visitor, player):
    someone = visitor(player)
    for address in ("/office", "/office/edit", "/office/figures/caseload_limit"):
        assert someone.get(address).status == 404
    assert someone.post("/office/edit", FACTS).status == 404
    assert someone.post("/office/figures/caseload_limit", {"value": "1"}).status == 404


@pytest.mark.parametrize("keeper", [ADMIN, BARBARA], ids=lambda p: p.key)
def test_facts_are_changed_and_seen(visitor, rows, verbs, keeper):
    someone = visitor(keeper)
    assert "Brak zastępcy" in someone.get("/office").words()
    page = someone.submit(someone.get("/office/edit"), "/office/edit", FACTS)
    words = someone.follow(page).words()
    for value in ("Zalesiu Górnym", "ul. Szkolna 2", "87 500 00 00", "Ewa Lipska"):
        assert value in words
    assert "Brak zastępcy" not in words
    changed = db.select(AuditEntry.changed).where(AuditEntry.object_kind == "office")
    assert rows(changed) == [("address,deputy_id,name,phone,short_name",)]
    assert verbs()[-1] == "changed"


def test_saving_without_a_change_leaves_no_trace(visitor, rows):
    admin = visitor(ADMIN)
    page = admin.get("/office/edit")
    assert admin.submit(page, "/office/edit").status == 303
    assert rows(db.select(AuditEntry.id).where(AuditEntry.object_kind == "office")) == []


@pytest.mark.parametrize(
    "deputy", [OTHER_SUPERVISOR, ADMIN, SUPPORT], ids=["stranger", "administrator", "family"]
)
def test_the_deputy_works_here_and_may_read_concerns(visitor, rows, deputy):
    page = visitor(ADMIN).post("/office/edit", FACTS | {"deputy_id": str(deputy.id)})
    assert page.status == 422
    assert "Ta osoba już tu nie pracuje" in page.words()
    assert rows(db.select(Office.deputy_id).where(Office.id == ZALESIE)) == [(None,)]


def test_only_people_who_may_be_deputies_are_offered(visitor, also):
    also(SOCIAL, Role.SOCIAL_WORKER, active=False)
    page = visitor(ADMIN).get("/office/edit")
    (choice,) = page.all("select")
    offered = ["".join(option.itertext()) for option in choice.iter("option")]
    assert offered[0] == "nikt"
    assert {MARTA.name, BARBARA.name} <= set(offered)
    assert not {SOCIAL.name, ADMIN.name, SUPPORT.name, OTHER_SUPERVISOR.name} & set(offered)


def test_the_deputy_is_known_to_other_rooms(visitor, app):
    visitor(ADMIN).post("/office/edit", FACTS)
    with app.app_context():
        enter_office(ZALESIE)
        assert is_deputy(DEPUTY.id)
        assert not is_deputy(BARBARA.id)


def test_a_name_is_needed(visitor):
    page = visitor(ADMIN).post("/office/edit", FACTS | {"name": "  ", "short_name": "x" * 61})
    assert page.status == 422
    assert "Popraw 2 rzeczy" in page.words()


def test_a_figure_holds_from_its_day_on(visitor, app):
    later = TODAY + timedelta(days=30)
    assert figure(visitor, "not_visited_days", 10).status == 303
    assert figure(visitor, "not_visited_days", 7, later).status == 303
    words = visitor(ADMIN).get("/office").words()
    assert "10" in words
    assert "zmiana" in words
    with app.app_context():
        enter_office(ZALESIE)
        assert figures_on(TODAY - timedelta(days=1))["not_visited_days"] == 14
        assert parameters(TODAY)["not_visited_days"] == 10
        assert figures_on(later)["not_visited_days"] == 7
    with time_machine.travel(utc_now() + timedelta(days=31)):
        assert " 7 " in visitor(ADMIN).get("/office").words()


def test_a_second_value_for_the_same_day_replaces_the_first(visitor, rows, verbs):
    figure(visitor, "missed_visits", 4)
    figure(visitor, "missed_visits", 5, by=BARBARA)
    assert rows(db.select(Parameter.value, Parameter.set_by)) == [("5", BARBARA.id)]
    assert {"created", "changed"} <= set(verbs())
    page = visitor(ADMIN).get("/office/figures/missed_visits")
    assert BARBARA.name in page.words()


def test_a_yes_or_no_is_chosen(visitor, app):
    page = visitor(ADMIN).get("/office/figures/count_suspended")
    (chosen,) = (i for i in page.all("input") if i.get("checked") is not None)
    assert chosen.get("value") == "1"
    assert figure(visitor, "count_suspended", 0).status == 303
    with app.app_context():
        enter_office(ZALESIE)
        assert parameters(TODAY)["count_suspended"] == 0


@pytest.mark.parametrize(
    ("name", "value", "valid_from", "reason"),
    [
        ("caseload_limit", 16, TODAY, "poza podanym zakresem"),
        ("caseload_limit", 0, TODAY, "poza podanym zakresem"),
        ("caseload_limit", "dużo", TODAY, "Wpisz liczbę całkowitą."),
        ("caseload_limit", 14.5, TODAY, "Wpisz liczbę całkowitą."),
        ("caseload_limit", "", TODAY, "Wpisz liczbę całkowitą."),
        ("caseload_limit", 10, TODAY, "Ostrzeżenie nie może być późniejsze"),
        ("caseload_warn", 15, TODAY - timedelta(days=1), "Wybierz dziś albo późniejszy dzień."),
        ("caseload_warn", 15, "31.02.2027", "19.11.2026"),
        ("caseload_warn", 15, "", "Wybierz dzień."),
        ("count_suspended", 2, TODAY, "Wybierz"),
    ],
)
def test_a_figure_is_set_only_rightly(
    visitor,
    rows,
    name,
    value,
    valid_from,
    reason,
):
    page = figure(visitor, name, value, valid_from)
    assert page.status == 422
    assert reason in page.words()
    assert rows(db.select(Parameter.id)) == []


def test_an_unknown_figure_is_not_there(visitor):
    admin = visitor(ADMIN)
    assert admin.get("/office/figures/nonsense").status == 404
    form = {"value": "1", "valid_from": str(TODAY)}
    assert admin.post("/office/figures/nonsense", form).status == 404


def test_a_centre_sets_its_own_figures_alone(visitor, app, rows):
    figure(visitor, "caseload_warn", 9)
    with app.app_context():
        enter_office(BRZEZINY)
        assert parameters(TODAY)["caseload_warn"] == 12
    assert "GOPS w Brzezinach" in visitor(OTHER_SUPERVISOR).get("/office").words()
    assert rows(db.select(Parameter.id), BRZEZINY) == []


def test_names_of_several_centres_are_read_and_the_present_one_is_entered_again(app):
    with app.app_context():
        assert centres_named({ZALESIE, BRZEZINY}) == {
            ZALESIE: "GOPS w Zalesiu",
            BRZEZINY: "GOPS w Brzezinach",
        }
        assert "office" not in db.session().info
        enter_office(BRZEZINY)
        centres_named({ZALESIE})
        assert db.session().info["office"] == BRZEZINY
