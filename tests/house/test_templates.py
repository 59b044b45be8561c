"""Templates: parts that exist, macros that are used, markup that a strict browser policy allows."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from rodzina.config import PROJECT
from rodzina.vocabulary import Role
from tests.house.filling import parsed
from tests.house.ground import on_sqlite
from tests.house.probes import Street

FOLDER = PROJECT / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
CHECKER = PROJECT / "node_modules/htmx.org/dist/scripts/upgrade-check.py"
LONGEST = 120
# The one attribute of htmx that is for the nonce itself.
NONCE = "data-hx-nonce"
SPOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
TAG = re.compile(r"<([a-z][\w-]*)((?:[^<>]|\{\{.*?\}\}|\{%.*?%\})*?)>", re.S)


def name_of(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def source(path: Path) -> str:
    """Without comments."""
    return re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)


def tags(path: Path) -> Iterator[tuple[str, str]]:
    """Each tag with its attributes as they are written."""
    yield from ((m[1], m[2]) for m in TAG.finditer(source(path)))


@pytest.fixture(scope="module")
def env(street: Street) -> Environment:
    return street.app.jinja_env


def declared_parts() -> Iterator[tuple[str, str, str]]:
    """Where, of which template and which part: every page(…, parts=[…]) of the code."""
    for path in sorted((PROJECT / "rodzina").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "page":
                for keyword in node.keywords:
                    if keyword.arg == "parts":
                        where = f"{path.relative_to(PROJECT)}:{node.lineno}"
                        template = ast.literal_eval(node.args[0])
                        for part in ast.literal_eval(keyword.value):
                            yield where, template, part


def root_of(env: Environment, template: str, block: str) -> str:
    """The id of a block's first element, looked for in what it includes too."""
    tree = env.parse((FOLDER / template).read_text("utf-8"))
    held = next((b for b in tree.find_all(nodes.Block) if b.name == block), None)
    assert held is not None, f"{template} has no block {block}"
    return first_id(env, held.body)


def first_id(env: Environment, body: list[nodes.Node]) -> str:
    for node in body:
        if isinstance(node, nodes.Include):
            included = env.parse((FOLDER / node.template.value).read_text("utf-8"))  # type: ignore[attr-defined]
            return first_id(env, included.body)
        for text in node.find_all(nodes.TemplateData) if isinstance(node, nodes.Output) else []:
            tag = re.search(r"<[a-z][^>]*", text.data)
            if tag:
                found = re.search(r'\bid="([^"]*)', tag[0])
                return found[1] if found else ""
    return ""


@on_sqlite
def test_every_declared_part_is_a_block_whose_root_carries_its_name(env: Environment):
    found = list(declared_parts())
    assert found
    wrong = [p for p in found if root_of(env, p[1], p[2]) != p[2]]
    assert not wrong


def test_every_target_on_a_page_is_a_part_or_an_id_of_some_template():
    known = {i for path in TEMPLATES for i in re.findall(r'\bid="([\w-]+)"', source(path))}
    known |= {part for _, _, part in declared_parts()}
    for path in TEMPLATES:
        asked = re.findall(r"ui\.live\([^)]*?'#([\w-]+)'", source(path))
        asked += re.findall(r'data-hx-target="#([\w-]+)"', source(path))
        assert set(asked) <= known, name_of(path)


def test_every_macro_is_used():
    code = {path: source(path) for path in TEMPLATES}
    for path in (FOLDER / "ui.html", *(FOLDER / "ui").glob("*.html")):
        for macro in re.findall(r"\{%-?\s*macro (\w+)\(", code[path]):
            called = re.compile(rf"(?<!macro )\b{macro}\(")
            assert any(called.search(text) for text in code.values()), f"{name_of(path)}: {macro}"


def test_what_htmx_acts_on_carries_the_nonce_and_is_spelled_for_html():
    for path in TEMPLATES:
        for tag, attributes in tags(path):
            where = f"{name_of(path)}: <{tag} {attributes[:60]}"
            plain = SPOKEN.sub("", attributes)
            assert not re.search(r"(^|\s)hx-", plain), where
            for attribute in re.findall(r"data-hx-[\w:-]+", plain):
                assert "live(" in attributes or NONCE in plain or tag == "hx-partial", where
                assert not attribute.startswith(("data-hx-on", "data-hx-vars")), where
            assert "js:" not in plain, where
            assert "javascript:" not in plain, where


def test_nothing_is_inline():
    for path in TEMPLATES:
        for tag, attributes in tags(path):
            where = f"{name_of(path)}: <{tag}"
            plain = SPOKEN.sub("", attributes)
            assert not re.search(r"(^|\s)(style|on[a-z]+)\s*=", plain), where
            if tag == "script":
                assert "nonce=" in plain, where
                assert "src=" in plain or "importmap" in plain, where
            assert tag not in {"style", "iframe", "object", "embed", "base"}, where
        assert "|safe" not in source(path).replace(" ", ""), name_of(path)


def test_every_form_says_where_it_goes_and_keeps_what_was_typed_off_the_disk():
    for path in TEMPLATES:
        for tag, attributes in tags(path):
            if tag != "form" or 'method="dialog"' in attributes:
                continue
            where = f"{name_of(path)}: {attributes[:80]}"
            assert re.search(r'\baction="', attributes), where
            assert re.search(r'\bmethod="(get|post)"', attributes), where
            signs_in = "sign_in" in path.name
            assert signs_in or 'autocomplete="off"' in attributes, where


def test_no_template_is_longer_than_a_screen_or_two():
    for path in [*TEMPLATES, *FOLDER.glob("*.js")]:
        assert len(path.read_text("utf-8").splitlines()) <= LONGEST, name_of(path)


def test_every_template_is_used():
    code = "\n".join(p.read_text("utf-8") for p in (PROJECT / "rodzina").rglob("*.py"))
    code += "\n".join(source(path) for path in TEMPLATES)
    assert not [n for n in map(name_of, TEMPLATES) if f'"{n}"' not in code and f"'{n}'" not in code]


def test_the_library_itself_finds_nothing_of_its_older_versions():
    done = subprocess.run(
        [sys.executable, CHECKER, FOLDER, PROJECT / "static" / "js"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(r"Found 0 issue\(s\) in 0 of [1-9]", done.stderr), done.stderr


@on_sqlite
@pytest.mark.parametrize("role", list(Role))
def test_every_page_is_sound_and_what_htmx_acts_on_carries_its_nonce(street: Street, role: Role):
    for answer in street.pages(role):
        if answer.status_code != 200 or "<html" not in answer.text[:200]:
            continue
        nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
        for element in parsed(answer.text).iter():
            held = [name for name in element.attrib if str(name).startswith("data-hx-")]
            assert not held or element.get(NONCE) == nonce[1], (answer.request.path, held)  # type: ignore[index]
            assert not [name for name in element.attrib if str(name).startswith("hx-")]
