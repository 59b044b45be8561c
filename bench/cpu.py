"""Processor time of a process with all that it started, as Linux counts it."""

import os
from collections import defaultdict
from pathlib import Path

PROCESSES = Path("/proc")


def can_count() -> bool:
    return (PROCESSES / "self" / "stat").exists()


def seconds_of(*roots: int) -> float:
    """Seconds used so far by these processes and their children; children that ended count too."""
    stats = {int(p.name): stat for p in PROCESSES.glob("[0-9]*") if (stat := fields(p))}
    children = defaultdict(list)
    for pid, stat in stats.items():
        children[int(stat[1])].append(pid)
    waiting, ticks = [r for r in roots if r in stats], 0
    while waiting:
        pid = waiting.pop()
        ticks += sum(map(int, stats[pid][11:15]))  # utime, stime, and of ended children
        waiting += children[pid]
    return ticks / os.sysconf("SC_CLK_TCK")


def fields(process: Path) -> list[str]:
    """What stands behind the name, which may itself hold spaces and brackets."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def postmaster(data: Path) -> int | None:
    """The first process of a PostgreSQL server on this machine."""
    try:
        return int((data / "postmaster.pid").read_text().split()[0])
    except OSError:
        return None
