"""The supervisor's overview and the team: what needs attention, with names, without a tap."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from rodzina.concerns.queries import unread
from rodzina.desk.blueprint import blueprint
from rodzina.desk.overview_queries import Load, Named, Overview, overview_of, team_of
from rodzina.families.queries import rows_for, waiting_order
from rodzina.vocabulary import Role
from rodzina.web.access import actor, open_to
from rodzina.web.pages import page
from rodzina.web.polish import now, today

NAMES_SHOWN = 5
DECISIONS_SHOWN = 6
SILENT_PHONE = timedelta(days=2)


def _(text: str) -> str:
    return text


# Polish declines months: "w listopadzie", "we wrześniu".
VISITS_IN = (
    _("Visits in January"),
    _("Visits in February"),
    _("Visits in March"),
    _("Visits in April"),
    _("Visits in May"),
    _("Visits in June"),
    _("Visits in July"),
    _("Visits in August"),
    _("Visits in September"),
    _("Visits in October"),
    _("Visits in November"),
    _("Visits in December"),
)


@dataclass(frozen=True)
class Tile:
    """A number, what it counts, and who."""

    count: int
    label: str
    who: str
    icon: str
    href: str
    tone: str = "warn"


@blueprint.get("/overview")
@open_to(Role.SUPERVISOR, object_kind="centre")
def overview() -> ResponseReturnValue:
    """Alerts with names, the team, and what waits for a decision."""
    held, concerns = overview_of(actor(), today()), unread(now(), DECISIONS_SHOWN)
    return page(
        "desk/overview.html",
        held=held,
        tiles=tiles_of(held),
        concerns=concerns,
        late=[signal for signal in concerns if signal.late],
        waiting=held.waiting[:DECISIONS_SHOWN],
        left_behind=held.left_behind[:DECISIONS_SHOWN],
        visits_label=VISITS_IN[today().month - 1],
        is_silent=is_silent,
        is_quiet=lambda since: is_quiet(since, held.figures["not_visited_days"]),
    )


def is_silent(seen_at: datetime) -> bool:
    """Nothing has come from the assistant's phone for some days."""
    return now() - seen_at > SILENT_PHONE


def is_quiet(since: date, days: int) -> bool:
    return (today() - since).days >= days


def tiles_of(held: Overview) -> list[Tile]:
    """One tile for each kind of alert that there is."""
    days, unseen = held.figures["not_visited_days"], held.figures["child_unseen_days"]
    missed = held.figures["missed_visits"]
    found = [
        over_limit(held.over),
        named_tile(
            held.quiet, "clock", "quiet",
            ngettext("no visit for %(num)d day", "no visit for %(num)d days", days),
        ),
        named_tile(
            held.unseen, "child", "unseen",
            ngettext("child not seen for %(num)d day", "child not seen for %(num)d days", unseen),
        ),
        named_tile(
            held.missed, "door", "missed",
            gettext("%(count)s × nobody home", count=missed),
        ),
        named_tile(held.without_basis, "sign", "basis", gettext("without consent")),
    ]  # fmt: skip
    return [tile for tile in found if tile.count]


def named_tile(named: list[Named], icon: str, show: str, label: str) -> Tile:
    return Tile(len(named), label, named_words(named), icon, url_for("desk.families", show=show))


def named_words(named: list[Named]) -> str:
    """Szulc 18, Cichy 16, Rak 15; after some names only how many more."""
    shown = [f"{n.surname}\u00a0{n.figure}" if n.figure else n.surname for n in named]
    return listed(shown)


def listed(words: list[str]) -> str:
    more = len(words) - NAMES_SHOWN
    if more <= 0:
        return ", ".join(words)
    rest = ngettext("and %(num)d more", "and %(num)d more", more)
    return f"{', '.join(words[:NAMES_SHOWN])} {rest}"


def over_limit(over: list[Load]) -> Tile:
    """Who is over the limit; a tap begins the hand-over of one of their families."""
    words = [
        gettext("%(name)s, %(count)s of %(limit)s", name=o.name, count=o.count, limit=o.limit)
        for o in over
    ]
    href = url_for("families.assign", person_id=over[0].id) if over else ""
    label = gettext("over the limit")
    return Tile(len(over), label, listed(words), "users", href, tone="danger")


@blueprint.get("/team")
@open_to(Role.SUPERVISOR, object_kind="centre")
def team() -> ResponseReturnValue:
    """Who leads how many families, and how difficult they are together."""
    rows = rows_for(actor())
    return page(
        "desk/team.html",
        team=team_of(actor(), rows, today()),
        waiting=waiting_order(rows),
    )
