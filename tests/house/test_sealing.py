"""What a browser writes down by itself: keys, typed text, titles, addresses, answers."""

import json
import re
from typing import Any

import pytest

from rodzina.config import PROJECT
from rodzina.vocabulary import Role
from tests.cast import MARTA
from tests.house.filling import parsed
from tests.house.ground import on_sqlite
from tests.house.probes import WORDS, Street
from tests.house.scene import FILES, OWN
from tests.house.test_templates import TEMPLATES, name_of, source

SCRIPTS = sorted((PROJECT / "static/js").glob("*.js"))
MAKES_A_KEY = re.compile(r"\b(?:importKey|deriveKey|generateKey|unwrapKey)\((.*)")
LEAVES_MEMORY = re.compile(r"\b(?:exportKey|wrapKey|deriveBits)\(")
# The first value of put and add, the last of write, which puts under a name.
PUT = re.compile(r"(?:\.put|\.add)\(([^;]*)\)|\bwrite\([^,]+,[^,]+, ?([^;]*)\)")
SEALS = re.compile(r"\b(?:seal|shut|wrap|wrapped)\(")
# How keys, and what holds them, are called in our scripts.
A_KEY = re.compile(r"\b(?:enc|mac|dk|keys|box)\b(?!\.(?:db|person|device)\b)")
PASSWORDS_OF_THE_ACCOUNT = {"current-password", "new-password"}
TITLE = re.compile(r"\{\{ _\(\"[^\"{}]*\"\) \}\}")
# A line that a person types into; ticks and choices from a list hold no words of their own.
NO_WORDS = {"hidden", "checkbox", "radio", "submit", "button", "file"}


def test_no_key_can_leave_the_memory():
    made = [(p.name, m[1]) for p in SCRIPTS for m in MAKES_A_KEY.finditer(p.read_text("utf-8"))]
    assert len(made) >= 3
    for where, arguments in made:
        assert re.search(r"\bfalse\b", arguments), f"{where}: a key that can be taken out"
    assert not [p.name for p in SCRIPTS if LEAVES_MEMORY.search(p.read_text("utf-8"))]


def without_seals(script: str) -> str:
    """The script without what it seals: a key that does so stays where it is."""
    while found := SEALS.search(script):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(script[end], 0)
            end += 1
        script = script[: found.start()] + "sealed" + script[end:]
    return script


def keys_put(script: str) -> list[str]:
    """What a script puts into the store and is called like a key."""
    put = [m[1] or m[2] or "" for m in PUT.finditer(without_seals(script))]
    return [value for value in put if A_KEY.search(value)]


def test_no_key_is_put_into_the_store():
    assert not [(p.name, found) for p in SCRIPTS if (found := keys_put(p.read_text("utf-8")))]


@pytest.mark.parametrize(
    "line",
    [
        'meta.put(box.enc, "k");',
        "store.add({ enc, mac });",
        'write(db, "keys", keys);',
        'write(box.db, "x", await f(box));',
    ],
)
def test_a_key_that_is_put_into_the_store_is_noticed(line: str):
    assert keys_put(line)


def words_typed(tree: Any) -> list[tuple[Any, Any]]:
    """Each field that a person types words into, with its form."""
    forms = {form.get("id"): form for form in tree.iter("form")}
    inside = {field: form for form in tree.iter("form") for field in form.iter()}
    fields = [f for f in tree.iter() if f.tag == "textarea" or f.tag == "input"]
    shown = [f for f in fields if f.get("type", "text") not in NO_WORDS]
    return [(f, forms.get(f.get("form")) if f.get("form") else inside.get(f)) for f in shown]


def is_of_signing_in(field: Any, form: Any) -> bool:
    """The account's own password and name, which a person's password manager may keep."""
    return form is not None and any(
        f.get("autocomplete") in PASSWORDS_OF_THE_ACCOUNT for f in form.iter("input")
    )


@on_sqlite
@pytest.mark.parametrize("role", list(Role))
def test_no_field_lets_the_browser_keep_what_is_typed(street: Street, role: Role):
    seen = 0
    for answer in street.pages(role):
        if answer.status_code != 200 or "<html" not in answer.text[:200]:
            continue
        for field, form in words_typed(parsed(answer.text)):
            where = f"{answer.request.path}: {field.get('name') or field.get('id')}"
            seen += 1
            if is_of_signing_in(field, form):
                continue
            own, whole = field.get("autocomplete"), form is not None and form.get("autocomplete")
            # A password and a textarea must say it themselves, whatever their form says.
            needs_own = field.tag == "textarea" or field.get("type") == "password"
            assert own == "off" or (whole == "off" and not needs_own and own is None), where
    assert seen


def test_every_title_is_one_fixed_sentence():
    for path in TEMPLATES:
        for title in re.findall(r"\{% block title %\}(.*?)\{% endblock %\}", source(path), re.S):
            assert not title or TITLE.fullmatch(title), f"{name_of(path)}: {title}"


@on_sqlite
@pytest.mark.parametrize("role", list(Role))
def test_no_title_and_no_address_says_who_it_is_about(street: Street, role: Role):
    for answer in street.pages(role):
        title = re.search(r"<title>(.*?)</title>", answer.text, re.S)
        for told in (title[1] if title else "", answer.request.url):
            assert not [place for place in FILES if f"KAN-{place}" in told], told


@on_sqlite
def test_addresses_hold_ids_and_words_of_ours_only(street: Street):
    for rule in street.app.url_map.iter_rules():
        held = {name for name, kind in rule._converters.items() if kind.regex.count("-") < 4}
        assert held <= {*WORDS, "filename"}, rule.rule


def test_htmx_keeps_no_history_of_pages():
    whole = "\n".join(source(path) for path in TEMPLATES)
    [told] = re.findall(r"<meta name=\"htmx-config\" content='(.*?)'>", whole)
    assert json.loads(told)["history"] is False
    assert not re.findall(r"data-hx-(?:push-url|replace-url|history)", whole)


@on_sqlite
def test_what_a_phone_asks_for_is_stored_nowhere_else(street: Street):
    asked = [d for d in street.doors if d.endpoint.startswith("offline.") and d.method == "POST"]
    kinds = set()
    for door in asked:
        answer = street.knock(door, street.address(door, (OWN,) * len(door.ids)), MARTA)
        assert answer.headers["Cache-Control"] == "no-store", door.name
        kinds.add(answer.mimetype)
    assert "application/json" in kinds
