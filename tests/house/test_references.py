"""References: every id in every form and link is swapped for a stranger's, and none is accepted."""

import os
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid4

import pytest

from rodzina.vocabulary import Role
from tests.browsing import SAME_ORIGIN
from tests.cast import ZALESIE, Player
from tests.house.filling import ID, Fields, FilledForm, forms_of, parsed
from tests.house.probes import PLAYERS, Street, unreadable
from tests.house.scene import COLLEAGUE, ELSEWHERE, OWN
from tests.house.test_doors import counted as counted

FULL = os.environ.get("PROBES") == "full"
KINDS = ("family", "family_member", "visit", "task", "person", "concern", "invitation", "sign_in")
# Added to every form: what nobody may choose by sending it along.
STRAY = ("id", "family", "family_id", "person_id", "assistant_id", "member_id", "visit_id",
         "made_by", "recorded_by", "author_id", "task_id")  # fmt: skip
# What a form filled in without thinking cannot get past, and why.
NOT_BY_ITSELF = {
}


def own_pages(street: Street, role: Role) -> Iterator[str]:
    """The text of every page of the role's own."""
    for door in street.doors:
        places = (OWN,) * len(door.ids)
        if door.method == "GET" and door.roles and street.may_reach(door, places, role):
            address = street.address(door, places, PLAYERS[role])
            yield street.knock(door, address, PLAYERS[role]).get_data(as_text=True)


def forms(street: Street, role: Role) -> list[FilledForm]:
    """One form to each address that the role's pages offer."""
    held: dict[str, FilledForm] = {}
    for text in own_pages(street, role):
        for form in forms_of(parsed(text)):
            known = held.get(form.path)
            if known is None or len(form.fields) > len(known.fields):
                held[form.path] = form
    street.ground.restore()
    return list(held.values())


def send(street: Street, role: Role, form: FilledForm, fields: Fields) -> int:
    """The status of the answer; a fresh operation each time."""
    body: dict[str, list[str]] = {}
    for name, value in fields:
        body.setdefault(name, []).append(str(uuid4()) if name == "operation" else value)
    cookie = {"Cookie": f"rodzina={street.scene.tokens[PLAYERS[role].key]}"}
    answer = street.client.post(form.action, data=body, headers=SAME_ORIGIN | cookie)
    if unreadable(role)(answer.get_data(as_text=True)):
        return 500
    return answer.status_code


@pytest.mark.parametrize("role", list(Role))
def test_no_form_accepts_an_id_that_belongs_to_strangers(counted: Street, role: Role):
    for form in forms(counted, role):
        for number, _in_name, known in form.ids():
            for strange in strangers(counted, role, known):
                try_swapped(counted, role, form, form.swapped(number, known, strange), strange)


def strangers(street: Street, role: Role, known: UUID) -> list[UUID]:
    places = [ELSEWHERE] if role in {Role.SUPERVISOR, Role.ADMINISTRATOR} else [COLLEAGUE, ELSEWHERE]
    if FULL:
        return [street.scene.ids[place][kind] for place in places for kind in KINDS]
    return [street.scene.counterpart(known, place) for place in places]


def try_swapped(
    street: Street, role: Role, form: FilledForm, fields: Fields, strange: UUID
) -> None:
    before = street.ground.mentions(ZALESIE, strange)
    status = send(street, role, form, fields)
    accepted = street.ground.mentions(ZALESIE, strange) > before
    street.tally.count(f"{role}: {form.path} {strange} {status}" if accepted or status >= 500 else None)
    if status < 400:
        street.restore()


@pytest.mark.parametrize("role", list(Role))
def test_x(counted, role):
    for form in forms(counted, role):
        st=send(counted, role, form, form.fields)
        counted.tally.count(None)
        print(role, form.path, st, [f for f in form.fields if f[0]!='operation'])
        counted.ground.restore()
