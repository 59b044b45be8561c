"""Pages of families: a new one, its record and people, handing over, the case."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from rodzina.db import db, enter_office, utc_now
from rodzina.families.access import open_family
from rodzina.families.models import Family, FamilyMember
from rodzina.families.places import accept_inherited
from rodzina.families.queries import rows_for
from rodzina.periods import day_of
from rodzina.vocabulary import CaseStatus, ParentalAuthority
from tests.browsing import Page, Visitor
from tests.cast import (
    ADMIN,
    BARBARA,
    COLLEAGUES,
    FOREIGN,
    IWONA,
    MARTA,
    MAZUR,
    MAZUR_KUBA,
    MAZUR_PIOTR,
    OTHER_ASSISTANT,
    OTHER_SUPERVISOR,
    SOCIAL,
    WILK,
    ZALESIE,
    known_id,
)
from tests.counting import statements

Visiting = Callable[..., Visitor]
TODAY = day_of(utc_now())
HOSTILE = "Zażółć 🐝 \u202eodwrotnie <script>alert(1)</script>"
FAMILY: dict[str, Any] = {
    "surname": "Wróbel",
    "locality": "Stara Wieś",
    "phone": "640 100 200",
    "case_basis": "social_worker_request",
    "adults-0-first_name": "Renata",
    "adults-0-relation": "mother",
    "adults-0-born_on": "1990",
    "children-0-first_name": "Ala",
    "children-0-born_on": "1.02.2017",
}


def found(app: Flask, player: Any, surname: str) -> list[SimpleNamespace]:
    """The families of that surname with their members, opened, as they stand now."""
    with app.test_request_context():
        enter_office(player.office)
        rows = [row for row in rows_for(player.actor) if row.surname == surname]
        held = [open_family(player.actor, row.id, trace=False) for row in rows]
        return [
            opened(f, members=[opened(m, is_child=m.is_child) for m in f.members]) for f in held
        ]


def opened(record: Any, **more: Any) -> SimpleNamespace:
    names = {c.key.removesuffix("_sealed") for c in record.__table__.columns}
    return SimpleNamespace(**{name: getattr(record, name) for name in names}, **more)


def change(app: Flask, family_id: Any, **facts: Any) -> None:
    with app.test_request_context():
        enter_office(ZALESIE)
        family = db.session.get_one(Family, (ZALESIE, family_id))
        for name, value in facts.items():
            setattr(family, name, value)
        db.session.commit()


def new_family(visitor: Visitor, **changed: Any) -> Page:
    page = visitor.get("/families/new")
    return visitor.submit(page, "/families/new", FAMILY | changed)


def test_a_supervisor_adds_a_family_with_its_people(visitor: Visiting, app: Flask):
    page = new_family(visitor(BARBARA), assistant=str(MARTA.id), reference="GOPS.1.2026")
    assert page.status == 303
    (family,) = found(app, BARBARA, "Wróbel")
    assert page.location.endswith(str(family.id))
    assert (family.assistant_id, family.case_status) == (MARTA.id, CaseStatus.ASSIGNED)
    renata, ala = family.members
    assert (renata.birth_year_only, renata.parental_authority) == (True, ParentalAuthority.FULL)
    assert (ala.last_name, ala.birth_year_only, ala.is_child) == ("Wróbel", False, True)


def test_a_social_workers_new_family_is_theirs_and_waits(visitor: Visiting, app: Flask):
    assert new_family(visitor(SOCIAL), assistant=str(MARTA.id)).status == 422
    assert new_family(visitor(SOCIAL)).status == 303
    (family,) = found(app, SOCIAL, "Wróbel")
    assert (family.social_worker_id, family.assistant_id) == (SOCIAL.id, None)
    assert family.case_status is CaseStatus.REQUESTED


def test_one_more_row_keeps_everything_typed(visitor: Visiting):
    barbara = visitor(BARBARA)
    page = new_family(barbara, add="children", landmark="za lasem")
    assert page.status == 200
    held = page.form("/families/new")
    assert held["children-rows"] == "3"
    assert (held["surname"], held["landmark"]) == ("Wróbel", "za lasem")
    assert held["children-0-first_name"] == "Ala"
    assert held["children-0-born_on"] == "1.02.2017"
    again = barbara.submit(page, "/families/new", {"children-2-first_name": "Ola"})
    assert again.status == 303


def test_rows_have_an_end(visitor: Visiting):
    page = new_family(visitor(BARBARA), **{"add": "adults", "adults-rows": "9" * 4_000})
    assert page.form("/families/new")["adults-rows"] == "3"
    page = new_family(visitor(BARBARA), **{"add": "adults", "adults-rows": "99"})
    assert page.form("/families/new")["adults-rows"] == "15"


def test_a_full_assistant_is_shown_and_cannot_be_taken(visitor: Visiting, app: Flask):
    barbara = visitor(BARBARA)
    page = barbara.get("/families/new")
    wilk = next(i for i in page.all("input") if i.get("value") == str(WILK.id))
    assert wilk.get("disabled") is not None
    assert "limit osiągnięty" in page.words()
    page = new_family(barbara, assistant=str(WILK.id))
    assert page.status == 422
    assert "Limit osiągnięty" in page.words()
    assert found(app, BARBARA, "Wróbel") == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"surname": ""}, "Uzupełnij to pole"),
        ({"surname": " \x00 "}, "Uzupełnij to pole"),
        ({"surname": "x" * 20_000}, "Za długi tekst"),
        ({"locality": ""}, "Uzupełnij to pole"),
        ({"phone": "zadzwoń <b>"}, "numer cyframi"),
        ({"children-0-born_on": f"{TODAY + timedelta(days=1):%d.%m.%Y}"}, "nie nadszedł"),
        ({"children-0-born_on": "1890"}, "Wpisz datę tak"),
        ({"children-0-born_on": "31.02.2017"}, "Wpisz datę tak"),
        ({"adults-0-born_on": "2020"}, "za młoda na rodzica"),
        ({"adults-0-first_name": ""}, "Wpisz imię"),
        ({"adults-0-relation": "child"}, "Wybierz"),
        ({"adults-0-first_name": "", "adults-0-born_on": "", "children-0-first_name": "",
          "children-0-born_on": ""}, "choć jedną osobę"),
        ({"case_basis": "none"}, "Wybierz"),
        ({"difficulty": "7"}, "Wybierz"),
        ({"assistant": str(OTHER_ASSISTANT.id)}, "Wybierz osobę z listy"),
        ({"assistant": "nikt"}, "Wybierz osobę z listy"),
        ({"social_worker": str(IWONA.id)}, "Wybierz osobę z listy"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    visitor: Visiting, app: Flask, changed: dict[str, Any], says: str
):
    page = new_family(visitor(BARBARA), street="Leśna 4", **changed)
    assert page.status == 422
    assert says in page.words()
    assert page.form("/families/new")["street"] == "Leśna 4"
    assert "Błąd:" in page.text
    assert found(app, BARBARA, changed.get("surname", "Wróbel")) == []


def test_hostile_text_is_kept_and_shown_as_text(visitor: Visiting, app: Flask):
    barbara = visitor(BARBARA)
    page = new_family(barbara, surname=HOSTILE, landmark=HOSTILE + "\x00")
    assert page.status == 303
    (family,) = found(app, BARBARA, HOSTILE)
    assert family.landmark == HOSTILE
    edit = barbara.get(f"/families/{family.id}/edit")
    assert "<script>alert" not in edit.text
    assert HOSTILE in edit.words()


def test_a_reference_that_is_taken_is_said_beside_its_field(visitor: Visiting):
    barbara = visitor(BARBARA)
    assert new_family(barbara, reference="GOPS.7").status == 303
    page = new_family(barbara, reference="GOPS.7")
    assert page.status == 422
    assert page.tree.find(".//*[@id='reference-error']") is not None
    assert "ma już inna rodzina" in page.words()


def test_a_double_submit_adds_one_family(visitor: Visiting, app: Flask):
    barbara = visitor(BARBARA)
    held = barbara.get("/families/new").form("/families/new") | FAMILY
    first, second = barbara.post("/families/new", held), barbara.post("/families/new", held)
    assert first.location == second.location
    assert len(found(app, BARBARA, "Wróbel")) == 1


def test_htmx_gets_the_form_alone(visitor: Visiting):
    barbara = visitor(BARBARA)
    page = barbara.post("/families/new", FAMILY | {"surname": ""}, htmx="family_form")
    assert page.status == 422
    assert page.text.lstrip().startswith("<form")
    assert "<html" not in page.text


@pytest.mark.parametrize("player", [MARTA, ADMIN])
def test_others_do_not_add_new_families(visitor: Visiting, player: Any):
    assert visitor(player).get("/families/new").status == 404
    assert visitor(player).post("/families/new", FAMILY).status == 404


def test_an_assistant_corrects_the_record(visitor: Visiting, app: Flask):
    marta = visitor(MARTA)
    page = marta.get(f"/families/{MAZUR}/edit")
    held = page.form("/edit")
    assert (held["surname"], held["landmark"]) == ("Mazur", "za kościołem w lewo")
    page = marta.submit(
        page, "/edit", {"landmark": "druga brama", "safety_flags": ["dangerous_dog"]}
    )
    assert page.status == 303
    (family,) = found(app, MARTA, "Mazur")
    assert (family.landmark, family.safety_flags) == ("druga brama", ["dangerous_dog"])
    assert family.social_worker_id == SOCIAL.id


def test_only_a_supervisor_moves_a_family_to_another_social_worker(visitor: Visiting, app: Flask):
    marta = visitor(MARTA)
    page = marta.get(f"/families/{MAZUR}/edit")
    assert "social_worker" not in page.form("/edit")
    marta.submit(page, "/edit", {"social_worker": ""})
    (family,) = found(app, MARTA, "Mazur")
    assert family.social_worker_id == SOCIAL.id
    barbara = visitor(BARBARA)
    page = barbara.get(f"/families/{MAZUR}/edit")
    assert barbara.submit(page, "/edit", {"social_worker": ""}).status == 303
    assert found(app, BARBARA, "Mazur")[0].social_worker_id is None


def test_a_stale_record_is_shown_again_and_can_then_be_saved(visitor: Visiting, app: Flask):
    marta, barbara = visitor(MARTA), visitor(BARBARA)
    stale = marta.get(f"/families/{MAZUR}/edit")
    barbara.submit(barbara.get(f"/families/{MAZUR}/edit"), "/edit", {"phone": "640 999 999"})
    page = marta.submit(stale, "/edit", {"phone": "600 000 000", "landmark": "druga brama"})
    assert page.status == 422
    assert "Tu zapisano w międzyczasie: 640 999 999." in page.words()
    assert page.form("/edit")["landmark"] == "druga brama"
    assert page.form("/edit")["phone"] == "600 000 000"
    assert marta.submit(page, "/edit").status == 303


def test_a_person_joins_is_corrected_leaves_and_comes_back(visitor: Visiting, app: Flask):
    marta = visitor(MARTA)
    page = marta.get(f"/families/{MAZUR}/children/new")
    page = marta.submit(page, "/children/new", {"first_name": "Ola", "born_on": "2024"})
    page = marta.follow(page)
    assert "ur. 2024" in page.words()
    page = marta.get(f"/families/{MAZUR}/members/{MAZUR_KUBA}")
    assert page.form(str(MAZUR_KUBA))["born_on"] == "01.02.2017"
    page = marta.submit(page, str(MAZUR_KUBA), {"school": "SP 2", "place": "related_foster"})
    assert page.status == 303
    page = marta.get(f"/families/{MAZUR}/members/{MAZUR_PIOTR}")
    page = marta.follow(marta.submit(page, "/leaving"))
    assert "Już nie w rodzinie (1)" in page.words()
    (family,) = found(app, MARTA, "Mazur")
    held = {m.first_name: m for m in family.members}
    assert (held["Kuba"].school, held["Kuba"].lives_at_home) == ("SP 2", False)
    assert held["Piotr"].left_on == TODAY
    assert marta.submit(page, "/return").status == 303


def test_a_member_page_says_what_is_wrong(visitor: Visiting):
    marta = visitor(MARTA)
    address = f"/families/{MAZUR}/members/{MAZUR_KUBA}"
    page = marta.submit(marta.get(address), str(MAZUR_KUBA), {"first_name": ""})
    assert (page.status, "Wpisz imię" in page.words()) == (422, True)
    later = f"{TODAY + timedelta(days=2)}"
    page = marta.submit(marta.get(address), "/leaving", {"left_on": later})
    assert (page.status, "nie nadszedł" in page.words()) == (422, True)


@pytest.mark.parametrize(
    "address",
    [
        f"/families/{COLLEAGUES}/edit",
        f"/families/{COLLEAGUES}/case",
        f"/families/{FOREIGN}/edit",
        f"/families/{MAZUR}/members/{known_id('lis-ola')}",
        f"/families/{MAZUR}/members/{known_id('obca-maria')}",
        f"/families/{COLLEAGUES}/members/{known_id('swiatek-ewa')}",
        f"/families/{MAZUR}/assistant",
        f"/assistants/{MARTA.id}/families",
    ],
)
def test_strangers_get_404(visitor: Visiting, address: str):
    assert visitor(MARTA).get(address).status == 404


def test_a_supervisor_of_another_centre_reaches_nothing(visitor: Visiting):
    other = visitor(OTHER_SUPERVISOR)
    for address in (f"/families/{MAZUR}/edit", f"/families/{MAZUR}/assistant",
                    f"/families/{MAZUR}/case", f"/assistants/{MARTA.id}/families"):  # fmt: skip
        assert other.get(address).status == 404
    data = {"assistant": str(OTHER_ASSISTANT.id)}
    assert other.post(f"/families/{MAZUR}/assistant", data).status == 404


def test_handing_over_suggests_neighbours_and_takes_effect_today(visitor: Visiting, app: Flask):
    barbara = visitor(BARBARA)
    page = barbara.get(f"/families/{MAZUR}/assistant")
    words = page.words()
    assert "Co się stanie" in words
    assert page.form("/assistant")["assistant"] == str(IWONA.id)
    assert "1 → 2" in words
    page = barbara.submit(page, "/assistant")
    assert page.status == 303
    assert found(app, IWONA, "Mazur")
    assert visitor(MARTA).get(f"/families/{MAZUR}/edit").status == 404
    shown = barbara.follow(page)
    assert f"/families/{MAZUR}/assistant/back" in shown.actions()
    assert barbara.submit(shown, "/assistant/back").status == 303
    assert found(app, MARTA, "Mazur")


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (str(WILK.id), "Limit osiągnięty"),
        (str(MARTA.id), "już prowadzi"),
        (str(OTHER_ASSISTANT.id), "Wybierz, kto przyjmie"),
        (str(SOCIAL.id), "Wybierz, kto przyjmie"),
        ("", "Wybierz, kto przyjmie"),
        ("\x00", "Wybierz, kto przyjmie"),
    ],
)
def test_a_hand_over_that_cannot_be(visitor: Visiting, app: Flask, chosen: str, says: str):
    page = visitor(BARBARA).post(f"/families/{MAZUR}/assistant", {"assistant": chosen})
    assert page.status == 422
    assert says in page.words()
    assert found(app, MARTA, "Mazur")


def test_a_double_tap_on_hand_over_answers_the_same(visitor: Visiting):
    barbara = visitor(BARBARA)
    held = barbara.get(f"/families/{MAZUR}/assistant").form("/assistant")
    answers = [barbara.post(f"/families/{MAZUR}/assistant", held) for _ in range(2)]
    assert [page.status for page in answers] == [303, 303]


def test_no_undo_is_offered_that_the_law_forbids(visitor: Visiting, app: Flask):
    with app.test_request_context():
        enter_office(ZALESIE)
        family = db.session.get_one(Family, (ZALESIE, MAZUR))
        accept_inherited(BARBARA.actor, family, WILK.id, TODAY)
        db.session.commit()
    barbara = visitor(BARBARA)
    page = barbara.submit(barbara.get(f"/families/{MAZUR}/assistant"), "/assistant")
    shown = barbara.follow(page)
    assert "Rodzina przekazana" in shown.words()
    assert f"/families/{MAZUR}/assistant/back" not in shown.actions()
    assert barbara.post(f"/families/{MAZUR}/assistant/back").status == 422


def test_from_a_person_to_a_hand_over_in_three_taps(visitor: Visiting, app: Flask):
    """Flow 12: the alert, the person, the button; the family stands ready."""
    barbara = visitor(BARBARA)
    page = barbara.get(f"/assistants/{WILK.id}/families")
    words = page.words()
    assert "15 z 15 → 14" in words
    assert "Którą rodzinę?" in words
    address = next(a for a in page.actions() if a.endswith("/assistant"))
    assert (
        barbara.post(address, page.form("/assistant") | {"assistant": str(IWONA.id)}).status == 303
    )
    chosen = known_id("wilk-7")
    page = barbara.get(f"/assistants/{WILK.id}/families?family={chosen}")
    if f"/families/{chosen}/assistant" not in page.actions():  # it was the one just handed over
        page = barbara.get(f"/assistants/{WILK.id}/families?family={known_id('wilk-8')}")
    assert any(a.endswith("/assistant") for a in page.actions())


def test_a_person_without_families_and_a_stranger(visitor: Visiting, app: Flask):
    barbara = visitor(BARBARA)
    change(app, COLLEAGUES, case_status=CaseStatus.CLOSED)
    assert "nie prowadzi teraz" in barbara.get(f"/assistants/{IWONA.id}/families").words()
    for person in (SOCIAL, OTHER_ASSISTANT):
        assert barbara.get(f"/assistants/{person.id}/families").status == 404


def test_the_case_shows_only_steps_that_are_possible(visitor: Visiting):
    def steps(player: Any) -> list[str]:
        page = visitor(player).get(f"/families/{MAZUR}/case")
        return [i.get("value", "") for i in page.all("input") if i.get("name") == "case_status"]

    assert steps(MARTA) == ["suspended", "closing"]
    assert steps(BARBARA) == ["suspended", "closing", "transferred"]
    assert steps(SOCIAL) == []


def test_a_case_goes_on_and_its_end_is_confirmed(visitor: Visiting, app: Flask):
    barbara = visitor(BARBARA)
    page = barbara.get(f"/families/{MAZUR}/case")
    page = barbara.submit(page, "/case", {"case_status": "transferred"})
    assert page.status == 422
    assert "Potwierdź" in page.words()
    page = barbara.submit(page, "/case", {"case_status": "transferred", "confirmed": "yes"})
    page = barbara.follow(page)
    assert "przekazano" in page.words()
    assert found(app, BARBARA, "Mazur")[0].assistant_id is None
    assert visitor(MARTA).get(f"/families/{MAZUR}/case").status == 404


@pytest.mark.parametrize("wanted", ["", "archived", "consented", "nonsense"])
def test_a_step_that_is_not_there(visitor: Visiting, wanted: str):
    page = visitor(MARTA).post(f"/families/{MAZUR}/case", {"case_status": wanted})
    assert page.status == 422
    assert "Błąd:" in page.text


def test_the_history_names_who_led_when(visitor: Visiting):
    barbara = visitor(BARBARA)
    barbara.submit(barbara.get(f"/families/{MAZUR}/assistant"), "/assistant")
    words = visitor(SOCIAL).get(f"/families/{MAZUR}/case").words()
    assert IWONA.name in words
    assert MARTA.name in words


@pytest.mark.parametrize(
    ("player", "address"),
    [
        (BARBARA, "/families/new"),
        (MARTA, f"/families/{MAZUR}/edit"),
        (MARTA, f"/families/{MAZUR}/members/{MAZUR_KUBA}"),
        (MARTA, f"/families/{MAZUR}/case"),
        (BARBARA, f"/families/{MAZUR}/assistant"),
        (BARBARA, f"/assistants/{WILK.id}/families"),
    ],
)
def test_pages_are_thrifty(visitor: Visiting, app: Flask, player: Any, address: str):
    who = visitor(player)
    who.get(address)
    with statements(app) as sent:
        page = who.get(address)
    assert page.status == 200
    assert len(sent) <= 12, "\n".join(sent)
    assert len(page.response.data) < 60_000


def test_nothing_of_a_member_is_kept_that_was_not_asked(app: Flask):
    assert not {"pesel", "religion", "ethnicity"} & set(FamilyMember.__table__.columns.keys())
