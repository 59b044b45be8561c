"""What the story adds up to on its last day: last visit, children last seen, tries in vain."""

from dataclasses import dataclass, field
from datetime import date

from rodzina.demo.shapes import DemoFamily, Story
from rodzina.demo.visits import FACE_TO_FACE, OUTCOMES_AT_THE_DOOR


@dataclass(slots=True)
class Pulse:
    """Phone calls reset none of these."""

    visited_on: date | None = None
    missed: int = 0
    seen_on: dict[str, date] = field(default_factory=dict)

    def unseen(self, family: DemoFamily, today: date, days: int) -> list[str]:
        """Children at home whom nobody saw for so many days."""
        start = family.started_on or today
        children = [c for c in family.children if c.lives_at_home]
        return [c.key for c in children if (today - self.seen_on.get(c.key, start)).days >= days]


def pulses(story: Story) -> dict[str, Pulse]:
    """The pulse of every family, by its key; visits are told in order of time."""
    found = {family.key: Pulse() for family in story.families}
    for visit in story.visits:
        pulse = found[visit.family]
        if visit.kind in FACE_TO_FACE and visit.outcome == "completed":
            pulse.visited_on, pulse.missed = visit.starts_at.date(), 0
            pulse.seen_on.update(dict.fromkeys(visit.present, visit.starts_at.date()))
        elif visit.outcome in OUTCOMES_AT_THE_DOOR:
            pulse.missed += 1
    return found
