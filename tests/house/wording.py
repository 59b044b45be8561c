"""Source strings as the code and the templates hold them, and what the fragments make of them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import wtforms
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from rodzina.config import PROJECT
from rodzina.web.words import fragments

# What marks or shows a source string, and how many of its arguments are sentences.
SHOWING = {
    "_": 1, "_l": 1, "gettext": 1, "lazy_gettext": 1, "ngettext": 2, "RuleBroken": 1, "Conflict": 1,
}  # fmt: skip
TOLD = ("tell",)  # in templates: what the family reads, in its own language
MARKS = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@dataclass(frozen=True)
class Source:
    """A sentence in English, its plural if it counts something, and where it stands."""

    text: str
    plural: str
    where: str


def python_sources(path: Path) -> Iterator[Source]:
    tree = ast.parse(path.read_text("utf-8"))
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        called = getattr(node, "func", None)
        name = getattr(called, "attr", getattr(called, "id", ""))
        if isinstance(node, ast.Call) and name in SHOWING:
            where = f"{path.relative_to(PROJECT)}:{node.lineno}"
            texts = [list(strings(arg, named)) for arg in node.args[: SHOWING[name]]]
            plural = texts[1][0] if len(texts) > 1 and texts[1] else ""
            yield from (Source(text, plural, where) for text in (texts or [[]])[0] if text)


def strings(node: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    """The sentences an argument can be: itself, both branches of a choice, a constant's value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from strings(node.body, named)
        yield from strings(node.orelse, named)
    elif isinstance(node, ast.Name) and isinstance(named.get(node.id), ast.Constant):
        yield from strings(named[node.id], {})


def template_sources(path: Path, keywords: tuple[str, ...]) -> Iterator[Source]:
    options = {"trim_blocks": "true", "lstrip_blocks": "true"}
    with path.open("rb") as file:
        for line, _name, found, _notes in babel_extract(file, keywords, (), options):
            texts = [t for t in (found if isinstance(found, tuple) else (found,)) if t]
            if texts:
                where = f"{path.relative_to(PROJECT)}:{line}"
                yield Source(texts[0], texts[1] if len(texts) > 1 else "", where)


def templates() -> list[Path]:
    folder = PROJECT / "templates"
    return sorted(p for p in folder.rglob("*") if p.suffix in {".html", ".js", ".webmanifest"})


def sources() -> list[Source]:
    """Everything that a person may read."""
    held = [s for p in sorted((PROJECT / "rodzina").rglob("*.py")) for s in python_sources(p)]
    for path in templates():
        held += template_sources(path, ("_", "gettext", "ngettext", *TOLD))
    return held


def family_sources() -> list[Source]:
    """What families read, in Ukrainian too."""
    return [source for path in templates() for source in template_sources(path, TOLD)]


def literals() -> set[str]:
    """Every string in the code and in the forms' library, also those shown by way of a variable."""
    library = Path(wtforms.__file__).parent
    return {
        node.value
        for path in (*(PROJECT / "rodzina").rglob("*.py"), *library.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def entries(language: str) -> Iterator[tuple[str, Message]]:
    """Each translation with the fragment it stands in."""
    for path in fragments(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    yield path.name, message


def key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def forms(message: Message) -> tuple[str, ...]:
    held = message.string
    return tuple(held) if isinstance(held, tuple | list) else (str(held),)


def marks(text: str) -> list[str]:
    """Places that a value is put into."""
    return sorted(MARKS.findall(text))
