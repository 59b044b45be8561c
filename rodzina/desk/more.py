"""Więcej: the person, their account, and the ways that every role needs."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

from rodzina.accounts.queries import memberships_of
from rodzina.actors import Actor
from rodzina.concerns.queries import may_read_all
from rodzina.desk.blueprint import blueprint
from rodzina.office.queries import centres_named
from rodzina.vocabulary import Role
from rodzina.web.access import actor, open_to
from rodzina.web.kept import on_phone
from rodzina.web.navigation import PLACES
from rodzina.web.pages import page


def _(text: str) -> str:
    return text


@dataclass(frozen=True)
class Way:
    """A row of the page: where it leads, and for whom."""

    endpoint: str
    icon: str
    label: str
    meta: str = ""
    roles: frozenset[Role] = frozenset(Role)
    only: Callable[[Actor], bool] = lambda person: True


MANAGERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
GROUPS = (
    (
        Way(
            "offline.queue",
            "sent",
            _("Sending"),
            _("what waits on this phone"),
            frozenset({Role.ASSISTANT}),
        ),
        Way(
            "offline.setup",
            "cloud-off",
            _("Working without signal"),
            _("what you write stays on the phone until it is sent"),
            frozenset({Role.ASSISTANT}),
        ),
        Way(
            "offline.waiting",
            "wait",
            _("Waiting room"),
            _("entries from phones that wait to be accepted"),
            frozenset({Role.ASSISTANT, Role.SUPERVISOR}),
        ),
    ),
    (
        Way(
            "concerns.index",
            "flag",
            _("What I reported"),
            _("and who has read it"),
            frozenset({Role.ASSISTANT}),
        ),
        Way(
            "concerns.index",
            "flag",
            _("Concerns"),
            _("reported by the assistants"),
            frozenset({Role.SOCIAL_WORKER}),
            may_read_all,
        ),
    ),
    (
        Way("accounts.people", "users", _("People"), _("accounts, roles, invitations"), MANAGERS),
        Way("office.show", "office", _("Centre"), _("address, deputy, limits"), MANAGERS),
    ),
    (
        Way("accounts.devices", "lock", _("Devices and sessions"), _("where you are signed in")),
        Way("accounts.password", "key", _("Change the password")),
        Way(
            "accounts.appearance", "eye", _("Look and language"), _("light, dark, Polish, English")
        ),
    ),
    (
        Way("accounts.personal_data", "shield", _("Personal data")),
        Way("accounts.accessibility", "info", _("Accessibility statement")),
    ),
)


def ways_for(person: Actor) -> list[list[Way]]:
    """The groups of rows a role sees: what exists, and is not in its bar already."""
    in_bar = {place.endpoint for place in PLACES[person.role]}
    known = current_app.view_functions
    groups = [
        [
            way
            for way in group
            if person.role in way.roles
            and way.endpoint in known.keys() - in_bar
            and way.only(person)
        ]
        for group in GROUPS
    ]
    return [group for group in groups if group]


@blueprint.get("/more")
@open_to()
@on_phone("once")
def more() -> ResponseReturnValue:
    members = memberships_of(actor().person_id)
    here = (actor().office_id, actor().role)
    others = [m for m in members if (m.office_id, m.role) != here]
    return page(
        "desk/more.html",
        groups=[[(w, url_for(w.endpoint)) for w in group] for group in ways_for(actor())],
        others=others,
        offices=centres_named({m.office_id for m in others}) if others else {},
    )
