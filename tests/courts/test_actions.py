"""Court orders as they are kept, corrected and lifted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from rodzina.consents.queries import legal_basis_of
from rodzina.consents.rules import BasisState
from rodzina.courts.actions import (
    OrderContent,
    correct_court_order,
    lift_court_order,
    record_court_order,
    restore_court_order,
)
from rodzina.courts.queries import order_of
from rodzina.db import db, utc_now
from rodzina.families.access import open_family
from rodzina.periods import day_of
from rodzina.problems import RuleBroken
from rodzina.vocabulary import CaseStatus
from tests.cast import KOVALENKO, MARTA, MAZUR, MAZUR_ANNA, MAZUR_KUBA, MAZUR_ZOSIA, known_id
from tests.families.test_places import once

TODAY = day_of(utc_now())
ISSUED = TODAY - timedelta(days=40)
Entering = Callable[..., Any]


def content(*children: UUID, **changed: Any) -> OrderContent:
    held = OrderContent(
        "Sąd Rejonowy w Suwałkach",
        f"III  Nsm 123/{ISSUED:%y}",
        ISSUED,
        None,
        frozenset(children),
        "sprawozdanie co trzy miesiące",
    )
    return replace(held, **changed)


def test_an_order_is_the_basis_with_its_number_and_named_children(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    record_court_order(marta, once(), family, content(MAZUR_KUBA), TODAY)
    basis = legal_basis_of(family)
    assert (basis.state, basis.since) == (BasisState.BY_COURT, ISSUED)
    assert basis.order is not None
    assert basis.order.case_file_number == f"III Nsm 123/{ISSUED:%y}"
    assert basis.order.children == ("Kuba",)


def test_an_order_starts_the_work_without_consent(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, KOVALENKO)
    record_court_order(marta, once(), family, content(), TODAY)
    assert (family.case_status, family.started_on) == (CaseStatus.COURT_ORDERED, ISSUED)


def test_an_order_that_ran_out_starts_nothing(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, KOVALENKO)
    old = content(valid_until=TODAY - timedelta(days=1))
    record_court_order(marta, once(), family, old, TODAY)
    assert family.case_status is CaseStatus.ASSIGNED
    assert legal_basis_of(family).state is BasisState.MISSING


@pytest.mark.parametrize(
    ("children", "changed", "field"),
    [
        ((), {}, "children"),
        ((MAZUR_ANNA,), {}, "children"),
        ((known_id("lis-ola"),), {}, "children"),
        ((MAZUR_KUBA,), {"case_file_number": "123"}, "case_file_number"),
        ((MAZUR_KUBA,), {"issued_on": TODAY + timedelta(days=1)}, "issued_on"),
        ((MAZUR_KUBA,), {"valid_until": ISSUED}, "valid_until"),
    ],
)
def test_what_an_order_must_show(working: Entering, children: Any, changed: Any, field: str):
    marta = working(MARTA)
    with pytest.raises(RuleBroken) as refused:
        record_court_order(
            marta, once(), open_family(marta, MAZUR), content(*children, **changed), TODAY
        )
    assert refused.value.field == field


def test_a_wrong_number_and_a_wrong_child_are_corrected(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    made = record_court_order(marta, once(), family, content(MAZUR_KUBA), TODAY)
    order = order_of(family, made)
    right = content(MAZUR_ZOSIA, case_file_number=f"IV Nsm 7/{ISSUED:%y}")
    correct_court_order(marta, once(), family, order, right, TODAY)
    db.session.expire_all()
    basis = legal_basis_of(family)
    assert basis.order is not None
    assert basis.order.children == ("Zosia",)
    assert basis.order.case_file_number.startswith("IV")


def test_a_lifted_order_is_no_basis_and_comes_back_by_undo(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, KOVALENKO)
    made = record_court_order(marta, once(), family, content(), TODAY)
    order = order_of(family, made)
    with pytest.raises(RuleBroken):
        lift_court_order(marta, once(), order, TODAY + timedelta(days=1), TODAY)
    lift_court_order(marta, once(), order, TODAY, TODAY)
    assert legal_basis_of(family).state is BasisState.MISSING
    restore_court_order(marta, once(), order)
    assert legal_basis_of(family).state is BasisState.BY_COURT


def test_an_order_of_another_family_is_not_found(working: Entering):
    marta = working(MARTA)
    family = open_family(marta, MAZUR)
    made = record_court_order(marta, once(), family, content(MAZUR_KUBA), TODAY)
    assert order_of(open_family(marta, KOVALENKO), made) is None
