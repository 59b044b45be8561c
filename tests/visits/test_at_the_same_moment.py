"""Drafts of one page that arrive at the same moment, in any order: the last words stay."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from flask import Flask

from rodzina.db import db, enter_office, utc_now
from rodzina.families.access import open_family
from rodzina.visits.actions import keep_draft
from rodzina.visits.queries import draft_of
from tests.browsing import Visitor
from tests.cast import MARTA, MAZUR, ZALESIE
from tests.visits.test_pages import record_page, typed

MANY = 12


def test_drafts_at_the_same_moment_leave_one_draft(app: Flask) -> None:
    visit_id, actor = uuid4(), MARTA.actor

    def keep(number: int) -> None:
        with app.test_request_context():
            enter_office(ZALESIE)
            try:
                family = open_family(actor, MAZUR, trace=False)
                keep_draft(actor, family, visit_id, [["note", f"słowa {number}"]], utc_now())
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, range(MANY)))
    with app.test_request_context():
        enter_office(ZALESIE)
        open_family(actor, MAZUR, trace=False)
        draft = draft_of(actor, visit_id)
        assert draft is not None
        assert draft.body[0] in [["note", f"słowa {number}"] for number in range(MANY)]


def test_a_draft_that_comes_after_its_record_is_not_kept(app: Flask) -> None:
    marta = Visitor(app, MARTA)
    page, _ = record_page(marta)
    draft = next(f.get("data-draft") for f in page.all("form") if f.get("data-draft"))
    assert marta.submit(page, "/record", typed()).status == 303
    late = {"note": "za późno"}
    own = {"Sec-Fetch-Site": "same-origin"}
    assert marta.client.put(draft, data=late, headers=own).status_code == 204
    assert "za późno" not in marta.get("/today").text
    with app.test_request_context():
        enter_office(ZALESIE)
        assert draft_of(MARTA.actor, UUID(draft.split("/")[4])) is None
