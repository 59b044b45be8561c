"""What a court order must show, without app or database."""

from datetime import date

import pytest

from rodzina.courts.rules import (
    check_children,
    check_days,
    check_file_number,
    check_lifting,
    is_in_force,
)
from rodzina.problems import RuleBroken

TODAY = date(2026, 11, 19)
ISSUED = date(2026, 10, 2)


@pytest.mark.parametrize(
    "number", ["III Nsm 123/26", "VI RNsm 4/25", "Opm 12/2024", "III  Nsm   123/26", "V. Nsm 1/26"]
)
def test_file_numbers_as_courts_write_them(number):
    check_file_number(number, ISSUED)


@pytest.mark.parametrize(
    "number",
    ["", "123/26", "III Nsm", "III Nsm 123", "Nsm 123/6", "III Nsm 123/26; DROP", "🐝 Nsm 1/26"],
)
def test_file_numbers_that_are_none(number):
    with pytest.raises(RuleBroken, match="like this") as refused:
        check_file_number(number, ISSUED)
    assert refused.value.field == "case_file_number"


def test_a_file_of_a_later_year_cannot_have_been_decided_yet():
    with pytest.raises(RuleBroken, match="lies after"):
        check_file_number("III Nsm 1/27", ISSUED)


@pytest.mark.parametrize(
    ("issued", "until", "field"),
    [
        (date(2026, 11, 20), None, "issued_on"),
        (date(1999, 12, 31), None, "issued_on"),
        (ISSUED, ISSUED, "valid_until"),
    ],
)
def test_days_that_cannot_be(issued, until, field):
    with pytest.raises(RuleBroken) as refused:
        check_days(issued, until, TODAY)
    assert refused.value.field == field


def test_in_force_from_its_day_until_it_runs_out_or_is_lifted():
    assert is_in_force(ISSUED, None, None, TODAY)
    assert is_in_force(TODAY, TODAY, None, TODAY)
    assert not is_in_force(date(2026, 11, 20), None, None, TODAY)
    assert not is_in_force(ISSUED, date(2026, 11, 18), None, TODAY)
    assert not is_in_force(ISSUED, None, TODAY, TODAY)
    assert is_in_force(ISSUED, None, date(2026, 11, 20), TODAY)


def test_children_are_named_where_there_are_any():
    check_children(1, 2)
    check_children(0, 0)
    with pytest.raises(RuleBroken):
        check_children(0, 2)


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2026, 11, 20)])
def test_an_order_is_lifted_after_it_was_issued_and_not_in_days_to_come(day):
    with pytest.raises(RuleBroken):
        check_lifting(ISSUED, day, TODAY)
