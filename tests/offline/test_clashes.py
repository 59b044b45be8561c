"""Corrections sent later: what does not clash is recorded, the rest waits for its author."""

from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from rodzina.audit.models import Operation
from rodzina.db import db
from rodzina.offline.models import ParkedDecision, ParkedEntry, ParkedWhy
from rodzina.visits.models import VisitRecord
from tests.browsing import SAME_ORIGIN, Page, Visitor
from tests.cast import BARBARA, IWONA, MARTA, MAZUR, MAZUR_ANNA, OTHER_SUPERVISOR
from tests.counting import statements
from tests.inside import inside
from tests.offline.test_receiving import parked, result
from tests.visits.test_clashes import (
    Visiting,
    correct,
    hand_family,
    newest,
    notes,
    opened,
    opened_twice,
    path,
    record,
    records,
    together,
)


def later(
    visitor: Visitor, visit: UUID, form: dict[str, Any], *, mode: str = "replay", **changed: Any
) -> TestResponse:
    """As a phone sends it; `operation` among the changes repeats an earlier one."""
    operation = str(changed.pop("operation", uuid4()))
    told = {"Idempotency-Key": operation, "X-Rodzina-Mode": mode, "HX-Request": "true"}
    told |= {"X-Rodzina-Person": str(visitor.player.id), "X-Rodzina-Form": "correction@1"}
    body = form | {"operation": operation} | changed
    return visitor.client.post(path(visit), data=body, headers=SAME_ORIGIN | told)


def clash(visitor: Visiting) -> tuple[Visitor, UUID, TestResponse, UUID]:
    """Two phones of Marta's: the second one sends its words and a distance after the first one."""
    operation = uuid4()
    marta, phone, visit, here, there = opened_twice(visitor)
    assert correct(phone, visit, there, note="Słowa z telefonu").status == 303
    mine = {"note": "Słowa z tabletu", "kilometres": "7", "operation": operation}
    return marta, visit, later(marta, visit, here, **mine), operation


def waiting(app: Flask) -> str:
    return f"/waiting/{parked(app)[-1].id}"


def choose(visitor: Visitor, address: str, **kept: str) -> Page:
    picked = {f"keep-{name}": choice for name, choice in kept.items()}
    return visitor.submit(visitor.get(address), f"{address}/choice", picked)


def test_what_does_not_clash_is_recorded_and_the_rest_waits(app: Flask, visitor: Visiting) -> None:
    _marta, visit, answer, operation = clash(visitor)
    assert result(answer) == (str(operation), "parked")
    assert answer.headers["X-Rodzina-Receipt"]
    said = newest(app, visit)
    assert (said.note, str(said.kilometres)) == ("Słowa z telefonu", "7.0")
    (entry,) = parked(app)
    assert (entry.why, entry.decision, entry.family_id) == (ParkedWhy.CHANGED, None, MAZUR)
    body = inside(app, lambda: db.session.scalars(select(ParkedEntry)).one().body)
    assert ["note", "Słowa z tabletu"] in body
    assert ["waits", "note"] in body


def test_different_fields_sent_later_are_simply_done(app: Flask, visitor: Visiting) -> None:
    marta, phone, visit, here, there = opened_twice(visitor)
    assert result(later(phone, visit, there, note="Z telefonu"))[1] == "done"
    assert result(later(marta, visit, here, place_note="u babci"))[1] == "done"
    said = newest(app, visit)
    assert (said.note, said.place_note, parked(app)) == ("Z telefonu", "u babci", [])


def test_sent_again_it_is_recorded_and_parked_once(app: Flask, visitor: Visiting) -> None:
    marta, visit, first, operation = clash(visitor)
    form = opened(marta, visit) | {"note": "Słowa z tabletu"}
    again = later(marta, visit, form, operation=operation)
    assert result(again) == result(first)
    assert (len(parked(app)), len(records(app, visit))) == (1, 3)
    wanted = select(func.count()).select_from(Operation).where(Operation.id == operation)
    assert inside(app, lambda: db.session.scalar(wanted)) == 1


