"""Devices in words: what a browser calls itself, and when it was last here."""

from datetime import datetime

from flask_babel import gettext

from rodzina.periods import day_of
from rodzina.web.polish import ago, hour, now, today

# The first that occurs wins: most browsers also name those they descend from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
JUST_NOW = 15  # minutes; sessions note every ten when they were last used


def device_name(user_agent: str) -> str:
    """ "Chrome, Android"; empty when the browser does not say."""
    found = (first_in(user_agent, BROWSERS), first_in(user_agent, SYSTEMS))
    return ", ".join(part for part in found if part)


def first_in(text: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in names if sign in text), "")


def last_seen(moment: datetime) -> str:
    """przed chwilą, dziś o 12:14, wczoraj o 9:00, 5 dni temu"""
    if (now() - moment).total_seconds() < JUST_NOW * 60:
        return gettext("a moment ago")
    days = (today() - day_of(moment)).days
    if days == 0:
        return gettext("today at %(hour)s", hour=hour(moment))
    if days == 1:
        return gettext("yesterday at %(hour)s", hour=hour(moment))
    return ago(day_of(moment))
