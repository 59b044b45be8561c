"""The pages on law, words and security say what the code does."""

import ast
import re
from pathlib import Path

from babel.messages.catalog import Catalog

from rodzina import vocabulary
from rodzina.config import PROJECT
from rodzina.office.queries import DEFAULTS
from rodzina.schema import metadata
from rodzina.vocabulary import Word
from rodzina.web.words import merged

DOCS = PROJECT / "docs"
CITED = re.compile(r"(?:(?:UWR|KRO) )?\bart\. ?\d+[a-z]?(?:\(\d+[a-z]?\))*|BR-\d\d", re.IGNORECASE)
# What a reader of this repository cannot open.
ELSEWHERE = re.compile(r"\b(DOMAIN|PROMISES|DECISIONS|HOUSE|OFFLINE|SEED)(\.md| \d)")


def rows(page: str, heading: str) -> list[list[str]]:
    """The table under a heading, without its head."""
    part = (DOCS / page).read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def code() -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in sorted((PROJECT / "rodzina").rglob("*.py"))}


def citations(text: str) -> set[str]:
    """Articles and rules that a sentence names; "15(4) and 15(1)(15)" are two articles."""
    whole = re.sub(r"(\d\)) (?:and|,) (?=\d)", r"\1 art. ", text).replace(", 15(", ", art. 15(")
    return {c.casefold().replace("art.", "art. ").replace("  ", " ") for c in CITED.findall(whole)}


def rules_that_cite() -> dict[str, set[str]]:
    held = {}
    for path, text in code().items():
        if path.name == "rules.py":
            for node in ast.parse(text).body:
                if isinstance(node, ast.FunctionDef):
                    said = citations(ast.get_docstring(node) or "")
                    held |= {f"{path.parent.name}.{node.name}": said} if said else {}
    return held


def test_the_page_on_law_lists_the_rules_that_cite_it_with_what_they_cite():
    listed = {row[0].strip("`"): citations(row[1]) for row in rows("law.md", "Rules")}
    assert listed == rules_that_cite()


def test_every_rule_that_refuses_says_what_it_demands():
    for path, text in code().items():
        if path.name == "rules.py":
            for node in ast.parse(text).body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith("check_"):
                    assert ast.get_docstring(node), f"{path.parent.name}.{node.name}"


def test_every_rule_of_the_product_named_in_the_code_is_explained():
    explained = {row[0] for row in rows("law.md", "The rules of the product")}
    named = {found for text in code().values() for found in re.findall(r"BR-\d\d", text)}
    assert named == explained


def test_the_figures_on_the_page_are_those_in_force():
    listed = {row[0].strip("`"): row[1] for row in rows("law.md", "Figures with a date")}
    assert listed == {name: str(value) for name, value in DEFAULTS.items()}


def terms() -> list[tuple[str, str]]:
    """Each Polish term with its name in the code."""
    headings = ("People and places", "The case", "The work", "The house")
    return [(r[0], r[1].strip("`")) for heading in headings for r in rows("glossary.md", heading)]


def test_the_glossary_has_one_name_for_a_term_and_one_term_for_a_name():
    found = terms()
    assert len({polish for polish, _ in found}) == len({name for _, name in found}) == len(found)


def test_every_name_of_the_glossary_is_in_the_code_and_every_table_in_the_glossary():
    whole, names = "\n".join(code().values()), {name for _, name in terms()}
    assert not [name for name in names if not re.search(rf"\b{name}\b", whole)]
    assert {table.name for table in metadata.sorted_tables} <= names
    assert {role.value for role in vocabulary.Role} <= names
    assert {area.value for area in vocabulary.FOUR_AREAS} <= names


def test_the_glossary_says_what_people_read():
    """Where a term is a word of the vocabulary and no table, its label in Polish is the term."""
    labels, tables = polish_labels(merged("pl")), {t.name for t in metadata.sorted_tables}
    for polish, name in terms():
        if name in labels.keys() - tables:
            assert any(polish.casefold() in label for label in labels[name]), f"{polish}: {name}"


def polish_labels(catalogue: Catalog) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {}
    for words in vars(vocabulary).values():
        if isinstance(words, type) and issubclass(words, Word) and words is not Word:
            for word in words:
                message = catalogue.get(word.label)
                held.setdefault(word.value, set()).add(str(message and message.string).casefold())
    return held


def test_the_page_on_security_names_tests_that_exist():
    page = (DOCS / "security.md").read_text("utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", page))
    assert named
    assert not [name for name in named if not (PROJECT / name).exists()]
    functions = set(re.findall(r"`(test_\w+)`", page))
    tests = "\n".join(p.read_text("utf-8") for p in (PROJECT / "tests").rglob("test_*.py"))
    assert not [name for name in functions if f"def {name}(" not in tests]


def test_nothing_refers_to_papers_that_are_not_here():
    folders = ("rodzina", "templates", "static/js", "docs", "migrations", "bench", "faults")
    kinds = {".py", ".html", ".js", ".md"}
    held = [p for f in folders for p in (PROJECT / f).rglob("*") if p.suffix in kinds]
    assert not [p.name for p in held if ELSEWHERE.search(p.read_text("utf-8"))]


def test_every_test_that_a_page_names_is_there():
    tests = PROJECT / "tests"
    held = {name for path in tests.rglob("*.py") for name in defined(path)}
    files = {path.name for path in tests.rglob("test_*.py")}
    for page in DOCS.glob("*.md"):
        named = set(re.findall(r"\btest_\w+(?:\.py)?", page.read_text("utf-8")))
        assert not named - held - files - {"test_"}, page.name


def defined(path: Path) -> set[str]:
    return set(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M))
