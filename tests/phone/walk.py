"""Finds the pages of a role as a person does: from the first page along every link."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

# So many pages of one address pattern: families and visits in several states, not all of them.
SAMPLES = 2
# Parts of pages and files that browsers fetch by themselves.
NO_PAGES = {
    "asset",
    "favicon",
    "alive",
    "ready",
    "offline.worker",
    "offline.manifest",
}
LINK = re.compile(r'<(?:a|option)\b[^>]*?\bhref="([^"]*)"')


@dataclass
class Answer:
    status: int
    text: str
    headers: dict[str, str]

    @property
    def is_page(self) -> bool:
        return "<html" in self.text[:200]


@dataclass
class Walker:
    """Walks over a site with somebody's cookies, by plain requests."""

    port: int
    adapter: MapAdapter
    cookies: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    seen: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def ask(self, path: str) -> Answer:
        """One request, as a browser that takes compressed pages would send it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Host": f"localhost:{self.port}", "Cookie": self.cookies}
        connection.request("GET", path, headers=sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        return Answer(answer.status, text, headers)

    def walk(self, starts: Iterable[str]) -> dict[str, str]:
        """Page text by path."""
        waiting = list(starts)
        tried = set(waiting)
        while waiting:
            path = waiting.pop(0)
            fresh = [urljoin(path, link) for link in self.open(path)]
            waiting += [link for link in fresh if self.is_wanted(link, tried)]
        return self.pages

    def open(self, path: str) -> list[str]:
        """Keeps the page and returns where it leads."""
        answer = self.ask(path)
        self.reached.add(self.endpoint(path))
        if 300 <= answer.status < 400:
            return [answer.headers["location"]]
        if answer.status >= 400 or not answer.is_page:
            self.dead.append(f"{path} answers {answer.status} {answer.text[:40]}")
            return []
        self.pages[path] = answer.text
        return list(links_in(answer.text))

    def is_wanted(self, link: str, tried: set[str]) -> bool:
        if link in tried or self.endpoint(link) in NO_PAGES:
            return False
        tried.add(link)
        kind = self.endpoint(link) + str(sorted(shape(parse_qsl(urlsplit(link).query))))
        self.seen[kind] += 1
        return self.seen[kind] <= SAMPLES

    def endpoint(self, path: str) -> str:
        try:
            return str(self.adapter.match(urlsplit(path).path, method="GET")[0])
        except HTTPException:
            return "nowhere"


def shape(query: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A query without its ids, numbers and moments, which differ from page to page."""
    return [(name, value if value.isalpha() else "") for name, value in query]


def links_in(text: str) -> Iterator[str]:
    """Addresses on this site, without anchors."""
    for match in LINK.finditer(text):
        link = unescape(match[1]).partition("#")[0]
        if link.startswith(("/", "?")) and not link.startswith("//"):
            yield link


def as_header(state: dict[str, Any]) -> str:
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in state["cookies"])
