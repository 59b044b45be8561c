"""Two people correct the same record: what differs is merged, what clashes is asked about."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from rodzina.actors import Sending
from rodzina.db import db, utc_now
from rodzina.families.actions import hand_over
from rodzina.families.models import Family
from rodzina.merging import merge
from rodzina.periods import day_of
from rodzina.visits.models import Visit, VisitRecord
from rodzina.visits.versions import facts_of
from tests.browsing import Page, Visitor
from tests.cast import BARBARA, IWONA, MARTA, MAZUR, MAZUR_ANNA, MAZUR_KUBA
from tests.inside import inside

Visiting = Callable[[Any], Visitor]
TODAY = day_of(utc_now())


def record(marta: Visitor) -> UUID:
    """A visit of yesterday as Marta recorded it: version 1."""
    visit_id = uuid4()
    fields = {
        "kind": "home_visit",
        "outcome": "completed",
        "place": "home",
        "day": f"{TODAY - timedelta(days=1):%Y-%m-%d}",
        "started": "9:00",
        "ended": "10:00",
        "present": [str(MAZUR_ANNA)],
        "areas": ["budget"],
        "phrases-budget": ["Przegląd wydatków"],
        "independence-budget": "together",
        "note": "Pierwsze słowa",
    }
    assert marta.post(f"/families/{MAZUR}/visits/{visit_id}/record", fields).status == 303
    return visit_id


def path(visit: UUID) -> str:
    return f"/families/{MAZUR}/visits/{visit}/correction"


def opened(visitor: Visitor, visit: UUID) -> dict[str, Any]:
    """What the form of a correction holds, as a browser would send it."""
    return visitor.get(path(visit)).form("/correction")


Form = dict[str, Any]


def opened_twice(visitor: Visiting) -> tuple[Visitor, Visitor, UUID, Form, Form]:
    """Two devices of Marta's, a visit, and its correction as each of them has opened it."""
    marta, phone = visitor(MARTA), visitor(MARTA)
    visit = record(marta)
    return marta, phone, visit, opened(marta, visit), opened(phone, visit)


def correct(visitor: Visitor, visit: UUID, form: dict[str, Any], **changed: Any) -> Page:
    return visitor.post(path(visit), form | {"operation": str(uuid4())} | changed)


def answer(page: Page, visitor: Visitor, visit: UUID, **kept: str) -> Page:
    """Chooses in the cards of a refused form, and sends it again."""
    picked = {f"keep-{name}": choice for name, choice in kept.items()}
    return correct(visitor, visit, page.form("/correction"), **picked)


def records(app: Flask, visit: UUID) -> list[VisitRecord]:
    wanted = select(VisitRecord).where(VisitRecord.visit_id == visit).order_by(VisitRecord.number)
    return list(inside(app, lambda: db.session.scalars(wanted).all()))


def newest(app: Flask, visit: UUID) -> Any:
    """What the newest version says."""
    wanted = select(VisitRecord).where(VisitRecord.visit_id == visit)
    last = wanted.order_by(VisitRecord.number.desc()).limit(1)
    return inside(app, lambda: facts_of(db.session.scalars(last).one()))


def records_here(visit: UUID) -> list[VisitRecord]:
    wanted = select(VisitRecord).where(VisitRecord.visit_id == visit).order_by(VisitRecord.number)
    return list(db.session.scalars(wanted).all())


def notes(app: Flask, visit: UUID) -> list[str]:
    return inside(app, lambda: [version.note for version in records_here(visit)])


def hand_family(app: Flask, assistant: UUID = IWONA.id) -> None:
    def give() -> None:
        family = db.session.scalars(select(Family).where(Family.id == MAZUR)).one()
        hand_over(BARBARA.actor, Sending(uuid4(), "x"), family, assistant, TODAY)

    inside(app, give)


def two_versions(app: Flask, visitor: Visiting, **first: Any) -> tuple[Visitor, UUID, Any]:
    """Marta's open form was made from version 1; Iwona has the family and has corrected it."""
    marta = visitor(MARTA)
    visit = record(marta)
    form = opened(marta, visit)
    hand_family(app)
    iwona = visitor(IWONA)
    assert correct(iwona, visit, opened(iwona, visit), **first).status == 303
    return iwona, visit, form


def test_different_fields_are_merged_and_the_history_says_so(app: Flask, visitor: Visiting) -> None:
    marta, phone, visit, here, there = opened_twice(visitor)
    assert correct(phone, visit, there, note="Z telefonu", kilometres="12,5").status == 303
    assert correct(marta, visit, here, place_note="u babci").status == 303
    said = newest(app, visit)
    assert (said.note, said.place_note, str(said.kilometres)) == ("Z telefonu", "u babci", "12.5")
    assert [version.merged_with for version in records(app, visit)] == [None, None, 2]
    shown = marta.get(f"/families/{MAZUR}/visits/{visit}").words()
    assert "Połączono z wersją 2" in shown


