"""One short message after an action, with its undo, carried in the signed cookie by code alone."""

from typing import Any

from flask import session
from flask_babel import gettext

# What may be said: the cookie holds the code, never words about people.
MESSAGES: dict[str, str] = {}


def say(code: str, undo: str | None = None) -> None:
    """Shows a message on the next page; `undo` is the address that takes the action back."""
    if code not in MESSAGES:
        raise KeyError(code)
    session["toast"] = {"code": code, "undo": undo}


def message(code: str, text: str) -> str:
    """Registers a message of a room under its code."""
    MESSAGES[code] = text
    return code


def take() -> dict[str, Any] | None:
    """The message to show now, once."""
    held = session.pop("toast", None) if session else None
    if not held or held.get("code") not in MESSAGES:
        return None
    return {"message": gettext(MESSAGES[held["code"]]), "undo_url": held.get("undo")}