def test_sent_twice_at_the_same_moment_it_is_parked_once(app: Flask, visitor: Visiting) -> None:
    marta, phone, twin, operation = visitor(MARTA), visitor(MARTA), visitor(MARTA), uuid4()
    visit = record(marta)
    here, there = opened(marta, visit), opened(phone, visit)
    assert correct(phone, visit, there, note="Słowa z telefonu").status == 303
    mine = {"note": "Słowa z tabletu", "kilometres": "7", "operation": operation}
    codes = together(
        lambda: later(marta, visit, here, **mine).status_code,
        lambda: later(twin, visit, here, **mine).status_code,
    )
    assert set(codes) <= {200, 204}
    assert (len(parked(app)), len(records(app, visit))) == (1, 3)


def test_a_clash_while_the_person_waits_goes_back_to_the_form(
    app: Flask, visitor: Visiting
) -> None:
    marta, phone, visit, here, there = opened_twice(visitor)
    assert correct(phone, visit, there, note="Słowa z telefonu").status == 303
    answer = later(marta, visit, here, mode="live", note="Słowa z tabletu")
    assert (answer.status_code, result(answer)[1]) == (422, "invalid")
    assert "Notatka: co zostaje?" in Page(answer).words()
    assert (parked(app), len(records(app, visit))) == ([], 2)


@pytest.mark.parametrize(
    ("choice", "stays"),
    [
        ("mine", "Słowa z tabletu"),
        ("theirs", "Słowa z telefonu"),
        ("both", "Słowa z telefonu\n\nSłowa z tabletu"),
    ],
)
def test_its_author_is_led_to_the_card_and_chooses(
    app: Flask, visitor: Visiting, choice: str, stays: str
) -> None:
    marta, visit, _answer, _operation = clash(visitor)
    today = marta.get("/today")
    assert "Poprawka zapisana" not in today.words()
    assert "Dwie wersje: wybierz, co zostaje" in today.words()
    address = waiting(app)
    assert address in today.links()
    told = marta.get(address).words()
    assert "Ty: Słowa z tabletu" in told
    assert "Ty, wcześniej: Słowa z telefonu" in told
    assert choose(marta, address, note=choice).status == 303
    assert notes(app, visit)[-1] == stays
    assert newest(app, visit).kilometres == 7
    assert [entry.decision for entry in parked(app)] == [ParkedDecision.ACCEPTED]
    assert "Dwie wersje" not in marta.get("/today").words()
    assert "Słowa z tabletu" in marta.get(address).words()  # it stays to be read, chosen or not
    history = marta.get(f"/families/{MAZUR}/visits/{visit}").words()
    assert "Słowa z tabletu" in history
    assert "Słowa z telefonu" in history


def test_a_choice_is_made_once(app: Flask, visitor: Visiting) -> None:
    marta, visit, _answer, _operation = clash(visitor)
    address = waiting(app)
    page = marta.get(address)
    for _ in range(2):
        marta.submit(page, f"{address}/choice", {"keep-note": "mine"})
    assert len(records(app, visit)) == 4


def test_without_a_choice_nothing_is_decided(app: Flask, visitor: Visiting) -> None:
    marta, visit, _answer, _operation = clash(visitor)
    page = choose(marta, waiting(app))
    assert page.status == 422
    assert "Wybierz, co zostaje." in page.words()
    assert (len(records(app, visit)), parked(app)[0].decision) == (3, None)