def test_lists_are_merged_as_what_was_added_and_what_was_taken_away(
    app: Flask, visitor: Visiting
) -> None:
    marta, phone, visit, here, there = opened_twice(visitor)
    phrases = ["Przegląd wydatków", "Zeszyt wydatków"]
    there |= {"present": [str(MAZUR_ANNA), str(MAZUR_KUBA)], "areas": ["budget", "nutrition"]}
    assert correct(phone, visit, there, **{"phrases-budget": phrases}).status == 303
    here |= {"present": [], "others_present": "babcia", "areas": ["budget", "parenting"]}
    assert correct(marta, visit, here, **{"phrases-budget": ["Lista zakupów"]}).status == 303
    said = newest(app, visit)
    assert said.present == {MAZUR_KUBA}
    areas = {area.area.value: area.phrases for area in said.areas}
    assert set(areas) == {"budget", "nutrition", "parenting"}
    assert areas["budget"] == ["Zeszyt wydatków", "Lista zakupów"]


def test_the_same_change_twice_is_no_clash_and_no_new_version(
    app: Flask, visitor: Visiting
) -> None:
    marta, phone, visit, here, there = opened_twice(visitor)
    for one, form in ((phone, there), (marta, here)):
        assert correct(one, visit, form, note="To samo").status == 303
    assert notes(app, visit) == ["Pierwsze słowa", "To samo"]


def test_a_clash_comes_back_as_a_card_with_everything_typed(app: Flask, visitor: Visiting) -> None:
    iwona, visit, form = two_versions(app, visitor, note="Słowa Iwony", place_note="u babci")
    page = correct(iwona, visit, form, note="Słowa Marty", kilometres="7")
    assert page.status == 422
    told = page.words()
    assert "Notatka: co zostaje?" in told
    assert "Ty: Słowa Marty" in told
    assert "Ty, wcześniej: Słowa Iwony" in told  # the session is Iwona's: a second phone of hers
    held = page.form("/correction")
    assert (held["note"], held["kilometres"], held["place_note"]) == (
        "Słowa Marty",
        "7.0",
        "u babci",
    )
    assert held["base"] == "2"
    assert notes(app, visit) == ["Pierwsze słowa", "Słowa Iwony"]


@pytest.mark.parametrize(
    ("choice", "stays", "lost"),
    [
        ("mine", "Słowa Marty", "Słowa Iwony"),
        ("theirs", "Słowa Iwony", "Słowa Marty"),
        ("both", "Słowa Iwony\n\nSłowa Marty", ""),
    ],
)
def test_mine_hers_or_both_and_what_is_not_chosen_stays_to_be_read(
    app: Flask, visitor: Visiting, choice: str, stays: str, lost: str
) -> None:
    marta, visit, form = marta_after_iwona(app, visitor)
    page = correct(marta, visit, form, note="Słowa Marty")
    assert "Iwona" in page.words()
    assert answer(page, marta, visit, note=choice).status == 303
    assert notes(app, visit) == ["Pierwsze słowa", "Słowa Iwony", stays]
    assert records(app, visit)[-1].merged_with == 2
    shown = marta.get(f"/families/{MAZUR}/visits/{visit}").words()
    assert ("Nie wybrano" in shown) == bool(lost)
    assert lost in shown


def marta_after_iwona(app: Flask, visitor: Visiting) -> tuple[Visitor, UUID, Any]:
    """The family went to Iwona and came back while Marta's form was open."""
    _iwona, visit, form = two_versions(app, visitor, note="Słowa Iwony")
    hand_family(app, MARTA.id)
    return visitor(MARTA), visit, form


def test_without_a_choice_the_card_asks_again(app: Flask, visitor: Visiting) -> None:
    marta, visit, form = marta_after_iwona(app, visitor)
    first = correct(marta, visit, form, note="Słowa Marty")
    again = answer(first, marta, visit)
    assert again.status == 422
    assert "Wybierz, co zostaje." in again.words()
    assert again.form("/correction")["note"] == "Słowa Marty"
    assert notes(app, visit) == ["Pierwsze słowa", "Słowa Iwony"]


def test_a_choice_is_kept_while_something_else_is_put_right(app: Flask, visitor: Visiting) -> None:
    marta, visit, form = marta_after_iwona(app, visitor)
    page = correct(marta, visit, form, note="Słowa Marty")
    wrong = correct(
        marta, visit, page.form("/correction"), **{"keep-note": "both", "kilometres": "daleko"}
    )
    assert wrong.status == 422
    assert correct(marta, visit, wrong.form("/correction"), kilometres="7").status == 303
    assert notes(app, visit)[-1] == "Słowa Iwony\n\nSłowa Marty"


def test_a_third_correction_in_between_is_asked_about_as_well(
    app: Flask, visitor: Visiting
) -> None:
    marta, visit, form = marta_after_iwona(app, visitor)
    page = correct(marta, visit, form, note="Słowa Marty")
    phone = visitor(MARTA)
    assert correct(phone, visit, opened(phone, visit), note="Trzecie słowa").status == 303
    again = answer(page, marta, visit, note="mine")
    assert again.status == 422
    assert "Trzecie słowa" in again.words()
    assert answer(again, marta, visit, note="mine").status == 303
    assert notes(app, visit)[-2:] == ["Trzecie słowa", "Słowa Marty"]


