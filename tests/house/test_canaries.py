"""Canaries: what was typed into a family's file is not found in the raw database, nor in logs."""

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.engine import make_url

from rodzina.schema import metadata
from rodzina.vocabulary import Role
from tests.databases import Addresses
from tests.house.probes import Street
from tests.house.scene import OWN, all_words, models

# Typed into a form, but about the centre, its people and its paper, not about a family's life.
CLEAR = re.compile(r"^(accounts|office)\.|\.reference$")
# Typed, and kept nowhere: a search, a spare row, areas not tapped, the reason of a ticked task.
NOT_KEPT = re.compile(r"^(families|desk)\.search|__row__|\.own-(?!household)|\.reason-")
# After these there would be nobody, or no family, to go on with.
ENDS_SOMETHING = re.compile(r"accounts\.(?!send_invitation)|families\.(change_case|pass_on)")
TYPED = {"Próba", "Próba słów"}


@dataclass(frozen=True)
class Mark:
    """A canary and the field it was typed into."""

    canary: str
    field: str


def type_everywhere(street: Street) -> list[Mark]:
    """Fills every form of the file with a canary in each text field; those that were accepted."""
    kept = []
    for role in (Role.SUPERVISOR, Role.ASSISTANT):
        for form in street.forms(role):
            name = street.endpoint(form.path)
            if ENDS_SOMETHING.match(name):
                continue
            fields, marks = [], []
            for field, value in form.fields:
                canary = f"Kanarek{uuid4().hex[:12]}"
                if value in TYPED:
                    marks.append(Mark(canary, f"{name}.{field}"))
                fields.append((field, canary if value in TYPED else value))
            answer = street.send(role, form.action, fields)
            assert "/sign-in" not in answer.headers.get("Location", "")
            kept += marks if answer.status_code < 400 else []
    return [mark for mark in kept if not NOT_KEPT.search(mark.field)]


def raw(addresses: Addresses, server: Any) -> bytes:
    """All that lies on the disk for this database, and all that a dump would hold."""
    if server.kind == "sqlite":
        path = make_url(addresses.app).database or ""
        return b"".join(p.read_bytes() for p in (Path(path), Path(f"{path}-wal")) if p.exists())
    engine = create_engine(addresses.owner, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        held = dump(connection) + data_files(connection)
    engine.dispose()
    return held


def dump(connection: Connection) -> bytes:
    rows = (r for t in metadata.sorted_tables for r in connection.execute(select(t)))
    return b"\n".join(v if isinstance(v, bytes) else str(v).encode() for r in rows for v in r)


def data_files(connection: Connection) -> bytes:
    """The server's own files of this database and its log of writes, where they can be read."""
    folder = Path(str(connection.scalar(text("SHOW data_directory"))))
    oid = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    files = [*(folder / "base" / str(oid)).glob("*"), *(folder / "pg_wal").glob("0*")]
    return b"".join(path.read_bytes() for path in files if path.is_file())


def test_what_is_typed_into_a_file_is_found_in_no_raw_byte_and_in_no_log(
    lived_in: Street, addresses: Addresses, server: Any, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        marks = type_everywhere(lived_in)
    disk = raw(addresses, server)
    words, logged = all_words(lived_in.app), caplog.text
    sealed = [mark for mark in marks if not CLEAR.search(mark.field)]
    assert len(sealed) > 40
    for mark in sealed:
        assert mark.canary in words, f"{mark.field} was not kept"
        assert mark.canary.encode() not in disk, mark.field
        assert mark.canary.encode("utf-16-le") not in disk, mark.field
    for mark in marks:
        assert mark.canary not in logged, mark.field
    found = [mark for mark in marks if CLEAR.search(mark.field) and mark.canary.encode() in disk]
    assert len(found) > 2, "the search finds nothing at all"
    for token in lived_in.scene.tokens.values():
        assert token.encode() not in disk
        assert token not in logged


def test_the_scene_itself_is_sealed(lived_in: Street, addresses: Addresses, server: Any):
    disk, words = raw(addresses, server), all_words(lived_in.app)
    for model in models():
        for name in model.sealed_fields:
            canary = f"KAN-{OWN}-{model.__tablename__}.{name}"
            assert canary.encode() not in disk
            assert canary in words or name not in kinds_of_text(model), canary


def kinds_of_text(model: type[Any]) -> set[str]:
    """Fields that hold words of their own: no dates, no lists of codes, no checked numbers."""
    coded = {"phone", "case_file_number", "safety_flags", "topics", "body"}
    return {n for n in model.sealed_fields if getattr(model, n).empty is not None} - coded
