"""Art. 15(4): nobody ever leads more than the limit, whoever tries at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from rodzina.actors import Sending
from rodzina.consents.actions import take_over_family
from rodzina.db import db, enter_office, utc_now
from rodzina.families.access import open_family
from rodzina.families.actions import (
    change_case_status,
    edit_family,
    hand_over,
    take_in_family,
)
from rodzina.families.models import Family
from rodzina.families.places import accept_inherited, begin_work
from rodzina.families.queries import assignments_of, caseload_of, places_of
from rodzina.office.actions import set_parameter
from rodzina.periods import day_of
from rodzina.problems import Conflict, RuleBroken
from rodzina.vocabulary import CaseBasis, CaseStatus, Relation
from tests.cast import (
    BARBARA,
    BRZEZINY,
    DEPUTY,
    IWONA,
    KOVALENKO,
    LIS,
    MARTA,
    MAZUR,
    OTHER_ASSISTANT,
    SOCIAL,
    WILK,
    ZALESIE,
    family,
    known_id,
)

TODAY = day_of(utc_now())
THREADS = 20
Entering = Callable[..., Any]


def once() -> Sending:
    return Sending(uuid4(), "content")


def held(family_id: UUID) -> Family:
    return db.session.get_one(Family, (ZALESIE, family_id))


def new_facts(**changed: Any) -> dict[str, Any]:
    facts = {
        "surname": "Nowak",
        "locality": "Borki",
        "case_basis": CaseBasis.OWN_REQUEST,
        "case_status": CaseStatus.REQUESTED,
    }
    return facts | changed


def people() -> list[dict[str, Any]]:
    return [{"first_name": "Anna", "relation": Relation.MOTHER}]


def with_families(app: Flask, count: int, leader: Any, status: CaseStatus) -> list[UUID]:
    """Families of one assistant, beside those of the cast."""
    made = []
    with app.test_request_context():
        enter_office(ZALESIE)
        for n in range(count):
            made.append(known_id(f"{leader.key}-more-{status}-{n}"))
            family(made[-1], f"Nowak {n}", "Borki", leader, TODAY, [], status=status)
        db.session.commit()
        db.session.remove()
    return made


def at_once(app: Flask, deed: Callable[[int], Any]) -> list[str]:
    """Twenty people do it at the same moment; what came of each."""
    start = Barrier(THREADS)

    def one(n: int) -> str:
        with app.test_request_context():
            enter_office(ZALESIE)
            db.session().info["person"] = (BARBARA if n % 2 else DEPUTY).id
            start.wait()
            try:
                deed(n)
                return "done"
            except RuleBroken as problem:
                return problem.field
            except Conflict:
                return "conflict"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def load_of(app: Flask, assistant_id: UUID) -> int:
    with app.test_request_context():
        enter_office(ZALESIE)
        return caseload_of(assistant_id, TODAY)


def test_twenty_hand_overs_at_once_fill_one_place(app):
    with_families(app, 13, IWONA, CaseStatus.IN_PROGRESS)  # and the one of the cast: 14
    others = with_families(app, THREADS, MARTA, CaseStatus.CLOSED)
    with app.test_request_context():
        enter_office(ZALESIE)
        for family_id in others:  # led by nobody, asking for somebody
            waiting = held(family_id)
            waiting.case_status, waiting.assistant_id = CaseStatus.REQUESTED, None
        db.session.commit()
    came = at_once(
        app, lambda n: hand_over(BARBARA.actor, once(), held(others[n]), IWONA.id, TODAY)
    )
    assert sorted(came) == ["assistant"] * 19 + ["done"]
    assert load_of(app, IWONA.id) == 15


def test_twenty_new_families_at_once_fill_one_place(app):
    with_families(app, 13, IWONA, CaseStatus.IN_PROGRESS)

    def take_in(n: int) -> Any:
        facts = new_facts(surname=f"Nowak {n}", assistant_id=IWONA.id)
        return take_in_family(BARBARA.actor, once(), facts, people(), TODAY)

    assert sorted(at_once(app, take_in)) == ["assistant"] * 19 + ["done"]
    assert load_of(app, IWONA.id) == 15
    with app.test_request_context():
        enter_office(ZALESIE)
        assert sum(r.surname.startswith("Nowak") for r in db.session.query(Family)) == 14


def test_twenty_cases_reopened_at_once_fill_one_place(app):
    with_families(app, 13, IWONA, CaseStatus.IN_PROGRESS)
    closed = with_families(app, THREADS, IWONA, CaseStatus.CLOSED)

    def reopen(n: int) -> Any:
        return change_case_status(
            BARBARA.actor, once(), held(closed[n]), CaseStatus.REOPENED, False, TODAY
        )

    assert sorted(at_once(app, reopen)) == ["assistant"] * 19 + ["done"]
    assert load_of(app, IWONA.id) == 15


def test_one_family_given_to_many_at_once_goes_to_one(app):
    """Two supervisors decide about one family: the later is told, and nothing is doubled."""
    came = at_once(
        app,
        lambda n: hand_over(
            BARBARA.actor, once(), held(MAZUR), (IWONA if n % 2 else MARTA).id, TODAY
        ),
    )
    assert set(came) <= {"done", "conflict", "assistant"}
    with app.test_request_context():
        enter_office(ZALESIE)
        open_ones = [a for a in assignments_of(MAZUR) if a.until_on is None]
        assert [a.assistant_id for a in open_ones] == [held(MAZUR).assistant_id]


def test_a_double_tap_hands_over_once(app):
    tap = once()
    came = at_once(app, lambda n: hand_over(BARBARA.actor, tap, held(MAZUR), IWONA.id, TODAY))
    assert came == ["done"] * THREADS
    with app.test_request_context():
        enter_office(ZALESIE)
        assert len(assignments_of(MAZUR)) == 2


def test_nobody_takes_a_sixteenth_family(working: Entering):
    barbara = working(BARBARA)
    with pytest.raises(RuleBroken, match="Limit reached") as refused:
        hand_over(barbara, once(), open_family(barbara, MAZUR), WILK.id, TODAY)
    assert refused.value.field == "assistant"
    assert held(MAZUR).assistant_id == MARTA.id
    with pytest.raises(RuleBroken, match="Limit reached"):
        take_in_family(barbara, once(), new_facts(assistant_id=WILK.id), people(), TODAY)
    assert caseload_of(WILK.id, TODAY) == 15


def test_an_assistant_cannot_take_over_a_paper_family_above_the_limit(working: Entering):
    wilk = working(WILK)
    facts = new_facts(assistant_id=WILK.id, started_on=TODAY)
    with pytest.raises(RuleBroken, match="Limit reached"):
        take_over_family(wilk, once(), facts, people(), {}, TODAY)


def test_a_freed_place_can_be_taken(working: Entering):
    barbara = working(BARBARA)
    full = held(known_id("wilk-3"))
    change_case_status(barbara, once(), full, CaseStatus.CLOSING, False, TODAY)
    assert caseload_of(WILK.id, TODAY) == 15
    change_case_status(barbara, once(), full, CaseStatus.CLOSED, True, TODAY)
    assert caseload_of(WILK.id, TODAY) == 14
    hand_over(barbara, once(), held(MAZUR), WILK.id, TODAY)
    with pytest.raises(RuleBroken, match="Limit reached"):
        change_case_status(barbara, once(), full, CaseStatus.REOPENED, False, TODAY)
    assert full.case_status is CaseStatus.CLOSED


def test_an_inherited_sixteenth_is_shown_over_the_line_and_never_extended(working: Entering):
    barbara = working(BARBARA)
    accept_inherited(barbara, held(MAZUR), WILK.id, TODAY - timedelta(days=400))
    db.session.commit()
    wilk = next(p for p in places_of(TODAY) if p.id == WILK.id)
    assert (wilk.count, wilk.limit, wilk.is_full) == (16, 15, True)
    for family_id in (LIS, KOVALENKO):
        with pytest.raises(RuleBroken, match="Limit reached"):
            hand_over(barbara, once(), held(family_id), WILK.id, TODAY)
    hand_over(barbara, once(), held(MAZUR), IWONA.id, TODAY)
    assert caseload_of(WILK.id, TODAY) == 15
    with pytest.raises(RuleBroken, match="Limit reached"):
        hand_over(barbara, once(), held(MAZUR), WILK.id, TODAY)


def test_the_limit_is_a_parameter_with_a_date(working: Entering):
    barbara = working(BARBARA)
    set_parameter("caseload_limit", 3, TODAY, BARBARA.id)
    db.session.commit()
    with pytest.raises(RuleBroken, match="Limit reached"):
        hand_over(barbara, once(), held(known_id("wilk-1")), MARTA.id, TODAY)


def test_a_suspended_case_that_does_not_count_needs_a_place_to_go_on(working: Entering):
    barbara = working(BARBARA)
    set_parameter("count_suspended", 0, TODAY, BARBARA.id)
    paused = held(known_id("wilk-0"))
    change_case_status(barbara, once(), paused, CaseStatus.SUSPENDED, False, TODAY)
    hand_over(barbara, once(), held(LIS), WILK.id, TODAY)
    with pytest.raises(RuleBroken, match="Limit reached"):
        change_case_status(barbara, once(), paused, CaseStatus.IN_PROGRESS, False, TODAY)


def test_a_case_that_counts_after_its_basis_was_corrected_needs_a_place(working: Entering):
    barbara = working(BARBARA)
    set_parameter("count_for_life", 0, TODAY, BARBARA.id)
    special = held(known_id("wilk-0"))
    facts = {"case_basis": CaseBasis.FOR_LIFE, "difficulty": 1}
    edit_family(barbara, once(), special, facts, special.version, TODAY)
    hand_over(barbara, once(), held(LIS), WILK.id, TODAY)
    facts = {"case_basis": CaseBasis.OWN_REQUEST, "difficulty": 1}
    with pytest.raises(RuleBroken, match="Limit reached"):
        edit_family(barbara, once(), special, facts, special.version, TODAY)


def test_a_court_case_without_a_free_place_waits_in_the_queue(working: Entering):
    barbara = working(BARBARA)
    refused = held(known_id("wilk-0"))
    refused.case_status = CaseStatus.CONSENT_REFUSED
    hand_over(barbara, once(), held(LIS), WILK.id, TODAY)
    begin_work(refused, CaseStatus.COURT_ORDERED, TODAY, TODAY)
    assert refused.case_status is CaseStatus.REQUESTED
    assert refused.waiting_since == TODAY
    assert caseload_of(WILK.id, TODAY) == 15


def test_a_new_assignment_ends_the_old_one_the_same_day(working: Entering):
    barbara = working(BARBARA)
    hand_over(barbara, once(), held(MAZUR), IWONA.id, TODAY)
    newest, oldest = assignments_of(MAZUR)
    assert (newest.assistant_id, newest.from_on, newest.until_on) == (IWONA.id, TODAY, None)
    assert (oldest.assistant_id, oldest.until_on) == (MARTA.id, TODAY)
    assert newest.assigned_by == BARBARA.id


@pytest.mark.parametrize("stranger", [SOCIAL.id, OTHER_ASSISTANT.id, uuid4()])
def test_only_an_active_assistant_of_the_centre_leads_a_family(working: Entering, stranger: UUID):
    barbara = working(BARBARA)
    with pytest.raises(RuleBroken, match="not an assistant"):
        hand_over(barbara, once(), held(MAZUR), stranger, TODAY)


def test_another_centres_family_is_out_of_reach(working: Entering):
    working(BARBARA)
    assert db.session.get(Family, (BRZEZINY, known_id("foreign"))) is None
