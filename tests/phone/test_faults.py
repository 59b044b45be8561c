"""The short version of `make faults`: everything goes wrong, and no entry is lost."""

from pathlib import Path
from random import SystemRandom

from playwright.sync_api import Playwright

from bench.data import database_server, demo, world
from faults.__main__ import told
from faults.run import Plan, Run

SENDS, KILLS = 200, 3


def test_no_entry_is_lost_doubled_or_altered(playwright: Playwright, tmp_path: Path) -> None:
    seed = SystemRandom().randrange(10**6)
    plan = Plan(seed, SENDS, KILLS, leavers=1, families=4, seconds=3, waiting=50)
    print(f"seed {plan.seed}")
    with database_server("sqlite", tmp_path) as server, world(server, tmp_path, demo) as held:
        run = Run(plan, held, playwright)
        try:
            verdict = run.all()
        finally:
            run.end()
    report = told(run, verdict, 0)
    print(report)
    assert verdict.is_clean, report
    assert run.network.sends >= SENDS
    assert min(run.kills, run.server.kills) >= KILLS
    assert run.left_the_centre == 1
