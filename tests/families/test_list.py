"""The list of families: attention first, then the next visit; filters, pages, search, the queue."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from time import perf_counter
from typing import Any

import pytest
from flask import Flask

from rodzina.db import db, enter_office, utc_now
from rodzina.desk.family_list import Line, Reason, in_order
from rodzina.families.cards import matcher, seal_card
from rodzina.families.models import Family
from rodzina.families.queries import rows_for, search
from rodzina.office.actions import set_parameter
from rodzina.periods import day_of
from rodzina.visits.models import Visit
from rodzina.vocabulary import CaseBasis, CaseStatus, VisitKind, VisitStatus
from tests.browsing import Page, Visitor
from tests.cast import (
    ADMIN,
    BARBARA,
    COLLEAGUES,
    FOREIGN,
    IWONA,
    KOVALENKO,
    LIS,
    MARTA,
    MAZUR,
    SOCIAL,
    SUPPORT,
    WILK,
    ZALESIE,
)
from tests.counting import statements

Visiting = Callable[..., Visitor]
TODAY = day_of(utc_now())
SIZE = 2_000


def at_zalesie(app: Flask, deed: Callable[[], Any]) -> None:
    with app.test_request_context():
        enter_office(ZALESIE)
        deed()
        db.session.commit()
        db.session.remove()


def seen(family_id: Any, **facts: Any) -> None:
    """A family visited today, with every child seen, and whatever else is said of it."""
    family = db.session.get_one(Family, (ZALESIE, family_id))
    for name, value in ({"last_visited_on": TODAY} | facts).items():
        setattr(family, name, value)
    for member in family.members:
        member.last_seen_on = TODAY


def planned(family_id: Any, days: int) -> None:
    at = datetime.combine(TODAY + timedelta(days=days), time(11))
    db.session.add(
        Visit(
            family_id=family_id,
            assistant_id=MARTA.id,
            kind=VisitKind.HOME_VISIT,
            status=VisitStatus.PLANNED,
            planned_at=at,
            day=at.date(),
        )
    )


def names(page: Page) -> list[str]:
    titles = [e for e in page.main.iter() if e.get("class") == "item__title"]
    return [title.text for title in titles]


def many(app: Flask, count: int = SIZE) -> None:
    """Rows of families as a big centre has them, written in one go."""

    def write() -> None:
        key = {"case_basis": CaseBasis.OWN_REQUEST, "case_status": CaseStatus.IN_PROGRESS}
        for n in range(count):
            family = Family(card=b"", last_visited_on=TODAY, started_on=TODAY, **key)
            surname = f"Święcicka-Łoś {n}" if n % 40 == 0 else f"Nowak {n}"
            family.card = seal_card(
                family.id, surname, ["Anna", "Jan"], ["Żaneta"], f"Miejscowość {n % 30}"
            )
            db.session.add(family)

    at_zalesie(app, write)


def test_those_that_need_attention_come_first_then_the_nearest_visit(visitor: Visiting, app: Flask):
    def prepare() -> None:
        for family_id in (MAZUR, LIS, KOVALENKO):
            seen(family_id)
        planned(MAZUR, 2)
        planned(LIS, 5)

    at_zalesie(app, prepare)
    page = visitor(MARTA).get("/families")
    assert names(page) == ["Kovalenko", "Mazur", "Lis"]
    words = page.words()
    assert words.index("Wymagają uwagi") < words.index("Kovalenko") < words.index("Pozostałe")
    assert "brak zgody na współpracę" in words
    assert "3 z 15 rodzin" in words


def test_attention_comes_before_the_rest_on_every_page(working: Callable[..., Any]):
    rows = rows_for(working(MARTA))
    late = Reason("quiet", "clock", "20 dni bez wizyty")
    lines = in_order([Line(rows[0]), Line(rows[1], (late,)), Line(rows[2], (late, late))])
    assert [len(line.reasons) for line in lines] == [2, 1, 0]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"last_visited_on": TODAY - timedelta(days=14)}, "14 dni bez wizyty"),
        ({"missed_visits": 3}, "3 × nikogo nie zastano"),
        ({"last_visited_on": None, "started_on": TODAY - timedelta(days=22)}, "22 dni bez wizyty"),
    ],
)
def test_every_reason_is_said(visitor: Visiting, app: Flask, facts: Any, says: str):
    at_zalesie(app, lambda: seen(MAZUR, **facts))
    assert says in visitor(MARTA).get("/families").words()


def test_thirteen_days_and_two_misses_are_no_reason_yet(visitor: Visiting, app: Flask):
    late = TODAY - timedelta(days=13)
    at_zalesie(app, lambda: seen(MAZUR, last_visited_on=late, missed_visits=2))
    words = visitor(MARTA).get("/families").words()
    assert "13 dni bez wizyty" not in words
    assert "2 ×" not in words


def test_the_number_of_days_is_the_centres_own(visitor: Visiting, app: Flask):
    def prepare() -> None:
        seen(MAZUR, last_visited_on=TODAY - timedelta(days=5))
        set_parameter("not_visited_days", 5, TODAY, BARBARA.id)

    at_zalesie(app, prepare)
    assert "5 dni bez wizyty" in visitor(MARTA).get("/families").words()


def test_a_child_nobody_has_seen(visitor: Visiting, app: Flask):
    def prepare() -> None:
        seen(MAZUR)
        family = db.session.get_one(Family, (ZALESIE, MAZUR))
        next(m for m in family.members if m.is_child).last_seen_on = TODAY - timedelta(days=31)

    at_zalesie(app, prepare)
    assert "dziecko niewidziane od 31 dni" in visitor(MARTA).get("/families").words()


def test_filters_count_and_keep(visitor: Visiting, app: Flask):
    at_zalesie(app, lambda: [seen(MAZUR), seen(KOVALENKO)])
    marta = visitor(MARTA)
    assert "Dawno bez wizyty 1" in marta.get("/families").words()
    assert names(marta.get("/families?show=quiet")) == ["Lis"]
    assert names(marta.get("/families?show=basis")) == ["Kovalenko"]
    assert names(marta.get("/families?show=nonsense&page=x")) == names(marta.get("/families"))


def test_ended_families_wait_under_their_own_filter(visitor: Visiting, app: Flask):
    at_zalesie(app, lambda: seen(LIS, case_status=CaseStatus.CLOSED))
    marta = visitor(MARTA)
    page = marta.get("/families")
    assert "Lis" not in names(page)
    assert "2 z 15 rodzin" in page.words()
    assert names(marta.get("/families?show=ended")) == ["Lis"]


def test_a_supervisor_sees_all_with_their_assistants_and_the_queue(visitor: Visiting, app: Flask):
    at_zalesie(
        app, lambda: seen(LIS, case_status=CaseStatus.REQUESTED, assistant_id=None,
                          waiting_since=TODAY, case_basis=CaseBasis.COURT_ORDER)
    )  # fmt: skip
    page = visitor(BARBARA).get("/families")
    words = page.words()
    assert all(player.name in words for player in (MARTA, IWONA, WILK))
    assert "Czekają na asystenta" in words
    assert words.index("Czekają na asystenta") < words.index("Lis")
    assert f"/families/{LIS}/assistant" in page.links()
    assert str(FOREIGN) not in page.text


def test_a_social_worker_sees_only_their_own(visitor: Visiting):
    assert names(visitor(SOCIAL).get("/families")) == ["Mazur"]


@pytest.mark.parametrize("player", [ADMIN, SUPPORT])
def test_others_have_no_list(visitor: Visiting, player: Any):
    assert visitor(player).get("/families").status == 404
    assert visitor(player).post("/families/search", {"q": "mazur"}).status == 404


def test_search_as_a_page_and_as_a_part(visitor: Visiting):
    marta = visitor(MARTA)
    page = marta.post("/families/search", {"q": "MAZUR"})
    assert (page.status, names(page)) == (200, ["Mazur"])
    assert page.form("/families/search")["q"] == "MAZUR"
    part = marta.post("/families/search", {"q": "ola kalin"}, htmx="family_list")
    assert part.text.lstrip().startswith('<div id="family_list"')
    assert names(part) == ["Lis"]


@pytest.mark.parametrize("wanted", ["świątek", "obcy", "x" * 20_000, "<script>", "\x00'; --", "🐝"])
def test_search_finds_nothing_and_says_what_to_do(visitor: Visiting, wanted: str):
    page = visitor(MARTA).post("/families/search", {"q": wanted})
    assert page.status == 200
    assert "Nie ma takiej rodziny" in page.words()
    assert "Sprawdź pisownię albo szukaj po miejscowości." in page.words()


def test_an_empty_search_shows_the_whole_list_again(visitor: Visiting):
    page = visitor(MARTA).post("/families/search", {"q": "  "}, htmx="family_list")
    assert len(names(page)) == 3


def test_a_new_assistant_has_an_honest_empty_list(visitor: Visiting, app: Flask):
    at_zalesie(app, lambda: seen(COLLEAGUES, case_status=CaseStatus.ARCHIVED))
    page = visitor(IWONA).get("/families")
    assert "0 z 15 rodzin" in page.words()
    assert "Nie ma tu rodzin" in page.words()


@pytest.mark.parametrize("player", [MARTA, BARBARA, SOCIAL])
def test_the_list_is_thrifty_however_many_there_are(visitor: Visiting, app: Flask, player: Any):
    who = visitor(player)
    counts = []
    for _ in range(2):
        who.get("/families")
        with statements(app) as sent:
            page = who.get("/families")
        counts.append(len(sent))
        assert len(page.response.data) < 120_000
        many(app, 200)
    assert counts[0] == counts[1] <= 12, counts


def test_hundreds_are_shown_fifty_at_a_time(visitor: Visiting, app: Flask):
    many(app, 120)
    barbara = visitor(BARBARA)
    page = barbara.get("/families")
    assert len(names(page)) == 50
    assert any("page=2" in link for link in page.links())
    last = barbara.get("/families?page=3")
    assert len(names(last)) == 120 + 19 - 100
    assert not any("page=4" in link for link in last.links())
    assert names(barbara.get("/families?page=99")) == []


def test_search_among_two_thousand(app: Flask, capsys: Any):
    """Prints the time; only the answers and the number of statements are held to."""
    many(app)
    with app.test_request_context():
        enter_office(ZALESIE)
        rows_for(BARBARA.actor)
        with statements(app) as sent:
            start = perf_counter()
            hits = search(BARBARA.actor, "swiecicka-los")
            spent = perf_counter() - start
        assert len(hits) == SIZE // 40
        assert all(map(matcher("Święcicka"), (row.card for row in hits)))
        assert len(sent) == 2
        db.session.remove()
    with capsys.disabled():
        print(f"\n  search among {SIZE} families: {1000 * spent:.1f} ms", end=" ")
