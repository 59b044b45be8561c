"""Queues that no phone of ours would send: broken, beyond all measure, or asking for too much."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from rodzina.accounts.queries import roles_held
from rodzina.offline.rescue import LARGEST
from rodzina.vocabulary import Role
from tests.browsing import Visitor
from tests.cast import BARBARA, MARTA
from tests.inside import inside
from tests.offline.test_devices import greeted
from tests.offline.test_receiving import CANARY, fields, parked

Visiting = Callable[..., Visitor]


@pytest.mark.parametrize(
    "letter",
    [
        [],
        "x",
        {"url": "http://[x/", "body": ""},
        {"url": "", "body": "a=1"},
        {"url": "/a\x00b", "body": ""},
        {"url": "/\ud800", "body": ""},
        {"url": "/tasks", "body": 7},
        {"url": 7},
    ],
)
def test_letters_that_no_form_of_ours_wrote_are_counted_and_left(
    app: Flask, visitor: Visiting, letter: Any
) -> None:
    marta, box = greeted(visitor)
    box.put(uuid4(), letter)
    box.rows += [None, 7, {}, {"op": "x", "sealed": {"iv": "", "data": "*"}}]
    assert box.rescue(marta).json == {"taken": 0, "known": 0, "unreadable": 5}
    assert parked(app) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"\xff",
        b'{"office": 1e999, "device": 1, "recovery": {}, "rows": []}',
    ],
)
def test_a_body_of_another_kind_is_refused(visitor: Visiting, body: bytes) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = visitor(MARTA).client.post("/sync/rescue", data=body, headers=headers)
    assert answer.status_code == 400


def test_a_path_that_its_author_could_not_take_is_never_gone(app: Flask, visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    address = f"/people/{MARTA.id}/roles/new"
    box.put(uuid4(), {"url": address, "form": "x", "body": "role=supervisor&title="})
    box.rescue(marta)
    barbara = visitor(BARBARA)
    waits = f"/waiting/{parked(app)[0].id}"
    page = barbara.submit(barbara.get(waits), f"{waits}/acceptance")
    assert page.status == 422
    assert "Nie da się tego przyjąć" in page.words()
    held = inside(app, lambda: roles_held(1, MARTA.id))
    assert held == {Role.ASSISTANT}


def test_a_large_queue_is_taken_and_one_beyond_all_measure_is_not(
    app: Flask, visitor: Visiting
) -> None:
    marta, box = greeted(visitor)
    for hour in range(8, 18):
        box.write(fields(hour, note=CANARY * 2_000))
    assert 600_000 < len(json.dumps(box.queue())) < LARGEST
    assert box.rescue(marta).json["taken"] == 10
    box.rows *= 3
    assert box.rescue(marta).status_code == 413
