"""Dziś, a family's file and a sent record against the bare page, in turns and in one run."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

from bench import cpu
from bench.browser import Browser
from bench.data import Caseload, World, caseloads
from bench.load import Sender, Stretch, middle, run
from bench.record import Records
from bench.serving import Running, app_of, bare_beside
from rodzina.db import utc_now
from rodzina.periods import day_of

BARE = "bare Flask page"
P95 = 0.95


@dataclass(frozen=True)
class Pace:
    """How long and how often."""

    clients: int
    rounds: int
    seconds: float


@dataclass
class Target:
    """What is asked of which server, and everything measured of it."""

    name: str
    senders: list[Sender]
    wanted: int
    processes: Callable[[], float]
    stretches: list[Stretch] = field(default_factory=list)

    def measure(self, seconds: float) -> None:
        before = self.processes()
        stretch = run(self.senders, self.wanted, seconds)
        stretch.cpu = self.processes() - before
        self.stretches.append(stretch)


def measure(world: World, data_folder: Path | None, pace: Pace) -> list[dict[str, Any]]:
    """Rows of the table: bare page first. Readers and writers are different assistants."""
    with world.app.app_context():
        held = caseloads()
    if len(held) < 2 * pace.clients:
        raise SystemExit(f"{2 * pace.clients} assistants are needed: ask for more families")
    readers, writers = held[: pace.clients], held[-pace.clients :]
    with ExitStack() as stack:
        bare, app = (stack.enter_context(s(world)) for s in (bare_beside, app_of))
        targets = targets_of(bare, app, readers, writers, data_folder)
        for target in targets:
            run(target.senders, target.wanted, 0.3)  # caches fill, statements are compiled
        for _ in range(pace.rounds):
            for target in targets:
                target.measure(pace.seconds)
    return [row(target, targets[0]) for target in targets]


def targets_of(
    bare: Running,
    app: Running,
    readers: list[Caseload],
    writers: list[Caseload],
    data_folder: Path | None,
) -> list[Target]:
    database = cpu.postmaster(data_folder) if data_folder else None

    def app_and_database() -> float:
        return cpu.seconds_of(app.pid, *([database] if database else []))

    browsers = [(signed_in(app, reader), reader) for reader in readers]
    return [
        Target(BARE, [bare_page(bare) for _ in readers], 200, lambda: cpu.seconds_of(bare.pid)),
        Target("Dziś", [today(b) for b, _ in browsers], 200, app_and_database),
        Target("family's page", [files(b, r) for b, r in browsers], 200, app_and_database),
        Target(
            "visit POST", [records(signed_in(app, w), w) for w in writers], 303, app_and_database
        ),
    ]


def signed_in(app: Running, caseload: Caseload) -> Browser:
    browser = Browser(app.port)
    browser.sign_in(caseload.email)
    return browser


def bare_page(bare: Running) -> Sender:
    browser = Browser(bare.port)
    return lambda: browser.get("/")


def today(browser: Browser) -> Sender:
    return lambda: browser.get("/today")


def files(browser: Browser, caseload: Caseload) -> Sender:
    paths = cycle([f"/families/{family_id}" for family_id in caseload.families])
    return lambda: browser.get(next(paths))


def records(browser: Browser, caseload: Caseload) -> Sender:
    waiting = Records(caseload, day_of(utc_now()))
    return lambda: browser.post(*waiting.next())


def row(target: Target, bare: Target) -> dict[str, Any]:
    """Medians over the rounds; ratios are taken within a round, then their median."""
    pairs = list(zip(target.stretches, bare.stretches, strict=True))
    return {
        "page": target.name,
        "requests": sum(len(s.times) for s in target.stretches),
        "failed": sorted({status for s in target.stretches for status in s.failed}),
        "rate": middle([s.rate for s in target.stretches]),
        "p50_ms": middle([s.within_ms(0.5) for s in target.stretches]),
        "p95_ms": middle([s.within_ms(P95) for s in target.stretches]),
        "cpu_ms": middle([s.cpu_ms for s in target.stretches]) if cpu.can_count() else None,
        "rate_ratio": middle([s.rate / b.rate for s, b in pairs]),
        "p95_ratio": middle([s.within_ms(P95) / b.within_ms(P95) for s, b in pairs]),
        "cpu_ratio": middle([s.cpu_ms / b.cpu_ms for s, b in pairs if b.cpu_ms]) or None,
    }
