"""Doors: every route of the live map, tried by every role on its own and on others' objects.

PROBES=full tries each of them with all the manners that a browser, htmx and the outbox have.
"""

import os
import re
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from rodzina.vocabulary import Role
from tests.browsing import SAME_ORIGIN
from tests.cast import ZALESIE, Player
from tests.house.probes import METHODS, PLAYERS, Door, Street, combinations, unreadable
from tests.house.scene import COLLEAGUE, OWN, WAYS_OUT
from tests.house.tally import counted as counted

SCRIPTED = SAME_ORIGIN | {"HX-Request": "true", "HX-Target": "div#main"}
SENT_LATER = SAME_ORIGIN | {"Idempotency-Key": "0d6b5a3e-55a4-4f0e-9b5b-0e8f3b1f2c11"}
TYPED = {"Sec-Fetch-Site": "none"}
FULL = os.environ.get("PROBES") == "full"
MANNERS = (SAME_ORIGIN, SCRIPTED, SENT_LATER, TYPED) if FULL else (SAME_ORIGIN,)
CROSS_SITE: tuple[dict[str, str], ...] = (
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "cross-site", "HX-Request": "true", "Idempotency-Key": "1"},
    {"Origin": "null"},
    {"Origin": "https://localhost.example.com"},
    {"Referer": "http://localhost/today"},
)
KINDS = (
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
    "application/json",
)
# Canaries of fields that these roles may read, and beginnings of those that others may not.
ONLY = {
    Role.SUPPORT_FAMILY: {"family_member.first_name", "support_link.shared_note"},
    Role.ADMINISTRATOR: {"invitation.name", "device.label"},
}
NOT_FOR = {
    Role.SOCIAL_WORKER: ("concern", "visit_record", "visit_area", "visit_draft"),
    Role.SUPERVISOR: ("visit_draft",),
}
# Declared for a role, but opened only to one of them: the deputy among the social workers.
ONLY_FOR_SOME = {("concerns.index", Role.SOCIAL_WORKER)}
SIGNS_OUT = "accounts.close_session"
LET_IN = {200, 204, 303, 400, 409, 422}


def lost() -> list[Player | None]:
    """Nobody, and those whose session no longer lets them in."""
    return [None, *(Player(how, ZALESIE, Role.ASSISTANT, "") for how in WAYS_OUT)]


def leads_to_sign_in(answer: TestResponse) -> bool:
    return answer.status_code == 303 and urlsplit(answer.location or "").path == "/sign-in"


def own_address(street: Street, door: Door, player: Player | None = None) -> str:
    return street.address(door, (OWN,) * len(door.ids), player)


def test_nobody_comes_in_without_a_living_session(counted: Street):
    for door in counted.doors:
        if door.roles is not None:
            for player in lost():
                who, address = player.key if player else "nobody", own_address(counted, door)
                answer = counted.knock(door, address, player)
                counted.tally.count(None if leads_to_sign_in(answer) else f"{who}: {door.name}")
                for headers in (SCRIPTED, SENT_LATER):
                    answer = counted.knock(door, address, player, headers=headers)
                    refused = answer.status_code == 401 and not answer.data
                    counted.tally.count(None if refused else f"{who}, scripted: {door.name}")
    assert not counted.tally.successes


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_not_reach_is_not_found(counted: Street, role: Role):
    """Doors of other roles, and behind its own doors everything that belongs to others."""
    for door in counted.doors:
        if door.roles is not None:
            for places in combinations(door):
                if not counted.may_reach(door, places, role):
                    for manners in MANNERS:
                        try_in_vain(counted, door, places, role, manners)
    assert not counted.tally.successes


def try_in_vain(
    street: Street, door: Door, places: tuple[str, ...], role: Role, manners: dict[str, str]
) -> None:
    """404, or for an id born on the device anything that shows and changes nothing of others."""
    address = street.address(door, places)
    answer = street.knock(door, address, PLAYERS[role], headers=manners)
    born = street.is_born(door, places, role) and answer.status_code < 500
    kept = not unreadable(role)(answer)
    what = f"{role}: {door.name} {places} {answer.status_code}"
    street.tally.count(None if kept and (answer.status_code == 404 or born) else what)
    if answer.status_code < 400 and door.method != "GET":
        street.restore()


