"""What broke off on its way is not taken for the whole: half a note is nobody's note."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

LARGEST = 4 * 1024 * 1024  # what is larger is refused later, unread
STEP = 64 * 1024
App = Callable[[dict[str, Any], Any], Iterable[bytes]]


def whole(inner: App) -> App:
    """Lets a request in once its body is there as long as announced; otherwise 400, or 411.

    A server may end a body whose sender is gone like any other, and call it complete.
    """

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if "HTTP_TRANSFER_ENCODING" in environ:
            return refused(start, "411 Length Required")
        length = announced(environ)
        if 0 < length <= LARGEST:
            body = read(environ["wsgi.input"], length)
            if len(body) < length:
                return refused(start, "400 Bad Request")
            environ["wsgi.input"] = BytesIO(body)
        return inner(environ, start)

    return answer


def announced(environ: dict[str, Any]) -> int:
    told = environ.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0


def read(stream: Any, length: int) -> bytes:
    parts: list[bytes] = []
    while length and (part := stream.read(min(length, STEP))):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def refused(start: Any, status: str) -> Iterable[bytes]:
    start(status, [("Content-Length", "0"), ("Connection", "close")])
    return [b""]
