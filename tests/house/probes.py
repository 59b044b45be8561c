"""Knocking on doors: who asks what of which address, and what the house must answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.test import TestResponse

from rodzina.vocabulary import Role
from rodzina.web.access import policy
from tests.browsing import SAME_ORIGIN
from tests.cast import (
    ADMIN,
    BARBARA,
    BRZEZINY,
    COLLEAGUES,
    MARTA,
    OTHER_ASSISTANT,
    OTHER_SUPERVISOR,
    SOCIAL,
    SUPPORT,
    ZALESIE,
    Player,
)
from tests.house.filling import Fields, FilledForm, forms_of
from tests.house.ground import Ground
from tests.house.scene import COLLEAGUE, ELSEWHERE, OWN, Scene

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PLAYERS = {p.role: p for p in (MARTA, BARBARA, SOCIAL, SUPPORT, ADMIN)}
CENTRE = {OWN, COLLEAGUE}
# Whose things each role may reach, by the first id in the address; nobody another centre's.
REACH: dict[str, dict[Role, set[str]]] = {
    "family_id": {
        Role.ASSISTANT: {OWN},
        Role.SOCIAL_WORKER: {OWN},
        Role.SUPERVISOR: CENTRE,
    },
    "entry_id": {Role.ASSISTANT: {OWN}, Role.SUPERVISOR: CENTRE},
    "concern_id": {Role.ASSISTANT: {OWN}, Role.SUPERVISOR: CENTRE},
    "person_id": {Role.SUPERVISOR: CENTRE, Role.ADMINISTRATOR: CENTRE},
    "invitation_id": {Role.SUPERVISOR: CENTRE, Role.ADMINISTRATOR: CENTRE},
    "sign_in_id": {role: {OWN} for role in Role},
    "device_id": {
        Role.ASSISTANT: {OWN},
        Role.SUPERVISOR: CENTRE,
        Role.ADMINISTRATOR: CENTRE,
    },
}
# Ids are born on the device: an unknown one, or one of another file, begins something new there.
BORN_ON_THE_DEVICE = {
    "visits.record", "visits.keep_record", "visits.draft", "visits.finish", "visits.missed",
}  # fmt: skip
VISITS = {
    "visits.clock": "visit under_way",
    "visits.draft": "visit under_way",
    "visits.finish": "visit under_way",
    "visits.record": "visit planned",
    "visits.keep_record": "visit planned",
    "visits.missed": "visit planned",
    "visits.cancel": "visit planned",
}
# What stands in an address besides ids.
WORDS = {
    "code": "assistant",
    "name": "usual_visit_minutes",
    "tag": "0",
    "token": "nobody-has-this-token",
}


@dataclass(frozen=True)
class Door:
    """An address with one of its methods, and the roles that may use it (None: everybody)."""

    endpoint: str
    method: str
    roles: frozenset[Role] | None
    ids: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.endpoint}"

    def takes(self, role: Role) -> bool:
        return self.roles is None or role in self.roles


def doors(app: Flask) -> list[Door]:
    """Every door of the live route map, with its declared roles."""
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    found = []
    for row in policy(app):
        roles = None if row["roles"] == "public" else frozenset(map(Role, row["roles"]))  # type: ignore[call-arg]
        asked = [a for a in row["route"].replace("<", ">").split(">") if a.rpartition(":")[2]]
        names = [a.rpartition(":")[2] for a in asked]
        names = [n for n in names if n in rules[row["endpoint"]].arguments]
        ids = tuple(n for n in names if n.endswith("_id"))
        words = tuple(n for n in names if not n.endswith("_id"))
        found += [Door(row["endpoint"], m, roles, ids, words) for m in row["methods"]]
    return found


@dataclass
class Tally:
    """How many times somebody knocked, and where they got in though they should not have."""

    probes: int = 0
    successes: list[str] = field(default_factory=list)

    def count(self, success: str | None) -> None:
        self.probes += 1
        if success:
            self.successes.append(success)


class Street:
    """The house from outside: the cast at its doors, with the scene behind them."""

    def __init__(self, ground: Ground, scene: Scene) -> None:
        self.ground, self.scene, self.app = ground, scene, ground.app
        self.doors = doors(self.app)
        self.urls = self.app.url_map.bind("localhost")
        self.tally = Tally()
        self.known_forms: dict[Role, list[FilledForm]] = {}
        self.client = self.app.test_client(use_cookies=False)
        self.strangers = self.work_of_strangers()

    def address(self, door: Door, places: tuple[str, ...], player: Player | None = None) -> str:
        """The door's address with each id from the named place."""
        held = {name: WORDS[name] for name in door.words}
        for name, place in zip(door.ids, places, strict=True):
            held[name] = str(self.id_for(door, name, place, player))
        return self.urls.build(door.endpoint, held, method=door.method)

    def id_for(self, door: Door, name: str, place: str, player: Player | None) -> UUID:
        if place == "nowhere":
            return uuid4()
        if name == "sign_in_id" and place == OWN and "person_id" not in door.ids and player:
            return self.scene.sessions[player.key]
        if name == "visit_id" and door.endpoint in VISITS:
            return self.scene.id_of(place, VISITS[door.endpoint])
        try:
            return self.scene.id_of(place, name)
        except KeyError:
            raise AssertionError(
                f"{door.name} wants a {name} that tests/house/scene.py does not make"
            ) from None

    def work_of_strangers(self) -> list[str]:
        """A fingerprint of the other centre with its people, and of the colleague's file."""
        theirs = {OTHER_ASSISTANT.id, OTHER_SUPERVISOR.id}
        return [
            self.ground.fingerprint(
                BRZEZINY, of=lambda row: row[0] == BRZEZINY or row[0] in theirs
            ),
            self.ground.fingerprint(ZALESIE, of=lambda row: COLLEAGUES in tuple(row)),
        ]

    def restore(self) -> None:
        """Back to how it was; what strangers work on must not have changed until then."""
        assert self.work_of_strangers() == self.strangers, "the work of strangers was changed"
        self.ground.restore()

    def knock(
        self, door: Door, address: str, player: Player | None, **options: Any
    ) -> TestResponse:
        """One request, with a browser's manners unless the headers say otherwise."""
        headers = dict(options.pop("headers", SAME_ORIGIN))
        if player:
            headers["Cookie"] = f"rodzina={self.scene.tokens[player.key]}"
        method = options.pop("method", door.method)
        if method in {"POST", "PUT", "PATCH"} and "data" not in options:
            options["data"] = {"operation": str(uuid4())}
        return self.client.open(address, method=method, headers=headers, **options)

    def ask(self, player: Player | None, address: str) -> TestResponse:
        cookie = f"rodzina={self.scene.tokens[player.key]}" if player else ""
        return self.client.get(address, headers={"Cookie": cookie})

    def pages(self, role: Role) -> Iterator[TestResponse]:
        """Every page of the role's own file and account."""
        for door in self.doors:
            places = (OWN,) * len(door.ids)
            if door.method == "GET" and door.roles and self.may_reach(door, places, role):
                yield self.knock(door, self.address(door, places, PLAYERS[role]), PLAYERS[role])

    def forms(self, role: Role) -> list[FilledForm]:
        """The fullest form to each address that the role's pages offer; read once a role."""
        if role in self.known_forms:
            return self.known_forms[role]
        held: dict[str, FilledForm] = {}
        for page in self.pages(role):
            for form in forms_of(page.text):
                known = held.get(form.path)
                if known is None or len(form.fields) > len(known.fields):
                    held[form.path] = form
        self.restore()
        self.known_forms[role] = list(held.values())
        return self.known_forms[role]

    def send(self, role: Role, action: str, fields: Fields) -> TestResponse:
        """Posts a form as somebody of the role, each time as a new operation."""
        body: dict[str, list[str]] = {}
        for name, value in fields:
            body.setdefault(name, []).append(str(uuid4()) if name == "operation" else value)
        cookie = {"Cookie": f"rodzina={self.scene.tokens[PLAYERS[role].key]}"}
        return self.client.post(action, data=body, headers=SAME_ORIGIN | cookie)

    def endpoint(self, path: str) -> str:
        return str(self.urls.match(path, method="POST")[0])

    def may_reach(self, door: Door, places: tuple[str, ...], role: Role) -> bool:
        """All ids of one file, and that file within the role's reach."""
        if not door.takes(role):
            return False
        if not door.ids:
            return True
        assert door.ids[0] in REACH, f"{door.name}: say in REACH who may reach a {door.ids[0]}"
        reach = REACH[door.ids[0]].get(role, set())
        return len(set(places)) == 1 and places[0] in reach

    def is_born(self, door: Door, places: tuple[str, ...], role: Role) -> bool:
        """An id that belongs elsewhere, but only names something new in one's own file."""
        reach = REACH["family_id"].get(role, set())
        return door.endpoint in BORN_ON_THE_DEVICE and door.takes(role) and places[0] in reach


def combinations(door: Door) -> Iterator[tuple[str, ...]]:
    """Every mixture of places for the ids of an address."""
    return product((OWN, COLLEAGUE, ELSEWHERE, "nowhere"), repeat=len(door.ids))


def unreadable(role: Role) -> Callable[[TestResponse], bool]:
    """Whether an answer shows a canary that this role must not see anywhere."""
    strange = [f"KAN-{ELSEWHERE}".encode()]
    if role in {Role.ASSISTANT, Role.SOCIAL_WORKER, Role.SUPPORT_FAMILY}:
        strange.append(f"KAN-{COLLEAGUE}".encode())
    return lambda answer: any(mark in answer.data for mark in strange)