def test_what_changed_once_more_meanwhile_is_shown_before_it_is_decided(
    app: Flask, visitor: Visiting
) -> None:
    marta, visit, _answer, _operation = clash(visitor)
    address = waiting(app)
    page = marta.get(address)
    assert correct(marta, visit, opened(marta, visit), note="Trzecie słowa").status == 303
    again = marta.submit(page, f"{address}/choice", {"keep-note": "mine"})
    assert again.status == 422
    assert "Trzecie słowa" in again.words()
    assert notes(app, visit)[-1] == "Trzecie słowa"
    assert choose(marta, address, note="both").status == 303
    assert notes(app, visit)[-1] == "Trzecie słowa\n\nSłowa z tabletu"


def test_what_was_taken_away_since_does_not_come_back_with_the_choice(
    app: Flask, visitor: Visiting
) -> None:
    marta, visit, _answer, _operation = clash(visitor)
    assert correct(marta, visit, opened(marta, visit), kilometres="").status == 303
    assert choose(marta, waiting(app), note="mine").status == 303
    assert (newest(app, visit).kilometres, notes(app, visit)[-1]) == (None, "Słowa z tabletu")


def test_its_author_may_not_choose_what_no_record_may_say(app: Flask, visitor: Visiting) -> None:
    """Only what a supervisor vouches for may be without people; they are tapped afterwards."""
    marta = visitor(MARTA)
    visit = record(marta)
    nobody = {"present": [], "others_present": "babcia"}
    assert correct(marta, visit, opened(marta, visit) | nobody).status == 303
    form = opened(marta, visit)
    assert correct(marta, visit, opened(marta, visit), others_present="ciocia").status == 303
    mine = {"present": [str(MAZUR_ANNA)], "others_present": ""}
    assert result(later(marta, visit, form | mine))[1] == "parked"
    assert correct(marta, visit, opened(marta, visit) | {"present": []}).status == 303
    page = choose(marta, waiting(app), others_present="mine")
    assert page.status == 422
    assert "Zaznacz, kto był." in page.words()
    assert newest(app, visit).others_present == "ciocia"


def test_handed_over_in_between_the_supervisor_chooses_in_its_authors_name(
    app: Flask, visitor: Visiting
) -> None:
    marta, visit, _answer, _operation = clash(visitor)
    hand_family(app)
    address, barbara = waiting(app), visitor(BARBARA)
    assert f"{address}/choice" not in marta.get(address).actions()
    assert marta.post(f"{address}/choice", {"base": "3", "keep-note": "mine"}).status == 404
    told = barbara.get(address).words()
    assert "Marta Zielińska: Słowa z tabletu" in told
    assert choose(barbara, address, note="mine").status == 303
    last = records(app, visit)[-1]
    assert (notes(app, visit)[-1], last.recorded_by) == ("Słowa z tabletu", MARTA.id)


def opened_before_the_hand_over(app: Flask, visitor: Visiting) -> tuple[Visitor, UUID, Page]:
    """A form of Marta's for a visit with a family that somebody else leads by now."""
    marta = visitor(MARTA)
    visit = record(marta)
    form = opened(marta, visit)
    hand_family(app)
    return marta, visit, form


def test_sent_after_the_hand_over_it_waits_whole_and_is_compared_when_it_is_taken_in(
    app: Flask, visitor: Visiting
) -> None:
    marta, visit, form = opened_before_the_hand_over(app, visitor)
    iwona, barbara = visitor(IWONA), visitor(BARBARA)
    assert correct(iwona, visit, opened(iwona, visit), note="Słowa Iwony").status == 303
    assert (
        result(later(marta, visit, form, note="Słowa Marty", place_note="u babci"))[1] == "parked"
    )
    assert [entry.why for entry in parked(app)] == [ParkedWhy.NOT_OPEN]
    address = waiting(app)
    told = barbara.get(address).words()
    assert "Marta Zielińska: Słowa Marty" in told
    assert "Iwona Bąk: Słowa Iwony" in told
    assert choose(barbara, address, note="both").status == 303
    said = newest(app, visit)
    assert (said.note, said.place_note) == ("Słowa Iwony\n\nSłowa Marty", "u babci")


