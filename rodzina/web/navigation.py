"""The bar of each role: the few places it goes to, the middle one being what it does most often."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flask import current_app, request, url_for

from rodzina.actors import Actor
from rodzina.vocabulary import Role


def _(text: str) -> str:
    return text


@dataclass(frozen=True)
class Place:
    endpoint: str
    icon: str
    label: str
    rooms: tuple[str, ...] = ()
    do: bool = False


@dataclass(frozen=True)
class Stop:
    """A place as the bar of this page shows it."""

    endpoint_url: str
    icon: str
    label: str
    current: bool
    do: bool
    waiting: Callable[[], int] | None = None

    @cached_property
    def count(self) -> int:
        """What waits for a person there; asked only when the bar is drawn."""
        return self.waiting() if self.waiting else 0


MORE = Place("desk.more", "dots", _("More"))
FAMILIES = Place("desk.families", "families", _("Families"))
PLACES = {
    Role.ASSISTANT: (
        Place("desk.today", "today", _("Today")),
        FAMILIES,
        Place("visits.new", "plus", _("Visit"), do=True),
        Place("tasks.index", "tasks", _("Tasks")),
        MORE,
    ),
    Role.SUPERVISOR: (
        Place("desk.overview", "chart", _("Overview")),
        Place("desk.team", "users", _("Team")),
        FAMILIES,
        Place("concerns.index", "flag", _("Concerns")),
        MORE,
    ),
    Role.SOCIAL_WORKER: (FAMILIES, MORE),
    Role.SUPPORT_FAMILY: (Place("support.start", "house", _("Start")), MORE),
    Role.ADMINISTRATOR: (
        Place("accounts.people", "users", _("People")),
        Place("office.show", "office", _("Centre")),
        MORE,
    ),
}
# How many things wait at a place: each room gives its own figure when it is loaded.
WAITING: dict[str, Callable[[], int]] = {}
FIRST = {role: places[0].endpoint for role, places in PLACES.items()}


def first_page(actor: Actor) -> str:
    """Where a role starts after signing in."""
    return url_for(FIRST[actor.role])


def bar(actor: Actor) -> list[Stop]:
    here = request.endpoint or ""
    return [
        Stop(
            url_for(p.endpoint), p.icon, p.label, is_current(p, here), p.do, WAITING.get(p.endpoint)
        )
        for p in PLACES[actor.role]
        if p.endpoint in current_app.view_functions
    ]


def is_current(place: Place, here: str) -> bool:
    """The exact page, or for the families' place any page of a family's file."""
    if place.endpoint == here:
        return True
    return place is FAMILIES and here in {"desk.family", "desk.search"}
