"""The first wall, the app's own scoping, on both databases; and the second wall without it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import aliased

from rodzina.config import PROJECT
from rodzina.db import NoOffice, db, enter_office
from rodzina.schema import append_only
from rodzina.vocabulary import Role
from tests.cast import BRZEZINY, ZALESIE
from tests.house.ground import on_postgresql, on_sqlite
from tests.house.probes import PLAYERS, Street, combinations
from tests.house.scene import ELSEWHERE, OWN, Scene, build, models
from tests.house.tally import counted as counted

# The only files that speak to the database beside the models; each names its centre by itself.
BESIDE_THE_MODELS = {
    "db.py", "schema.py", "sealing.py", "web/health.py", "cli/database.py", "cli/safety.py",
    "demo/store.py",
}  # fmt: skip
SPEECH = re.compile(r"(?<![\w.])(text|table|insert|literal_column)\(|exec_driver_sql\(|\.__table__")


@pytest.fixture
def scene(app: Flask) -> Iterator[Scene]:
    """The three files, and a session inside the first centre."""
    made = build(app)
    with app.test_request_context():
        enter_office(ZALESIE)
        yield made
        db.session.remove()


def test_whatever_is_asked_for_comes_from_ones_own_centre(scene: Scene):
    for model in models():
        other = aliased(model)
        counts = select(func.count()).select_from(select(model.id).subquery())
        asked = (
            select(model.office_id),
            select(model.office_id).where(model.id == scene.ids[ELSEWHERE][model.__tablename__]),
            select(other.office_id),
            select(model.office_id).where(model.id.in_(select(other.id))),
            select(model.office_id).join(other, other.created_at <= model.created_at),
        )
        for statement in asked:
            assert set(db.session.scalars(statement)) <= {ZALESIE}, statement
        own = db.session.scalar(select(func.count()).select_from(model))
        assert own == db.session.scalar(counts) > 0
        strange = model.id == scene.ids[ELSEWHERE][model.__tablename__]
        assert db.session.scalar(select(exists().where(strange))) is False, model


def test_no_row_of_another_centre_can_be_got_by_its_id(scene: Scene):
    for model in models():
        strange = scene.ids[ELSEWHERE][model.__tablename__]
        for office_id in (ZALESIE, BRZEZINY):
            assert db.session.get(model, (office_id, strange)) is None, model


def test_no_row_of_another_centre_can_be_changed_or_deleted(scene: Scene):
    for model in models():
        strange = model.id == scene.ids[ELSEWHERE][model.__tablename__]
        theirs = model.office_id == BRZEZINY
        for reach in (strange, theirs):
            for statement in (
                update(model).where(reach).values(created_at=model.created_at),
                delete(model).where(reach),
            ):
                if may_try(model):
                    options = {"synchronize_session": False}
                    done: Any = db.session.execute(statement, execution_options=options)
                    assert done.rowcount == 0, statement


def may_try(model: type[Any]) -> bool:
    """PostgreSQL refuses by itself where rows are only added."""
    return db.engine.dialect.name == "sqlite" or model.__tablename__ not in append_only()


def test_a_row_loaded_in_one_centre_cannot_be_written_from_another(scene: Scene):
    for model in models():
        own = db.session.get_one(model, (ZALESIE, scene.ids[OWN][model.__tablename__]))
        own.office_id = BRZEZINY
        with pytest.raises(NoOffice):
            db.session.flush()
        db.session.rollback()


def test_without_a_centre_entered_nothing_is_found(app: Flask):
    build(app)
    with app.test_request_context():
        if db.engine.dialect.name == "sqlite":
            assert not [m for m in models() if db.session.scalars(select(m.id)).first()]
        db.session.remove()


def test_nobody_speaks_to_the_database_past_the_models():
    found = {
        path.relative_to(PROJECT / "rodzina").as_posix()
        for path in (PROJECT / "rodzina").rglob("*.py")
        for code in [path.read_text("utf-8")]
        if "sqlalchemy" in code and SPEECH.search(code)
    }
    assert found == BESIDE_THE_MODELS


@pytest.fixture
def unscoped(counted: Street) -> Iterator[Street]:
    """The house with its own scoping switched off in every request."""

    def switch_off() -> None:
        db.session().info["scoping_off"] = True

    hooks: list[Callable[[], None]] = counted.app.before_request_funcs[None]  # type: ignore[assignment]
    hooks.insert(0, switch_off)
    yield counted
    hooks.remove(switch_off)


@on_sqlite
def test_the_switch_really_switches_the_scoping_off(unscoped: Street):
    """Where no second wall stands, the strange file is found then; its key still does not open."""
    door = next(d for d in unscoped.doors if d.endpoint == "desk.family")
    answer = unscoped.knock(door, unscoped.address(door, (ELSEWHERE,)), PLAYERS[Role.SUPERVISOR])
    assert answer.status_code == 500
    assert "KAN" not in answer.text
    unscoped.tally.count(None)


@on_postgresql
@pytest.mark.parametrize("role", list(Role))
def test_without_the_scoping_no_page_shows_a_row_of_another_centre(unscoped: Street, role: Role):
    for page in unscoped.pages(role):
        seen = f"KAN-{ELSEWHERE}" in page.text or page.status_code >= 500
        unscoped.tally.count(f"{role}: {page.request.path} {page.status_code}" if seen else None)
    assert not unscoped.tally.successes


@on_postgresql
@pytest.mark.parametrize("role", list(Role))
def test_without_the_scoping_no_door_opens_to_another_centre(unscoped: Street, role: Role):
    for door in unscoped.doors:
        for places in combinations(door):
            if door.takes(role) and door.roles and ELSEWHERE in places:
                answer = unscoped.knock(door, unscoped.address(door, places), PLAYERS[role])
                born = unscoped.is_born(door, places, role) and answer.status_code < 500
                kept = answer.status_code == 404 or born
                seen = f"KAN-{ELSEWHERE}" in answer.text
                what = f"{role}: {door.name} {places} {answer.status_code}"
                unscoped.tally.count(what if seen or not kept else None)
                if answer.status_code < 400:
                    unscoped.restore()
    assert not unscoped.tally.successes
