"""“Something worries me” as people see it, on both databases."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from rodzina.actors import Sending
from rodzina.concerns.models import Concern
from rodzina.db import db, utc_now
from rodzina.families.actions import hand_over
from rodzina.families.models import Family
from rodzina.office.queries import office
from rodzina.periods import day_of
from rodzina.vocabulary import ConcernTopic
from tests.browsing import Page, Visitor
from tests.cast import (
    ADMIN,
    BARBARA,
    COLLEAGUES,
    IWONA,
    MARTA,
    MAZUR,
    OTHER_SUPERVISOR,
    SOCIAL,
    SUPPORT,
    Player,
)
from tests.counting import statements
from tests.inside import inside

Visit = Callable[[Any], Visitor]
NEW = f"/families/{MAZUR}/concerns/new"
CANARY = "Kanarek: Kuba ma siniak 🩹 <b>na policzku</b>"
WORDS = {"topics": ["child_safety", "violence"], "text": CANARY}


def sent(marta: Visitor, **data: Any) -> str:
    """The address of a concern that was just sent."""
    page = marta.submit(marta.get(NEW), "/concerns/new", WORDS | data)
    assert page.status == 303, page.words()
    return page.location


def be_old(app: Flask, hours: int) -> None:
    """Concerns are never changed; the test puts an earlier one in."""

    def put() -> None:
        db.session.add(
            Concern(
                family_id=MAZUR,
                author_id=MARTA.id,
                reported_at=utc_now() - timedelta(hours=hours),
                topics=[ConcernTopic.OTHER.value],
                text=CANARY,
            )
        )

    inside(app, put)


def hand_mazur_over(app: Flask) -> None:
    def give() -> None:
        family = db.session.scalars(select(Family).where(Family.id == MAZUR)).one()
        hand_over(BARBARA.actor, Sending(uuid4(), "x"), family, IWONA.id, day_of(utc_now()))

    inside(app, give)


def make_deputy(app: Flask, player: Player) -> None:
    def name() -> None:
        office().deputy_id = player.id

    inside(app, name)


def test_the_page_says_who_will_read_it_and_calls_first(visitor: Visit) -> None:
    page = visitor(MARTA).get(NEW)
    words = page.words()
    assert "Trafi do kierownika i zastępcy, nie do podsumowania dla rodziny." in words
    assert "tylko kierownik" not in words
    assert words.index("Dziecku coś grozi teraz?") < words.index("Czego dotyczy?")
    assert "tel:112" in page.links()
    assert "nie zastępuje twoich obowiązków: Niebieska Karta, sąd, 112" in words
    assert "topics" not in page.form("/concerns/new")


def test_the_author_sees_who_read_it_only_after_it_was_read(visitor: Visit) -> None:
    marta, barbara = visitor(MARTA), visitor(BARBARA)
    address = sent(marta)
    page = marta.get(address)
    assert "Nikt jeszcze nie przeczytał" in page.words()
    assert "już wie" not in page.words()
    unread = barbara.get("/concerns")
    assert "item--danger" in unread.text
    assert "Mazur · Marta Zielińska, dziś" in unread.words()
    barbara.client.head(address)
    barbara.client.get(address, headers={"Sec-Purpose": "prefetch"})
    assert "Nikt jeszcze nie przeczytał" in marta.get(address).words()
    read = barbara.get(address)
    assert "Kanarek: Kuba ma siniak 🩹 <b>na policzku</b>" in read.words()
    assert "bezpieczeństwo dziecka" in read.words()
    words = marta.get(address).words()
    assert "Kierownik już wie" in words
    assert "Przeczytano: Barbara Nowicka, dziś" in words
    assert "item--danger" not in barbara.get("/concerns").text


def test_the_deputy_reads_it_too(app: Flask, visitor: Visit) -> None:
    make_deputy(app, IWONA)
    marta = visitor(MARTA)
    address = sent(marta)
    page = visitor(IWONA).get(address)
    assert "Kanarek" in page.words()
    assert f"/families/{MAZUR}" not in page.links()
    assert "Zastępca już wie" in marta.get(address).words()
    make_deputy(app, SOCIAL)
    assert "Mazur" in visitor(SOCIAL).get("/concerns").words()
    assert visitor(SOCIAL).get(address).status == 200
    assert visitor(IWONA).get(address).status == 404


@pytest.mark.parametrize("player", [IWONA, SOCIAL, ADMIN, SUPPORT, OTHER_SUPERVISOR])
def test_nobody_else_finds_it(visitor: Visit, player: Player) -> None:
    address = sent(visitor(MARTA))
    stranger = visitor(player)
    assert stranger.get(address).status == 404
    listed = stranger.get("/concerns")
    assert listed.status == (200 if player in (IWONA, OTHER_SUPERVISOR) else 404)
    assert "Mazur" not in listed.words()
    assert stranger.get(NEW).status == 404
    assert stranger.post(NEW, WORDS).status == 404


def test_what_was_typed_comes_back_when_refused(visitor: Visit) -> None:
    marta = visitor(MARTA)
    visit = str(uuid4())
    page = marta.get(f"{NEW}?visit={visit}")
    empty = marta.submit(page, "/concerns/new", {"topics": [], "text": ""})
    assert empty.status == 422
    assert "Wybierz, czego dotyczy, albo napisz, co widzisz." in empty.words()
    assert empty.form("/concerns/new")["visit"] == visit
    long = "Ala " * 6_000
    part = marta.post(NEW, {"topics": "health", "text": long}, htmx="concern_form")
    assert part.status == 422
    assert part.form("/concerns/new")["text"].strip() == long.strip()
    assert part.form("/concerns/new")["topics"] == "health"
    wrong = marta.post(NEW, {"topics": "nonsense", "text": "x"})
    assert wrong.status == 422


def test_a_topic_alone_is_enough(visitor: Visit) -> None:
    assert (
        "przemoc"
        in visitor(MARTA).get(sent(visitor(MARTA), topics="violence", text="\x00")).words()
    )


def test_it_leads_back_to_where_it_was_tapped(visitor: Visit) -> None:
    marta = visitor(MARTA)
    clock = f"/families/{MAZUR}/visits/{uuid4()}/clock"
    page = marta.get(NEW, headers={"Referer": f"http://localhost{clock}?x=1"})
    assert clock in page.links()
    shown = marta.follow(marta.submit(page, "/concerns/new", WORDS))
    assert clock in shown.links()
    for foreign in ("http://example.org" + clock, f"http://localhost/families/{COLLEAGUES}/x"):
        page = marta.get(NEW, headers={"Referer": foreign})
        assert f"/families/{MAZUR}" in page.links()
    shown = marta.post(NEW, WORDS | {"back": "https://example.org/"})
    assert "example" not in shown.location


def test_after_a_hand_over_the_author_keeps_the_state_but_not_the_family(
    app: Flask, visitor: Visit
) -> None:
    marta = visitor(MARTA)
    address = sent(marta)
    hand_mazur_over(app)
    for page in (marta.get(address), marta.get("/concerns")):
        assert "Mazur" not in page.text
        assert "Kanarek" not in page.text
        assert "nie przeczytał" in page.words()
        assert not [link for link in page.links() if str(MAZUR) in link]
    visitor(BARBARA).get(address)
    assert "Kierownik już wie" in marta.get(address).words()


def test_what_was_being_written_at_the_hand_over_still_arrives(app: Flask, visitor: Visit) -> None:
    marta = visitor(MARTA)
    page = marta.get(NEW)
    hand_mazur_over(app)
    assert marta.submit(page, "/concerns/new", WORDS).status == 303
    barbara = visitor(BARBARA)
    address = next(x for x in barbara.get("/concerns").links() if x.startswith("/concerns/"))
    assert "Kanarek" in barbara.get(address).words()
    assert marta.get(NEW).status == 404


def test_long_silence_is_shown_to_all_who_can_break_it(app: Flask, visitor: Visit) -> None:
    be_old(app, 3)
    assert "za długo nikt nie przeczytał" in visitor(BARBARA).get("/concerns").words()
    marta = visitor(MARTA)
    page = marta.get("/concerns")
    assert "za długo nikt nie przeczytał" in page.words()
    address = next(link for link in page.links() if link.startswith("/concerns/"))
    assert "Zadzwoń do ośrodka i powiedz, że czeka." in marta.get(address).words()


@pytest.mark.parametrize("path", ["/people", "/office", "/more"])
def test_the_administrator_is_told_without_content(app: Flask, visitor: Visit, path: str) -> None:
    sowa = visitor(ADMIN)
    assert "czeka od" not in sowa.get(path).words()
    be_old(app, 3)
    page = sowa.get(path)
    assert "Niepokojący sygnał czeka od" in page.words()
    assert "nikt go nie przeczytał" in page.words()
    for secret in ("Mazur", "Kanarek", "/concerns/", str(MAZUR)):
        assert secret not in page.text


def test_the_author_is_told_on_today(app: Flask, visitor: Visit) -> None:
    be_old(app, 3)
    assert "Twoje zgłoszenie z" in visitor(MARTA).get("/today").words()
    assert "Twoje zgłoszenie" not in visitor(IWONA).get("/today").words()


def test_the_bar_counts_what_nobody_has_read(app: Flask, visitor: Visit) -> None:
    barbara = visitor(BARBARA)
    assert "Sygnały : 1" not in barbara.get("/team").words()
    address = sent(visitor(MARTA))
    assert "Sygnały : 1" in barbara.get("/team").words()
    barbara.get(address)
    assert "Sygnały : 1" not in barbara.get("/team").words()


def test_the_list_is_found_from_more(app: Flask, visitor: Visit) -> None:
    assert "/concerns" in visitor(MARTA).get("/more").links()
    social = visitor(SOCIAL)
    assert "/concerns" not in social.get("/more").links()
    make_deputy(app, SOCIAL)
    assert "/concerns" in social.get("/more").links()


def test_no_page_of_the_family_shows_it(app: Flask, visitor: Visit) -> None:
    sent(visitor(MARTA))
    pages = [
        rule.rule.replace("<uuid:family_id>", str(MAZUR))
        for rule in app.url_map.iter_rules()
        if rule.arguments == {"family_id"} and "GET" in (rule.methods or ())
    ]
    assert len(pages) > 3
    for player in (MARTA, BARBARA):
        for path in pages:
            assert "Kanarek" not in Page(visitor(player).client.get(path)).text, path


def test_reading_a_concern_costs_few_statements(app: Flask, visitor: Visit) -> None:
    address = sent(visitor(MARTA))
    barbara = visitor(BARBARA)
    for path in (address, "/concerns"):
        with statements(app) as seen:
            assert barbara.get(path).status == 200
        assert len([s for s in seen if not s.startswith(("INSERT", "UPDATE"))]) <= 12, seen


def test_an_id_that_is_none_is_not_found(visitor: Visit) -> None:
    assert visitor(BARBARA).get(f"/concerns/{UUID(int=7)}").status == 404
