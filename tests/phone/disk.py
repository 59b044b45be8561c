"""A browser that dies, and what is left of it on the disk."""

import gzip
import os
import signal
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.phone.devices import Phone


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


def texts(file: Path) -> Iterator[bytes]:
    """The bytes of a file, and of what it holds packed."""
    try:
        raw = file.read_bytes()
    except OSError:
        return
    yield raw
    start = raw.find(b"\x1f\x8b\x08")
    while start >= 0:
        with suppress(OSError, EOFError, ValueError, zlib.error):
            yield gzip.decompress(raw[start:])
        start = raw.find(b"\x1f\x8b\x08", start + 1)
