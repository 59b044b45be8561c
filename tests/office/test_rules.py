"""The rules of a centre's figures, without an app."""

from datetime import date, timedelta

import pytest

from rodzina.office.queries import DEFAULTS
from rodzina.office.rules import (
    RANGES,
    check_figure,
    check_valid_from,
    check_warning_below_limit,
)
from rodzina.office.views import WORDS
from rodzina.problems import RuleBroken

TODAY = date(2026, 11, 22)


def test_every_figure_has_a_usual_value_within_its_range_and_a_name():
    assert DEFAULTS.keys() == RANGES.keys() == WORDS.keys()
    for name, usual in DEFAULTS.items():
        check_figure(name, usual)


@pytest.mark.parametrize("name", RANGES)
def test_a_figure_outside_its_range_is_refused(name):
    for value in (RANGES[name].least - 1, RANGES[name].most + 1, 10**12, -(10**12)):
        with pytest.raises(RuleBroken):
            check_figure(name, value)
    check_figure(name, RANGES[name].least)
    check_figure(name, RANGES[name].most)


def test_nobody_raises_the_limit_of_the_law():
    assert RANGES["caseload_limit"].most == 15
    assert RANGES["assessment_months"].most == 6


def test_the_past_and_the_far_future_stay_untouched():
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=2000)):
        with pytest.raises(RuleBroken):
            check_valid_from(day, TODAY)
    check_valid_from(TODAY, TODAY)
    check_valid_from(TODAY + timedelta(days=365), TODAY)


def test_the_warning_comes_before_the_limit():
    with pytest.raises(RuleBroken):
        check_warning_below_limit(13, 12)
    check_warning_below_limit(12, 12)
