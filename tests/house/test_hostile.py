"""Hostile input: whatever is sent to any form or address, the house answers and does not break."""

import os
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from rodzina.config import PROJECT
from rodzina.vocabulary import Role
from tests.house.filling import ID, Fields, FilledForm
from tests.house.probes import PLAYERS, Street
from tests.house.scene import OWN
from tests.house.tally import counted as counted

SHARE = 8
FULL = os.environ.get("PROBES") == "full"
INJECTED = "<script>alert(1)</script><b onclick=alert(2) hx-get=/x data-hx-get=/x>"
HOSTILE = (
    "", "\x00", "a\x00b", "²", "٣", "-1", "0", "99999999999999999999", "NaN", "1e400", "½",
    "x" * 20_001, "zażółć " * 4_000, "👩‍👧‍👦", "\u202eabc", "\ufffe", INJECTED,
    "{{ 7*7 }}%s%(x)s{0}",
    "'; DROP TABLE family; --", "0000-00-00", "9999-99-99", "2026-02-30", "24:61", "25.13.20261",
    "../../etc/passwd", "a\r\nSet-Cookie: b=c", "javascript:alert(1)", "member:",
    "member:x", "agree-",
    "00000000-0000-0000-0000-000000000000", "true", "null", "[]", "\u0131\u0130ß",
)  # fmt: skip
TOO_MUCH = b"note=" + b"x" * 700_000
BODIES = (
    (TOO_MUCH, "application/x-www-form-urlencoded"),
    (b"\xff\xfe\xed\xa0\x80=\xc0\x80", "application/x-www-form-urlencoded"),
    (b"a=%ZZ&%=&&=;operation=" + b"9" * 5_000, "application/x-www-form-urlencoded"),
    (b"--x\r\nnothing", "multipart/form-data; boundary=x"),
    (b"no boundary", "multipart/form-data"),
    (b'{"surname": {"a": [1]}}', "application/json"),
    (b"&".join(b"f%d=1" % n for n in range(3_000)), "application/x-www-form-urlencoded"),
)
ASKED = sorted(
    {
        name
        for path in (PROJECT / "rodzina").rglob("*.py")
        for name in re.findall(
            r'request\.(?:args|values)\.get\(\s*"(\w+)"', path.read_text("utf-8")
        )
    }
)


def some(things: Sequence[Any], turn: int) -> Sequence[Any]:
    """A share of them, another one at each turn; in full all of them."""
    return things if FULL else things[turn % SHARE :: SHARE]


def count(street: Street, answer: TestResponse, what: str) -> None:
    """Counts an answer that broke, or that gave markup back as markup."""
    wrong = answer.status_code >= 500 or INJECTED[:24].encode() in answer.data
    street.tally.count(f"{what}: {answer.status_code}" if wrong else None)


@pytest.mark.parametrize("role", list(Role))
def test_no_form_breaks_on_hostile_words(counted: Street, role: Role):
    for turn, form in enumerate(counted.forms(role)):
        for hostile in some(HOSTILE, turn):
            for fields in spoilt(form, hostile):
                answer = counted.send(role, form.action, fields)
                count(counted, answer, f"{role} {counted.endpoint(form.path)} {hostile[:30]!r}")
                if answer.status_code < 400:
                    counted.restore()
    assert not counted.tally.successes


def spoilt(form: FilledForm, hostile: str) -> list[Fields]:
    """All fields hostile at once; in full also one by one, and hostile in their names."""
    kept = [pair for pair in form.fields if pair[0] == "operation"]
    others = [pair for pair in form.fields if pair[0] != "operation"]
    named = [(re.sub(r"\d+", hostile[:20] or "x", ID.sub("x", name)), v) for name, v in others]
    made: list[Fields] = [[*kept, *((name, hostile) for name, _ in others)]]
    if named != others:
        made.append([*kept, *named])
    if FULL:
        made += [
            [*kept, *others[:n], (name, hostile), *others[n + 1 :]]
            for n, (name, _) in enumerate(others)
        ]
    return made


@pytest.mark.parametrize("role", list(Role))
def test_no_address_breaks_on_a_body_of_another_kind(counted: Street, role: Role):
    for turn, door in enumerate(counted.doors):
        if door.method != "GET" and door.takes(role):
            address = counted.address(door, (OWN,) * len(door.ids), PLAYERS[role])
            for body, kind in some(BODIES, turn):
                options = {"data": body, "content_type": kind}
                count(counted, counted.knock(door, address, PLAYERS[role], **options), door.name)
            counted.ground.restore()
    assert not counted.tally.successes


def test_a_body_beyond_the_limit_is_refused_with_a_word(street: Street):
    door = next(d for d in street.doors if d.name == "POST tasks.add")
    options = {"data": TOO_MUCH, "content_type": BODIES[0][1]}
    answer = street.knock(door, street.address(door, (OWN,)), PLAYERS[Role.ASSISTANT], **options)
    assert answer.status_code == 413
    assert "Nic nie zapisano" in answer.text


@pytest.mark.parametrize("role", list(Role))
def test_no_page_breaks_on_a_hostile_question(counted: Street, role: Role):
    for turn, door in enumerate(counted.doors):
        places = (OWN,) * len(door.ids)
        if door.method == "GET" and door.takes(role) and counted.may_reach(door, places, role):
            address = counted.address(door, places, PLAYERS[role])
            for hostile in some(HOSTILE, turn):
                asked = "&".join(f"{name}={quote(hostile[:2_000])}" for name in ASKED)
                answer = counted.ask(PLAYERS[role], f"{address}?{asked}")
                count(counted, answer, f"{role} {door.name} ?{hostile[:30]!r}")
    assert not counted.tally.successes
