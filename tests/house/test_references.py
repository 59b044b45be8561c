"""References: every id in every form and link is swapped for a stranger's, and none is accepted."""

import os
import re
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import pytest

from rodzina.vocabulary import Role
from tests.cast import ZALESIE
from tests.house.filling import ID, FilledForm
from tests.house.probes import PLAYERS, Street, unreadable
from tests.house.scene import COLLEAGUE, ELSEWHERE, OWN
from tests.house.tally import counted as counted

FULL = os.environ.get("PROBES") == "full"
KINDS = ("family", "family_member", "visit", "task", "person", "concern", "invitation", "sign_in")
# Sent along with every form: what nobody may choose by just naming it.
STRAY = {
    "id": "family", "family": "family", "family_id": "family", "member_id": "family_member",
    "visit_id": "visit", "task_id": "task", "person_id": "person", "assistant_id": "person",
    "social_worker_id": "person", "made_by": "person", "recorded_by": "person",
    "author_id": "person", "deputy_id": "person", "agreed_visit_id": "visit",
}  # fmt: skip
ASKED = ("family", "person", "visit", "task", "assistant", "member", "after")
# What a form cannot get past when it is filled in without thinking, and why.
NOT_BY_ITSELF = {
    "accounts.reset": "she works in another centre too",
    "accounts.give": "she has that role already",
    "offline.accept": "what waits there was never a form",
    "offline.attach": "what waits there was never a form",
    "offline.rescue_file": "it wants a file",
}


@pytest.mark.parametrize("role", list(Role))
def test_every_form_filled_in_plainly_is_accepted(street: Street, role: Role):
    """Otherwise the refusals below would prove nothing."""
    refused = {}
    for form in street.forms(role):
        answer = street.send(role, form.action, form.fields)
        if answer.status_code >= 400:
            refused[street.endpoint(form.path)] = answer.status_code
        street.ground.restore()
    assert not {name: code for name, code in refused.items() if name not in NOT_BY_ITSELF}


@pytest.mark.parametrize("role", list(Role))
def test_no_form_accepts_an_id_that_belongs_to_strangers(counted: Street, role: Role):
    for form in counted.forms(role):
        for number, known in form.ids():
            for strange in strangers(counted, role, known):
                fields = form.swapped(number, known, strange)
                try_to_refer(counted, role, form, fields, strange)
        fields = [*form.fields, ("office_id", "2"), ("office", "2")]
        theirs = {name: counted.scene.ids[ELSEWHERE][kind] for name, kind in STRAY.items()}
        fields += [(name, str(strange)) for name, strange in theirs.items()]
        try_to_refer(counted, role, form, fields, *theirs.values())
    assert not counted.tally.successes


def strangers(street: Street, role: Role, known: UUID) -> list[UUID]:
    """Ids of the same kind from files that the role may not reach; in full, ids of all kinds."""
    reaches_all = role in {Role.SUPERVISOR, Role.ADMINISTRATOR}
    places = [ELSEWHERE] if reaches_all else [COLLEAGUE, ELSEWHERE]
    if FULL:
        return [street.scene.ids[place][kind] for place in places for kind in KINDS]
    return [street.scene.counterpart(known, place) for place in places]


def try_to_refer(
    street: Street, role: Role, form: FilledForm, fields: list[tuple[str, str]], *strange: UUID
) -> None:
    """Refused, or the strange id is nowhere in what the centre keeps afterwards."""
    before = street.ground.mentions(ZALESIE, strange)
    answer = street.send(role, form.action, fields)
    accepted = street.ground.mentions(ZALESIE, strange) > before
    wrong = accepted or answer.status_code >= 500 or unreadable(role)(answer)
    what = f"{role}: {street.endpoint(form.path)} {answer.status_code} {fields}"
    street.tally.count(what if wrong else None)
    if answer.status_code < 400:
        street.restore()


@pytest.mark.parametrize("role", list(Role))
def test_no_address_shows_more_for_a_strange_id_behind_its_question_mark(
    counted: Street, role: Role
):
    player = PLAYERS[role]
    for address in questions(counted, role):
        for known in {UUID(found) for found in ID.findall(urlsplit(address).query)}:
            for strange in strangers(counted, role, known):
                asked = address.replace(str(known), str(strange))
                answer = counted.ask(player, asked)
                wrong = answer.status_code >= 500 or unreadable(role)(answer)
                counted.tally.count(f"{role}: {asked} {answer.status_code}" if wrong else None)
    counted.tally.count(None)
    assert not counted.tally.successes


def questions(street: Street, role: Role) -> Iterator[str]:
    """Addresses on the role's pages whose questions name ids, and every page asked for a family."""
    held = {}
    for page in street.pages(role):
        for address in re.findall(r'(?:href|action|data-hx-get)="(/[^"]*\?[^"]*)"', page.text):
            address = address.replace("&amp;", "&")
            if ID.search(urlsplit(address).query):
                held[ID.sub("", address)] = address
    for door in street.doors:
        if door.method == "GET" and door.takes(role) and not door.ids and not door.words:
            named = dict.fromkeys(ASKED, street.scene.id_of(OWN, "family_id"))
            held[door.endpoint] = f"{street.address(door, ())}?{urlencode(named)}"
    return iter(held.values())
