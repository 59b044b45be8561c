"""What browsers pack before they write it down; of what is broken off, as much as there is."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import brotli

# Chromium's file of one answer: this mark, the length of the address, the address, the body. Such
# a file of Firefox begins with the body and is known by its folder.
ANSWER = bytes.fromhex("305c72a71b6dfbfc")
ADDRESS = 24
ANSWERS = "cache2"
# Firefox's list of open pages, with their texts: this mark, the length, one block of LZ4.
SESSION = b"mozLz40\x00"
GZIP, ZLIB = zlib.MAX_WBITS | 16, zlib.MAX_WBITS
STEP = 65_536


def unpacked(file: Path, raw: bytes) -> Iterator[bytes]:
    """Every text that lies packed in a file, wherever one may begin; brotli only in answers."""
    if raw.startswith(ANSWER):
        yield brotli_text(raw[ADDRESS + int.from_bytes(raw[12:16], "little") :])
    if ANSWERS in file.parts:
        yield brotli_text(raw)
    if raw.startswith(SESSION):
        yield lz4_text(raw[len(SESSION) + 4 :])
    for mark, kind in ((rb"\x1f\x8b\x08", GZIP), (rb"\x78[\x01\x5e\x9c\xda]", ZLIB)):
        for found in re.finditer(mark, raw):
            yield zlib_text(raw, found.start(), kind)


def zlib_text(raw: bytes, start: int, kind: int) -> bytes:
    held, unpack = b"", zlib.decompressobj(kind)
    with suppress(zlib.error):
        while start < len(raw) and not unpack.eof:
            held += unpack.decompress(raw[start : start + STEP])
            start += STEP
    return held


def brotli_text(raw: bytes) -> bytes:
    """Byte by byte, as what follows the text spoils all that is unpacked together with it."""
    held, unpack = bytearray(), brotli.Decompressor()
    with suppress(brotli.error):
        for at in range(len(raw)):
            held += unpack.process(raw[at : at + 1])
            if unpack.is_finished():
                break
    return bytes(held)


def lz4_text(raw: bytes) -> bytes:
    """Pieces of plain text, each followed by what to repeat of the text so far."""
    held, at = bytearray(), 0
    with suppress(IndexError):
        while at < len(raw):
            plain, again = divmod(raw[at], 16)
            size, at = length(raw, at + 1, plain)
            held += raw[at : at + size]
            back = raw[at + size] + 256 * raw[at + size + 1]
            size, at = length(raw, at + size + 2, again)
            for _ in range(size + 4):
                held.append(held[-back])
    return bytes(held)


def length(raw: bytes, at: int, told: int) -> tuple[int, int]:
    """The length that a half byte tells, with the bytes that follow where it is full."""
    while told >= 15:
        told, at = told + raw[at], at + 1
        if raw[at - 1] < 255:
            break
    return told, at
