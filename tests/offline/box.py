"""A phone's sealed box as static/js/vault.js makes it, for tests of the centre's half."""

import base64
import json
import os
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from werkzeug.test import TestResponse

from tests.browsing import SAME_ORIGIN, Visitor
from tests.cast import MAZUR, Player

AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/129.0 Mobile Safari/537.36"
FROM_PAGE = SAME_ORIGIN | {"HX-Request": "true", "User-Agent": AGENT}


def shut(key: bytes, place: str, clear: bytes) -> dict[str, str]:
    iv = os.urandom(12)
    sealed = {"iv": iv, "data": AESGCM(key).encrypt(iv, clear, place.encode())}
    return {name: base64.b64encode(value).decode() for name, value in sealed.items()}


class Box:
    """One person's box on one phone: it remembers key and token that the centre gave it."""

    def __init__(self, owner: Player, device: str = "") -> None:
        self.owner, self.device = owner, device or str(uuid4())
        self.data_key = os.urandom(32)
        self.enc = HKDF(SHA256(), 32, salt=None, info=b"enc").derive(self.data_key)
        self.recovery, self.token, self.rows = "", "", []  # type: ignore[var-annotated]

    def hello(self, visitor: Visitor, **fields: Any) -> TestResponse:
        answer = self.post(visitor, "/sync/hello", device=self.device, **fields)
        told = answer.json if answer.status_code == 200 else {}
        self.recovery = told.get("recovery", self.recovery)
        self.token = told.get("token", self.token)
        return answer

    def post(self, visitor: Visitor, address: str, **fields: Any) -> TestResponse:
        return visitor.client.post(address, data=fields, headers=FROM_PAGE)

    def ask(self, visitor: Visitor, what: str, office: int = 0) -> TestResponse:
        """Whether it is lost, or that it is wiped: as a locked phone says it."""
        named = {"device": self.device, "office": str(office or self.owner.office)}
        return self.post(visitor, f"/sync/{what}", **named)

    def sign_in(self, visitor: Visitor, token: str = "") -> TestResponse:
        headers = FROM_PAGE | {"X-Rodzina-Token": token or self.token}
        return visitor.client.post("/sync/session", headers=headers)

    def write(
        self, body: dict[str, Any], operation: UUID | None = None, family: UUID = MAZUR
    ) -> UUID:
        """Puts a visit into the queue."""
        made = operation or uuid4()
        path = f"/families/{family}/visits/{made}/record"
        self.put(made, {"url": path, "form": "visit@1", "body": urlencode(body)})
        return made

    def put(self, operation: UUID, letter: Any) -> None:
        sealed = shut(self.enc, f"outbox|{operation}", json.dumps(letter).encode())
        self.rows.append({"op": str(operation), "seq": len(self.rows) + 1, "sealed": sealed})

    def queue(self, **changed: Any) -> dict[str, Any]:
        """What it hands over, or saves as a file."""
        key = base64.b64decode(self.recovery)
        wrap = shut(key, f"recovery|{self.owner.id}", self.data_key)
        held = {"device": self.device, "office": self.owner.office}
        return held | {"recovery": wrap, "rows": self.rows} | changed

    def rescue(self, visitor: Visitor, **changed: Any) -> TestResponse:
        return visitor.client.post("/sync/rescue", json=self.queue(**changed), headers=FROM_PAGE)
