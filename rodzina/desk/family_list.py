"""The list of families: what needs attention first, then by the next visit; search; the queue."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from rodzina.accounts.queries import names_of
from rodzina.consents.queries import basis_states
from rodzina.consents.rules import BasisState, allows_planning
from rodzina.desk.blueprint import blueprint
from rodzina.families.places import counts
from rodzina.families.queries import Row, rows_for, unseen_children, waiting_order
from rodzina.families.queries import search as find
from rodzina.families.rules import ENDED
from rodzina.office.queries import parameters
from rodzina.visits.models import Visit
from rodzina.visits.queries import next_visits
from rodzina.vocabulary import CaseStatus, Role
from rodzina.web.access import actor, open_to
from rodzina.web.forms import LINE, clean
from rodzina.web.kept import on_phone
from rodzina.web.pages import page
from rodzina.web.polish import now, today

A_PAGE = 50
# Ended cases have a filter of their own, waiting ones a queue.
NOT_AT_HAND = ENDED | {CaseStatus.REQUESTED}
ROLES = (Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER)


def _(text: str) -> str:
    return text


@dataclass(frozen=True)
class Reason:
    """Why a family needs attention: the filter that finds it, an icon, a few words."""

    kind: str
    icon: str
    words: str


@dataclass(frozen=True)
class Line:
    """A family as the list shows it."""

    row: Row
    reasons: tuple[Reason, ...] = ()
    visit: Visit | None = None


@dataclass(frozen=True)
class Filter:
    code: str
    label: str
    keeps: Callable[[Line], bool]


def has(kind: str) -> Callable[[Line], bool]:
    return lambda line: any(reason.kind == kind for reason in line.reasons)


ALL = Filter("", _("All"), lambda line: line.row.case_status not in NOT_AT_HAND)
FILTERS = (
    ALL,
    Filter("quiet", _("Long without a visit"), has("quiet")),
    Filter("unseen", _("Child not seen"), has("unseen")),
    Filter("basis", _("Without consent"), has("basis")),
    Filter("missed", _("Nobody home"), has("missed")),
    Filter("ended", _("Ended"), lambda line: line.row.case_status in ENDED),
)
ALWAYS_SHOWN = frozenset({"", "quiet", "basis"})


def lines_of(rows: list[Row], on: date) -> list[Line]:
    """Every family with the reasons why it needs attention; four statements, however many."""
    held = parameters(on)
    working = {row.id for row in rows if row.is_worked_with}
    unseen = unseen_children(working, on - timedelta(days=held["child_unseen_days"]))
    bases = basis_states(working, on)
    return [
        Line(row, tuple(reasons_of(row, unseen, bases.get(row.id), held, on)))
        if row.id in working
        else Line(row)
        for row in rows
    ]


def reasons_of(
    row: Row,
    unseen: dict[UUID, date | None],
    basis: BasisState | None,
    held: dict[str, int],
    on: date,
) -> list[Reason]:
    """What a supervisor would ask about; phone calls reset none of these."""
    found = []
    quiet = (on - row.quiet_since).days
    if quiet >= held["not_visited_days"]:
        words = ngettext("%(num)d day without a visit", "%(num)d days without a visit", quiet)
        found.append(Reason("quiet", "clock", words))
    if row.id in unseen:
        found.append(Reason("unseen", "child", unseen_words(unseen[row.id], on)))
    state = basis or BasisState.MISSING
    if not allows_planning(state):
        found.append(Reason("basis", "sign", gettext(state.label)))
    if row.missed_visits >= held["missed_visits"]:
        words = gettext("%(count)s × nobody home", count=row.missed_visits)
        found.append(Reason("missed", "door", words))
    return found


def unseen_words(seen: date | None, on: date) -> str:
    if seen is None:
        return gettext("child not seen yet")
    days = (on - seen).days
    return ngettext("child not seen for %(num)d day", "child not seen for %(num)d days", days)


def in_order(lines: list[Line]) -> list[Line]:
    """Those that need attention first, the longest unvisited on top; the others by next visit."""
    visits = next_visits({line.row.id for line in lines}, now()) if lines else {}
    planned = [replace(line, visit=visits.get(line.row.id)) for line in lines]
    urgent = [line for line in planned if line.reasons]
    urgent.sort(key=lambda line: (-len(line.reasons), line.row.quiet_since))
    calm = [line for line in planned if not line.reasons]
    calm.sort(key=next_time)
    return urgent + calm


def next_time(line: Line) -> datetime:
    """When the next visit is; families without one come last."""
    return (line.visit and line.visit.planned_at) or datetime.max


@blueprint.get("/families")
@open_to(*ROLES, object_kind="own families")
@on_phone("once")
def families() -> ResponseReturnValue:
    """The families the actor may open, one page of them, under the chosen filter."""
    chosen = next((f for f in FILTERS if f.code == request.args.get("show", "")), ALL)
    number = max(1, min(request.args.get("page", 1, type=int), 10_000))
    return page("families/index.html", **listed(chosen, number))


def listed(chosen: Filter, number: int) -> dict[str, Any]:
    """The whole list under a filter, with how many each filter would find."""
    lines = lines_of(rows_for(actor()), today())
    found = {f.code: sum(map(f.keeps, lines)) for f in FILTERS}
    shown = in_order([line for line in lines if chosen.keeps(line)])
    return {
        "wanted": "",
        "chosen": chosen,
        "filters": [f for f in FILTERS if f.code in ALWAYS_SHOWN or found[f.code]],
        "found": found,
        **a_page(shown, number),
        **around(rows_of(lines)),
    }


@blueprint.post("/families/search")
@open_to(*ROLES, object_kind="own families")
def search() -> ResponseReturnValue:
    """By surname, first name or locality; sent in the body, so that no address keeps the words."""
    wanted = clean(request.form.get("q", ""))[:LINE]
    if not wanted:
        return page("families/index.html", parts=["family_list"], **listed(ALL, 1))
    lines = in_order(lines_of(find(actor(), wanted), today()))
    values = {"wanted": wanted, "chosen": ALL, **a_page(lines, 1)}
    values |= around(rows_for(actor()) if actor().is_a(Role.ASSISTANT) else rows_of(lines))
    return page("families/index.html", parts=["family_list"], **values)


def rows_of(lines: list[Line]) -> list[Row]:
    return [line.row for line in lines]


def a_page(lines: list[Line], number: int) -> dict[str, Any]:
    """Fifty at a time."""
    start = (number - 1) * A_PAGE
    return {
        "lines": lines[start : start + A_PAGE],
        "total": len(lines),
        "number": number,
        "more": len(lines) > start + A_PAGE,
    }


def around(rows: list[Row]) -> dict[str, Any]:
    """The assistant's caseload; for others who leads whom, and the queue."""
    if actor().is_a(Role.ASSISTANT):
        return {"names": {}, "waiting": [], "load": own_load(rows)}
    names = names_of({row.assistant_id for row in rows if row.assistant_id})
    return {"names": names, "waiting": waiting_order(rows), "load": None}


def own_load(rows: list[Row]) -> dict[str, int]:
    """Places taken of places there are, counted from the rows at hand."""
    taken = sum(counts(row.case_status, row.case_basis, today()) for row in rows)
    return {"count": taken, "limit": parameters(today())["caseload_limit"]}
