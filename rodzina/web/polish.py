"""Dates, lengths and spaces as Polish wants them, in the language of the page."""

import re
from datetime import date, datetime, time
from decimal import Decimal

from babel.dates import format_date as babel_date
from babel.lists import format_list
from flask import Flask, g
from flask_babel import get_locale, gettext, ngettext
from markupsafe import Markup, escape

from rodzina.db import utc_now
from rodzina.periods import age, day_of, warsaw
from rodzina.vocabulary import Word
from rodzina.web.kept import fresh_id

ONE_LETTER = re.compile(r"(?<![\w\u00a0])([aiouwzAIOUWZ]) ")
NEAR_DAYS = 20


def today() -> date:
    """The Warsaw day of this request."""
    return day_of(now())


def now() -> datetime:
    """The moment of this request, the same for all that it does."""
    if "now" not in g:
        g.now = utc_now()
    moment: datetime = g.now
    return moment


def written(day: date, pattern: str) -> str:
    return babel_date(day, pattern, locale=get_locale() or "pl").replace(".", "")


def long_day(day: date) -> str:
    """czwartek, 19 listopada"""
    return written(day, "EEEE, d MMMM")


def short_day(day: date) -> str:
    """czw, 26 lis"""
    return written(day, "EEE, d MMM")


def plain_day(day: date) -> str:
    """12 marca 2026"""
    return written(day, "d MMMM y")


def month(day: date) -> str:
    """listopad 2026"""
    return written(day, "LLLL y")


def of_month(day: date) -> str:
    """od (marca 2026)"""
    return written(day, "MMMM y")


def and_words(words: list[str]) -> str:
    """Anna, Piotr i Kuba"""
    return format_list(words, locale=get_locale() or "pl")


def day_month(day: date) -> str:
    """24 listopada"""
    return written(day, "d MMMM")


def paper_day(day: date) -> str:
    """19.11.2026"""
    return day.strftime("%d.%m.%Y")


def near_day(day: date) -> str:
    """dziś, jutro, wczoraj, or the short date."""
    words = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    return words.get((day - today()).days) or short_day(day)


def ago(day: date) -> str:
    """18 dni temu; farther back the date itself."""
    days = (today() - day).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if 1 < days <= NEAR_DAYS:
        return ngettext("%(num)d day ago", "%(num)d days ago", days)
    return plain_day(day)


def hour(moment: datetime) -> str:
    """13:05 in Warsaw"""
    return f"{warsaw(moment):%-H:%M}"


def duration(minutes: int) -> str:
    """1 godz. 15 min"""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}\u00a0{gettext('h')}"] if hours else []
    return " ".join(parts + ([f"{rest}\u00a0min"] if rest or not hours else []))


def minutes_between(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)


def clock_minutes(start: time, end: time) -> int:
    """Minutes from one clock time to another of the same day; 0 when the end comes first."""
    return max(0, (end.hour - start.hour) * 60 + end.minute - start.minute)


def number(value: Decimal | float) -> str:
    """Comma for decimals, none where there are none."""
    return (
        f"{value:f}".rstrip("0").rstrip(".").replace(".", ",")
        if "." in f"{value:f}"
        else f"{value}"
    )


def nbsp(text: str) -> str | Markup:
    """A no-break space after one-letter words."""
    tied = ONE_LETTER.sub("\\1\u00a0", str(escape(text)))
    return Markup(tied)  # noqa: S704 - escaped on the line above


def dialled(phone: str) -> str:
    """A number as tel: and sms: want it; nine digits are Polish."""
    digits = re.sub(r"[^0-9+]", "", phone)
    return f"+48{digits}" if len(digits) == 9 else digits


def label(word: Word) -> str:
    """The word's label in the language of the page."""
    return gettext(word.label)


FILTERS = (
    long_day, short_day, plain_day, month, of_month, day_month, paper_day, near_day, ago, hour,
    duration, number, nbsp, label, and_words, day_of, dialled,
)  # fmt: skip


def init(app: Flask) -> None:
    for function in FILTERS:
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.globals.update(
        today=today,
        now=now,
        minutes_between=minutes_between,
        age=age,
        fresh_id=fresh_id,
        clock_minutes=clock_minutes,
    )
