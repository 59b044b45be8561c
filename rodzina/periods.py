"""Small arithmetic of days: Warsaw days, ages, working days; no clock inside."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
UTC = ZoneInfo("UTC")


def warsaw(moment: datetime) -> datetime:
    """The moment as clocks in Warsaw showed it; a naive value is UTC (as stored)."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(WARSAW)


def day_of(moment: datetime) -> date:
    """The Warsaw day on which the moment fell."""
    return warsaw(moment).date()


def moment_of(day: date, at: time) -> datetime:
    """A Warsaw day and clock time as a stored moment: naive UTC."""
    return datetime.combine(day, at, WARSAW).astimezone(UTC).replace(tzinfo=None)


def age(born_on: date, on: date) -> int:
    """Whole years lived."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def week_of(day: date) -> list[date]:
    """Monday to Sunday of the day's week."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]


def rounded(moment: datetime, minutes: int = 5) -> datetime:
    """The moment rounded down to a step of minutes."""
    return moment.replace(minute=moment.minute - moment.minute % minutes, second=0, microsecond=0)


def parse_clock(text: str) -> time:
    """Reads 9:05, 9.05, 0905 or 9; raises ValueError otherwise."""
    digits = text.strip().replace(".", ":").replace(" ", "")
    if ":" not in digits:
        digits = f"{digits[:-2] or '0'}:{digits[-2:]}" if len(digits) > 2 else f"{digits}:00"
    hour, _, minute = digits.partition(":")
    numbers = hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()
    if not numbers or len(digits) > 5:
        raise ValueError(text)
    return time(int(hour), int(minute))
