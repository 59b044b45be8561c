"""The map: rooms import from lower floors or listed neighbours, drawers from those below them."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import rodzina
from rodzina.db import Base
from rodzina.schema import metadata

ROOT = Path(rodzina.__file__).parent
WORDS = {"vocabulary", "problems", "periods", "money", "actors", "merging"}
FLOORS = (
    WORDS,
    {"web", "db", "crypto", "config", "sealing", "schema"},
    {"accounts", "office", "audit"},
    {"families"},
    {"plans", "tasks", "consents", "concerns", "courts", "assessments", "visits", "support"}
    | {"institutions", "programme"},
    {"desk", "reports", "transfer", "privacy", "notices", "offline"},
    {"house", "cli", "demo"},
)
# Who may lean on whom on the same floor. Only people and their centre lean on each other.
NEIGHBOURS = {
    "actors": {"vocabulary"}, "crypto": {"config"}, "sealing": {"crypto", "db"},
    "schema": {"config", "db"}, "web": {"config", "crypto", "db"},
    "accounts": {"office", "audit"}, "office": {"accounts", "audit"},
    "consents": {"courts"}, "assessments": {"plans"},
    "visits": {"plans", "tasks", "consents", "courts"}, "cli": {"demo", "house"},
}  # fmt: skip
EVERYBODYS = {"office", "person"}  # every row belongs to a centre and is somebody's work
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
BY_NAME = {"house", "schema"}  # they import rooms by a name put together at run time
PAGES = {"flask", "flask_babel", "wtforms", "htmx_flask"}
SHOWING = (".forms", ".views", ".blueprint")
# The one door answers 404 to a stranger by itself, and it knows the day of the request.
DOORS = {"families.access": {"flask.abort", "rodzina.web.polish.today"}}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


FILES = {".".join(p.relative_to(ROOT).with_suffix("").parts): p for p in ROOT.rglob("*.py")}
IMPORTS = {name: set(imports(path)) for name, path in FILES.items()}


def room(name: str) -> str:
    return name.removeprefix("rodzina.").partition(".")[0]


def file(name: str) -> str:
    """Of "rodzina.families.access.open_family": families.access."""
    parts = name.removeprefix("rodzina.").split(".")
    return next((f for n in (2, 1) if (f := ".".join(parts[:n])) in FILES), "")


def below(drawer: str) -> set[str]:
    """A file and every file of a room that it leans on, step by step."""
    found, new = set(), {drawer}
    while new:
        found |= new
        wanted = {file(i) for n in new for i in IMPORTS[n] if i.startswith("rodzina.")}
        new = {f for f in wanted if "." in f and FLOOR[room(f)] > FLOOR["db"]} - found
    return found


def is_allowed(here: str, there: str) -> bool:
    return here == there or FLOOR[there] < FLOOR[here] or there in NEIGHBOURS.get(here, ())


def test_the_package_itself_holds_only_its_docstring():
    assert len(ast.parse((ROOT / "__init__.py").read_text("utf-8")).body) == 1


def test_every_room_has_a_floor_and_imports_from_below_or_from_a_neighbour():
    homeless = {room(name) for name in FILES} - {"__init__"} - FLOOR.keys()
    assert not homeless, "no floor in this map"
    assert not [
        f"{name} imports {wanted}"
        for name, held in sorted(IMPORTS.items())
        for wanted in sorted(held)
        if wanted.startswith("rodzina.") and not is_allowed(room(name), room(wanted))
    ]


def test_only_the_house_and_the_schema_bring_in_rooms_by_name():
    assert {n for n, p in FILES.items() if "import_module" in p.read_text("utf-8")} == BY_NAME


def test_tables_refer_to_lower_rooms_or_to_neighbours():
    home = {str(m.local_table): room(m.class_.__module__) for m in Base.registry.mappers}
    assert not [
        f"{table.name} refers to {there}"
        for table in metadata.sorted_tables
        for key in table.foreign_key_constraints
        for there in [key.referred_table.name]
        if there not in EVERYBODYS and not is_allowed(home[table.name], home[there])
    ]


def test_rules_import_only_words_and_the_standard_library():
    assert not [
        f"{name} imports {wanted}"
        for name in FILES
        if name.endswith(".rules")
        for wanted in IMPORTS[name]
        if room(wanted) not in WORDS | sys.stdlib_module_names
    ]


def test_actions_queries_and_models_know_no_request_no_form_and_no_page():
    wrong = set()
    for name in FILES:
        if name.endswith((".actions", ".queries", ".models", ".rules")):
            for held in below(name):
                for wanted in IMPORTS[held] - DOORS.get(held, set()):
                    shown = room(wanted) in {"web", *PAGES} or f".{file(wanted)}".endswith(SHOWING)
                    wrong |= {f"{held} imports {wanted}"} if shown else set()
    assert not sorted(wrong)
