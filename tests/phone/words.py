"""Words that are nowhere else in the world, put behind every text of the demo's families."""

import re
from dataclasses import replace
from random import Random

from rodzina.demo.canaries import Canaries
from rodzina.demo.shapes import Story

# No two begin alike, so that what packs a text by its repetitions leaves them whole.
LETTERS, LENGTH = "bcdfghjklmnpqrstvwxz", 14
WORD = re.compile(rf"(?<![a-z])[{LETTERS}]{{{LENGTH}}}(?![a-z])".encode())


class Words(Canaries):
    """The same marks, as words of consonants."""

    def mark(self, text: str, name: str, roles: tuple[str, ...] = ()) -> str:
        marked = super().mark(text, name, roles)
        last = self.marked[-1]
        word = word_of(self.seed + len(self.marked))
        self.marked[-1] = replace(last, canary=word)
        return marked.replace(last.canary, word)


def word_of(number: int) -> str:
    return "".join(Random(number).choices(LETTERS, k=LENGTH))


def words_in(text: bytes) -> set[str]:
    """Every run of that length of those letters; a longer run is none of them."""
    return {found.decode() for found in WORD.findall(text)}


def marked(story: Story, words: Words) -> Story:
    """The story with a word of its own behind every text of a file."""
    return replace(
        story,
        families=tuple(words.in_family(f, ()) for f in story.families),
        visits=tuple(map(words.in_visit, story.visits)),
        tasks=tuple(map(words.in_task, story.tasks)),
        concerns=tuple(map(words.in_concern, story.concerns)),
    )
