"""The invented centre is whole, repeatable, and shows what the screens are designed around."""

import itertools
import re
import time
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

import pytest

from rodzina import vocabulary as words
from rodzina.demo.cast import LIMIT
from rodzina.demo.phrases import PUPIL_SLOTS, READY_PHRASES, corpus
from rodzina.demo.pulse import pulses
from rodzina.demo.shapes import DemoFamily, DemoVisit, Story
from rodzina.demo.story import SEED, tell

TODAY = date(2026, 11, 19)
MIDDAY = datetime(2026, 11, 19, 12, 35)
DAYS = [TODAY, date(2026, 11, 22), date(2026, 12, 28), date(2027, 1, 6), date(2027, 7, 5)]
COUNTED = {"assigned", "contact_made", "consented", "in_progress", "diagnosing", "closing"}
THEMES = ("household", "parenting", "nutrition", "budget", "school", "health", "offices")
SLOTS = PUPIL_SLOTS | {"woman", "man", "baby", "small_boy", "small_girl"}


@cache
def story(today: date = TODAY) -> Story:
    return tell(Random(SEED), today)


def family(key: str) -> DemoFamily:
    return next(f for f in story().families if f.key == key)


def counted(told: Story) -> list[DemoFamily]:
    return [f for f in told.families if f.assistant and f.case_status in COUNTED]


def ends_at(visit: DemoVisit) -> datetime:
    return visit.starts_at + timedelta(minutes=visit.minutes)


def test_the_same_seed_and_day_tell_the_same_story_and_another_seed_another() -> None:
    assert tell(Random(SEED), TODAY) == story()
    assert tell(Random(SEED + 1), TODAY).visits != story().visits


def test_telling_takes_less_than_a_second_and_a_half() -> None:
    start = time.process_time()
    tell(Random(3), TODAY)
    assert time.process_time() - start < 1.5


def test_the_caseloads_are_those_of_the_overview() -> None:
    loads = Counter(f.assistant for f in counted(story()) if f.centre == "zalesie")
    assert loads == {"maj": 16, "wilk": 15, "zielinska": 14, "krawiec": 11, "bak": 9, "krol": 9}
    assert [f.assistant for f in story().families if f.inherited] == ["maj"]
    assert sum(loads.values()) == 74


def test_the_neighbouring_centre_is_small_and_shares_a_person() -> None:
    assert sum(f.centre == "brzeziny" for f in story().families) == 5
    homes = defaultdict(set)
    for person in story().people:
        homes[person.email].add(person.centre)
    assert {e for e, centres in homes.items() if len(centres) == 2} == {
        "iwona.bak@gops-zalesie.pl",
        "michal.sowa@gops-zalesie.pl",
    }


def test_nobody_is_assistant_and_social_worker_in_one_centre() -> None:
    roles = defaultdict(set)
    for person in story().people:
        roles[person.email, person.centre].add(person.role)
    assert not [who for who, r in roles.items() if {"assistant", "social_worker"} <= r]
    assert {p.role for p in story().people} == set(words.Role)


def test_there_are_about_four_thousand_visits_of_eighteen_months() -> None:
    held = [v for v in story().visits if v.outcome]
    assert 3300 <= len(held) <= 4800
    assert (TODAY - held[0].starts_at.date()).days >= 540
    assert sum(v.kind == "phone" for v in held) > 200
    assert {"nobody_home", "not_admitted", "cancelled"} <= {v.outcome for v in held}


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_alerts_name_the_families_of_the_design_on_any_day(today: date) -> None:
    told, beats = story(today), pulses(story(today))
    late = {
        f.key: (today - day).days
        for f in counted(told)
        if (day := beats[f.key].visited_on) and (today - day).days >= 14
    }
    assert late == {"szulc": 18, "cichy": 16, "rak": 15}
    assert [f.key for f in counted(told) if not beats[f.key].visited_on] == ["kovalenko"]
    unseen = [child for f in counted(told) for child in beats[f.key].unseen(f, today, 30)]
    assert unseen == ["kosmala.szymon"]
    assert [f.key for f in counted(told) if beats[f.key].missed >= 3] == ["grzelak"]
    assert [c.family for c in told.concerns if not c.readings] == ["sobczak"]


