"""The scan of a browser's folder finds a word however it was written down."""

import gzip
import zlib
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from tests.phone.disk import lying
from tests.phone.unpacking import ANSWER, lz4_text
from tests.phone.words import LENGTH, word_of

WORD = word_of(1)
TEXT = f"to jest {WORD} i koniec".encode()
NOISE = bytes(range(256)) * 20
ADDRESS = b"1/0/http://localhost/today"
HEAD = ANSWER + b"\5\0\0\0" + len(ADDRESS).to_bytes(4, "little") + bytes(8) + ADDRESS
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda text: NOISE + text + NOISE,
    "between letters": lambda text: text.replace(b" ", b"x"),
    "in pairs": lambda text: b"x" + text.decode().encode("utf-16-le"),
    "gzip": lambda text: NOISE + gzip.compress(text) + NOISE,
    "zlib": lambda text: NOISE + zlib.compress(text) + NOISE,
    "broken off": lambda text: gzip.compress(text * 9)[:-9],
    "base64": lambda text: b'{"a":"' + b64encode(text) + b'"}',
    "base64, one on": lambda text: b64encode(b"x" + text),
    "base64, two on": lambda text: b64encode(b"xy" + text),
    "an answer in Chromium": lambda text: HEAD + brotli.compress(text) + NOISE,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_word_is_found(tmp_path: Path, way: str) -> None:
    (tmp_path / "file").write_bytes(WAYS[way](TEXT))
    assert lying(tmp_path, [WORD, word_of(2)]) == {WORD: ["file"]}


def test_a_word_in_an_answer_of_firefox_is_found(tmp_path: Path) -> None:
    (tmp_path / "cache2").mkdir()
    (tmp_path / "cache2" / "entry").write_bytes(brotli.compress(TEXT) + NOISE)
    assert lying(tmp_path, [WORD]) == {WORD: ["cache2/entry"]}


def test_lz4_repeats_what_was_there_before() -> None:
    packed = b"\xf4\x05" + b"0123456789abcdefghij" + b"\x0a\x00" + b"\x50tail!"
    assert lz4_text(packed) == b"0123456789abcdefghijabcdefgh" + b"tail!"


def test_words_are_all_different_and_of_one_length() -> None:
    words = [word_of(number) for number in range(5_000)]
    assert len(set(words)) == 5_000
    assert {len(word) for word in words} == {LENGTH}
