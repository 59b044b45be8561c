"""Tasks and a family's record keep no versions: what both changed goes back, or waits whole."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from rodzina.db import db
from rodzina.offline.models import ParkedWhy
from rodzina.tasks.actions import agree_task
from rodzina.tasks.models import Task
from rodzina.vocabulary import TaskStatus, WorkArea
from tests.browsing import SAME_ORIGIN, Visitor
from tests.cast import BARBARA, MARTA, MAZUR, ZALESIE
from tests.inside import inside
from tests.offline.test_receiving import parked, result

Visiting = Callable[[Any], Visitor]


@pytest.fixture
def task(app: Flask) -> str:
    """The address of a task of the family."""
    facts = {"title": "Lista zakupów", "area": WorkArea.BUDGET}
    made = inside(app, lambda: agree_task(MARTA.actor, MAZUR, facts).id)
    return f"/families/{MAZUR}/tasks/{made}"


def state(app: Flask, address: str) -> tuple[str, WorkArea, TaskStatus]:
    def read() -> tuple[str, WorkArea, TaskStatus]:
        held = db.session.get_one(Task, (ZALESIE, UUID(address.rpartition("/")[2])))
        return held.title, held.area, held.status

    return inside(app, read)


def later(
    visitor: Visitor, address: str, form: dict[str, Any], mode: str = "replay", **changed: Any
) -> TestResponse:
    told = {"Idempotency-Key": str(uuid4()), "X-Rodzina-Mode": mode, "HX-Request": "true"}
    return visitor.client.post(address, data=form | changed, headers=SAME_ORIGIN | told)


def test_different_fields_of_a_task_are_merged(app: Flask, visitor: Visiting, task: str) -> None:
    marta, barbara = visitor(MARTA), visitor(BARBARA)
    old = marta.get(f"{task}/edit")
    barbara.submit(barbara.get(f"{task}/edit"), "/edit", {"area": "nutrition"})
    assert marta.submit(old, "/edit", {"title": "Lista na tydzień"}).status == 303
    assert state(app, task)[:2] == ("Lista na tydzień", WorkArea.NUTRITION)


def test_the_same_field_of_a_task_goes_back_with_both_texts(
    app: Flask, visitor: Visiting, task: str
) -> None:
    marta, barbara = visitor(MARTA), visitor(BARBARA)
    old = marta.get(f"{task}/edit")
    barbara.submit(barbara.get(f"{task}/edit"), "/edit", {"title": "Zakupy z Anną"})
    page = marta.submit(old, "/edit", {"title": "Zakupy z Piotrem"})
    assert page.status == 422
    assert page.form("/edit")["title"] == "Zakupy z Piotrem"
    assert "Tu zapisano w międzyczasie: Zakupy z Anną." in page.words()
    assert state(app, task)[0] == "Zakupy z Anną"
    assert marta.submit(page, "/edit").status == 303  # now she knows what was there
    assert state(app, task)[0] == "Zakupy z Piotrem"


@pytest.mark.parametrize("was", ["", "[]", "x", '{"title": 5, "owner": ["a"]}'])
def test_a_form_with_an_odd_mark_overwrites_nothing(
    app: Flask, visitor: Visiting, task: str, was: str
) -> None:
    marta = visitor(MARTA)
    page = marta.submit(marta.get(f"{task}/edit"), "/edit", {"title": "Inaczej", "was": was})
    assert page.status == 422
    assert state(app, task)[0] == "Lista zakupów"


def test_sent_later_the_same_field_waits_and_nothing_is_overwritten(
    app: Flask, visitor: Visiting, task: str
) -> None:
    marta, barbara = visitor(MARTA), visitor(BARBARA)
    form = marta.get(f"{task}/edit").form("/edit")
    barbara.submit(barbara.get(f"{task}/edit"), "/edit", {"title": "Zakupy z Anną"})
    assert result(later(marta, f"{task}/edit", form, title="Zakupy z Piotrem"))[1] == "parked"
    assert [entry.why for entry in parked(app)] == [ParkedWhy.CHANGED]
    assert state(app, task)[0] == "Zakupy z Anną"
    address = f"/waiting/{parked(app)[0].id}"
    assert "Zakupy z Piotrem" in marta.get(address).words()
    accepted = barbara.submit(barbara.get(address), f"{address}/acceptance")
    assert (accepted.status, state(app, task)[0]) == (422, "Zakupy z Anną")


@pytest.mark.parametrize(("mode", "told"), [("live", "invalid"), ("replay", "parked")])
def test_a_tick_does_not_overrule_what_somebody_else_has_decided(
    app: Flask, visitor: Visiting, task: str, mode: str, told: str
) -> None:
    marta, barbara = visitor(MARTA), visitor(BARBARA)
    form = {"done": "1"} | marta.get(f"/families/{MAZUR}/tasks").form("/tick")
    assert form["base"] == "todo"
    partly = {"after": "partly_done", "reason": "brak czasu"}
    assert barbara.submit(barbara.get(f"{task}/edit"), "/result", partly).status == 303
    assert result(later(marta, f"{task}/tick", form, mode))[1] == told
    assert state(app, task)[2] is TaskStatus.PARTLY
    assert [entry.why for entry in parked(app)] == [ParkedWhy.CHANGED] * (mode == "replay")


def test_the_same_tick_of_two_people_is_one(app: Flask, visitor: Visiting, task: str) -> None:
    marta, barbara = visitor(MARTA), visitor(BARBARA)
    form = {"done": "1"} | marta.get(f"/families/{MAZUR}/tasks").form("/tick")
    for one in (barbara, marta, marta):
        assert result(later(one, f"{task}/tick", form))[1] == "done"
    assert state(app, task)[2] is TaskStatus.DONE


def test_a_familys_record_is_merged_although_it_was_visited_meanwhile(
    app: Flask, visitor: Visiting
) -> None:
    marta, barbara = visitor(MARTA), visitor(BARBARA)
    address = f"/families/{MAZUR}/edit"
    old = marta.get(address).form("/edit")
    barbara.submit(barbara.get(address), "/edit", {"phone": "640 999 999"})
    assert result(later(marta, address, old, landmark="druga brama"))[1] == "done"
    held = marta.get(address).form("/edit")
    assert (held["phone"], held["landmark"]) == ("640 999 999", "druga brama")
    assert result(later(marta, address, old, phone="600 000 000"))[1] == "parked"
    assert marta.get(address).form("/edit")["phone"] == "640 999 999"
