"""Pages of court orders."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from rodzina.db import utc_now
from rodzina.periods import day_of
from tests.browsing import Page, Visitor
from tests.cast import (
    BARBARA,
    COLLEAGUES,
    FOREIGN,
    MARTA,
    MAZUR,
    MAZUR_KUBA,
    MAZUR_ZOSIA,
    SOCIAL,
    known_id,
)
from tests.counting import statements
from tests.families.test_pages import HOSTILE

Visiting = Callable[..., Visitor]
TODAY = day_of(utc_now())
ISSUED = TODAY - timedelta(days=40)
ORDER: dict[str, Any] = {
    "court": "Sąd Rejonowy w Suwałkach",
    "case_file_number": f"III Nsm 123/{ISSUED:%y}",
    "issued_on": ISSUED.isoformat(),
    "children": [str(MAZUR_KUBA)],
    "execution_control": "sprawozdanie co trzy miesiące",
}


def order(visitor: Visitor, **changed: Any) -> Page:
    page = visitor.get(f"/families/{MAZUR}/court-order")
    return visitor.submit(page, "/court-order", ORDER | changed)


def test_an_order_is_kept_and_shown_with_number_date_and_children(visitor: Visiting):
    marta = visitor(MARTA)
    assert order(marta).status == 303
    words = marta.get(f"/families/{MAZUR}/consents").words()
    assert "Praca z postanowienia sądu" in words
    assert f"sygn. III Nsm 123/{ISSUED:%y}, od" in words
    assert "Kuba" in words
    words = marta.get(f"/families/{MAZUR}/court-orders").words()
    assert "obowiązuje" in words
    assert "sprawozdanie co trzy miesiące" in words
    assert "Zosia" not in words


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"case_file_number": "123"}, "case_file_number", "Wpisz sygnaturę tak"),
        (
            {"case_file_number": f"III Nsm 1/{TODAY.year + 1}"},
            "case_file_number",
            "Rok w sygnaturze",
        ),
        ({"case_file_number": ""}, "case_file_number", "Uzupełnij"),
        ({"issued_on": f"{TODAY + timedelta(days=1)}"}, "issued_on", "jeszcze nie nadszedł"),
        ({"issued_on": "1890-01-01"}, "issued_on", "19.11.2026"),
        ({"valid_until": ISSUED.isoformat()}, "valid_until", "po dniu wydania"),
        ({"children": []}, "children", "Wybierz dzieci, które"),
        ({"children": [str(known_id("lis-ola"))]}, "children", "Wybierz"),
        ({"children": ["nikt"]}, "children", "Wybierz"),
        ({"court": ""}, "court", "Uzupełnij"),
        ({"court": "x" * 20_000}, "court", "Za długi"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    visitor: Visiting, changed: Any, field: str, says: str
):
    page = order(visitor(MARTA), **changed)
    assert page.status == 422
    error = page.tree.find(f".//*[@id='{field}-error']")
    assert error is not None
    assert says in "".join(error.itertext())
    assert page.form("/court-order")["execution_control"] == "sprawozdanie co trzy miesiące"


def test_hostile_text_stays_text(visitor: Visiting):
    marta = visitor(MARTA)
    assert order(marta, court=HOSTILE).status == 303
    page = marta.get(f"/families/{MAZUR}/court-orders")
    assert HOSTILE in page.words()
    assert "<script>alert" not in page.text


def test_an_order_is_corrected(visitor: Visiting):
    marta = visitor(MARTA)
    order(marta)
    page = marta.get(f"/families/{MAZUR}/court-orders")
    address = next(link for link in page.links() if "/court-orders/" in link)
    page = marta.get(address)
    held = page.form(address)
    assert held["children"] == str(MAZUR_KUBA)
    assert held["issued_on"] == ISSUED.isoformat()
    page = marta.submit(page, address, {"children": [str(MAZUR_ZOSIA)]})
    words = marta.follow(page).words()
    assert "Zosia" in words
    assert "Kuba" not in words


def test_an_order_is_lifted_and_undone(visitor: Visiting):
    marta = visitor(MARTA)
    order(marta)
    page = marta.get(f"/families/{MAZUR}/court-orders")
    late = marta.submit(page, "/lifting", {"lifted_on": f"{TODAY + timedelta(days=1)}"})
    assert (late.status, "Wpisz dzień uchylenia" in late.words()) == (422, True)
    page = marta.follow(marta.submit(page, "/lifting"))
    assert "uchylone" in page.words()
    assert "Zgoda na współpracę: jest" in marta.get(f"/families/{MAZUR}/consents").words()
    page = marta.follow(marta.submit(page, "/restoring"))
    assert "uchylone" not in page.words()


def test_a_double_tap_keeps_one_order(visitor: Visiting):
    marta = visitor(MARTA)
    held = marta.get(f"/families/{MAZUR}/court-order").form("/court-order") | ORDER
    for _ in range(2):
        assert marta.post(f"/families/{MAZUR}/court-order", held).status == 303
    page = marta.get(f"/families/{MAZUR}/court-orders")
    assert len([a for a in page.actions() if a.endswith("/lifting")]) == 1


def test_a_social_worker_reads_and_does_not_write(visitor: Visiting):
    order(visitor(MARTA))
    social = visitor(SOCIAL)
    page = social.get(f"/families/{MAZUR}/court-orders")
    assert page.status == 200
    assert not page.actions() or not [a for a in page.actions() if "court" in a]
    assert social.get(f"/families/{MAZUR}/court-order").status == 404
    assert social.post(f"/families/{MAZUR}/court-order", ORDER).status == 404


@pytest.mark.parametrize("family", [COLLEAGUES, FOREIGN])
def test_strangers_get_404(visitor: Visiting, family: Any):
    marta = visitor(MARTA)
    assert marta.get(f"/families/{family}/court-orders").status == 404
    assert marta.get(f"/families/{family}/court-order").status == 404
    assert marta.post(f"/families/{family}/court-order", ORDER).status == 404
    order(marta)
    page = marta.get(f"/families/{MAZUR}/court-orders")
    order_id = next(link for link in page.links() if "/court-orders/" in link).split("/")[-1]
    barbara = visitor(BARBARA)
    assert barbara.get(f"/families/{COLLEAGUES}/court-orders/{order_id}").status == 404
    assert barbara.post(f"/families/{COLLEAGUES}/court-orders/{order_id}/lifting").status == 404


def test_pages_are_thrifty(visitor: Visiting, app: Flask):
    marta = visitor(MARTA)
    order(marta)
    for end in ("/court-orders", "/court-order"):
        with statements(app) as sent:
            assert marta.get(f"/families/{MAZUR}{end}").status == 200
        assert len(sent) <= 12, "\n".join(sent)
