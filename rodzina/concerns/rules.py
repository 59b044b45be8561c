"""What a concern must say, who reads it, and when its silence is too long."""

from collections.abc import Collection
from datetime import datetime, timedelta

from rodzina.problems import RuleBroken
from rodzina.vocabulary import ConcernTopic, Role


def _(text: str) -> str:
    return text


def check_content(topics: Collection[ConcernTopic], text: str) -> None:
    """One tap is enough: a signal about a child is never held up for want of words."""
    if not topics and not text.strip():
        raise RuleBroken(_("Choose what it is about, or write what you saw."), "topics")


def reads_all(role: Role, is_deputy: bool) -> bool:
    """Supervisors and the deputy named by the centre; nobody else but the author."""
    return role is Role.SUPERVISOR or is_deputy


def escalates_at(reported_at: datetime, minutes: int) -> datetime:
    """From then on the silence is everybody's business (the centre's own figure)."""
    return reported_at + timedelta(minutes=minutes)


def is_late(reported_at: datetime, now: datetime, minutes: int) -> bool:
    return now >= escalates_at(reported_at, minutes)
