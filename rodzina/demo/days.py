"""Working days of the demo: Polish holidays, shifts around them, ages and months."""

from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
FIXED_HOLIDAYS = (
    (1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26),
)  # fmt: skip


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    n = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, n // 31, n % 31 + 1)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    sunday = easter(year)
    movable = {sunday + DAY, sunday + 60 * DAY}
    return frozenset({date(year, month, day) for month, day in FIXED_HOLIDAYS} | movable)


@lru_cache(maxsize=4096)
def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def working_before(day: date, count: int) -> date:
    """The count-th working day before the given day."""
    while count:
        day -= DAY
        count -= is_working(day)
    return day


def working_after(day: date, count: int = 1) -> date:
    """The count-th working day after the given day."""
    while count:
        day += DAY
        count -= is_working(day)
    return day


def working_from(day: date) -> date:
    """The day itself when people work, otherwise the next working day."""
    return day if is_working(day) else working_after(day)


def working_until(day: date) -> date:
    """The day itself when people work, otherwise the last working day before it."""
    return day if is_working(day) else working_before(day, 1)


def age(born_on: date, on: date) -> int:
    """Whole years lived."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, no later than the 28th."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28))
