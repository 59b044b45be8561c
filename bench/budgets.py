"""What must hold; a broken budget makes the bench fail."""

from collections.abc import Iterable
from typing import Any

from bench.pages import Fetched

MOST_STATEMENTS = 12
MOST_PAGE = 14 * 1024
MOST_FIRST_LOAD = 110 * 1024
MOST_SEARCH_MS = 50.0


def broken_by_pages(fetched: Iterable[Fetched]) -> list[str]:
    found = []
    for page in fetched:
        if page.packed > MOST_PAGE:
            found.append(f"{page.name}: {page.packed:,} bytes, {MOST_PAGE:,} allowed")
        if page.statements > MOST_STATEMENTS:
            found.append(f"{page.name}: {page.statements} statements, {MOST_STATEMENTS} allowed")
    return found


def broken_by_growth(kind: str, rows: Iterable[dict[str, Any]]) -> list[str]:
    return [
        f"{row['page']} on {kind}: {row['few']} statements with few visits, {row['many']} with many"
        for row in rows
        if row["few"] != row["many"]
    ]


def broken_by_first_load(sizes: dict[str, int]) -> list[str]:
    total = sum(sizes.values())
    return [f"first load: {total:,} bytes, {MOST_FIRST_LOAD:,} allowed"] * (total > MOST_FIRST_LOAD)


def broken_by_search(kind: str, median_ms: float) -> list[str]:
    over = median_ms > MOST_SEARCH_MS
    return [f"search on {kind}: {median_ms:.0f} ms, {MOST_SEARCH_MS:.0f} allowed"] * over
