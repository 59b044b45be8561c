"""Search cards: what a list of families shows and searches, sealed under the centre's key."""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from rodzina.db import current_office
from rodzina.sealing import keyring

NO_DECOMPOSITION = str.maketrans({"ł": "l", "Ł": "l", "đ": "d", "ø": "o", "ß": "ss"})


@dataclass(frozen=True)
class Card:
    """Surname, adults' and children's first names, locality; `folded` is what search compares."""

    surname: str
    adults: list[str]
    children: list[str]
    locality: str
    folded: str

    @property
    def people(self) -> str:
        return ", ".join(self.adults)


def fold(text: str) -> str:
    """Without Polish diacritics, case and outer spaces: "Świątek" → "swiatek"."""
    plain = unicodedata.normalize("NFKD", text.translate(NO_DECOMPOSITION))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().strip()


def card_place(family_id: UUID) -> str:
    return f"family|card|{current_office()}|{family_id}"


def seal_card(
    family_id: UUID, surname: str, adults: list[str], children: list[str], locality: str
) -> bytes:
    folded = fold(" ".join([surname, *adults, *children, locality]))
    held = [surname, adults, children, locality, folded]
    plain = json.dumps(held, ensure_ascii=False).encode()
    return keyring().centre().seal(plain, card_place(family_id))


def open_card(family_id: UUID, sealed: bytes) -> Card:
    return card_opener()(family_id, sealed)


def card_opener() -> Callable[[UUID, bytes], Card]:
    """Opens cards with the centre's key taken out once, because lists open thousands."""
    key, place = keyring().centre(), f"family|card|{current_office()}|"

    return lambda family_id, sealed: Card(*json.loads(key.open(sealed, f"{place}{family_id}")))


def matcher(wanted: str) -> Callable[[Card], bool]:
    """Whether every wanted word begins a word of a card."""
    words = [f" {word}" for word in fold(wanted).replace("-", " ").split()]

    def matches(card: Card) -> bool:
        held = " " + card.folded.replace("-", " ")
        return all(word in held for word in words)

    return matches


def polish_order(text: str) -> tuple[list[int], str]:
    """Sorts as a Polish list of names does: ą after a, ł after l, ż last."""
    return [ORDER.get(c, 100 + ord(c)) for c in text.casefold()], text


ALPHABET = " -'aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
ORDER = {letter: place for place, letter in enumerate(ALPHABET)}
