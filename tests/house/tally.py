"""Counts what was tried and who got in, and says so at the end of the run."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.house.probes import Street

NAMES = ("probes", "successes")


@pytest.fixture
def counted(street: Street, record_property: Callable[[str, object], None]) -> Iterator[Street]:
    """The street, on which every try is counted; nobody may have got in where they should not."""
    before = street.tally.probes
    street.tally.successes.clear()
    yield street
    record_property("probes", street.tally.probes - before)
    record_property("successes", len(street.tally.successes))
    assert street.tally.probes > before, "nothing was tried"
    wrong = "\n".join(street.tally.successes[:20])
    assert not wrong, f"{len(street.tally.successes)} got in:\n{wrong}"
    street.restore()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line with the numbers of the whole run, gathered from all its processes."""
    held = dict.fromkeys(NAMES, 0)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "teardown":
                for name, value in report.user_properties:
                    if name in held:
                        held[name] += value
    if held["probes"]:
        terminalreporter.write_line(
            f"doors: {held['probes']:,} probes, {held['successes']} successes"
        )
