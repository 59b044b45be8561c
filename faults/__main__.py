"""python -m faults: everything goes wrong by lot, and no entry may be lost, doubled or altered."""

import argparse
import sys
import tempfile
import time
import warnings
from pathlib import Path
from random import SystemRandom

from playwright.sync_api import sync_playwright

from bench.data import database_server, demo, world
from bench.report import table
from faults.judge import Verdict
from faults.network import OTHERS
from faults.run import Plan, Run
from faults.uploads import cut_uploads

KINDS = ("sqlite", "postgresql")
SHOWN = 20


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--sends", type=int, default=10_000, help="on their way, at least")
    parser.add_argument("--kills", type=int, default=100, help="of the browser, and of the server")
    parser.add_argument("--uploads", type=int, default=400, help="cut part-way, on each database")
    parser.add_argument("--database", choices=KINDS, default="sqlite", help="of the long run")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
    print(f"seed {chosen.seed}, database {chosen.database}", flush=True)
    clean = whole_run(chosen)
    for kind in KINDS if chosen.uploads else ():
        with tempfile.TemporaryDirectory(prefix="rodzina-faults-") as name:
            clean &= cut_uploads(kind, Path(name), chosen.uploads)
    print("\nnothing was lost" if clean else "\nSOMETHING IS WRONG")
    sys.exit(0 if clean else 1)


def whole_run(chosen: argparse.Namespace) -> bool:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rodzina-faults-") as name:
        folder = Path(name)
        with (
            database_server(chosen.database, folder) as server,
            world(server, folder, demo) as held,
            sync_playwright() as playwright,
        ):
            plan = Plan(chosen.seed, chosen.sends, chosen.kills)
            run = Run(plan, held, playwright, note=progress)
            try:
                verdict = run.all()
            finally:
                run.end()
    print(told(run, verdict, time.monotonic() - started), flush=True)
    return verdict.is_clean


def progress(line: str) -> None:
    """How far it is, over the line before."""
    print(f"\r{line}   ", end="", file=sys.stderr, flush=True)


def told(run: Run, verdict: Verdict, seconds: float) -> str:
    """The whole report."""
    seen = run.network.seen
    figures = [
        ("seconds", round(seconds)),
        ("sends seen by the proxy", run.network.sends),
        *(("  " + name, count) for name, count in seen.most_common() if name != OTHERS),
        ("browser kills", run.kills),
        ("server kills", run.server.kills),
        ("rounds", run.rounds),
        ("  of them started again", run.stumbles),
        ("families handed over", run.handed_over),
        ("people deactivated", run.left_the_centre),
        ("entries written", len(run.letters)),
        ("entries promised", len(run.promised)),
        *((name.replace("_", " "), len(found)) for name, found in vars(verdict).items()),
    ]
    wrong = [f"{name}: {line}" for name, found in vars(verdict).items() for line in found[:SHOWN]]
    return "\n".join([table(("", ""), figures), *wrong])


if __name__ == "__main__":
    main()