def test_each_state_of_the_legal_basis_has_its_family() -> None:
    states = defaultdict(set)
    for known in story().families:
        if known.assistant:
            states[known.basis].add(known.key)
    assert states["missing"] == {"kovalenko", "rak"}
    assert states["refused"] == {"hajduk"}
    assert states["withdrawn"] == {"madej"}
    assert states["court"] == {"sobczak"}
    order = family("sobczak").order
    assert order
    assert re.fullmatch(r"III Nsm \d+/26", order.case_file_number)


def test_a_court_case_waits_and_others_are_closed_or_only_signalled() -> None:
    waiting = [f for f in story().families if f.waiting_since]
    assert [(f.key, f.assistant, f.basis) for f in waiting] == [("wasik", None, "court")]
    assert {f.key for f in story().families if f.closed_on} == {"stec", "pietras"}
    assert [f.key for f in story().families if f.case_status == "signalled"] == ["duda"]


def test_the_day_of_the_design_is_there_at_midday() -> None:
    own = [v for v in story().visits if v.assistant == "zielinska"]
    day = [v for v in own if v.starts_at.date() == TODAY]
    assert [(v.family, f"{v.starts_at:%H:%M}", v.outcome) for v in day] == [
        ("lis", "09:00", "completed"),
        ("dudek", "10:45", "completed"),
        ("mazur", "13:00", None),
        ("sikora", "15:30", None),
    ]
    last = [v for v in own if v.family == "mazur" and v.outcome and v.kind == "home_visit"][-1]
    titles = {t.key: t.title for t in story().tasks}
    assert [titles[key] for key in last.agreed][:2] == [
        "Prowadzić zeszyt wydatków",
        "Lista zakupów na tydzień",
    ]
    assert {t.agreed_visit for t in story().tasks if t.key in last.agreed} == {last.key}


def test_the_tasks_of_the_design_are_on_the_list() -> None:
    own = [
        (t.family, (t.due_on - TODAY).days)
        for t in story().tasks
        if t.owner == "assistant" and t.made_by == "zielinska" and t.status == "todo" and t.due_on
    ]
    assert sorted(own) == [("baran", 5), ("mazur", 0), ("pawlak", 0), ("szulc", -2), ("walczak", 1)]
    rings = Counter(
        (t.area, t.status == "done")
        for t in story().tasks
        if t.family == "mazur" and t.owner != "assistant"
    )
    assert rings["household", True] == 4
    assert rings["household", False] == 1


@pytest.mark.parametrize("hour", [0, 6, 9, 12, 16, 20, 23])
def test_nothing_is_recorded_before_it_happened(hour: int) -> None:
    now = datetime(2026, 11, 19, hour, 40)
    told = tell(Random(SEED), TODAY, now)
    assert all(ends_at(v) <= now for v in told.visits if v.outcome)
    assert all(c.reported_at < now for c in told.concerns)
    assert all(t.decided_at < now for t in told.tasks if t.decided_at)
    today = [v for v in told.visits if v.starts_at.date() == TODAY and v.assistant == "zielinska"]
    assert [v.family for v in today if not v.outcome][-2:] == ["mazur", "sikora"]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_nobody_is_in_two_places_at_once(today: date) -> None:
    days = defaultdict(list)
    for visit in story(today).visits:
        person = visit.assistant.removeprefix("brzeziny-")
        days[person, visit.starts_at.date()].append((visit.starts_at, ends_at(visit)))
    for times in days.values():
        times.sort()
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(times))


def test_visits_are_planned_only_where_there_is_a_basis_or_for_the_first_time() -> None:
    planned = {v.family for v in story().visits if v.outcome is None}
    assert {k for k in planned if family(k).basis not in {"present", "court"}} == {"kovalenko"}
    assert len(planned) > 60
    assert "szulc" not in planned


def test_children_count_as_seen_only_when_they_were_there_and_born() -> None:
    born = {m.key: m.born_on for f in story().families for m in f.members}
    for visit in story().visits:
        assert all(born[key] <= visit.starts_at.date() for key in visit.present)
        if visit.outcome not in {"completed", None}:
            assert not visit.present


def test_every_visit_has_a_note_and_no_note_is_told_over_and_over() -> None:
    notes = Counter(v.note for v in story().visits if v.outcome == "completed")
    assert "" not in notes
    assert max(notes.values()) <= 40
    assert len(notes) > 0.8 * sum(notes.values())


