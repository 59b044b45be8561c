"""What a phone downloads at its very first visit: the page and everything that it brings along."""

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

from bench.browser import HEADERS

# Fonts of other alphabets wait for their first letter; touch icons, for the home screen.
NOT_FETCHED = {"apple-touch-icon"}


class Brought(HTMLParser):
    """The addresses that a browser fetches by itself while it shows a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.paths: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held: dict[str, Any] = dict(attrs)
        if tag == "link" and held.get("rel") not in NOT_FETCHED:
            self.add(held.get("href"))
        elif tag in {"script", "img"}:
            self.add(held.get("src"))
        elif tag == "use":
            self.add(held.get("href"))

    def add(self, path: str | None) -> None:
        bare = (path or "").partition("#")[0]
        if bare and bare not in self.paths:
            self.paths.append(bare)


def first_load(client: FlaskClient, path: str) -> dict[str, int]:
    """Bytes as they travel, by address; the page itself under its own."""
    page = client.get(path, headers=HEADERS)
    sizes = {path: len(page.data)}
    html = client.get(path, headers=HEADERS | {"Accept-Encoding": "identity"}).get_data(True)
    waiting = [*Brought(html).paths, "/sw.js"]
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        answer = client.get(address, headers=HEADERS)
        if answer.status_code != 200:
            raise SystemExit(f"{path} wants {address}, which answers {answer.status_code}")
        sizes[address] = len(answer.data)
    return sizes


def by_kind(sizes: dict[str, int], page: str) -> dict[str, int]:
    """The same bytes by what they are."""
    kinds: dict[str, int] = {}
    for address, size in sizes.items():
        kind = "html" if address == page else kind_of(address)
        kinds[kind] = kinds.get(kind, 0) + size
    return kinds


def kind_of(address: str) -> str:
    name = address.rpartition("/")[2]
    if name in {"htmx.js", "hx-csp.js"}:
        return "htmx"
    endings = {
        ".css": "css", ".woff2": "font", ".js": "own js", "sprite.svg": "sprite",
        ".svg": "icon", ".webmanifest": "manifest",
    }  # fmt: skip
    return next((kind for ending, kind in endings.items() if name.endswith(ending)), "other")
