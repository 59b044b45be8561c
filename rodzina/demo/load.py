"""Loads the demo centre into an empty database, and any number of invented families for trials."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from flask import current_app
from sqlalchemy import select

from rodzina.accounts.models import Person, SignIn
from rodzina.crypto import fresh_token, password_hash, token_hash
from rodzina.db import db, utc_now
from rodzina.demo.canaries import Canaries
from rodzina.demo.cast import PEOPLE
from rodzina.demo.deeds import Deeds
from rodzina.demo.phrases import READY_PHRASES
from rodzina.demo.pulse import pulses
from rodzina.demo.scale import Scale
from rodzina.demo.shapes import Story
from rodzina.demo.store import Store
from rodzina.demo.story import SEED, tell
from rodzina.periods import WARSAW
from rodzina.vocabulary import Role

# The people are invented and the demo never enters a database that holds anything.
DEMO_PASSWORD = "zielony-rower-demo"
BATCH = 200
# Hours since each assistant's phone was last heard of; one has been silent for three days.
LAST_HEARD = {
    "Tomasz Maj": 1.2, "Agnieszka Wilk": 0.5, "Marta Zielińska": 0.3, "Joanna Krawiec": 72,
    "Iwona Bąk": 2.8, "Paweł Król": 20,
}  # fmt: skip


def is_empty() -> bool:
    return db.session.scalars(select(Person.id).limit(1)).first() is None


def load_demo() -> bool:
    """The demo centre as of this minute; False where somebody is there already."""
    if not is_empty():
        return False
    now = datetime.now(WARSAW).replace(tzinfo=None)
    load_story(tell(Random(SEED), now.date(), now), SEED)
    leave_signs(utc_now())
    return True


def leave_signs(now: datetime) -> None:
    """Ended sessions of the assistants' phones: the overview tells when each was heard of."""
    known = {p.name: p.id for p in db.session.scalars(select(Person))}
    for name, hours in LAST_HEARD.items():
        seen = now - timedelta(hours=hours)
        db.session.add(
            SignIn(
                token_hash=token_hash(fresh_token()),
                person_id=known[name],
                office_id=1,
                role=Role.ASSISTANT,
                device="Chrome, Android",
                created_at=seen - timedelta(hours=2),
                seen_at=seen,
                expires_at=seen,
                ended_at=seen,
            )
        )
    db.session.commit()


def load_story(story: Story, seed: int) -> None:
    """A whole story, centre by centre."""
    store = Store(seed)
    begin(store, story.centres, story.people)
    beats = pulses(story)
    for centre in story.centres:
        store.enter(centre.key)
        store.phrases(ready_phrases())
        own = {f.key for f in story.families if f.centre == centre.key}
        for family in story.families:
            if family.key in own:
                store.family(family, beats[family.key])
        tell_deeds(store, story, own)
        store.write()


def tell_deeds(store: Store, story: Story, own: set[str]) -> None:
    """Visits, tasks, concerns and support links of these families."""
    deeds = Deeds(store)
    steps: tuple[tuple[Callable[[Any], None], Iterable[Any]], ...] = (
        (deeds.visit, story.visits),
        (deeds.task, story.tasks),
        (deeds.concern, story.concerns),
        (deeds.support, story.supports),
    )
    for keep, told in steps:
        for deed in told:
            if deed.family in own:
                keep(deed)


def begin(store: Store, centres: Iterable[Any], people: Iterable[Any]) -> None:
    """Centres and people, before any family."""
    master = current_app.extensions["master_keys"]
    for number, centre in enumerate(centres, start=1):
        store.found(master, centre, number)
    store.join(people, password_hash(DEMO_PASSWORD))
    for centre in centres:
        store.name_deputy(centre)


def ready_phrases() -> list[tuple[str, str]]:
    return [(area, text) for area, texts in READY_PHRASES.items() for text in texts]


def seed_scale(scale: Scale, canaries: Canaries | None) -> int:
    """Loads invented families file by file; returns how many."""
    store = Store(scale.seed)
    begin(store, scale.centres, scale.people)
    for centre in scale.centres:
        store.enter(centre.key)
        store.phrases(ready_phrases())
        store.write()
    count = 0
    for file in scale.files(canaries):
        story = Story((), (), (file.family,), file.visits, file.tasks, file.concerns, ())
        store.family(file.family, pulses(story)[file.family.key])
        tell_deeds(store, story, {file.family.key})
        count += 1
        if count % BATCH == 0:
            store.write()
    store.write()
    return count


def demo_people() -> list[tuple[str, str, str]]:
    """Title, e-mail and password of the people worth signing in as."""
    return [
        (f"{person.name}, {person.title}", person.email, DEMO_PASSWORD)
        for person in PEOPLE
        if person.centre == "zalesie"
    ]
