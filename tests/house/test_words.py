"""Words: every English source has its Polish, families have Ukrainian, and the words keep rules."""

import re
from collections import defaultdict

import pytest

from rodzina.vocabulary import Role, WorkArea
from rodzina.web.words import LANGUAGES, fragments
from tests.house import wording
from tests.house.filling import parsed
from tests.house.ground import on_sqlite
from tests.house.probes import PLAYERS, Street
from tests.house.scene import COLLEAGUE, OWN

PLURALS = {
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
    "(n%100<10 || n%100>=20) ? 1 : 2);",
}
# Words that the design does without, and endings that would say who the reader is.
AVOIDED = re.compile(
    r"\bproszę|niniejsz|w celu\b|pomyślnie|podopieczn|przypad(ek|k)|patologi|dysfunkcyjn|niewydoln|"
    r"\b\w+(łaś|łeś)\b|\b\w+\(\w{1,2}\)",
    re.IGNORECASE,
)
PRAISE = {"Brawo!"}
SHOUTED = re.compile(r"\b[A-ZĄĆĘŁŃÓŚŹŻ]{5,}\b")
# Left in English inside Polish, these betray a message that nobody translated.
ENGLISH = re.compile(
    r"\b(the|must|valid|field|required|choice|please|this|your|with|cannot|and)\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def polish() -> dict[str, tuple[str, ...]]:
    return {wording.key(m): wording.forms(m) for _, m in wording.entries("pl")}


def test_every_sentence_has_its_polish(polish: dict[str, tuple[str, ...]]):
    missing = {s.text: s.where for s in wording.sources() if not all(polish.get(s.text, ("",)))}
    assert not missing


def test_everything_that_families_read_has_its_ukrainian():
    held = {wording.key(m): wording.forms(m) for _, m in wording.entries("uk")}
    read = {s.text: s.where for s in wording.family_sources()}
    assert read
    read |= {area.label: "vocabulary" for area in WorkArea}
    assert not {text: where for text, where in read.items() if not all(held.get(text, ("",)))}


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_no_entry_is_left_over(language: str):
    used = {s.text for s in wording.sources()} | wording.literals()
    left = [f"{file}: {wording.key(m)}" for file, m in wording.entries(language)]
    assert not [entry for entry in left if entry.partition(": ")[2] not in used]


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_rooms_agree_on_what_a_sentence_means(language: str):
    held: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for _, message in wording.entries(language):
        held[wording.key(message)].add(wording.forms(message))
    assert not {text: meanings for text, meanings in held.items() if len(meanings) > 1}


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_a_translation_puts_the_same_values_in(language: str):
    for file, message in wording.entries(language):
        sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
        wanted = wording.marks(sources[-1])
        for form in wording.forms(message):
            held = wording.marks(form)
            fewer = len(sources) > 1 and set(held) <= set(wanted)  # "one day" needs no number
            assert held == wanted or fewer, f"{file}: {form}"


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_what_is_counted_has_every_form(language: str):
    plurals = {s.text: s.plural for s in wording.sources() if s.plural}
    for file, message in wording.entries(language):
        counts = isinstance(message.id, tuple | list)
        assert not counts or len(wording.forms(message)) == 3, f"{file}: {message.id}"
        assert not counts or message.id[1] == plurals.get(message.id[0]), f"{file}: {message.id}"
        assert counts or message.id not in plurals, f"{file}: {message.id} needs plural forms"
        assert not message.fuzzy, f"{file}: {message.id} is doubtful"


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_every_fragment_begins_alike(language: str):
    for path in fragments(language):
        head = path.read_text("utf-8")[:400]
        assert f'"Language: {language}\\n"' in head, path
        assert f'"Plural-Forms: {PLURALS[language]}\\n"' in head, path


def test_the_polish_keeps_the_rules_of_the_design(polish: dict[str, tuple[str, ...]]):
    for text, held in polish.items():
        for form in held:
            assert not AVOIDED.search(form), form
            assert "!" not in form or form in PRAISE, form
            assert '"' not in form, f"„…” in {form}"
            assert "..." not in form, f"… in {form}"
            assert " - " not in form, f"– in {form}"
            assert "'" not in form, f"’ in {form}"
            assert text.isupper() or not SHOUTED.search(re.sub(r"%\(\w+\)s", "", form)), form
            sentence = text.count(" ") > 1
            assert not sentence or text.endswith(".") == form.endswith("."), f"{text} | {form}"


def test_english_sentences_are_english_and_polish_ones_polish(
    polish: dict[str, tuple[str, ...]],
):
    for text, held in polish.items():
        assert not re.search("[ąćęłńśźż]", text), text
        assert not any(ENGLISH.search(re.sub(r"%\(\w+\)s", "", form)) for form in held), held


def titles_of(street: Street, role: Role, place: str) -> dict[str, str]:
    held = {}
    for door in street.doors:
        places = (place,) * len(door.ids)
        if door.method == "GET" and door.roles and street.may_reach(door, places, role):
            answer = street.knock(door, street.address(door, places, PLAYERS[role]), PLAYERS[role])
            title = re.search(r"<title>([^<]*)</title>", answer.text)
            if title and answer.status_code == 200:
                held[door.endpoint] = title[1]
    return held


@on_sqlite
def test_a_page_has_one_title_whatever_it_shows(street: Street):
    own = titles_of(street, Role.SUPERVISOR, OWN)
    others = titles_of(street, Role.SUPERVISOR, COLLEAGUE)
    assert len(own) > 10
    assert own == {endpoint: others[endpoint] for endpoint in own}
    for role in Role:
        for endpoint, title in titles_of(street, role, OWN).items():
            assert "KAN" not in title, endpoint
            assert title.endswith(" · Rodzina"), endpoint
            assert not ENGLISH.search(title), endpoint


@on_sqlite
@pytest.mark.parametrize("role", list(Role))
def test_no_english_is_left_on_a_polish_page(
    street: Street, polish: dict[str, tuple[str, ...]], role: Role
):
    english = {
        text
        for text, held in polish.items()
        if text.count(" ") > 1 and "%(" not in text and text not in held
    }
    for answer in street.pages(role):
        if "<html" in answer.text[:200]:
            words = re.sub(r"\s+", " ", " ".join(parsed(answer.text).itertext()))
            assert not [text for text in english if text in words], answer.request.path
    for form in street.forms(role):
        answer = street.send(role, form.action, [(name, "?") for name, _ in form.fields])
        for wrong in re.findall(r'field__error".*?<span>(.*?)</span>', answer.text):
            assert not ENGLISH.search(wrong), f"{form.path}: {wrong}"
        street.ground.restore()


def test_every_language_is_one_that_the_house_speaks():
    assert {path.parent.name for code in LANGUAGES for path in fragments(code)} <= set(LANGUAGES)
