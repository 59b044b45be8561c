"""The commands of whoever runs the server, on both databases."""

import json
import re
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import create_engine, select, text

from rodzina.crypto import MasterKeys, Unreadable
from rodzina.db import db, enter_office
from rodzina.families.models import Family
from rodzina.office.models import Office
from rodzina.office.queries import office
from rodzina.schema import SET_CONFIG, metadata
from rodzina.vocabulary import Role
from tests.browsing import Visitor
from tests.cast import BRZEZINY, MARTA, MAZUR, PASSWORD, ZALESIE

CENTRE = ("--name", "GOPS w Próbie", "--short-name", "GOPS P", "--person", "Anna Nowak")
LINK = re.compile(r"http://localhost:8000(/invitation/\S+)")


def run(app, *arguments):
    """The command's exit status and what it printed."""
    result = app.test_cli_runner().invoke(args=list(arguments))
    with app.app_context():
        db.session.remove()
    return result.exit_code, result.output


def rows_of(url):
    """Every row of every table, as whoever holds the whole database sees them."""
    engine = create_engine(url)
    with engine.connect() as connection:
        held = [repr(row) for t in metadata.sorted_tables for row in connection.execute(select(t))]
    engine.dispose()
    return held


# check


def test_others_may_not_look_into_the_folder_of_the_keys(copied, open_app):
    app = open_app(replace(copied, https=True))
    assert run(app, "check") == (0, "safe to serve\n")
    copied.home.chmod(0o750)
    status, said = run(app, "check")
    assert status == 1
    assert f"others can look into {copied.home}: chmod 700" in said


def test_a_database_that_does_not_answer_is_unsafe_and_not_a_trace(copied, open_app, tmp_path):
    for url in (
        "postgresql://nobody@127.0.0.1:1/none",
        f"sqlite:///{tmp_path / 'no' / 'where.db'}",
    ):
        app = open_app(replace(copied, https=True, database_url=url))
        status, said = run(app, "check", "--json")
        (line,) = json.loads(said)["unsafe"]
        assert (status, line.partition(":")[0]) == (1, "the database does not answer")


def test_on_postgresql_the_way_past_the_wall_by_a_parameter_must_be_closed(
    copied, open_app, addresses, server
):
    if server.kind == "sqlite":
        return
    engine = create_engine(addresses.owner)
    with engine.begin() as connection:
        connection.execute(text(f"GRANT EXECUTE ON FUNCTION {SET_CONFIG} TO PUBLIC"))
    engine.dispose()
    status, said = run(open_app(replace(copied, https=True)), "check")
    assert status == 1
    assert f"REVOKE EXECUTE ON FUNCTION {SET_CONFIG} FROM PUBLIC" in said


# migrate and setup


def test_a_centre_is_founded_and_its_administrator_comes_in_by_the_link_once(fresh, open_app):
    app = open_app(fresh)
    status, said = run(app, "setup", "--email", "Anna.Nowak@example.pl", *CENTRE)
    assert status == 0
    assert "within 72 hours" in said
    path = LINK.search(said)[1]
    visitor = Visitor(app)
    joined = visitor.submit(visitor.get(path), path, {"password": PASSWORD})
    page = visitor.follow(joined)
    assert (page.status, joined.location) == (200, "/people")
    assert "Anna Nowak" in page.words()
    assert Visitor(app).get(path).status == 404


def test_each_setup_founds_another_centre(fresh, open_app):
    app = open_app(fresh)
    for number in (1, 2):
        assert run(app, "setup", "--email", f"osoba{number}@example.pl", *CENTRE)[0] == 0
    with app.app_context():
        for number in (1, 2):
            enter_office(number)
            assert office().id == number


def test_whoever_runs_the_server_can_let_somebody_choose_a_new_password(copied, open_app):
    app = open_app(copied)
    status, said = run(app, "reset-link", MARTA.email)
    assert status == 0
    found = re.search(r"http://localhost:8000(/new-password/\S+)", said)
    assert found
    page = Visitor(app).get(found[1])
    assert page.status == 200
    assert "Nowe hasło" in page.words()
    status, said = run(app, "reset-link", "nikt@example.pl")
    assert status != 0
    assert "Nobody works here" in said


def test_an_address_that_is_none_founds_nothing(fresh, open_app):
    app = open_app(fresh)
    status, said = run(app, "setup", "--email", "anna", *CENTRE)
    assert status != 0
    assert "whole address" in said
    assert run(app, "migrate") == (0, "tables are up to date\n")
    assert rows_of(fresh.owner_url) == []


