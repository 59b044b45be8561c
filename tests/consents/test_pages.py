"""Pages of consent: positions, a decision, its withdrawal, and a family taken over from paper."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from rodzina.consents.queries import decisions_of, legal_basis_of
from rodzina.consents.rules import BasisState
from rodzina.db import enter_office, utc_now
from rodzina.families.access import open_family
from rodzina.periods import day_of
from rodzina.vocabulary import CaseStatus
from tests.browsing import Page, Visitor
from tests.cast import (
    BARBARA,
    COLLEAGUES,
    FOREIGN,
    IWONA,
    KOVALENKO,
    MARTA,
    MAZUR,
    MAZUR_ANNA,
    MAZUR_KUBA,
    OTHER_ASSISTANT,
    SOCIAL,
    WILK,
    ZALESIE,
    known_id,
)
from tests.counting import statements
from tests.families.test_pages import HOSTILE, found

Visiting = Callable[..., Visitor]
TODAY = day_of(utc_now())
OKSANA, IHOR = known_id("kovalenko-oksana"), known_id("kovalenko-ihor")


def state_of(app: Flask, family_id: Any) -> BasisState:
    with app.test_request_context():
        enter_office(ZALESIE)
        return legal_basis_of(open_family(BARBARA.actor, family_id, trace=False)).state


def count_of(app: Flask, family_id: Any) -> int:
    with app.test_request_context():
        enter_office(ZALESIE)
        return len(decisions_of(open_family(BARBARA.actor, family_id, trace=False)))


def decide(visitor: Visitor, **changed: Any) -> Page:
    page = visitor.get(f"/families/{KOVALENKO}/consents/new")
    return visitor.submit(page, "/consents/new", changed)


def test_consent_in_three_taps(visitor: Visiting, app: Flask):
    """Flow 7: the row, the person who stands ready, the button."""
    marta = visitor(MARTA)
    page = marta.get(f"/families/{KOVALENKO}/consents/new")
    held = page.form("/consents/new")
    assert (held["member"], held["decision"], held["way"]) == (str(OKSANA), "given", "paper")
    assert held["decided_on"] == TODAY.isoformat()
    page = marta.follow(marta.submit(page, "/consents/new"))
    assert "Zgoda na współpracę: jest" in page.words()
    assert state_of(app, KOVALENKO) is BasisState.PRESENT


def test_the_text_can_be_read_in_ukrainian_too(visitor: Visiting):
    page = visitor(MARTA).get(f"/families/{KOVALENKO}/consents/new")
    assert "Zgadzam się na współpracę." in page.words()
    assert "Погоджуюся на співпрацю." in page.words()
    assert f"{MARTA.name}, GOPS w Zalesiu" in page.words()


def test_a_refusal_is_plain_and_can_turn_into_consent(visitor: Visiting, app: Flask):
    marta = visitor(MARTA)
    page = marta.follow(decide(marta, decision="refused", note=HOSTILE))
    assert "Rodzina nie zgodziła się" in page.words()
    assert HOSTILE in page.words()
    assert "<script>alert" not in page.text
    page = marta.follow(decide(marta, member=str(IHOR)))
    assert "Zgoda na współpracę: jest" in page.words()
    assert page.words().count("odmowa współpracy") == 2  # Oksana's position stays, and the history


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"member": str(known_id("obca-maria"))}, "Wybierz osobę z listy"),
        ({"member": str(MAZUR_KUBA)}, "Wybierz osobę z listy"),
        ({"member": "nikt"}, "Wybierz osobę z listy"),
        ({"decision": "withdrawn"}, "Wybierz, co"),
        ({"decision": ""}, "Wybierz, co"),
        ({"way": "telepathy"}, "Wybierz, jak"),
        ({"decided_on": f"{TODAY + timedelta(days=1)}"}, "jeszcze nie nadszedł"),
        ({"decided_on": "1890-01-01"}, "19.11.2026"),
        ({"decided_on": "2011-12-31"}, "od 2012"),
        ({"decided_on": ""}, "Wpisz dzień decyzji"),
        ({"note": "x" * 20_001}, "Za długi tekst"),
    ],
)
def test_a_decision_that_cannot_be(visitor: Visiting, app: Flask, changed: Any, says: str):
    page = decide(visitor(MARTA), **changed)
    assert page.status == 422
    assert says in page.words()
    assert state_of(app, KOVALENKO) is BasisState.MISSING


def test_a_double_tap_keeps_one_decision(visitor: Visiting, app: Flask):
    marta = visitor(MARTA)
    held = marta.get(f"/families/{KOVALENKO}/consents/new").form("/consents/new")
    for _ in range(2):
        assert marta.post(f"/families/{KOVALENKO}/consents/new", held).status == 303
    assert count_of(app, KOVALENKO) == 1


def test_withdrawal_is_asked_on_its_own_page_and_leads_to_closing(visitor: Visiting, app: Flask):
    marta = visitor(MARTA)
    page = marta.get(f"/families/{MAZUR}/consents/withdrawal")
    assert page.form("/withdrawal")["member"] == str(MAZUR_ANNA)
    refused = marta.submit(page, "/withdrawal", {"note": ""})
    assert (refused.status, "Uzupełnij" in refused.words()) == (422, True)
    held = page.form("/withdrawal") | {"note": "Nie mamy już czasu."}
    for _ in range(2):
        answer = marta.post(f"/families/{MAZUR}/consents/withdrawal", held)
        assert answer.status == 303
    page = marta.follow(answer)
    words = page.words()
    assert "Zgoda cofnięta" in words
    assert "Nie mamy już czasu." in words
    assert f"/families/{MAZUR}/case" in page.links()
    assert (state_of(app, MAZUR), count_of(app, MAZUR)) == (BasisState.WITHDRAWN, 2)


def test_without_a_consent_there_is_nothing_to_withdraw(visitor: Visiting):
    page = visitor(MARTA).get(f"/families/{KOVALENKO}/consents/withdrawal")
    assert page.location.endswith(f"/families/{KOVALENKO}/consents")
    held = {"member": str(OKSANA), "decided_on": TODAY.isoformat(), "note": "powód"}
    page = visitor(MARTA).post(f"/families/{KOVALENKO}/consents/withdrawal", held)
    assert page.status == 422
    assert "nie wyraziła zgody" in page.words()


def test_both_parents_positions_are_shown(visitor: Visiting):
    words = visitor(MARTA).get(f"/families/{MAZUR}/consents").words()
    assert "Anna matka · zgoda tej osoby wystarcza" in words
    assert "Piotr ojciec · zgoda tej osoby wystarcza jeszcze bez pytania" in words


def test_a_social_worker_reads_and_does_not_write(visitor: Visiting):
    social = visitor(SOCIAL)
    page = social.get(f"/families/{MAZUR}/consents")
    assert page.status == 200
    assert not [link for link in page.links() if link.endswith(("/consents/new", "/withdrawal"))]
    assert social.get(f"/families/{MAZUR}/consents/new").status == 404
    assert social.post(f"/families/{MAZUR}/consents/withdrawal").status == 404


@pytest.mark.parametrize("family", [COLLEAGUES, FOREIGN])
@pytest.mark.parametrize("end", ["", "/new", "/withdrawal"])
def test_strangers_get_404(visitor: Visiting, family: Any, end: str):
    marta = visitor(MARTA)
    assert marta.get(f"/families/{family}/consents{end}").status == 404
    if end:
        assert marta.post(f"/families/{family}/consents{end}").status == 404


@pytest.mark.parametrize("end", ["/consents", "/consents/new", "/consents/withdrawal"])
def test_pages_are_thrifty(visitor: Visiting, app: Flask, end: str):
    marta = visitor(MARTA)
    marta.get(f"/families/{MAZUR}{end}")
    with statements(app) as sent:
        assert marta.get(f"/families/{MAZUR}{end}").status == 200
    assert len(sent) <= 12, "\n".join(sent)


PAPER: dict[str, Any] = {
    "surname": "Wróbel",
    "locality": "Stara Wieś",
    "phone": "640 100 200",
    "case_basis": "social_worker_request",
    "adults-0-first_name": "Renata",
    "adults-0-consent_on": f"{TODAY - timedelta(days=300)}",
    "children-0-first_name": "Ala",
    "children-0-born_on": "2017",
    "started_on": f"{TODAY - timedelta(days=305)}",
    "last_assessed_on": f"{TODAY - timedelta(days=100)}",
    "plan_from": f"{TODAY - timedelta(days=280)}",
    "plan_until": f"{TODAY + timedelta(days=80)}",
    "last_visited_on": f"{TODAY - timedelta(days=4)}",
    "children_seen_on": f"{TODAY - timedelta(days=4)}",
}


def take_over(visitor: Visitor, **changed: Any) -> Page:
    page = visitor.get("/families/in-progress")
    return visitor.submit(page, "/families/in-progress", PAPER | changed)


def test_an_assistant_takes_a_paper_family_over_and_leads_it(visitor: Visiting, app: Flask):
    page = take_over(visitor(MARTA), assistant=str(IWONA.id))
    assert page.status == 303
    (family,) = found(app, MARTA, "Wróbel")
    assert (family.assistant_id, family.case_status) == (MARTA.id, CaseStatus.IN_PROGRESS)
    assert family.last_assessed_on == TODAY - timedelta(days=100)
    assert family.visited_before_on == TODAY - timedelta(days=4)
    assert family.members[1].last_seen_on == TODAY - timedelta(days=4)
    assert family.members[1].seen_before_on == TODAY - timedelta(days=4)
    assert state_of(app, family.id) is BasisState.PRESENT
    assert "dni bez wizyty" not in visitor(MARTA).post("/families/search", {"q": "wrobel"}).words()


def test_a_supervisor_says_who_leads_it(visitor: Visiting, app: Flask):
    barbara = visitor(BARBARA)
    assert take_over(barbara).status == 422
    assert take_over(barbara, assistant=str(OTHER_ASSISTANT.id)).status == 422
    page = take_over(barbara, assistant=str(WILK.id))
    assert (page.status, "Limit osiągnięty" in page.words()) == (422, True)
    assert take_over(barbara, assistant=str(IWONA.id)).status == 303
    assert found(app, IWONA, "Wróbel")


def test_an_assistant_at_the_limit_is_told_at_once(visitor: Visiting, app: Flask):
    wilk = visitor(WILK)
    assert "Limit osiągnięty: 15 z 15 rodzin." in wilk.get("/families/in-progress").words()
    assert take_over(wilk).status == 422
    assert found(app, WILK, "Wróbel") == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"started_on": ""}, "od kiedy pracujecie"),
        ({"started_on": f"{TODAY + timedelta(days=1)}"}, "jeszcze nie nadszedł"),
        ({"adults-0-consent_on": f"{TODAY + timedelta(days=1)}"}, "jeszcze nie nadszedł"),
        ({"children-0-born_on": "wczoraj"}, "Wpisz datę tak"),
        ({"plan_until": f"{TODAY - timedelta(days=281)}"}, "Koniec musi być po początku"),
        ({"surname": ""}, "Uzupełnij"),
    ],
)
def test_what_paper_cannot_say(visitor: Visiting, app: Flask, changed: Any, says: str):
    page = take_over(visitor(MARTA), **changed)
    assert page.status == 422
    assert says in page.words()
    assert page.form("/families/in-progress")["children-0-first_name"] == "Ala"
    assert found(app, MARTA, "Wróbel") == []


def test_a_quick_row_more_keeps_everything(visitor: Visiting):
    page = take_over(visitor(MARTA), add="adults")
    held = page.form("/families/in-progress")
    assert (page.status, held["adults-rows"], held["surname"]) == (200, "3", "Wróbel")
