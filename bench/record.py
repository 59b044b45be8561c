"""Visit records to send: each of a fresh visit, at hours that no other one takes."""

from datetime import date, timedelta
from itertools import count
from uuid import UUID, uuid4

from bench.browser import Pairs
from bench.data import Caseload

# Seeded visits stand between 8.30 and 15.00; clocks that change do so before 3.00.
FIRST_MINUTE, LAST_MINUTE, LENGTH = 3 * 60, 8 * 60, 5
DAYS = 300  # a record may be a year old at most
NOTE = (
    "Pani Anna pokazała zeszyt wydatków z całego tygodnia. Razem policzyłyśmy, ile zostało na "
    "jedzenie do końca miesiąca, i ułożyłyśmy listę zakupów na trzy dni. Kuba był w domu, "
    "odrabiał lekcje przy stole. Umówiłyśmy się, że w piątek mama zadzwoni do szkoły."
)


class Records:
    """What one assistant will send, one record after another."""

    def __init__(self, caseload: Caseload, today: date) -> None:
        self.families, self.today = list(caseload.families.items()), today
        self.numbers = count()

    def next(self) -> tuple[str, Pairs]:
        """The address and the form of the next record."""
        number = next(self.numbers)
        family_id, members = self.families[number % len(self.families)]
        path = f"/families/{family_id}/visits/{uuid4()}/record"
        return path, [*self.times(number), *self.content(members), ("operation", str(uuid4()))]

    def times(self, number: int) -> Pairs:
        """A day before today and five minutes of it; the days are gone through first."""
        day = self.today - timedelta(days=1 + number % DAYS)
        start = FIRST_MINUTE + LENGTH * (number // DAYS)
        if start + LENGTH > LAST_MINUTE:
            raise SystemExit("no free hours are left to record: measure for a shorter time")
        return [
            ("day", day.isoformat()),
            ("started", clock(start)),
            ("ended", clock(start + LENGTH)),
        ]

    def content(self, members: list[UUID]) -> Pairs:
        """What a usual record says: two areas, a note, one agreement."""
        return [
            ("kind", "home_visit"),
            ("outcome", "completed"),
            ("place", "home"),
            *(("present", str(member)) for member in members),
            ("areas", "budget"),
            ("areas", "parenting"),
            ("phrases-budget", "Omówiono wydatki z ostatniego tygodnia."),
            ("participation", "4"),
            ("kilometres", "12"),
            ("note", NOTE),
            ("agree-0-text", "Zadzwonić do szkoły w sprawie obiadów"),
            ("agree-0-area", "parenting"),
            ("next", "none"),
        ]


def clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
