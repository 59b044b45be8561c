"""Sealing, wrapping of keys, password and token hashes: the only file that touches cryptography."""

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidKey, InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rodzina.config import write_first, write_private

FORMAT = b"\x01"
ID_BYTES, NONCE_BYTES, KEY_BYTES = 4, 12, 32
# RFC 9106, second recommended option.
PASSES, LANES, MEMORY_KIB = 3, 4, 64 * 1024


class Unreadable(Exception):
    """A sealed value does not open: wrong key, wrong place, or changed bytes."""


@dataclass(frozen=True)
class Key:
    """A symmetric key of 256 bits with the id that sealed values carry."""

    id: bytes
    secret: bytes

    @staticmethod
    def fresh() -> "Key":
        return Key(os.urandom(ID_BYTES), AESGCM.generate_key(256))

    def seal(self, text: bytes, place: str) -> bytes:
        """Format ‖ key id ‖ nonce ‖ AES-256-GCM; `place` (table|column|centre|row) is bound in."""
        nonce = os.urandom(NONCE_BYTES)
        return FORMAT + self.id + nonce + AESGCM(self.secret).encrypt(nonce, text, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Raises Unreadable when the value was not sealed by this key for this place."""
        start = len(FORMAT) + ID_BYTES
        if sealed[:start] != FORMAT + self.id:
            raise Unreadable(place)
        nonce, text = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
        try:
            return AESGCM(self.secret).decrypt(nonce, text, place.encode())
        except InvalidTag as problem:
            raise Unreadable(place) from problem

    def wrap(self, inner: "Key", place: str) -> bytes:
        return self.seal(inner.id + inner.secret, place)

    def unwrap(self, wrapped: bytes, place: str) -> "Key":
        plain = self.open(wrapped, place)
        return Key(plain[:ID_BYTES], plain[ID_BYTES:])


@dataclass(frozen=True)
class Wrapped:
    """What a phone has sealed: nonce and AES-256-GCM (static/js/vault.js)."""

    nonce: bytes
    text: bytes

    @staticmethod
    def read(held: dict[str, str]) -> "Wrapped":
        """From {"iv", "data"} in base64. Raises KeyError, TypeError or ValueError."""
        iv, data = (base64.b64decode(held[name], validate=True) for name in ("iv", "data"))
        return Wrapped(iv, data)

    def open(self, key: bytes, place: str) -> bytes:
        """Raises Unreadable when it was not sealed by this key for this place."""
        try:
            return AESGCM(key).decrypt(self.nonce, self.text, place.encode())
        except (InvalidTag, ValueError) as problem:
            raise Unreadable(place) from problem


def phone_key(recovery: str, wrapped: Wrapped, person: str) -> bytes:
    """The key of a phone's box, by way of the recovery key kept for it. Raises Unreadable."""
    data_key = wrapped.open(base64.b64decode(recovery), f"recovery|{person}")
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"enc").derive(data_key)


class MasterKeys:
    """The keys above all centres, kept outside the database; several while one is replaced."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            write_first(path, written([Key.fresh()]))
        self.keys = self.read()

    def read(self) -> list[Key]:
        held = json.loads(self.path.read_text(encoding="utf-8"))
        return [Key(unpack(k["id"]), unpack(k["secret"])) for k in held["keys"]]

    @property
    def current(self) -> Key:
        return self.keys[0]

    def unwrap(self, wrapped: bytes, place: str) -> Key:
        """Looks into the file again for a key that another process has made meanwhile."""
        key = self.named_in(wrapped)
        if key is None:
            self.keys = self.read()
            key = self.named_in(wrapped)
        if key is None:
            raise Unreadable(place)
        return key.unwrap(wrapped, place)

    def named_in(self, wrapped: bytes) -> Key | None:
        key_id = wrapped[len(FORMAT) : len(FORMAT) + ID_BYTES]
        return next((key for key in self.keys if key.id == key_id), None)

    def add_fresh(self) -> None:
        """A new current key; older ones still open what they wrapped."""
        self._write([Key.fresh(), *self.keys])

    def forget_older(self) -> None:
        self._write(self.keys[:1])

    def _write(self, keys: list[Key]) -> None:
        write_private(self.path, written(keys))
        self.keys = keys


def written(keys: list[Key]) -> str:
    return json.dumps({"keys": [{"id": pack(k.id), "secret": pack(k.secret)} for k in keys]})


def pack(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def unpack(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)


def fresh_token() -> str:
    """256 random bits for a cookie or a single-use link."""
    return secrets.token_urlsafe(32)


def fresh_recovery() -> str:
    """A key for the second way into a phone's box, in base64."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def token_hash(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def content_hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def password_hash(password: str) -> str:
    kdf = Argon2id(
        salt=os.urandom(16), length=32, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB
    )
    return kdf.derive_phc_encoded(password.encode())


def password_fits(password: str, encoded: str) -> bool:
    try:
        Argon2id.verify_phc_encoded(password.encode(), encoded)
    except (InvalidKey, ValueError):
        return False
    return True


def nobody_hash() -> str:
    """A hash that no password fits: unknown accounts cost as much time as known ones."""
    return _NOBODY


def plain_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")


# Random bytes in the place of salt and hash: verifying costs the same, making it costs nothing.
_NOBODY = (
    f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}"
    f"${plain_base64(os.urandom(16))}${plain_base64(os.urandom(32))}"
)
