"""Uploads that break off: the next request does not wait, and nothing is there twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median
from uuid import UUID

from bench.data import World, database_server, demo, world
from bench.load import percentile
from bench.report import table
from bench.serving import HOST
from faults.centre import Centre
from faults.judge import judge
from faults.letters import Letter, Writer
from faults.mishaps import Asked, break_off, forward
from faults.server import Server
from rodzina.db import utc_now
from rodzina.periods import day_of

MOST_MS = 10.0  # more than the same request without anything going wrong
AT_ONCE = 24  # more than one process has connections to the database
SEED = 2026


@dataclass
class Cuts:
    """What was measured on one database."""

    before: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    half: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def cut_uploads(kind: str, folder: Path, count: int) -> bool:
    """Half of them lose the connection with the whole body sent, half in the middle of it."""
    with database_server(kind, folder) as held, world(held, folder, demo) as made:
        cuts = measured(made, count)
    cuts.failed += too_slow(cuts)
    print(f"\n{kind}: {count} uploads cut part-way; the next request, in milliseconds")
    sorts = {"not at all": cuts.before, "after the whole body": cuts.whole, "within it": cuts.half}
    rows = (
        (name, len(times), median(times), percentile(times, 0.95), max(times))
        for name, times in sorts.items()
    )
    print(table(("the connection was gone", "times", "median", "p95", "most"), rows))
    print("\n".join(cuts.failed) or "the pool is whole, nothing is doubled", flush=True)
    return not cuts.failed


def measured(made: World, count: int) -> Cuts:
    """Everything but the times is judged here."""
    server = Server(made)
    try:
        return cut_off(Centre(made.app), server.port, count)
    finally:
        server.stop()


def cut_off(centre: Centre, port: int, count: int) -> Cuts:
    cuts, rng = Cuts(), Random(SEED)
    who = centre.colleague(centre.assistants()[0], 4, count // 4, rng)
    centre.begin()
    cookie = who.sign_in()
    writer = Writer(who.id, who.households, rng, day_of(utc_now()))
    letters = [writer.write() for _ in range(count)]
    for number, letter in enumerate(letters):
        half = number % 2 == 1
        cuts.before.append(timed(port))
        break_off(port, request_of(letter, cookie), rng.uniform(0.2, 0.9) if half else 1)
        (cuts.half if half else cuts.whole).append(timed(port))
    check_pool(cuts, port, cookie)
    check_entries(cuts, centre, letters, port, cookie)
    return cuts


def too_slow(cuts: Cuts) -> list[str]:
    """Nobody waits for what broke off."""
    usual = median(cuts.before)
    return [
        f"the next request took {median(times):.1f} ms, usually {usual:.1f}"
        for times in (cuts.whole, cuts.half)
        if median(times) > usual + MOST_MS
    ]


def request_of(letter: Letter, cookie: str) -> Asked:
    headers = [
        ("Host", "localhost"),
        ("Cookie", f"rodzina={cookie}"),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Content-Length", str(len(letter.body))),
        ("Sec-Fetch-Site", "same-origin"),
        ("HX-Request", "true"),
        ("Idempotency-Key", str(letter.operation)),
        ("X-Rodzina-Mode", "replay"),
        ("X-Rodzina-Person", str(letter.person)),
        ("X-Rodzina-Form", letter.form),
    ]
    return Asked("POST", letter.url, headers, letter.body.encode())


def timed(port: int) -> float:
    """Milliseconds of a request that asks the database for its state."""
    started = time.perf_counter()
    status = status_of(port, "/readyz")
    assert status == 200, status
    return 1000 * (time.perf_counter() - started)


def status_of(port: int, path: str, cookie: str = "") -> int:
    connection = HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", path, headers={"Cookie": f"rodzina={cookie}"})
    status = connection.getresponse().status
    connection.close()
    return status


def check_pool(cuts: Cuts, port: int, cookie: str) -> None:
    """Every connection to the database is free again: many pages at the same moment."""
    with ThreadPoolExecutor(AT_ONCE) as many:
        answers = list(many.map(lambda _: status_of(port, "/today", cookie), range(AT_ONCE)))
    if answers != [200] * AT_ONCE:
        cuts.failed.append(f"pages at the same moment: {sorted(answers)}")


def check_entries(
    cuts: Cuts, centre: Centre, letters: list[Letter], port: int, cookie: str
) -> None:
    """What broke off half-way is not there at all; sent again, each entry is there once."""
    known = centre.operations()
    half: set[UUID] = {letter.operation for letter in letters[1::2]}
    cuts.failed += [f"half of {op} was taken" for op in half & known]
    for letter in letters:
        forward(port, request_of(letter, cookie))
    verdict = judge(letters, {letter.operation for letter in letters}, centre.held())
    for name, found in vars(verdict).items():
        cuts.failed += [f"{name}: {line}" for line in found[:5]]
