"""Sends requests from several threads, bounded in time and count, and keeps how long each took."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from threading import Barrier, Thread

MOST_REQUESTS = 20_000  # of one stretch, whatever its length
Sender = Callable[[], int]


@dataclass
class Stretch:
    """What was measured in one stretch."""

    wanted: int
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Processor time of the server for one request."""
        return 1000 * self.cpu / max(1, len(self.times))

    def within_ms(self, part: float) -> float:
        """Milliseconds within which this part of the requests was answered."""
        return 1000 * percentile(self.times, part)


def run(senders: list[Sender], wanted: int, seconds: float) -> Stretch:
    """Every sender in a thread of its own, one request after another until the time is over."""
    stretch, barrier = Stretch(wanted), Barrier(len(senders) + 1)
    share = MOST_REQUESTS // len(senders)

    def work(send: Sender) -> None:
        barrier.wait()
        until = time.perf_counter() + seconds
        for _ in range(share):
            started = time.perf_counter()
            if started >= until:
                return
            status = send()
            stretch.times.append(time.perf_counter() - started)
            if status != wanted:
                stretch.failed.append(status)

    threads = [Thread(target=work, args=(send,), daemon=True) for send in senders]
    for thread in threads:
        thread.start()
    barrier.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join(seconds + 60)
    stretch.seconds = time.perf_counter() - started
    return stretch


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def middle(values: list[float]) -> float:
    return median(values) if values else 0.0
