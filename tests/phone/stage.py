"""The program behind the phone tests: the real app with the demo centre, at a clock of its own.

It is a process beside the tests, so that the shifted clock touches nothing but the centre. It reads
one JSON line for each thing to do, and answers with one.
"""

import gzip
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import formatdate
from pathlib import Path
from random import Random
from typing import Any

import brotli
import time_machine
from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from rodzina.config import Settings
from rodzina.db import db
from rodzina.demo.load import load_story
from rodzina.demo.story import SEED, tell
from rodzina.house import create_app
from rodzina.periods import WARSAW
from tests.databases import SqliteServer
from tests.phone.words import Words, marked, words_in


class Handler(WSGIRequestHandler):
    """Silent, and dated by the real clock: the browser counts the age of files by it."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing: the tests look at what the browser saw."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(timestamp or time_machine.escape_hatch.time.time(), usegmt=True)


class Faults(logging.Handler):
    """Keeps what the app could not handle, for the test that caused it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(logging.Formatter().format(record))


class Stage:
    """Sites by their port; one clock for all of them."""

    def __init__(self, home: str, moment: str) -> None:
        self.home = Path(home)
        self.sites: dict[int, tuple[BaseWSGIServer, Flask]] = {}
        self.faults = Faults()
        self.sent: list[tuple[str, int]] = []
        self.marked, self.words = False, set[str]()
        self.busy, self.idle = 0, threading.Condition()
        self.travel = time_machine.travel(datetime.fromisoformat(moment), tick=True)
        self.clock = self.travel.start()

    def app_on(self, url: str, release: str = "") -> Flask:
        app = create_app(Settings(self.home, url, url, "a-secret-of-the-phone-tests-long-enough"))
        app.logger.handlers = [self.faults]
        app.logger.propagate = False
        if release:  # another version of the shell, as after an update of the centre
            app.extensions["assets"].keep("icons/release.svg", release.encode())
        app.wsgi_app = self.counting(app.wsgi_app)
        return app

    def counting(self, inner: Any) -> Any:
        """Notes what each answer weighs on its way: path and bytes, with the headers."""

        def count(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
            lines: list[str] = []

            def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                lines.extend([status, *(f"{name}: {value}" for name, value in headers)])
                return start(status, headers, *rest)

            with self.answering():
                body = b"".join(inner(environ, begin))
            weight = len(body) + sum(len(line) + 2 for line in lines)
            self.sent.append((environ["PATH_INFO"], weight))
            if self.marked:
                self.words |= words_in(unpacked(body, lines))
            return [body]

        return count

    @contextmanager
    def answering(self) -> Iterator[None]:
        """An answer under way; no centre is closed before it is there."""
        with self.idle:
            self.busy += 1
        try:
            yield
        finally:
            with self.idle:
                self.busy -= 1
                self.idle.notify_all()

    def load(self, folder: str, words: int = 0) -> str:
        """A template with the demo centre as of the clock's minute; returns its address.

        With a number, each text of a file carries a word of its own, made from the number.
        """
        held = SqliteServer(Path(folder))
        url = held.prepare().app
        app = self.app_on(url)
        with app.app_context():
            now = datetime.now(WARSAW).replace(tzinfo=None)
            self.marked = self.marked or bool(words)
            story = tell(Random(SEED), now.date(), now)
            load_story(marked(story, Words(words)) if words else story, SEED)
            leave(app)
        return url

    def open(self, url: str, port: int = 0, release: str = "") -> int:
        """Serves a database and says at which port."""
        app = self.app_on(url, release)
        server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Handler)
        serve = {"poll_interval": 0.02}
        threading.Thread(target=server.serve_forever, kwargs=serve, daemon=True).start()
        self.sites[server.port] = server, app
        return server.port

    def close(self, port: int) -> None:
        server, app = self.sites.pop(port)
        server.shutdown()
        with self.idle:
            self.idle.wait_for(lambda: self.busy == 0, 30)
        with app.app_context():
            leave(app)

    def at(self, moment: str) -> None:
        """Moves the clock of the centre; it goes on ticking from there."""
        self.clock.move_to(datetime.fromisoformat(moment), tick=True)

    def weighed(self) -> list[tuple[str, int]]:
        """The answers since the last question."""
        sent, self.sent = self.sent, []
        return sent

    def spoken(self) -> list[str]:
        """The words of a marked centre that have left it since the last question."""
        spoken, self.words = self.words, set()
        return sorted(spoken)

    def told(self) -> list[str]:
        """The faults since the last question."""
        kept, self.faults.kept = self.faults.kept, []
        return kept


def unpacked(body: bytes, headers: list[str]) -> bytes:
    """An answer's body as it was before it was packed for its way."""
    [packed] = [line.split()[1] for line in headers if line.startswith("Content-Encoding")] or [""]
    return {"br": brotli.decompress, "gzip": gzip.decompress}.get(packed, bytes)(body)


def leave(app: Flask) -> None:
    db.session.remove()
    db.engine.dispose()


def main(home: str, moment: str) -> None:
    stage = Stage(home, moment)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name, *given = json.loads(line)
        work: Callable[..., Any] = getattr(stage, name)
        print(json.dumps(work(*given)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
