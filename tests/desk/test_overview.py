"""The supervisor's overview and the team: names without a tap, on both databases."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from rodzina.accounts.models import Membership
from rodzina.concerns.models import Concern, ConcernReading
from rodzina.consents.models import ServiceConsent
from rodzina.courts.models import CourtOrder
from rodzina.db import db, utc_now
from rodzina.families.models import Family, FamilyMember
from rodzina.office.actions import set_parameter
from rodzina.periods import day_of, moment_of
from rodzina.visits.models import Visit
from rodzina.vocabulary import (
    CaseBasis,
    CaseStatus,
    ConsentDecision,
    ConsentWay,
    VisitKind,
    VisitOutcome,
    VisitStatus,
)
from tests.browsing import Page, Visitor
from tests.cast import (
    BARBARA,
    COLLEAGUES,
    IWONA,
    KOVALENKO,
    LIS,
    MARTA,
    MAZUR,
    MAZUR_KUBA,
    OTHER_SUPERVISOR,
    SOCIAL,
    WILK,
    ZALESIE,
    Player,
    family,
    known_id,
)
from tests.counting import statements
from tests.inside import inside

Visit_ = Callable[[Any], Visitor]
TODAY = day_of(utc_now())
DAY = timedelta(days=1)


@pytest.fixture
def centre(app: Flask) -> Callable[[Callable[[], Any]], Any]:
    """Does something in the first centre, and keeps it."""
    return lambda work: inside(app, work)


def set_family(family_id: UUID, **facts: Any) -> None:
    db.session.execute(update(Family).where(Family.id == family_id).values(**facts))


def all_well() -> None:
    """Every family visited today, every child seen, every consent there."""
    for held in db.session.scalars(select(Family)):
        held.last_visited_on, held.missed_visits = TODAY, 0
        consent_of(held.id)
    for member in db.session.scalars(select(FamilyMember)):
        member.last_seen_on = TODAY


def consent_of(family_id: UUID, decision: ConsentDecision = ConsentDecision.GIVEN) -> None:
    members = select(FamilyMember).where(FamilyMember.family_id == family_id)
    first = db.session.scalars(members.order_by(FamilyMember.position)).first()
    if first is None:
        order = CourtOrder(family_id=family_id, issued_on=TODAY - DAY, recorded_by=MARTA.id)
        db.session.add(order)
        return
    db.session.add(
        ServiceConsent(
            family_id=family_id,
            member_id=first.id,
            decision=decision,
            decided_on=TODAY,
            way=ConsentWay.PAPER,
            recorded_by=MARTA.id,
        )
    )


def tiles(page: Page) -> dict[str, tuple[int, str, str]]:
    """Label → number, who, and where it leads."""
    found = {}
    for link in page.all("a"):
        if "alert" in (link.get("class") or "").split():
            parts = {
                (e.get("class") or "").removeprefix("alert__"): "".join(e.itertext())
                for e in link.iter("span")
            }
            who = parts["who"].replace("\u00a0", " ")
            found[parts["label"]] = (int(parts["number"]), who, link.get("href"))
    return found


def lines_of_team(page: Page) -> dict[str, str]:
    """Name → what its line in the table says."""
    lines = [" ".join("".join(r.itertext()).split()) for r in page.all("tr")[1:]]
    named = {p.name: p.name for p in (MARTA, WILK, IWONA)}
    return {name: line for name in named for line in lines if line.startswith(name)}


def test_when_all_is_well_it_says_so(visitor: Visit_, centre: Any) -> None:
    centre(all_well)
    page = visitor(BARBARA).get("/overview")
    assert tiles(page) == {}
    assert "Nic nie wymaga uwagi" in page.words()
    assert "Nic nie czeka na decyzję." in page.words()
    assert "3 asystentów, 19 rodzin" in page.words()


def test_alerts_name_the_families_with_their_days(visitor: Visit_, centre: Any) -> None:
    def trouble() -> None:
        all_well()
        set_family(MAZUR, last_visited_on=TODAY - 18 * DAY)
        set_family(LIS, last_visited_on=TODAY - 14 * DAY, missed_visits=3)
        set_family(COLLEAGUES, last_visited_on=TODAY - 13 * DAY, missed_visits=2)
        consent_of(KOVALENKO, ConsentDecision.WITHDRAWN)
        unseen = update(FamilyMember).where(FamilyMember.id == MAZUR_KUBA)
        db.session.execute(unseen.values(last_seen_on=TODAY - 41 * DAY))

    centre(trouble)
    found = tiles(visitor(BARBARA).get("/overview"))
    assert found == {
        "bez wizyty od 14 dni": (2, "Mazur 18, Lis 14", "/families?show=quiet"),
        "dziecko niewidziane od 30 dni": (1, "Mazur 41", "/families?show=unseen"),
        "3 × nikogo nie zastano": (1, "Lis 3", "/families?show=missed"),
        "bez zgody": (1, "Kovalenko", "/families?show=basis"),
    }


def test_a_family_never_visited_counts_from_the_start_of_the_work(
    visitor: Visit_, centre: Any
) -> None:
    def never() -> None:
        all_well()
        set_family(MAZUR, last_visited_on=None, started_on=TODAY - 20 * DAY)
        set_family(KOVALENKO, last_visited_on=None, started_on=None)

    centre(never)
    found = tiles(visitor(BARBARA).get("/overview"))
    assert found["bez wizyty od 14 dni"][:2] == (1, "Mazur 20")


def test_the_centres_own_figures_decide(visitor: Visit_, centre: Any) -> None:
    def stricter() -> None:
        all_well()
        set_parameter("not_visited_days", 7, TODAY, None)
        set_family(LIS, last_visited_on=TODAY - 7 * DAY)

    centre(stricter)
    assert tiles(visitor(BARBARA).get("/overview"))["bez wizyty od 7 dni"][:2] == (1, "Lis 7")


def test_over_the_limit_leads_to_handing_over(app: Flask, visitor: Visit_, centre: Any) -> None:
    def sixteenth() -> None:
        all_well()
        made = family(known_id("szesnasta"), "Szesnasta", "Borki", IWONA, TODAY, [])
        made.assistant_id, made.last_visited_on = WILK.id, TODAY
        consent_of(made.id)

    centre(sixteenth)
    page = visitor(BARBARA).get("/overview")
    number, who, href = tiles(page)["ponad limit"]
    assert (number, who) == (1, "Agnieszka Wilk, 16 z 15")
    assert href == f"/assistants/{WILK.id}/families"
    assert "item--danger" not in page.text
    assert lines_of_team(page)["Agnieszka Wilk"].startswith("Agnieszka Wilk 16 z 15")
    assert visitor(BARBARA).get(href).status == 200


def test_many_names_are_cut_to_a_few(visitor: Visit_, centre: Any) -> None:
    def everybody() -> None:
        all_well()
        old = update(Family).where(Family.assistant_id == WILK.id)
        db.session.execute(old.values(last_visited_on=TODAY - 30 * DAY))

    centre(everybody)
    number, who, _href = tiles(visitor(BARBARA).get("/overview"))["bez wizyty od 14 dni"]
    assert number == 15
    assert who.endswith("i jeszcze 10")
    assert who.count(",") == 4


def visit(family_id: UUID, player: Player, day: date, **facts: Any) -> None:
    start = moment_of(day, time(9))
    given: dict[str, Any] = {
        "kind": VisitKind.HOME_VISIT,
        "status": VisitStatus.RECORDED,
        "outcome": VisitOutcome.COMPLETED,
    }
    db.session.add(
        Visit(
            family_id=family_id,
            assistant_id=player.id,
            day=day,
            started_at=start,
            ended_at=start + timedelta(hours=1),
            **given | facts,
        )
    )


def test_the_team_is_counted_by_month_and_shown_by_load(
    app: Flask, visitor: Visit_, centre: Any
) -> None:
    first = TODAY.replace(day=1)

    def work() -> None:
        all_well()
        set_family(LIS, last_visited_on=TODAY - 16 * DAY)
        for day in (first, TODAY):
            visit(MAZUR, MARTA, day)
        visit(MAZUR, MARTA, first - DAY)
        visit(MAZUR, MARTA, TODAY, kind=VisitKind.PHONE)
        visit(MAZUR, MARTA, TODAY, outcome=VisitOutcome.NOBODY_HOME)
        visit(MAZUR, MARTA, TODAY, status=VisitStatus.PLANNED, outcome=None)
        visit(MAZUR, MARTA, TODAY, status=VisitStatus.MOVED)

    centre(work)
    visitor(MARTA)
    page = visitor(BARBARA).get("/overview")
    lines = lines_of_team(page)
    assert lines["Marta Zielińska"].startswith("Marta Zielińska 3 z 15 2 16 dni temu dziś,")
    assert lines["Agnieszka Wilk"].startswith("Agnieszka Wilk 15 z 15 0 dziś jeszcze nie")
    order = ["Agnieszka Wilk", "Marta Zielińska", "Iwona Bąk"]
    assert sorted(order, key=page.words().index) == order
    assert f"/assistants/{MARTA.id}/families" in page.links()


def concern(hours: float, author: Player = MARTA, family_id: UUID = MAZUR) -> UUID:
    held = Concern(
        family_id=family_id,
        author_id=author.id,
        reported_at=utc_now() - timedelta(hours=hours),
        topics=["violence"],
        text="Kanarek",
    )
    db.session.add(held)
    return held.id


def test_unread_concerns_stand_red_and_late_ones_on_top(visitor: Visit_, centre: Any) -> None:
    def report() -> tuple[UUID, UUID]:
        all_well()
        read = concern(1)
        db.session.flush()
        db.session.add(ConcernReading(concern_id=read, person_id=BARBARA.id))
        return concern(1, IWONA, COLLEAGUES), concern(5)

    fresh, late = centre(report)
    page = visitor(BARBARA).get("/overview")
    assert page.text.count("item--danger") == 2
    assert "Niepokojący sygnał czeka od" in page.words()
    assert "Zgłasza: Marta Zielińska." in page.words()
    assert page.text.count("banner--danger") == 1
    assert [x for x in page.links() if x.startswith("/concerns/")] == [
        f"/concerns/{late}", f"/concerns/{late}", f"/concerns/{fresh}",
    ]  # fmt: skip
    assert "Kanarek" not in page.text


def test_court_cases_wait_first_in_the_queue(visitor: Visit_, centre: Any) -> None:
    def wait() -> None:
        all_well()
        for n, (name, basis, days) in enumerate(
            [
                ("Adamska", CaseBasis.OWN_REQUEST, 30),
                ("Sądowa", CaseBasis.COURT_ORDER, 3),
                ("Zawada", CaseBasis.COURT_ORDER, 9),
            ]
        ):
            made = family(
                known_id(f"waiting-{n}"), name, "Borki", IWONA, None, [], CaseStatus.ASSIGNED
            )
            made.assistant_id, made.case_status = None, CaseStatus.REQUESTED
            made.case_basis, made.waiting_since = basis, TODAY - days * DAY

    centre(wait)
    for path in ("/overview", "/team"):
        page = visitor(BARBARA).get(path)
        words = page.words()
        names = ["Zawada", "Sądowa", "Adamska"]
        assert sorted(names, key=words.index) == names
        assert "postanowienie sądu · czeka od" in words
        assert f"/families/{known_id('waiting-1')}/assistant" in page.links()
    assert tiles(visitor(BARBARA).get("/overview")) == {}


def test_families_of_an_assistant_who_left_wait_for_another(visitor: Visit_, centre: Any) -> None:
    def leave() -> None:
        db.session.execute(
            update(Membership).where(Membership.person_id == MARTA.id).values(active=False)
        )

    barbara = visitor(BARBARA)
    assert "Nikt nie prowadzi" not in barbara.get("/overview").words()
    centre(leave)
    page = barbara.get("/overview")
    assert "Nikt nie prowadzi: Mazur" in page.words()
    assert f"/families/{MAZUR}/assistant" in page.links()


def test_the_teams_weight_follows_difficulty(visitor: Visit_, centre: Any) -> None:
    def hard() -> None:
        set_family(MAZUR, difficulty=3)
        set_family(LIS, difficulty=2)
        set_parameter("caseload_warn", 3, TODAY, None)

    centre(hard)
    page = visitor(BARBARA).get("/team")
    lines = lines_of_team(page)
    assert lines["Marta Zielińska"] == "Marta Zielińska 3 z 15 1 1 1 6 blisko limitu"
    assert lines["Agnieszka Wilk"].endswith("15 0 0 15 limit osiągnięty")
    assert lines["Iwona Bąk"] == "Iwona Bąk 1 z 15 1 0 0 1"


@pytest.mark.parametrize("path", ["/overview", "/team"])
def test_only_the_centres_supervisors_look(visitor: Visit_, path: str) -> None:
    for player in (MARTA, SOCIAL):
        assert visitor(player).get(path).status == 404
    page = visitor(OTHER_SUPERVISOR).get(path)
    assert "Piotr Obcy" in page.words()
    for stranger in ("Mazur", "Marta", "Wilk"):
        assert stranger not in page.words()


def test_the_page_costs_the_same_with_ten_and_with_thousands_of_visits(
    app: Flask, visitor: Visit_, centre: Any
) -> None:
    barbara = visitor(BARBARA)
    counts = []
    for many in (10, 10_000):

        def fill(many: int = many) -> None:
            concern(3, IWONA, COLLEAGUES)
            rows = [
                {
                    "office_id": ZALESIE, "id": uuid4(), "version": 1, "created_at": datetime.now(),
                    "family_id": MAZUR, "assistant_id": MARTA.id, "kind": VisitKind.HOME_VISIT,
                    "status": VisitStatus.RECORDED, "outcome": VisitOutcome.COMPLETED,
                    "day": TODAY, "current": 1,
                }
                for _ in range(many)
            ]  # fmt: skip
            db.session.execute(Visit.__table__.insert(), rows)

        centre(fill)
        with statements(app) as seen:
            assert barbara.get("/overview").status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12, seen
    with statements(app) as seen:
        barbara.get("/team")
    assert len(seen) <= 12