def test_commands_explain_what_is_wrong_with_the_database(copied, open_app):
    app = open_app(replace(copied, database_url="postgresql://nobody@127.0.0.1:1/none"))
    app.config["RODZINA"] = replace(
        app.config["RODZINA"], owner_url=app.config["RODZINA"].database_url
    )
    for command in (("migrate",), ("keys", "rotate"), ("seed", "--scale", "1")):
        result = app.test_cli_runner().invoke(args=list(command))
        assert result.exit_code == 1
        assert "does not answer as expected" in str(result.exception.code)
        assert "Check DATABASE_URL" in str(result.exception.code)


# routes-policy


def test_the_policy_lists_every_route_with_who_may_enter(copied, open_app):
    app = open_app(copied)
    status, said = run(app, "routes-policy", "--json")
    rows = json.loads(said)
    assert status == 0
    assert {row["route"] for row in rows} == {rule.rule for rule in app.url_map.iter_rules()}
    known = {str(role.value) for role in Role}
    for row in rows:
        assert row["roles"] == "public" or set(row["roles"]) <= known, row
        assert row["methods"], row
    by_endpoint = {row["endpoint"]: row for row in rows}
    assert by_endpoint["accounts.sign_in"]["roles"] == "public"
    assert by_endpoint["desk.family"]["object"] == "family"
    assert "administrator" not in by_endpoint["desk.family"]["roles"]


def test_the_policy_can_be_read_by_people_too(copied, open_app):
    status, said = run(open_app(copied), "routes-policy")
    assert status == 0
    assert re.search(r"^GET +/sign-in +public$", said, re.M)


# keys rotate


def surname(app):
    with app.test_request_context():
        enter_office(ZALESIE)
        held = db.session.get_one(Family, (ZALESIE, MAZUR)).surname
        db.session.remove()
    return held


def sealed(url):
    """What is kept of the family: wrapped key, card, sealed surname; and the centres' keys."""
    engine = create_engine(url)
    family, centre = Family.__table__.c, Office.__table__.c
    with engine.connect() as connection:
        row = connection.execute(
            select(family.key_wrapped, family.card, family.surname_sealed).where(family.id == MAZUR)
        ).one()
        centres = dict(connection.execute(select(centre.id, centre.key_wrapped)).all())
    engine.dispose()
    return row, centres


def test_after_rotation_only_the_new_master_key_opens_and_nothing_else_is_rewritten(
    copied, open_app, home
):
    app = open_app(copied)
    before, centres_before = sealed(copied.owner_url)
    status, said = run(app, "keys", "rotate", "--json")
    assert (status, json.loads(said)["centres"]) == (0, 2)
    assert json.loads(said)["families"] >= 19
    after, centres = sealed(copied.owner_url)
    assert after.surname_sealed == before.surname_sealed
    assert after.key_wrapped != before.key_wrapped
    assert after.card != before.card
    assert surname(open_app(copied)) == "Mazur"
    for number in (ZALESIE, BRZEZINY):
        assert centres[number] != centres_before[number]
        with pytest.raises(Unreadable):
            MasterKeys(home / "keys" / "master.json").unwrap(
                centres[number], f"office|key|{number}"
            )
    kept = MasterKeys(copied.home / "keys" / "master.json")
    assert len(kept.keys) == 1
    with pytest.raises(Unreadable):
        kept.unwrap(centres_before[ZALESIE], f"office|key|{ZALESIE}")


def test_a_server_that_runs_meanwhile_goes_on(copied, open_app):
    serving = open_app(copied)
    assert surname(serving) == "Mazur"
    assert run(open_app(copied), "keys", "rotate")[0] == 0
    assert surname(serving) == "Mazur"


def test_processes_that_start_together_agree_on_the_first_key(tmp_path):
    path, found = tmp_path / "keys" / "master.json", []
    starts = [
        Thread(target=lambda: found.append(MasterKeys(path).current.secret)) for _ in range(8)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert [p.name for p in path.parent.iterdir()] == ["master.json"]
    assert path.stat().st_mode & 0o777 == 0o600


# seed


def test_seeded_families_carry_canaries_that_the_database_does_not_show(fresh, open_app, tmp_path):
    app, file = open_app(fresh), tmp_path / "canaries.jsonl"
    status, said = run(
        app, "seed", "--scale", "3", "--visits", "4", "--seed", "7", "--canaries", str(file)
    )
    assert status == 0
    assert said.startswith("6 families\n")
    assert re.search(r"^skala assistant skala-a1@rodzina\.example \S+$", said, re.M)
    marks = [json.loads(line) for line in Path(file).read_text("utf-8").splitlines()]
    assert {"canary", "field", "centre", "roles", "people"} <= marks[0].keys()
    held = "\n".join(rows_of(fresh.owner_url))
    assert len(held) > 10_000
    assert not [m["canary"] for m in marks if m["canary"] in held]


def test_seeding_never_enters_a_database_that_holds_people(copied, open_app):
    status, said = run(open_app(copied), "seed", "--scale", "1")
    assert status == 1
    assert "seeding wants an empty one" in said
