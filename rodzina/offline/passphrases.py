"""Four plain Polish words as a passphrase: quickly typed on a phone, too many to be guessed at.

All are everyday nouns without Polish letters, so that every keyboard has them. Four of them make
more than a million million passphrases, and each guess costs 600 000 rounds of hashing.
"""

from pathlib import Path
from secrets import choice

COUNT = 4
WORDS = Path(__file__).with_name("words.txt").read_text("ascii").split()


def new_passphrase() -> str:
    return " ".join(choice(WORDS) for _ in range(COUNT))