def test_sent_after_the_hand_over_without_a_clash_it_is_accepted(
    app: Flask, visitor: Visiting
) -> None:
    marta, visit, form = opened_before_the_hand_over(app, visitor)
    assert result(later(marta, visit, form, note="Słowa Marty"))[1] == "parked"
    address, barbara = waiting(app), visitor(BARBARA)
    assert barbara.submit(barbara.get(address), f"{address}/acceptance").status == 303
    assert notes(app, visit)[-1] == "Słowa Marty"


def test_strangers_choose_nothing(app: Flask, visitor: Visiting) -> None:
    _marta, visit, _answer, _operation = clash(visitor)
    address = f"{waiting(app)}/choice"
    for player in (IWONA, OTHER_SUPERVISOR):
        assert visitor(player).post(address, {"base": "3", "keep-note": "mine"}).status == 404
    assert len(records(app, visit)) == 3


TEXTS = ("note", "place_note", "others_present")
CONFLICTS = 200


def test_of_two_hundred_random_conflicts_none_overwrites_silently(
    app: Flask, visitor: Visiting
) -> None:
    """Two devices, fields, order, way and choice at random: each word stays to be read."""
    random, devices = Random(3), (visitor(MARTA), visitor(MARTA))
    visit = record(devices[0])
    written: set[str] = set()
    clashes = 0
    for number in range(CONFLICTS):
        form = opened(devices[0], visit)
        (first, one), (second, other) = ((d, changes(random, number)) for d in devices)
        both = set(one) & set(other)
        clashes += bool(both)
        written |= {*one.values(), *other.values()}
        assert result(later(first, visit, form, **one))[1] == "done", number
        mode = random.choice(("live", "replay"))
        answer = later(second, visit, form, mode=mode, **other)
        expected = {"live": "invalid", "replay": "parked"}[mode] if both else "done"
        assert result(answer)[1] == expected, number
        here = {name: one[name] for name in both}  # nothing is written over by itself
        if mode == "live" and both:
            assert says(app, visit, one), number
            choices = {name: random.choice(("mine", "theirs")) for name in both}
            picked = {f"keep-{name}": choice for name, choice in choices.items()}
            again = Page(answer).form("/correction") | picked
            assert correct(second, visit, again).status == 303, number
            here = {n: {"mine": other, "theirs": one}[choices[n]][n] for n in both}
        assert says(app, visit, one | other | here), number
    assert clashes > CONFLICTS / 2
    assert written <= all_words(app)


def changes(random: Random, number: int) -> dict[str, str]:
    names = random.sample(TEXTS, random.randint(1, len(TEXTS)))
    return {name: f"{name} {number} {random.getrandbits(40)}" for name in names}


def says(app: Flask, visit: UUID, wanted: dict[str, str]) -> bool:
    said = newest(app, visit)
    return all(getattr(said, name) == text for name, text in wanted.items())


def all_words(app: Flask) -> set[str]:
    """Every word of every version, of what was left out, and of what waits."""

    def read() -> set[str]:
        versions = db.session.scalars(select(VisitRecord)).all()
        found = {getattr(version, name) for version in versions for name in TEXTS}
        found |= {words for version in versions for _field, _who, words in version.left_out}
        entries = db.session.scalars(select(ParkedEntry)).all()
        return found | {value for entry in entries for _name, value in entry.body}

    return inside(app, read)


def test_the_card_costs_no_more_statements_than_any_page(app: Flask, visitor: Visiting) -> None:
    marta, visit, _answer, _operation = clash(visitor)
    address = waiting(app)
    hand_family(app)
    iwona = visitor(IWONA)
    assert correct(iwona, visit, opened(iwona, visit), note="Słowa Iwony").status == 303
    hand_family(app, MARTA.id)
    for one in (marta, visitor(BARBARA)):
        with statements(app) as asked:
            assert "Iwona Bąk: Słowa Iwony" in one.get(address).words()
        assert len(asked) <= 12, asked
