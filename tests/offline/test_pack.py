"""The pack: what an assistant's phone keeps, only that, and only what is new of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from rodzina.actors import Sending
from rodzina.audit.models import AuditEntry
from rodzina.db import db, utc_now
from rodzina.families.actions import hand_over
from rodzina.families.models import Family
from rodzina.offline import pack
from rodzina.periods import day_of
from rodzina.tasks.actions import agree_task
from rodzina.vocabulary import WorkArea
from rodzina.web.kept import BLANK, FRESH, NONCE
from tests.browsing import SAME_ORIGIN, Visitor
from tests.cast import BARBARA, IWONA, KOVALENKO, LIS, MARTA, MAZUR
from tests.inside import inside

Visiting = Callable[[Any], Visitor]


def packed(marta: Visitor, last: dict[str, Any] | None = None) -> dict[str, Any]:
    asked = {"state": last["state"], "have": last["prints"]} if last else {}
    answer = marta.client.post("/sync/pack", data=asked, headers=SAME_ORIGIN)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json
    return told


def agree(app: Flask, title: str) -> None:
    facts = {"title": title, "area": WorkArea.BUDGET}
    inside(app, lambda: agree_task(MARTA.actor, MAZUR, facts))


def test_it_holds_the_day_and_every_file_of_ones_own_families(visitor: Visiting) -> None:
    pages = packed(visitor(MARTA))["pages"]
    for path in ("/today", "/week", "/families", "/tasks", "/visits/new", "/queue"):
        assert path in pages, path
    for family in (MAZUR, LIS, KOVALENKO):
        for path in ("", "/tasks", "/tasks/new", "/consents/new", "/concerns/new", "/visits/plan"):
            assert f"/families/{family}{path}" in pages, path
        for path in ("clock", "record"):
            assert f"/families/{family}/visits/{BLANK}/{path}" in pages, path
    own = {str(family) for family in (MAZUR, LIS, KOVALENKO)}
    assert {path.split("/")[2] for path in pages if path.startswith("/families/")} == own


def test_what_each_showing_makes_is_left_to_the_phone(visitor: Visiting) -> None:
    marta = visitor(MARTA)
    pages = packed(marta)["pages"]
    form = pages[f"/families/{MAZUR}/visits/{BLANK}/record"][1]
    assert f'name="operation" value="{FRESH}"' in form
    assert f'nonce="{NONCE}"' in form
    leads = pages[f"/families/{MAZUR}/visits/new"]
    assert leads[1] == ""
    assert leads[2] == f"/families/{MAZUR}/visits/{FRESH}/record"
    shown = marta.get("/today").text
    assert str(FRESH) not in shown
    assert NONCE not in shown


def test_only_what_changed_comes_the_next_time(
    visitor: Visiting, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack, "OVERLAP", timedelta())
    marta = visitor(MARTA)
    first = packed(marta)
    second = packed(marta, first)
    assert second["pages"] == {}
    assert len(second["kept"]) == 3
    agree(app, "Kanarek: kupić zeszyt")
    third = packed(marta, second)
    assert str(MAZUR) not in third["kept"]
    assert f"/families/{MAZUR}/tasks" in third["pages"]
    assert not [path for path in third["pages"] if str(LIS) in path]


def test_what_was_being_written_while_the_pack_was_read_comes_with_the_next(
    visitor: Visiting, app: Flask
) -> None:
    marta = visitor(MARTA)
    first = packed(marta)
    early = utc_now() - timedelta(seconds=30)
    told = {"verb": "changed", "object_kind": "family", "family_id": LIS, "created_at": early}
    inside(app, lambda: db.session.add(AuditEntry(**told)))
    assert str(LIS) not in packed(marta, first)["kept"]


def test_a_family_that_was_handed_over_is_no_longer_in_it(visitor: Visiting, app: Flask) -> None:
    marta = visitor(MARTA)
    first = packed(marta)

    def give() -> None:
        family = db.session.scalars(select(Family).where(Family.id == MAZUR)).one()
        hand_over(BARBARA.actor, Sending(uuid4(), "x"), family, IWONA.id, day_of(utc_now()))

    inside(app, give)
    second = packed(marta, first)
    assert str(MAZUR) not in second["kept"]
    known = {page[0] for path, page in first["pages"].items() if str(MAZUR) in path}
    told = second["prints"]
    assert not known & {told[at : at + 8] for at in range(0, len(told), 8)}


def test_taking_it_is_traced_once_a_family_and_not_as_openings(
    visitor: Visiting, app: Flask
) -> None:
    marta = visitor(MARTA)
    packed(marta, packed(marta))

    looked = AuditEntry.verb.in_(("opened", "taken"))

    def verbs() -> list[str]:
        return list(db.session.scalars(select(AuditEntry.verb).where(looked)))

    assert sorted(inside(app, verbs)) == ["taken"] * 3


def test_it_is_taken_while_somebody_else_writes(
    visitor: Visiting, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    marta, show = visitor(MARTA), pack.rendered
    written: list[str] = []

    def rendered(address: str) -> Any:
        page = show(address)
        if not written:
            written.append(address)
            Visitor(app, BARBARA).get(f"/families/{LIS}")
        return page

    monkeypatch.setattr(pack, "rendered", rendered)
    assert len(packed(marta)["pages"]) > 40
    assert written


@pytest.mark.parametrize("have", ["", "x", "é" * 9, "0" * 100_000])
def test_nonsense_of_what_it_has_gets_a_whole_pack(visitor: Visiting, have: str) -> None:
    asked = {"state": f"{have}@never", "have": have}
    answer = visitor(MARTA).client.post("/sync/pack", data=asked, headers=SAME_ORIGIN)
    assert len(answer.json["pages"]) > 40
