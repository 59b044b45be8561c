"""A browser that dies, and what is left of it on the disk."""

import os
import re
import signal
import subprocess
from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.phone.devices import Phone
from tests.phone.unpacking import unpacked
from tests.phone.words import LENGTH, LETTERS

RUN = re.compile(rf"[{LETTERS}]{{{LENGTH},}}".encode())
WIDE_RUN = re.compile(rf"(?:[{LETTERS}]\0){{{LENGTH},}}".encode())
CODED = re.compile(rb"[A-Za-z0-9+/]{20,}")


def kill(phone: Phone, profile: Path) -> None:
    """The browser dies as on an empty battery: no goodbye, no tidying up."""
    os.kill(head_of(profile), signal.SIGKILL)
    phone.close()


def head_of(profile: Path) -> int:
    """The process that is the browser on this profile; the others die with it."""
    listed = subprocess.run(["ps", "-axwwo", "pid,command"], capture_output=True, text=True)
    mine = [line for line in listed.stdout.splitlines() if f"--user-data-dir={profile}" in line]
    [head] = [line for line in mine if "--type=" not in line]
    return int(head.split()[0])


def found(folder: Path, word: str) -> list[str]:
    marks = (word.encode(), word.encode("utf-16-le"))
    return [
        str(file)
        for file in folder.rglob("*")
        if file.is_file() and any(mark in text for mark in marks for text in texts(file))
    ]


def lying(folder: Path, words: Iterable[str]) -> dict[str, list[str]]:
    """Which of these words of consonants lie there, and in which files."""
    wanted, where = set(words), defaultdict(list)
    for file in (path for path in folder.rglob("*") if path.is_file()):
        for word in {one for text in texts(file) for one in spelled(text)} & wanted:
            where[word].append(file.relative_to(folder).as_posix())
    return dict(where)


def texts(file: Path) -> Iterator[bytes]:
    """The bytes of a file, and of what it holds packed."""
    try:
        raw = file.read_bytes()
    except OSError:
        return
    yield raw
    yield from unpacked(file, raw)


def spelled(text: bytes) -> Iterator[str]:
    """What could be such a word: in single bytes, in pairs of bytes, in base64."""
    yield from windows(RUN.findall(text))
    yield from windows(run[::2] for run in WIDE_RUN.findall(text))
    for coded in CODED.findall(text):
        for shift in range(4):
            whole = len(coded) - (len(coded) - shift) % 4
            yield from windows(RUN.findall(b64decode(coded[shift:whole])))


def windows(runs: Iterable[bytes]) -> Iterator[str]:
    """A word may stand between letters: each piece of that length."""
    for run in runs:
        yield from (run[at : at + LENGTH].decode() for at in range(len(run) - LENGTH + 1))
