"""The file that a phone has saved, brought to the waiting room by the supervisor."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Flask

from rodzina.offline.rescue import LARGEST
from tests.browsing import SAME_ORIGIN, Page, Visitor
from tests.cast import BARBARA, BRZEZINY, MARTA, OTHER_SUPERVISOR
from tests.offline.box import Box
from tests.offline.test_devices import greeted
from tests.offline.test_lost_phones import lose
from tests.offline.test_receiving import fields, parked

Visiting = Callable[..., Visitor]


def bring(boss: Visitor, content: bytes) -> Page:
    """The file, chosen in the form, as a browser sends it."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="wpisy.json"\r\n\r\n'
    kind = "multipart/form-data; boundary=x"
    body = head + content + b"\r\n--x--\r\n"
    page = Page(
        boss.client.post("/waiting/rescue", data=body, content_type=kind, headers=SAME_ORIGIN)
    )
    return boss.checked(page, "/waiting/rescue")


def file_of(box: Box, **changed: Any) -> bytes:
    return json.dumps(box.queue(**changed)).encode()


def test_the_supervisor_brings_a_file(app: Flask, visitor: Visiting) -> None:
    marta, box = greeted(visitor)
    box.write(fields(9))
    box.write(fields(11))
    box.rows.append({"op": str(uuid4())})
    lose(marta, box)
    barbara = visitor(BARBARA)
    assert "/waiting/rescue" in barbara.get("/waiting").links()
    barbara.get("/waiting/rescue")
    words = bring(barbara, file_of(box)).words()
    for told in ("Nowe w poczekalni: 2", "Znane wcześniej: 0", "Nie dało się otworzyć: 1"):
        assert told in words, told
    assert "Znane wcześniej: 2" in bring(barbara, file_of(box)).words()
    assert {entry.person_id for entry in parked(app)} == {MARTA.id}
    assert box.ask(visitor(None), "lost").json["ticket"], "the phone may hold more than the file"


def test_a_file_that_cannot_be_taken_is_answered_with_a_sentence(
    app: Flask, visitor: Visiting
) -> None:
    marta, box = greeted(visitor)
    box.write(fields(9))
    barbara = visitor(BARBARA)
    stranger = Box(MARTA)
    stranger.recovery = box.recovery
    for content, sentence in (
        (b"", "Wybierz plik zapisany przez telefon."),
        (b"%PDF-1.7", "To nie jest plik z wpisami z Rodziny"),
        (file_of(stranger), "Ten plik nie pochodzi z telefonu Twojego ośrodka."),
        (file_of(box, office=BRZEZINY), "Ten plik nie pochodzi z telefonu Twojego ośrodka."),
        (file_of(box, recovery=stranger.queue()["recovery"]), "Plik odczytany"),
    ):
        page = bring(barbara, content)
        assert sentence in page.words(), sentence
        assert page.status == (200 if sentence == "Plik odczytany" else 422)
    assert bring(visitor(OTHER_SUPERVISOR), file_of(box)).status == 422
    assert bring(visitor(MARTA), file_of(box)).status == 404
    lose(marta, box)
    barbara.submit(barbara.get(f"/people/{MARTA.id}"), "/give-up")
    assert "Ośrodek nie ma klucza do tego pliku" in bring(barbara, file_of(box)).words()
    assert parked(app) == []


def test_a_large_file_is_taken_and_one_beyond_all_measure_is_not(
    app: Flask, visitor: Visiting
) -> None:
    _, box = greeted(visitor)
    for hour in range(8, 18):
        box.write(fields(hour, note="Długo. " * 10_000))
    content = file_of(box)
    assert 600_000 < len(content) < LARGEST
    assert "Nowe w poczekalni: 10" in bring(visitor(BARBARA), content).words()
    page = bring(visitor(BARBARA), b" " * LARGEST)
    assert page.status == 422
    assert "Ten plik jest za duży" in page.words()
