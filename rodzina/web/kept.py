"""Pages that phones keep: which they are, and the marks in them that the phone fills in."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask import g

View = TypeVar("View", bound=Callable[..., Any])
# In the address of a page and all over it: the visit that will be born on the phone.
BLANK = UUID(int=0)
# Wherever an id is made as the page is shown: the phone makes another at each place and showing.
FRESH = UUID(int=1)
NONCE = "nonce-of-the-phone"


def on_phone(whose: str, *questions: str) -> Callable[[View], View]:
    """Marks a page that phones keep, for some of: once, family, visit, latest, planned, blank.

    Each question is kept as a page of its own beside the one without.
    """

    def mark(view: View) -> View:
        view.on_phone = whose  # type: ignore[attr-defined]
        view.questions = ("", *questions)  # type: ignore[attr-defined]
        return view

    return mark


def fresh_id() -> UUID:
    """An id for what is made from this page."""
    return FRESH if g.get("for_phone") else uuid4()
