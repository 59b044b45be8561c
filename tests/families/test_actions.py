"""Records, people and cases, as actions keep them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from rodzina.actors import Sending
from rodzina.audit.models import AuditEntry
from rodzina.db import db, utc_now
from rodzina.families.access import open_family
from rodzina.families.actions import (
    add_member,
    change_case_status,
    change_member,
    edit_family,
    hand_over,
    member_leaves,
    member_returns,
    take_in_family,
)
from rodzina.families.models import Family, FamilyMember
from rodzina.families.queries import (
    rows_for,
    search,
    unseen_children,
    waiting_families,
)
from rodzina.families.team import team
from rodzina.periods import day_of
from rodzina.problems import Conflict, RuleBroken
from rodzina.vocabulary import CaseBasis, CaseStatus, Relation
from tests.cast import (
    BARBARA,
    COLLEAGUES,
    IWONA,
    KOVALENKO,
    LIS,
    MARTA,
    MAZUR,
    OTHER_SUPERVISOR,
    SOCIAL,
    WILK,
    ZALESIE,
)
from tests.families.test_places import held, new_facts, once, people

TODAY = day_of(utc_now())
Entering = Callable[..., Any]


def record(**changed: Any) -> dict[str, Any]:
    """The columns that the record's form fills, as Mazur's hold them."""
    family = held(MAZUR)
    names = ("surname", "locality", "street", "landmark", "phone", "case_basis", "difficulty")
    return {name: getattr(family, name) for name in names} | changed


def test_a_new_family_waits_for_an_assistant(working: Entering):
    barbara = working(BARBARA)
    made = take_in_family(barbara, once(), new_facts(), people(), TODAY)
    assert held(made).waiting_since == TODAY
    assert [row.id for row in waiting_families(barbara)] == [made]
    hand_over(barbara, once(), held(made), IWONA.id, TODAY)
    assert held(made).case_status is CaseStatus.ASSIGNED
    assert held(made).waiting_since is None
    assert waiting_families(barbara) == []


def test_court_cases_wait_first_then_the_longest_waiting(working: Entering):
    barbara = working(BARBARA)

    def waiting(surname: str, since: date, basis: CaseBasis) -> Any:
        facts = new_facts(surname=surname, waiting_since=since, case_basis=basis)
        return take_in_family(barbara, once(), facts, people(), TODAY)

    waiting("Nowy", TODAY, CaseBasis.OWN_REQUEST)
    waiting("Dawny", TODAY - timedelta(days=30), CaseBasis.OWN_REQUEST)
    waiting("Sądowy", TODAY, CaseBasis.COURT_ORDER)
    assert [r.surname for r in waiting_families(barbara)] == ["Sądowy", "Dawny", "Nowy"]


def test_the_same_reference_is_refused_in_one_centre_and_fine_in_another(working: Entering):
    barbara = working(BARBARA)
    take_in_family(barbara, once(), new_facts(reference="GOPS.5120.1.2026"), people(), TODAY)
    with pytest.raises(RuleBroken, match="already has this reference") as refused:
        take_in_family(barbara, once(), new_facts(reference="GOPS.5120.1.2026"), people(), TODAY)
    assert refused.value.field == "reference"
    other = working(OTHER_SUPERVISOR)
    take_in_family(other, once(), new_facts(reference="GOPS.5120.1.2026"), people(), TODAY)


def test_a_refused_family_leaves_nothing_behind(working: Entering):
    barbara = working(BARBARA)
    before = db.session.query(Family).count()
    with pytest.raises(RuleBroken):
        take_in_family(barbara, once(), new_facts(assistant_id=WILK.id), people(), TODAY)
    assert db.session.query(Family).count() == before


def test_the_same_operation_adds_one_family(working: Entering):
    barbara = working(BARBARA)
    tap = once()
    first = take_in_family(barbara, tap, new_facts(), people(), TODAY)
    assert take_in_family(barbara, tap, new_facts(), people(), TODAY) == first
    with pytest.raises(Conflict):
        take_in_family(barbara, Sending(tap.id, "other"), new_facts(), people(), TODAY)


def test_a_social_worker_of_another_centre_or_trade_is_refused(working: Entering):
    barbara = working(BARBARA)
    for wrong in (IWONA.id, uuid4()):
        with pytest.raises(RuleBroken, match="social worker of the centre"):
            take_in_family(barbara, once(), new_facts(social_worker_id=wrong), people(), TODAY)


def test_the_trace_names_only_what_was_changed(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    edit_family(marta, once(), family, record(phone="640 111 222"), family.version, TODAY)
    last = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.object_id == MAZUR, AuditEntry.verb == "changed")
        .order_by(AuditEntry.created_at.desc())
    ).first()
    assert last is not None
    assert last.changed == "phone"


def test_a_record_changed_meanwhile_is_not_overwritten(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    seen = family.version
    edit_family(marta, once(), family, record(phone="640 111 222"), seen, TODAY)
    with pytest.raises(RuleBroken, match="changed this meanwhile"):
        edit_family(marta, once(), family, record(phone="640 333 444"), seen, TODAY)
    assert held(MAZUR).phone == "640 111 222"


def test_a_new_surname_and_a_new_person_are_found_at_once(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    edit_family(marta, once(), family, record(surname="Żółć"), family.version, TODAY)
    facts = {"first_name": "Łucja", "relation": Relation.CHILD, "born_on": date(2025, 1, 1)}
    add_member(marta, once(), family, facts, TODAY)
    assert [r.id for r in search(marta, "zolc")] == [MAZUR]
    assert [r.id for r in search(marta, "LUCJA")] == [MAZUR]
    assert search(marta, "mazur") == []


def test_who_left_is_not_found_any_more_until_they_return(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    piotr = next(m for m in family.members if m.first_name == "Piotr")
    member_leaves(marta, once(), family, piotr, TODAY, TODAY)
    assert search(marta, "piotr") == []
    member_returns(marta, once(), family, piotr)
    assert [r.id for r in search(marta, "piotr")] == [MAZUR]
    with pytest.raises(RuleBroken):
        member_leaves(marta, once(), family, piotr, TODAY + timedelta(days=1), TODAY)


def test_a_member_is_corrected(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    kuba = next(m for m in family.members if m.first_name == "Kuba")
    facts = {"first_name": "Jakub", "relation": Relation.CHILD, "born_on": None, "school": "SP 1"}
    change_member(marta, once(), family, kuba, facts, kuba.version, TODAY)
    fresh = db.session.get_one(FamilyMember, (ZALESIE, kuba.id))
    assert (fresh.first_name, fresh.school) == ("Jakub", "SP 1")
    later = facts | {"born_on": TODAY + timedelta(days=1)}
    with pytest.raises(RuleBroken, match="not come yet"):
        change_member(marta, once(), family, kuba, later, kuba.version, TODAY)


def test_a_case_ends_for_good_only_when_confirmed(working: Entering):
    barbara = working(BARBARA)
    family = held(MAZUR)
    with pytest.raises(RuleBroken) as refused:
        change_case_status(barbara, once(), family, CaseStatus.TRANSFERRED, False, TODAY)
    assert refused.value.field == "confirmed"
    change_case_status(barbara, once(), family, CaseStatus.TRANSFERRED, True, TODAY)
    assert family.assistant_id is None
    with pytest.raises(RuleBroken, match="ended for good"):
        hand_over(barbara, once(), family, IWONA.id, TODAY)


def test_a_refused_request_waits_no_more(working: Entering):
    barbara = working(BARBARA)
    made = take_in_family(barbara, once(), new_facts(), people(), TODAY)
    change_case_status(barbara, once(), held(made), CaseStatus.REFUSED, True, TODAY)
    assert held(made).waiting_since is None


def test_a_closed_family_stays_with_its_assistant_and_counts_no_more(working: Entering):
    barbara = working(BARBARA)
    for step in (CaseStatus.CLOSING, CaseStatus.CLOSED, CaseStatus.MONITORING):
        change_case_status(barbara, once(), held(MAZUR), step, True, TODAY)
    assert held(MAZUR).assistant_id == MARTA.id
    change_case_status(barbara, once(), held(MAZUR), CaseStatus.REOPENED, False, TODAY)
    assert held(MAZUR).case_status is CaseStatus.REOPENED


def test_an_assistant_does_not_take_a_supervisors_step(working: Entering):
    marta = working(MARTA)
    change_case_status(marta, once(), held(MAZUR), CaseStatus.CLOSING, False, TODAY)
    with pytest.raises(RuleBroken, match="somebody else"):
        change_case_status(marta, once(), held(MAZUR), CaseStatus.CLOSED, True, TODAY)


def test_a_case_without_an_assistant_cannot_be_reopened(working: Entering):
    barbara = working(BARBARA)
    family = held(MAZUR)
    family.case_status, family.assistant_id = CaseStatus.CLOSED, None
    with pytest.raises(RuleBroken, match="who leads"):
        change_case_status(barbara, once(), family, CaseStatus.REOPENED, False, TODAY)


def test_neighbours_are_suggested_first_then_the_least_loaded_and_full_ones_last(working: Entering):
    barbara = working(BARBARA)
    names = [p.name for p in team(barbara, TODAY).candidates("dĄbrówka")]
    assert names == [IWONA.name, MARTA.name, WILK.name]
    assert team(barbara, TODAY).candidates("Dąbrówka")[0].nearby == 1
    names = [p.name for p in team(barbara, TODAY).candidates("Kalinówka")]
    assert names == [MARTA.name, IWONA.name, WILK.name]


def test_near_a_free_colleague_first_then_the_lightest_and_shortest_work(working: Entering):
    barbara = working(BARBARA)
    held(LIS).difficulty = 2
    held(KOVALENKO).started_on = TODAY - timedelta(days=5)
    db.session.commit()

    def led() -> list[Any]:
        return [row.id for row in team(barbara, TODAY).led_by(MARTA.id)]

    assert led() == [KOVALENKO, MAZUR, LIS]
    family = held(COLLEAGUES)
    edit_family(
        barbara, once(), family, {"locality": "kalinówka", "difficulty": 1}, family.version, TODAY
    )
    assert led() == [LIS, KOVALENKO, MAZUR]


def test_a_child_unseen_too_long_is_told_with_its_last_day(working: Entering):
    marta = working(MARTA)
    before = TODAY - timedelta(days=30)
    family = open_family(marta, MAZUR)
    kuba, zosia = (m for m in family.members if m.is_child)
    kuba.last_seen_on, zosia.last_seen_on = before - timedelta(days=4), TODAY
    db.session.commit()
    held_rows = [row.id for row in rows_for(marta)]
    assert unseen_children(held_rows, before) == {MAZUR: kuba.last_seen_on, LIS: None}
    zosia.last_seen_on = kuba.last_seen_on = before
    db.session.commit()
    assert MAZUR not in unseen_children(held_rows, before)


def test_a_new_familys_child_is_not_yet_late(working: Entering):
    working(MARTA)
    held(LIS).started_on = TODAY - timedelta(days=2)
    db.session.commit()
    assert LIS not in unseen_children([LIS], TODAY - timedelta(days=30))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("swiatek", [COLLEAGUES]),
        ("ŚWIĄTEK", [COLLEAGUES]),
        ("dabrowka", [COLLEAGUES]),
        ("ewa dąbr", [COLLEAGUES]),
        ("kub maz", [MAZUR]),
        ("kalinówka", [LIS]),
        ("wiatek", []),
        ("%", []),
    ],
)
def test_search_forgets_diacritics_and_case(working: Entering, wanted: str, found: list[Any]):
    assert [row.id for row in search(working(BARBARA), wanted)] == found


def test_search_finds_only_what_one_may_open(working: Entering):
    assert search(working(MARTA), "swiatek") == []
    assert search(working(SOCIAL), "lis") == []
    assert [r.id for r in search(working(SOCIAL), "mazur")] == [MAZUR]
    assert search(working(OTHER_SUPERVISOR), "mazur") == []