def test_hours_are_one_field_and_cannot_be_both(app: Flask, visitor: Visiting) -> None:
    marta, phone, visit, here, there = opened_twice(visitor)
    assert correct(phone, visit, there, ended="10:30").status == 303
    page = correct(marta, visit, here, started="8:30")
    assert page.status == 422
    assert "8:30–10:00" in page.words()
    assert "9:00–10:30" in page.words()
    choices = [i.get("value") for i in page.all("input") if i.get("name") == "keep-when"]
    assert choices == ["mine", "theirs"]
    assert answer(page, marta, visit, when="theirs").status == 303


def test_an_area_taken_away_while_something_was_written_in_it_is_asked_about(
    app: Flask, visitor: Visiting
) -> None:
    marta, phone, visit, here, there = opened_twice(visitor)
    assert correct(phone, visit, there, **{"own-budget": "Nowy zeszyt"}).status == 303
    page = correct(marta, visit, here | {"areas": ["nutrition"]})
    assert page.status == 422
    assert "tym się nie zajmowaliście" in page.words()
    assert answer(page, marta, visit, **{"area-budget": "theirs"}).status == 303
    areas = {area.area.value: area.phrases for area in newest(app, visit).areas}
    assert areas == {"budget": ["Przegląd wydatków", "Nowy zeszyt"], "nutrition": []}


def test_a_form_from_before_versions_were_carried_overwrites_nothing(
    app: Flask, visitor: Visiting
) -> None:
    marta, visit, form = marta_after_iwona(app, visitor)
    del form["base"]
    assert correct(marta, visit, form, note="Słowa Marty").status == 422
    assert notes(app, visit)[-1] == "Słowa Iwony"


@pytest.mark.parametrize("base", ["99", "-1", "x", "9" * 5000, ""])
def test_an_odd_number_of_a_version_is_the_first_one(
    app: Flask, visitor: Visiting, base: str
) -> None:
    marta, visit, form = marta_after_iwona(app, visitor)
    odd = form | {"base": base, "clash": ["nonsense", "note"], "keep-nonsense": "mine"}
    assert correct(marta, visit, odd, note="Słowa Marty").status == 422
    assert notes(app, visit)[-1] == "Słowa Iwony"


def test_the_same_sending_twice_is_merged_once(app: Flask, visitor: Visiting) -> None:
    marta, phone, visit, here, there = opened_twice(visitor)
    assert correct(phone, visit, there, note="Z telefonu").status == 303
    same = here | {"place_note": "u babci", "operation": str(uuid4())}
    assert [marta.post(path(visit), same).status for _ in range(2)] == [303, 303]
    assert len(records(app, visit)) == 3


def test_members_who_left_stay_in_what_was_recorded_of_them(app: Flask, visitor: Visiting) -> None:
    marta = visitor(MARTA)
    visit = record(marta)

    def leave() -> None:
        family = db.session.scalars(select(Family).where(Family.id == MAZUR)).one()
        next(m for m in family.members if m.id == MAZUR_ANNA).left_on = TODAY

    inside(app, leave)
    assert correct(marta, visit, opened(marta, visit), note="Inne").status == 303
    assert newest(app, visit).present == {MAZUR_ANNA}


@pytest.mark.parametrize("seed", range(20))
def test_merging_loses_no_change_of_either_side(seed: int) -> None:
    """Random fields and lists: what one side changed is there, what both changed is named."""
    random = Random(seed)
    words = ["", "a", "b", "c"]

    def said() -> dict[str, Any]:
        texts = {f"t{n}": random.choice(words) for n in range(5)}
        return texts | {"l": tuple(w for w in "abcd" if random.random() < 0.5)}

    for _ in range(200):
        base, mine, theirs = said(), said(), said()
        merged, clashing = merge(base, mine, theirs)
        for name in (f"t{n}" for n in range(5)):
            sides = {side[name] for side in (mine, theirs) if side[name] != base[name]}
            assert (name in clashing) == (len(sides) == 2)
            assert merged[name] in (sides or {base[name]})
        assert "l" not in clashing
        for word in "abcd":
            changed = [w for w in (mine, theirs) if (word in w["l"]) != (word in base["l"])]
            assert (word in merged["l"]) == ((word in base["l"]) != bool(changed))


def test_two_at_the_same_moment_are_merged_as_well(app: Flask, visitor: Visiting) -> None:
    """The second one finds the first one's version only when it writes."""
    marta, phone, visit, here, there = opened_twice(visitor)
    statuses = together(
        lambda: correct(phone, visit, there, note="Z telefonu").status,
        lambda: correct(marta, visit, here, place_note="u babci").status,
    )
    assert statuses == [303, 303]
    said = newest(app, visit)
    assert (said.note, said.place_note) == ("Z telefonu", "u babci")
    assert inside(app, lambda: db.session.scalars(select(Visit.current)).all()) == [3]


def together(*works: Callable[[], int]) -> list[int]:
    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(work) for work in works]]
