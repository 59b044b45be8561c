"""The pages of a visit, as an assistant uses them: bad input is answered, nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from rodzina.db import db, enter_office, utc_now
from rodzina.families.access import open_family
from rodzina.families.actions import hand_over
from rodzina.periods import day_of, warsaw
from rodzina.tasks.actions import agree_task
from rodzina.visits.actions import record_contact
from rodzina.vocabulary import VisitKind, WorkArea
from tests.browsing import Page, Visitor
from tests.cast import (
    BARBARA,
    COLLEAGUES,
    IWONA,
    LIS,
    MARTA,
    MAZUR,
    MAZUR_ANNA,
    MAZUR_KUBA,
    SOCIAL,
)
from tests.counting import statements
from tests.visits.test_actions import once

Visiting = Callable[..., Visitor]
HOSTILE = "Zażółć 🐝 \u202eodwrotnie <script>alert(1)</script>"


def record_page(marta: Visitor, family: Any = MAZUR) -> tuple[Page, str]:
    leads = marta.get(f"/families/{family}/visits/new")
    return marta.follow(leads), leads.location


def typed(**changed: Any) -> dict[str, Any]:
    start = warsaw(utc_now() - timedelta(minutes=90))
    end = start + timedelta(minutes=60)
    held = {
        "day": f"{start:%Y-%m-%d}",
        "started": f"{start:%H:%M}",
        "ended": f"{end:%H:%M}",
        "present": [str(MAZUR_ANNA), str(MAZUR_KUBA)],
        "areas": ["budget"],
        "phrases-budget": ["Przegląd wydatków"],
        "note": "Anna pokazała zeszyt wydatków.",
        "next": "none",
    }
    if end.date() != start.date():
        held |= {"day": f"{start:%Y-%m-%d}", "started": "20:00", "ended": "21:00"}
    return held | changed


def test_a_planned_visit_from_start_to_today(visitor: Visiting) -> None:
    marta = visitor(MARTA)
    family = marta.get(f"/families/{MAZUR}")
    clock = marta.follow(marta.submit(family, "/visits"))
    assert "Wizyta trwa" in clock.words()
    record = marta.follow(marta.submit(clock, "/draft", {"note": "Szybka myśl."}))
    assert "Szybka myśl." in record.text
    today = marta.follow(marta.submit(record, "/record", typed()))
    assert "Wizyta zapisana" in today.words()
    assert "Cofnij" in today.words()
    history = marta.get(f"/families/{MAZUR}")
    assert "Anna pokazała zeszyt wydatków." in history.words()


def test_nobody_is_ticked_beforehand(visitor: Visiting) -> None:
    page, _ = record_page(visitor(MARTA))
    ticked = [f.get("name") for f in page.all("input") if f.get("checked") is not None]
    assert "present" not in ticked
    assert "areas" not in ticked


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ended": "08:00", "started": "09:00"}, "Koniec musi być po początku"),
        ({"day": "2999-01-01"}, "Wpisz dzień tak"),
        ({"day": "2099-01-01"}, "jeszcze się nie zaczęła"),
        ({"started": "25:70"}, "Wpisz godzinę tak"),
        ({"started": ""}, "Wpisz, o której się zaczęło"),
        ({"present": [], "others_present": ""}, "Zaznacz, kto był"),
        ({"areas": [], "phrases-budget": []}, "co najmniej jeden obszar"),
        ({"kilometres": "dużo"}, "Wpisz liczbę"),
        ({"kilometres": "5000"}, "od 0 do 999"),
        ({"note": "a" * 20_001}, "Za długi tekst"),
        ({"next": "other"}, "Wpisz dzień następnej wizyty"),
        ({"next": "kiedyś"}, "Wybierz, kiedy"),
        ({"agree-1-text": "x" * 201, "agree-1-area": "budget"}, "najwyżej 200"),
        ({"kind": "lot na księżyc"}, "Wybierz jedną z podanych"),
        ({"present": ["nie-uuid"]}, "Otwórz stronę jeszcze raz"),
        ({f"reason-{LIS}": "padał deszcz"}, "częściowo albo nie"),
    ],
)
def test_bad_input_is_answered_by_its_field_and_keeps_what_was_typed(
    visitor: Visiting, wrong: dict[str, Any], said: str
) -> None:
    marta = visitor(MARTA)
    page, _ = record_page(marta)
    refused = marta.submit(page, "/record", typed(others_present="pani z gminy") | wrong)
    assert refused.status == 422
    assert said in refused.words()
    assert wrong.get("others_present", "pani z gminy") in refused.text
    if "note" not in wrong:
        assert "Anna pokazała zeszyt wydatków." in refused.text


def test_hostile_text_comes_back_as_text(visitor: Visiting) -> None:
    marta = visitor(MARTA)
    page, _ = record_page(marta)
    marta.submit(page, "/record", typed(note=HOSTILE + "\x00"))
    history = marta.get(f"/families/{MAZUR}")
    assert "<script>alert" not in history.text
    assert "alert(1)" in history.words()
    assert "\x00" not in history.text


def test_a_20_000_character_note_is_kept_whole(visitor: Visiting, app: Any) -> None:
    marta = visitor(MARTA)
    page, _ = record_page(marta)
    long = "ż" * 20_000
    assert marta.submit(page, "/record", typed(note=long)).status == 303
    shown = marta.get(first_visit(marta))
    assert long in shown.text


def first_visit(marta: Visitor, family: Any = MAZUR) -> str:
    links = marta.get(f"/families/{family}").links()
    return next(a for a in links if "/visits/" in a and not a.endswith("/plan"))


def test_a_double_tap_makes_one_visit(visitor: Visiting, app: Any) -> None:
    marta = visitor(MARTA)
    page, _ = record_page(marta)
    data = page.form("/record") | typed()
    path = next(a for a in page.actions() if a.endswith("/record"))
    assert {marta.post(path, data).status, marta.post(path, data).status} == {303}
    assert marta.get(f"/families/{MAZUR}").text.count("Anna pokazała zeszyt") == 1


def test_a_draft_comes_back_after_a_reload(visitor: Visiting) -> None:
    marta = visitor(MARTA)
    page, address = record_page(marta)
    draft = next(f.get("data-draft") for f in page.all("form") if f.get("data-draft"))
    kept = marta.client.put(
        draft,
        data=page.form("/record") | typed(note="Niedokończone zdanie"),
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert kept.status_code == 204
    again = marta.get(address)
    assert "Niedokończone zdanie" in again.text
    assert again.form("/record")["present"] == [str(MAZUR_ANNA), str(MAZUR_KUBA)]
    assert "Niedokończony zapis" in marta.get("/today").words()


def test_a_draft_is_gone_once_recorded(visitor: Visiting) -> None:
    marta = visitor(MARTA)
    page, address = record_page(marta)
    marta.submit(page, "/record", typed())
    assert marta.get(address).status == 303
    assert "Niedokończony zapis" not in marta.get("/today").words()


def test_nobody_home_takes_two_forms_and_can_be_undone(visitor: Visiting) -> None:
    marta = visitor(MARTA)
    clock = marta.follow(marta.submit(marta.get(f"/families/{LIS}"), "/visits"))
    today = marta.follow(marta.submit(clock, "/missed", {"outcome": "nobody_home"}))
    assert "Zapisano: nikogo nie zastano" in today.words()
    back = marta.follow(marta.submit(today, "/withdrawal"))
    assert "Cofnięto" in back.words()


def test_an_expired_session_answers_a_script_with_401_and_the_page_with_signing_in(
    visitor: Visiting,
) -> None:
    marta = visitor(MARTA)
    page, address = record_page(marta)
    marta.client.delete_cookie("rodzina")
    path = next(a for a in page.actions() if a.endswith("/record"))
    scripted = marta.post(path, page.form("/record") | typed(), htmx="record_form")
    assert scripted.status == 401
    assert "/sign-in" in marta.get(address).location


def test_a_form_sent_after_the_hand_over_is_not_lost(visitor: Visiting, app: Any) -> None:
    marta = visitor(MARTA)
    page, _ = record_page(marta)
    with app.test_request_context():
        enter_office(BARBARA.office)
        family = open_family(BARBARA.actor, MAZUR)
        hand_over(BARBARA.actor, once(), family, IWONA.id, day_of(utc_now()))
    sent = marta.follow(marta.submit(page, "/record", typed()))
    assert "Wizyta zapisana" in sent.words()
    assert "Anna pokazała" in visitor(IWONA).get(f"/families/{MAZUR}").words()
    assert marta.get(f"/families/{MAZUR}").status == 404


def test_five_hundred_open_tasks_do_not_break_the_record(visitor: Visiting, app: Any) -> None:
    with app.test_request_context():
        enter_office(MARTA.office)
        for n in range(500):
            agree_task(MARTA.actor, MAZUR, {"title": f"Zadanie {n}", "area": WorkArea.BUDGET})
        db.session.commit()
    marta = visitor(MARTA)
    page, _ = record_page(marta)
    assert page.status == 200
    assert len(page.text) < 100_000
    assert marta.submit(page, "/record", typed()).status == 303


@pytest.mark.parametrize("way", ["record", "clock", "correction", "summary", "print", "move"])
def test_a_colleagues_visit_is_not_there(visitor: Visiting, way: str) -> None:
    page = visitor(MARTA).get(f"/families/{COLLEAGUES}/visits/{uuid4()}/{way}")
    assert page.status == 404


def test_a_social_worker_sees_no_notes(visitor: Visiting) -> None:
    marta = visitor(MARTA)
    page, _ = record_page(marta)
    marta.submit(page, "/record", typed())
    seen = visitor(SOCIAL).get(f"/families/{MAZUR}")
    assert "Wizyta w domu" in seen.words()
    assert "zeszyt wydatków" not in seen.words()


def test_the_paper_and_the_summary_show_the_record_and_never_a_concern(visitor: Visiting) -> None:
    marta = visitor(MARTA)
    page, _ = record_page(marta)
    marta.submit(page, "/record", typed(**{"agree-1-text": "Zbierać paragony"}))
    visit = first_visit(marta)
    paper = marta.get(f"{visit}/print").words()
    assert "Karta wizyty asystenta rodziny" in paper
    assert "Zbierać paragony" in paper
    summary = marta.get(f"{visit}/summary").words()
    assert "Przegląd wydatków" in summary
    assert "Anna pokazała" not in summary
    assert "Наша зустріч" in marta.get(f"{visit}/summary?lang=uk").words()
    assert "niepokoi" not in (paper + summary).lower()


def test_older_contacts_come_in_stretches(visitor: Visiting, app: Any) -> None:
    with app.test_request_context():
        enter_office(MARTA.office)
        family = open_family(MARTA.actor, MAZUR)
        for n in range(20):
            at = utc_now() - timedelta(hours=n)
            record_contact(MARTA.actor, once(), family, VisitKind.PHONE, at)
    marta = visitor(MARTA)
    first = marta.get(f"/families/{MAZUR}")
    assert first.text.count('class="event"') == 15
    older = next(a for a in first.links() if "/history" in a)
    assert marta.get(older).text.count('class="event"') == 5
    rest = marta.client.get(older.replace("/history", "/timeline")).get_data(as_text=True)
    assert rest.count('class="event"') == 5
    assert "<html" not in rest


def counted(app: Any, marta: Visitor) -> dict[str, int]:
    """Statements a page."""
    held = {}
    for address in ("/today", f"/families/{MAZUR}", "/visits/new", "/week"):
        with statements(app) as sent:
            marta.get(address)
        held[address] = len(sent)
    return held


def test_statements_stay_the_same_with_more_visits(visitor: Visiting, app: Any) -> None:
    marta = visitor(MARTA)
    record, _ = record_page(marta)
    marta.submit(record, "/record", typed())
    few = counted(app, marta)
    with app.test_request_context():
        enter_office(MARTA.office)
        family = open_family(MARTA.actor, MAZUR)
        for n in range(60):
            at = utc_now() - timedelta(hours=n)
            record_contact(MARTA.actor, once(), family, VisitKind.MESSAGE, at)
    many = counted(app, marta)
    assert many == few
    assert max(many.values()) <= 12, many


def test_the_week_shows_planned_visits(visitor: Visiting) -> None:
    marta = visitor(MARTA)
    tomorrow = warsaw(utc_now()) + timedelta(days=1)
    page = marta.get(f"/families/{MAZUR}/visits/plan")
    planned = {"next_day": f"{tomorrow:%d.%m.%Y}", "next_hour": "13.00", "kind": "home_visit"}
    family = marta.follow(marta.submit(page, "/visits/plan", planned))
    assert "Wizyta zaplanowana" in family.words()
    shown = marta.get("/week").words() + marta.get("/week?step=1").words()
    assert "Mazur" in shown


def test_a_script_is_told_in_the_place_of_messages_and_its_form_stays(visitor: Visiting) -> None:
    marta = visitor(MARTA)
    stranger = marta.post(f"/families/{COLLEAGUES}/visits/plan", htmx="plan_form")
    assert stranger.status == 404
    assert "Skopiuj swój tekst" in stranger.text
    assert stranger.response.headers["HX-Retarget"] == "#toast"
    page, _ = record_page(marta)
    data = page.form("/record") | typed()
    path = next(a for a in page.actions() if a.endswith("/record"))
    marta.post(path, data, htmx="record_form")
    clash = marta.post(path, data | {"note": "Co innego"}, htmx="record_form")
    assert clash.status == 409
    assert "z inną treścią" in clash.text