def test_no_form_is_taken_from_another_site(counted: Street):
    before = counted.ground.fingerprint(ZALESIE)
    for door in counted.doors:
        if door.method != "GET":
            roles = list(Role) if door.roles is None else sorted(door.roles)
            for player in [None, *(PLAYERS[role] for role in (roles if FULL else roles[-1:]))]:
                try_from_elsewhere(counted, door, player)
    assert counted.ground.fingerprint(ZALESIE) == before
    assert not counted.tally.successes


def try_from_elsewhere(street: Street, door: Door, player: Player | None) -> None:
    who, address = player.key if player else "nobody", own_address(street, door, player)
    for headers in CROSS_SITE:
        answer = street.knock(door, address, player, headers=headers)
        street.tally.count(None if answer.status_code == 403 else f"{who}: {door.name} {headers}")
    for kind in KINDS:
        options = {"data": b"a=1", "content_type": kind, "headers": CROSS_SITE[1]}
        answer = street.knock(door, address, player, **options)
        street.tally.count(None if answer.status_code == 403 else f"{who}: {door.name} {kind}")


def test_no_address_knows_a_method_that_it_does_not_declare(counted: Street):
    declared: dict[str, set[str]] = {}
    for door in counted.doors:
        declared.setdefault(own_address(counted, door), set()).add(door.method)
    for door in counted.doors:
        address = own_address(counted, door)
        for method in set(METHODS) - declared.pop(address, set(METHODS)):
            for player in [None, *PLAYERS.values()] if FULL else [PLAYERS[Role.SUPERVISOR]]:
                answer = counted.knock(door, address, player, method=method)
                counted.tally.count(None if answer.status_code == 405 else f"{method} {address}")
    assert not counted.tally.successes


@pytest.mark.parametrize("role", list(Role))
def test_everybody_gets_in_where_they_belong(street: Street, role: Role):
    """Otherwise the refusals above would prove nothing."""
    shut = []
    for door in street.doors:
        if door.roles is None or (door.endpoint, role) in ONLY_FOR_SOME:
            continue
        for place in (OWN, COLLEAGUE) if door.method == "GET" and door.ids else (OWN,):
            places = (place,) * len(door.ids)
            if street.may_reach(door, places, role):
                answer = street.knock(
                    door, street.address(door, places, PLAYERS[role]), PLAYERS[role],
                    data=what_it_needs(PLAYERS[role]) if door.method != "GET" else None,
                )  # fmt: skip
                went_out = door.endpoint != SIGNS_OUT and leads_to_sign_in(answer)
                if answer.status_code not in LET_IN or went_out:
                    shut.append(f"{door.name} {place}: {answer.status_code}")
                if door.method != "GET":
                    street.ground.restore()
    assert not shut


def what_it_needs(player: Player) -> dict[str, str]:
    """Fields without which some addresses know nothing to show."""
    return {"member": f"{player.office}:{player.role}", "role": str(Role.ASSISTANT)}


def test_no_page_shows_what_its_reader_must_not_see(counted: Street):
    for role, player in PLAYERS.items():
        for door in counted.doors:
            places = (OWN,) * len(door.ids)
            if door.method == "GET" and door.takes(role) and counted.may_reach(door, places, role):
                answer = counted.knock(door, counted.address(door, places, player), player)
                seen = unreadable(role)(answer)
                counted.tally.count(f"{role} {door.name}" if seen else None)
    assert not counted.tally.successes


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reads_the_fields_that_are_for_it_and_no_others(counted: Street, role: Role):
    seen = set()
    for page in counted.pages(role):
        found = {m.decode() for m in re.findall(rb"KAN-\w+-([\w.]+)", page.data)}
        wrong = sorted(field for field in found if not is_for(role, field))
        counted.tally.count(f"{role} {page.request.path}: {wrong}" if wrong else None)
        seen |= found
    assert seen, "no page shows anything"
    assert not counted.tally.successes


def is_for(role: Role, field: str) -> bool:
    """BR-19 for support families; concerns and notes of visits are not for social workers."""
    if role in ONLY:
        return field in ONLY[role]
    return not field.startswith(NOT_FOR.get(role, ()))
