"""Phones, a desk's screen, and the hand that taps them and counts."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

ANDROID = (
    "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
TOUCH = {"is_mobile": True, "has_touch": True, "user_agent": ANDROID}
SIZES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, **TOUCH},
    "small": {"viewport": {"width": 360, "height": 640}, **TOUCH},
    "desk": {"viewport": {"width": 1280, "height": 800}},
}
AT_HOME = {"locale": "pl-PL", "timezone_id": "Europe/Warsaw"}
WATCH = """
document.addEventListener("securitypolicyviolation", (event) => window.reportViolation(
  [event.effectiveDirective, "forbids", event.blockedURI, event.sample, location.href].join(" ")));
"""
# Said about the worker when the tests do without it, and when a page closes while it installs.
NOISE = ("blocked by Playwright", "unknown error occurred when fetching the script")
expect.set_options(timeout=30_000)


@dataclass
class Phone:
    """One context of a browser on one site. It keeps every complaint that the browser makes."""

    context: BrowserContext
    address: str
    page: Page = field(init=False)
    taps: int = 0
    complaints: list[str] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(30_000)
        self.context.expose_function("reportViolation", lambda told: self.complaints.append(told))
        self.context.add_init_script(WATCH)
        self.context.on("console", self.heard)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.context.new_page()

    def heard(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if not any(sign in message.text for sign in (*NOISE, *self.expected)):
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def expects(self, *signs: int | str) -> None:
        """These answers are part of the test; the browser's remark on them is no complaint."""
        self.expected |= {f"status of {s}" if isinstance(s, int) else s for s in signs}

    def go(self, path: str = "/") -> Page:
        self.page.goto(self.address + path)
        return self.page

    def tap(self, target: Locator) -> None:
        """One touch with a finger, which must land on what is meant."""
        target.tap()
        self.taps += 1

    def press(self, name: str) -> None:
        self.tap(self.button(name))

    def follow(self, name: str) -> None:
        self.tap(self.page.get_by_role("link", name=name).first)

    def tick(self, name: str, within: str = "body") -> None:
        """A tick box, a chip, a tile or a radio button by its words."""
        role = re.compile(name)
        boxes = self.page.locator(within).get_by_role("checkbox", name=role)
        self.tap(boxes.or_(self.page.locator(within).get_by_role("radio", name=role)).first)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name).first

    def bar(self, name: str) -> Locator:
        """A place in the bottom bar."""
        return self.page.get_by_role("navigation", name="Główne menu").get_by_role(
            "link", name=name
        )

    def at(self, pattern: str) -> None:
        """Waits until the path of the address looks so."""
        self.page.wait_for_url(lambda url: re.search(pattern, urlsplit(url).path) is not None)

    def words(self) -> str:
        return " ".join(self.page.locator("body").inner_text().split())

    def close(self) -> None:
        with suppress(Exception):
            # An answer that a test stands in for may be under way: it ends with its page.
            self.context.unroute_all(behavior="ignoreErrors")
            self.context.close()


def make_phone(browser: Browser, address: str, size: str = "phone", **options: Any) -> Phone:
    return Phone(browser.new_context(**{**SIZES[size], **AT_HOME, **options}), address)


PhoneMaker = Callable[..., Phone]
