"""What a bad network does to one request: each way answers with bytes, or hangs up."""

import socket
import struct
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

from bench.serving import HOST

PORTAL = b"<!doctype html><h1>Witaj w sieci hotelu</h1><form><button>Akceptuj</button></form>"
RESET = struct.pack("ii", 1, 0)  # closing says nothing, as when the mast is gone
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}
LONGER_THAN_A_PHONE_WAITS = 16.0


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """Bytes for the phone; after `hang_up` the connection is closed."""

    raw: bytes = b""
    hang_up: bool = False


NONE = Answer(hang_up=True)
NO_CENTRE = (OSError, HTTPException)


def forward(port: int, asked: Asked) -> Answer:
    """The centre's own answer. Raises one of NO_CENTRE while it is away."""
    connection = HTTPConnection(HOST, port, timeout=30)
    try:
        connection.putrequest(asked.method, asked.path, skip_host=True, skip_accept_encoding=True)
        for name, value in asked.headers:
            connection.putheader(name, value)
        connection.endheaders(asked.body or None)
        came = connection.getresponse()
        body = came.read()
    finally:
        connection.close()
    headers = [(n, v) for n, v in came.getheaders() if n.lower() not in HOP_BY_HOP]
    return Answer(written(came.status, came.reason, headers, body))


def break_off(port: int, asked: Asked, part: float) -> None:
    """Sends this part of the body to the centre; then the connection is gone."""
    head = "\r\n".join([f"POST {asked.path} HTTP/1.1", *map(": ".join, asked.headers), "", ""])
    with socket.create_connection((HOST, port)) as line:
        line.sendall(head.encode("latin-1") + asked.body[: int(part * len(asked.body))])
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def written(status: int, reason: str, headers: list[tuple[str, str]], body: bytes = b"") -> bytes:
    length = [] if status in {204, 304} else [("Content-Length", str(len(body)))]
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{n}: {v}" for n, v in [*headers, *length])]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def passed(network: Any, asked: Asked) -> Answer:
    return forward(network.centre, asked)


def dropped(network: Any, asked: Asked) -> Answer:
    """The request never arrives."""
    return NONE


def lost(network: Any, asked: Asked) -> Answer:
    """The centre has it, the phone does not hear of it."""
    forward(network.centre, asked)
    return NONE


def cut(network: Any, asked: Asked) -> Answer:
    """The answer ends somewhere, perhaps within its headers."""
    raw = forward(network.centre, asked).raw
    return Answer(raw[: network.between(1, len(raw))], hang_up=True)


def upload_cut(network: Any, asked: Asked) -> Answer:
    """The body breaks off on its way to the centre."""
    break_off(network.centre, asked, network.between(0, 999) / 1000)
    return NONE


def delayed(network: Any, asked: Asked) -> Answer:
    time.sleep(network.between(50, 600) / 1000)
    return forward(network.centre, asked)


def too_long(network: Any, asked: Asked) -> Answer:
    """The phone has given up when it arrives."""
    time.sleep(LONGER_THAN_A_PHONE_WAITS)
    return forward(network.centre, asked)


def held(network: Any, asked: Asked) -> Answer:
    """Later ones go first."""
    network.wait_for_others(2)
    return forward(network.centre, asked)


def late(network: Any, asked: Asked) -> Answer:
    """Arrives when the phone has long sent it again, and others after it."""
    network.put_off(asked)
    return NONE


def twice(network: Any, asked: Asked) -> Answer:
    forward(network.centre, asked)
    return forward(network.centre, asked)


def twice_at_once(network: Any, asked: Asked) -> Answer:
    with ThreadPoolExecutor(2) as both:
        first, second = (both.submit(forward, network.centre, asked) for _ in range(2))
        answers = first.result(), second.result()
    return answers[network.between(0, 1)]


def stranger(
    status: int, reason: str, body: bytes = b"", kind: str = "text/html", location: str = ""
) -> Callable[[Any, Asked], Answer]:
    """Somebody on the way answers; the centre has heard of nothing."""
    headers = [("Content-Type", kind)] + ([("Location", location)] if location else [])
    return lambda network, asked: Answer(written(status, reason, headers, body))


# How often each comes, in thousandths; the rest passes.
WAYS: dict[str, tuple[int, Callable[[Any, Asked], Answer]]] = {
    "dropped on the way": (40, dropped),
    "answer lost": (50, lost),
    "answer cut": (50, cut),
    "upload cut": (40, upload_cut),
    "delayed": (50, delayed),
    "held longer than the phone waits": (1, too_long),
    "later ones first": (40, held),
    "arrives after its repetition": (40, late),
    "twice, one after the other": (40, twice),
    "twice at once": (50, twice_at_once),
    "401": (15, stranger(401, "Unauthorized")),
    "403": (8, stranger(403, "Forbidden", b"blocked")),
    "404": (8, stranger(404, "Not Found", b"not here")),
    "409": (20, stranger(409, "Conflict")),
    "410": (8, stranger(410, "Gone", b"{}", "application/json")),
    "429": (8, stranger(429, "Too Many Requests")),
    "500": (20, stranger(500, "Internal Server Error", b"oops")),
    "502": (10, stranger(502, "Bad Gateway", b"no upstream")),
    "503": (20, stranger(503, "Service Unavailable")),
    "portal, 200": (20, stranger(200, "OK", PORTAL)),
    "portal, 302": (10, stranger(302, "Found", location="http://localhost:9/portal")),
    "empty 200": (20, stranger(200, "OK")),
}
