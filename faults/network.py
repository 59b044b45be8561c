"""The way between phones and the centre: a proxy that lets things go wrong by lot."""

import time
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from socket import SHUT_RDWR
from threading import Condition, Thread
from typing import Any

from bench.serving import HOST
from faults.mishaps import NO_CENTRE, NONE, WAYS, Answer, Asked, forward, written

PATIENCE = 20.0  # a page waits so long for a centre that is being started again
PACK = Answer(written(200, "OK", [("Content-Type", "application/json")], b"{}"))
PASSED, QUIET, OTHERS = "passed", "passed in the calm", "others"
AWAY = "the centre was away"  # beside what was meant to happen to it
# What phones say beside their entries and must survive as well.
SAID = ("/sync/session", "/sync/lost", "/sync/wiped")


class Network(ThreadingHTTPServer):
    """Listens for phones and speaks with the centre; `calm` lets everything through."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, centre: int, rng: Random) -> None:
        super().__init__((HOST, 0), Line)
        self.centre, self.rng = centre, rng
        self.calm = True
        self.seen: Counter[str] = Counter()
        self.shelf: list[tuple[int, Asked]] = []
        self.moved = Condition()
        self.arrived = 0
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server_port}"

    @property
    def sends(self) -> int:
        """How often an entry, or a whole queue, was on its way."""
        return self.seen.total() - self.seen[OTHERS] - self.seen[AWAY]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A phone that died in the middle is no error."""

    def carry(self, asked: Asked) -> Answer:
        """One request from a phone, on its way."""
        if asked.path == "/sync/pack":  # to make it takes seconds, and it holds no entry
            return PACK
        if asked.method == "GET":
            return self.patiently(asked)
        name = self.lot(asked)
        try:
            return WAYS[name][1](self, asked) if name in WAYS else forward(self.centre, asked)
        except NO_CENTRE:
            self.count(AWAY if is_entry(asked) else OTHERS)
            return NONE
        finally:
            self.one_more()

    def patiently(self, asked: Asked) -> Answer:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return forward(self.centre, asked)
            except NO_CENTRE:
                if time.monotonic() > until:
                    return NONE
                time.sleep(0.1)

    def lot(self, asked: Asked) -> str:
        """What happens to it; counted when it is an entry."""
        entry = is_entry(asked)
        if self.calm or not (entry or asked.path in SAID):
            name = QUIET
        else:
            with self.moved:
                names = [*WAYS, PASSED]
                weights = [weight for weight, _way in WAYS.values()]
                [name] = self.rng.choices(names, [*weights, 1000 - sum(weights)])
        self.count(name if entry else OTHERS)
        return name

    def count(self, name: str) -> None:
        with self.moved:
            self.seen[name] += 1

    def between(self, least: int, most: int) -> int:
        with self.moved:
            return self.rng.randint(least, most)

    def one_more(self) -> None:
        """A request is through: who waits for that may go, what was put off may be due."""
        with self.moved:
            self.arrived += 1
            self.moved.notify_all()
            due = [asked for at, asked in self.shelf if at <= self.arrived]
            self.shelf = [row for row in self.shelf if row[0] > self.arrived]
        for asked in due:
            Thread(target=self.deliver, args=(asked,), daemon=True).start()

    def wait_for_others(self, count: int) -> None:
        with self.moved:
            wanted = self.arrived + count
            self.moved.wait_for(lambda: self.arrived >= wanted, 0.8)

    def put_off(self, asked: Asked) -> None:
        with self.moved:
            self.shelf.append((self.arrived + self.rng.randint(2, 60), asked))

    def deliver(self, asked: Asked) -> None:
        with suppress(*NO_CENTRE):
            forward(self.centre, asked)

    def deliver_all(self) -> None:
        """What was put off arrives after all, long after everything else."""
        with self.moved:
            left, self.shelf = [asked for _at, asked in self.shelf], []
        for asked in left:
            self.deliver(asked)


def is_entry(asked: Asked) -> bool:
    names = {name.lower() for name, _value in asked.headers}
    return "idempotency-key" in names or asked.path == "/sync/rescue"


class Line(BaseHTTPRequestHandler):
    """One connection of a phone."""

    protocol_version = "HTTP/1.1"
    server: Network

    def carry(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = self.server.carry(Asked(self.command, self.path, self.headers.items(), body))
        self.wfile.write(answer.raw)
        if answer.hang_up:
            self.close_connection = True
            self.wfile.flush()
            self.connection.shutdown(SHUT_RDWR)

    do_GET = do_POST = do_PUT = carry

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the figures come at the end."""
