"""Puts a note together: sentences about the areas worked on, sometimes about school or health."""

from collections.abc import Sequence
from random import Random

from rodzina.demo.phrases import Names, Voice
from rodzina.demo.shapes import DemoArea, DemoVisit

OTHER_SIDE = {
    "school": "wychowawczyni",
    "institution": "pracownik instytucji",
    "case_conference": "pracownik socjalny, pedagożka szkolna, kurator",
}
THEMES_OF_PLACE = {"health": "health", "school": "school", "office": "offices", "court": "court",
                   "other": "contact"}  # fmt: skip
THEMES_OF_PHRASE = {"Zdrowie": "health", "Rozmowa wspierająca": "meetings"}
THEMES_OF_CONTACT = {
    "phone": "calls", "online": "calls", "message": "messages", "school": "schoolcalls",
    "institution": "institutions", "case_conference": "offices",
}  # fmt: skip
THEMES_OF_OUTCOME = {
    "nobody_home": "absent", "not_admitted": "notadmitted", "cancelled": "cancelled",
}  # fmt: skip
ASIDES = ("health", "offices", "health", "school", "school")


def visit_note(
    rng: Random, voice: Voice, visit: DemoVisit, areas: Sequence[DemoArea], people: Names,
    household: Names, tags: frozenset[str], *, first: bool,
) -> str:  # fmt: skip
    """A sentence or two on each area; names only of those who were there, or of the household."""
    if first:
        return voice.say("first", people, tags)
    themes = [_theme(area, visit.place) for area in areas]
    if len(themes) == 1 and rng.random() < 0.6:
        themes *= 2
    said = [voice.say(theme, people, tags) for theme in themes]
    if rng.random() < 0.3:
        said.append(_aside(rng, voice, household, tags))
    if rng.random() < 0.2:
        said.append(voice.say("meetings", people, tags))
    return _joined(said) or voice.say("meetings", people, tags)


def _theme(area: DemoArea, place: str) -> str:
    if area.area != "other":
        return area.area
    return THEMES_OF_PLACE.get(place) or THEMES_OF_PHRASE.get("".join(area.phrases), "offices")


def _aside(rng: Random, voice: Voice, household: Names, tags: frozenset[str]) -> str:
    theme = rng.choice(ASIDES)
    if theme == "school" and "pupil" not in tags:
        theme = "health"
    return voice.say(theme, household, tags)


def _joined(said: list[str]) -> str:
    return " ".join(dict.fromkeys(sentence for sentence in said if sentence))


def contact_note(voice: Voice, kind: str, people: Names, tags: frozenset[str]) -> str:
    return voice.say(THEMES_OF_CONTACT[kind], people, tags)
