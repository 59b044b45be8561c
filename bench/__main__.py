"""python -m bench: measures, prints a table, keeps a line of figures; fails on a broken budget."""

import argparse
import sys
import tempfile
import warnings
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from bench import budgets, report, throughput
from bench.data import World, actor_of, database_server, demo, families, world
from bench.load import percentile
from bench.pages import client_of, every_page, failures, growth, shown
from bench.searching import answer_times, query_times
from bench.throughput import Pace
from bench.wire import by_kind, first_load
from rodzina.db import db
from rodzina.vocabulary import Role

KINDS = ("sqlite", "postgresql")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about a minute, rougher figures")
    parser.add_argument("--database", choices=KINDS, action="append", help="only this kind")
    parser.add_argument("--families", type=int, default=300, help="of the loaded centre")
    parser.add_argument("--visits", type=int, default=6_000, help="of the loaded centre, in all")
    parser.add_argument(
        "--search", type=int, default=2_000, metavar="FAMILIES", help="families to search among"
    )
    parser.add_argument("--growth", type=int, nargs=2, default=(10, 10_000), metavar="VISITS")
    parser.add_argument("--clients", type=int, default=4, help="requests under way at a time")
    parser.add_argument("--rounds", type=int, help="turns that every page gets")
    parser.add_argument("--seconds", type=float, help="of one turn")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
    result: dict[str, Any] = report.surroundings() | {"options": vars(chosen)}
    broken: list[str] = []
    for kind in chosen.database or KINDS:
        with tempfile.TemporaryDirectory(prefix="rodzina-bench-") as name:
            folder = Path(name)
            with database_server(kind, folder) as server:
                result[kind] = measured(server, folder, chosen, broken)
    result["broken"] = broken
    print(f"\nkept in {report.keep(result)}")
    print("\n".join(f"BROKEN  {line}" for line in broken) or "every budget is kept")
    sys.exit(1 if broken else 0)


def measured(
    server: Any, folder: Path, chosen: argparse.Namespace, broken: list[str]
) -> dict[str, Any]:
    """Everything about one kind of database."""
    found: dict[str, Any] = {}
    with world(server, folder, families(chosen.families, chosen.visits)) as held:
        found["throughput"] = loaded(held, server, chosen)
    with world(server, folder, families(chosen.search, chosen.search)) as held:
        found["search"] = searched(held, chosen.search, broken)
    if server.kind == "postgresql" and chosen.quick:
        return found
    found["growth"] = grown(server, folder, chosen.growth, broken)
    if server.kind == "sqlite":  # the bytes of a page do not depend on the database
        with world(server, folder, demo) as held:
            found["pages"], found["first_load"] = weighed(held, broken)
    return found


def loaded(held: World, server: Any, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    rounds, seconds = (3, 1.0) if chosen.quick else (8, 3.0)
    pace = Pace(chosen.clients, chosen.rounds or rounds, chosen.seconds or seconds)
    wheel = getattr(server, "wheel", None)
    rows = throughput.measure(held, wheel.pgdata if wheel else None, pace)
    say(
        f"{held.kind}: {chosen.families} families, {chosen.visits:,} visits, "
        f"{pace.clients} requests at a time, {pace.rounds} rounds of {pace.seconds:g} s"
    )
    keys = ("page", "rate", "p50_ms", "p95_ms", "cpu_ms", "rate_ratio", "p95_ratio", "cpu_ratio")
    heads = ("", "req/s", "p50 ms", "p95 ms", "CPU ms", "rate ×", "p95 ×", "CPU ×")
    print(report.table(heads, ([row[key] for key in keys] for row in rows)))
    for row in rows:
        if row["failed"]:
            print(f"{row['page']}: some answers were {row['failed']}")
    return rows


def searched(held: World, count: int, broken: list[str]) -> dict[str, float]:
    query, answer = query_times(held.app), answer_times(held.app)
    figures = {
        "query_median_ms": median(query),
        "query_p95_ms": percentile(query, 0.95),
        "answer_median_ms": median(answer),
        "answer_p95_ms": percentile(answer, 0.95),
    }
    say(f"{held.kind}: search among {count:,} families, time on the server")
    heads = ("query, median ms", "p95 ms", "whole answer, median ms", "p95 ms")
    print(report.table(heads, [figures.values()]))
    broken += budgets.broken_by_search(held.kind, figures["query_median_ms"])
    return figures


def grown(
    server: Any, folder: Path, visits: tuple[int, int], broken: list[str]
) -> list[dict[str, Any]]:
    """Statements of every page with few visits and with many, of one assistant's families."""
    fetched = []
    for count in visits:
        with world(server, folder, families(5, count)) as held:
            fetched.append(every_page(held.app)[0])
    rows = growth(*fetched)
    say(f"{server.kind}: statements of each page with {visits[0]:,} and with {visits[1]:,} visits")
    uneven = budgets.broken_by_growth(server.kind, rows)
    most = max(row["many"] for row in rows)
    print(f"{len(rows)} pages, at most {most} statements, {len(uneven)} of them differ")
    broken += uneven
    return rows


def weighed(held: World, broken: list[str]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Bytes of every page of the demo centre, and of the very first load."""
    fetched, missed = every_page(held.app)
    pages = sorted(shown(fetched), key=lambda page: -page.packed)
    say("pages of the demo centre, compressed (the ten largest)")
    heads = ("", "bytes", "plain", "statements")
    print(report.table(heads, ([p.name, p.packed, p.plain, p.statements] for p in pages[:10])))
    print(f"{len(pages)} pages in all; not fetched: {'; '.join(missed) or 'none'}")
    with held.app.test_request_context():
        client = client_of(held.app, actor_of(Role.ASSISTANT))
        db.session.remove()
    sizes = first_load(client, "/today")
    kinds = by_kind(sizes, "/today")
    say(f"first load of Dziś: {len(sizes)} requests")
    print(report.table(("in all", *kinds), [(sum(sizes.values()), *kinds.values())]))
    broken += budgets.broken_by_pages(pages) + failures(fetched)
    broken += budgets.broken_by_first_load(sizes)
    return [asdict(page) for page in pages], kinds


def say(title: str) -> None:
    print(f"\n{title}", flush=True)


if __name__ == "__main__":
    main()
