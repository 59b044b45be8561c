"""Keys: a sealed value opens only in its place, and new keys leave everything readable."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import create_engine, select

from rodzina.crypto import ID_BYTES, Unreadable
from rodzina.db import db, enter_office
from rodzina.families.models import Family
from rodzina.house import create_app
from rodzina.office.models import Office
from rodzina.offline.models import ParkedEntry
from rodzina.visits.models import VisitDraft
from rodzina.vocabulary import Role
from tests.cast import ZALESIE
from tests.conftest import settings_for
from tests.databases import Addresses
from tests.house.probes import Street
from tests.house.scene import COLLEAGUE, OWN, Scene, all_words, models, text, values


def test_a_sealed_value_opens_nowhere_but_in_its_place(lived_in: Street, addresses: Addresses):
    scene, app = lived_in.scene, lived_in.app
    for model in (m for m in models() if m.sealed_fields):
        twin = twin_of(app, scene, model)
        own, strange = (scene.ids[place][model.__tablename__] for place in (OWN, COLLEAGUE))
        names = [name for name in sorted(model.sealed_fields) if text(OWN, model, name)]
        for name, source, row in (
            (names[0], names[0], twin),
            (names[0], names[0], strange),
            *((names[0], other, own) for other in names[1:2]),
        ):
            with moved(addresses, model, own, f"{name}_sealed", f"{source}_sealed", row):
                assert not opens(app, model, own, name), f"{model.__tablename__}.{name}"
        assert opens(app, model, own, names[0])


def twin_of(app: Flask, scene: Scene, model: type[Any], **apart: Any) -> Any:
    """Another row of the same file."""
    with app.test_request_context():
        enter_office(ZALESIE)
        if model is Family:
            return scene.ids[COLLEAGUE]["family"]
        held = values(scene, OWN, model)
        apart |= {"number": 7} | ({"visit_id": uuid4()} if model is VisitDraft else {})
        row = model(**held | {name: v for name, v in apart.items() if name in held})
        db.session.add(row)
        db.session.commit()
        made = row.id
        db.session.remove()
        return made


@contextmanager
def moved(addresses: Addresses, model: Any, own: Any, to: str, of: str, row: Any) -> Iterator[None]:
    """While it lasts, one row's sealed column holds what was sealed for another place."""
    engine, table = create_engine(addresses.owner), model.__table__
    with engine.connect() as connection:
        strange = connection.scalar(select(table.c[of]).where(table.c.id == row))
        before = connection.scalar(select(table.c[to]).where(table.c.id == own))
    assert strange, f"{table.name}.{of} is empty"
    assert strange != before
    for value in (strange, before):
        with engine.begin() as connection:
            change = table.update().where(table.c.id == own).values({to: value})
            assert connection.execute(change).rowcount == 1
        if value is strange:
            yield
    engine.dispose()


def opens(app: Flask, model: type[Any], row_id: Any, name: str) -> bool:
    with app.test_request_context():
        enter_office(ZALESIE)
        try:
            return bool(getattr(db.session.get_one(model, (ZALESIE, row_id)), name))
        except Unreadable:
            return False
        finally:
            db.session.remove()


def wraps(app: Flask) -> dict[str, bytes]:
    """Wrapped keys of the centre and its families, and the families' cards."""
    with app.test_request_context():
        enter_office(ZALESIE)
        office = db.session.get_one(Office, ZALESIE)
        held = {"office": office.key_wrapped}
        for family in db.session.scalars(select(Family)):
            held |= {f"{family.id} key": family.key_wrapped, f"{family.id} card": family.card}
        db.session.remove()
    return held


def test_new_keys_leave_everything_readable_and_nothing_of_the_old_ones(
    lived_in: Street, addresses: Addresses, own_home: Path
):
    app, file = lived_in.app, own_home / "keys" / "master.json"
    twin_of(app, lived_in.scene, ParkedEntry, family_id=None)  # under the key of the centre
    before, words, old_keys = wraps(app), all_words(app), json.loads(file.read_text())["keys"]
    pages = pages_that_open(lived_in)
    another = create_app(settings_for(addresses, own_home))  # as the command does, in its process
    done = another.test_cli_runner().invoke(args=["keys", "rotate", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["centres"] == 2
    with another.app_context():
        db.engine.dispose()
    after, new_keys = wraps(app), json.loads(file.read_text())["keys"]
    assert not {k["id"] for k in new_keys} & {k["id"] for k in old_keys}
    assert len(new_keys) == 1
    for name, wrapped in before.items():
        assert after[name] != wrapped, f"{name} is as it was"
        assert after[name][1 : 1 + ID_BYTES] != wrapped[1 : 1 + ID_BYTES], name
    assert all_words(app) == words, "the app that was running reads on"
    assert pages_that_open(lived_in) == pages


def pages_that_open(street: Street) -> set[str]:
    return {p.request.path for p in street.pages(Role.ASSISTANT) if p.status_code == 200}