def test_notes_are_whole_sentences_without_traces_of_their_making() -> None:
    for note in {v.note for v in story().visits if v.note}:
        assert note[0].isupper()
        assert note.endswith((".", "?"))
        assert not re.search(r"[\[\]{}|]|  | ,|\.\.|KAN-", note)
        assert not re.search(r"patolog|dysfunkc|niewydoln|podopieczn|zaniedb", note, re.IGNORECASE)


def test_notes_speak_only_of_people_of_the_family() -> None:
    firsts = {f.key: {m.first_name for m in f.members} for f in story().families}
    known = set().union(*firsts.values())
    for visit in story().visits:
        spoken = set(re.findall(r"(?:^|\. )(\w+)", visit.note)) & known
        assert spoken <= firsts[visit.family], visit


@pytest.mark.parametrize("theme", THEMES)
def test_each_theme_has_at_least_250_sentences(theme: str) -> None:
    patterns = corpus(theme)
    assert sum(p.variants for p in patterns) >= 250
    assert len({p.text for p in patterns}) == len(patterns)
    assert all(p.slots <= SLOTS for p in patterns)


def test_words_are_those_of_the_vocabulary() -> None:
    told = story()
    spoken = [
        (words.CaseBasis, {f.case_basis for f in told.families}),
        (words.CaseStatus, {f.case_status for f in told.families}),
        (words.RiskGroup, {f.risk_group for f in told.families}),
        (words.SafetyFlag, {flag for f in told.families for flag in f.safety_flags}),
        (words.Relation, {m.relation for f in told.families for m in f.members}),
        (words.ParentalAuthority, {m.parental_authority for f in told.families for m in f.members}),
        (words.ChildPlace, {m.place for f in told.families for m in f.members}),
        (words.ConsentDecision, {c.decision for f in told.families for c in f.consents}),
        (words.ConsentWay, {c.way for f in told.families for c in f.consents}),
        (words.VisitKind, {v.kind for v in told.visits}),
        (words.VisitPlace, {v.place for v in told.visits}),
        (words.VisitOutcome, {v.outcome for v in told.visits} - {None}),
        (words.WorkArea, {a.area for v in told.visits for a in v.areas} | set(READY_PHRASES)),
        (words.Independence, {a.independence for v in told.visits for a in v.areas} - {None}),
        (words.TaskStatus, {t.status for t in told.tasks}),
        (words.TaskStatus, {r.status for v in told.visits for r in v.results}),
        (words.TaskOwner, {t.owner for t in told.tasks}),
        (words.ConcernTopic, {topic for c in told.concerns for topic in c.topics}),
    ]
    assert [(kind.__name__, said - set(kind)) for kind, said in spoken if said - set(kind)] == []
    assert {k.value for k in words.FACE_TO_FACE} >= {v.kind for v in told.visits if v.areas}


def test_every_reference_leads_somewhere() -> None:
    told = story()
    families = {f.key: f for f in told.families}
    people = {(p.key, p.centre) for p in told.people}
    members = [m.key for f in told.families for m in f.members]
    visits, tasks = {v.key for v in told.visits}, {t.key: t for t in told.tasks}
    assert len(families) == len(told.families)
    assert len(set(members)) == len(members)
    assert len(visits) == len(told.visits)
    assert len(tasks) == len(told.tasks)
    for known in told.families:
        assert (known.social_worker, known.centre) in people
        assert all((a.assistant, known.centre) in people for a in known.assignments)
    for visit in told.visits:
        assert (visit.assistant, families[visit.family].centre) in people
        assert set(visit.present) <= set(members)
        named = {*visit.agreed, *(r.task for r in visit.results)}
        assert {tasks[key].family for key in named} <= {visit.family}
    assert {t.agreed_visit for t in told.tasks} - {None} <= visits
    assert {t.decided_visit for t in told.tasks} - {None} <= visits
    assert all((t.status == "todo") == (t.decided_at is None) for t in told.tasks)


def test_no_assistant_holds_more_than_the_limit_but_the_one_who_inherited() -> None:
    loads = Counter(f.assistant for f in counted(story()))
    assert [who for who, load in loads.items() if load > LIMIT] == ["maj"]
