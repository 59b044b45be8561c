"""What a concern must say, who reads it, and when its silence is too long."""

from datetime import datetime, timedelta

import pytest

from rodzina.concerns.rules import check_content, is_late, reads_all
from rodzina.problems import RuleBroken
from rodzina.vocabulary import ConcernTopic, Role

AT = datetime(2026, 11, 19, 10, 5)


def test_a_topic_or_a_sentence_is_enough() -> None:
    check_content([ConcernTopic.VIOLENCE], "")
    check_content([], "Kuba ma siniaka na policzku")


def test_nothing_at_all_is_refused_by_the_topics() -> None:
    with pytest.raises(RuleBroken) as refused:
        check_content([], " \n ")
    assert refused.value.field == "topics"


@pytest.mark.parametrize("role", Role)
def test_supervisors_and_the_deputy_read(role: Role) -> None:
    assert reads_all(role, is_deputy=True)
    assert reads_all(role, is_deputy=False) is (role is Role.SUPERVISOR)


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (119, False), (120, True), (500, True)])
def test_silence_is_too_long_after_the_centres_minutes(minutes: int, late: bool) -> None:
    assert is_late(AT, AT + timedelta(minutes=minutes), 120) is late
