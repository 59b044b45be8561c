"""Any number of families, repeatable, with marks that tell whose text was read."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import date

from rodzina.demo.canaries import Canaries
from rodzina.demo.cast import LIMIT
from rodzina.demo.scale import Scale

TODAY = date(2026, 11, 22)
SCALE = Scale(families=40, seed=7, today=TODAY, visits=123)


def test_the_same_numbers_give_the_same_files_and_another_seed_others() -> None:
    assert list(SCALE.files()) == list(SCALE.files())
    assert SCALE.people == Scale(40, 7, TODAY, 123).people
    assert list(SCALE.files()) != list(Scale(40, 8, TODAY, 123).files())


def test_there_are_as_many_families_and_visits_as_asked_for() -> None:
    files = [f for f in SCALE.files() if f.family.centre == "skala"]
    assert len(files) == 40
    assert sum(v.outcome is not None for f in files for v in f.visits) == 123
    assert sum(v.outcome is None for f in files for v in f.visits) == 40
    assert sum(f.family.centre == "sasiedzi" for f in SCALE.files()) == 3


def test_no_assistant_is_over_the_limit_or_in_two_places() -> None:
    files = list(SCALE.files())
    assert max(Counter(f.family.assistant for f in files).values()) <= LIMIT
    starts = Counter((v.assistant, v.starts_at) for f in files for v in f.visits)
    assert max(starts.values()) == 1
    known = {p.key for p in SCALE.people}
    assert {f.family.assistant for f in files} | {f.family.social_worker for f in files} <= known


def test_each_canary_stands_in_exactly_one_text_of_its_family() -> None:
    canaries = Canaries(seed=5)
    texts = {f.family.key: json.dumps(asdict(f), default=str) for f in SCALE.files(canaries)}
    everything = " ".join(texts.values())
    assert len({c.canary for c in canaries.marked}) == len(canaries.marked)
    assert everything.count("KAN-") == len(canaries.marked)
    assert all(c.canary in texts[c.family] for c in canaries.marked)


def test_every_personal_field_is_marked_and_lists_its_readers() -> None:
    canaries = Canaries(seed=5)
    files = list(SCALE.files(canaries))
    fields = {c.field for c in canaries.marked}
    assert fields >= {
        "family.surname", "family.street", "family.landmark", "family.phone", "member.first_name",
        "member.school", "consent.note", "order.case_file_number", "visit.note", "task.title",
        "area.phrases", "result.reason", "concern.text",
    }  # fmt: skip
    assert all("KAN-" in v.note for f in files for v in f.visits if v.outcome)
    first = json.loads(next(canaries.lines()))
    assert first["roles"] == ["assistant", "supervisor", "social_worker"]
    assert {p.email for p in SCALE.people if p.centre == first["centre"]} >= set(first["people"])


def test_without_canaries_no_text_is_marked() -> None:
    assert "KAN-" not in "".join(str(f) for f in SCALE.files())
