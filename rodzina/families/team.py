"""The assistants with their families, and who could take one over; read once, asked in memory."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from rodzina.actors import Actor
from rodzina.families.cards import fold
from rodzina.families.models import Family
from rodzina.families.queries import Places, Row, is_counted_case, places_of, rows_for


@dataclass(frozen=True)
class Team:
    """Everybody's places, and the families that take them."""

    places: list[Places]
    led: list[Row]

    def of(self, person_id: UUID | None) -> Places | None:
        return next((place for place in self.places if place.id == person_id), None)

    def candidates(self, locality: str) -> list[Places]:
        """Who may take a family there: neighbours first, then the least loaded; full ones last."""
        near = Counter(
            row.assistant_id
            for row in self.led
            if locality and fold(row.card.locality) == fold(locality)
        )
        found = [replace(place, nearby=near[place.id]) for place in self.places]
        return sorted(found, key=lambda p: (p.is_full, not p.nearby, p.count, p.weight))

    def led_by(self, assistant_id: UUID) -> list[Row]:
        """The families of an assistant, those that are easiest to hand over first.

        Easiest: a colleague with a free place is near already; then lighter work, a shorter time.
        """
        free = {p.id for p in self.places if not p.is_full} - {assistant_id}
        near = {fold(row.card.locality) for row in self.led if row.assistant_id in free}
        own = [row for row in self.led if row.assistant_id == assistant_id]
        own.sort(key=lambda row: row.started_on or row.created_at.date(), reverse=True)
        return sorted(own, key=lambda row: (fold(row.card.locality) not in near, row.difficulty))


def team(actor: Actor, on: date) -> Team:
    """Three statements, however large the team."""
    led = rows_for(actor, Family.assistant_id.is_not(None), is_counted_case(on))
    return Team(places_of(on), led)
