"""The hand that uses a page, the same in every engine: by the words that a person reads."""

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 30.0
TO_THE_MIDDLE = "arguments[0].scrollIntoView({ block: 'center' })"
OF_THE_DRIVERS = (
    "ElementNotInteractable|ElementClickIntercepted|StaleElement|NoSuchElement|"
    "JavascriptException|UnknownException|WebDriverException"
)


@dataclass
class Hand(ABC):
    """One window of a browser on the site of a test."""

    driver: Any
    address: str

    @abstractmethod
    def open(self, url: str) -> None: ...

    @property
    @abstractmethod
    def url(self) -> str: ...

    @abstractmethod
    def run(self, script: str, *given: Any) -> Any: ...

    def go(self, path: str) -> None:
        self.open(self.address + path)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def find(self, xpath: str) -> list[Any]:
        return [e for e in self.driver.find_elements("xpath", xpath) if e.is_displayed()]

    def see(self, xpath: str, what: str) -> Any:
        """The first element that is shown, as soon as there is one."""
        return until(lambda: self.find(xpath)[0], what)

    def use(self, xpath: str, what: str, do: Callable[[Any], None]) -> None:
        """Does something with an element as soon as it lets itself be used."""

        def tried() -> bool:
            do(self.find(xpath)[0])
            return True

        until(tried, what)

    def tap(self, element: Any) -> None:
        """Bars stand at the edges of a screen, so it is brought to the middle first."""
        self.run(TO_THE_MIDDLE, element)
        element.click()

    def fill(self, label: str, text: str) -> None:
        """A field by the words of its label."""
        xpath = f"//*[@id=//label[{begins(label)}]/@for]"
        self.use(xpath, f"the field {label}", lambda field: field.send_keys(text))

    def press(self, name: str) -> None:
        self.use(f"//button[{begins(name)}]", f"the button {name}", self.tap)

    def follow(self, name: str) -> None:
        self.use(f"//a[contains(., '{name}')]", f"the link {name}", self.tap)

    def tick(self, name: str) -> None:
        """A tick box, a chip or a tile, by the words around it."""
        box = f"//label[.//input][{begins(name)}]"
        self.use(box, f"the tick box {name}", self.tap)

    def value(self, label: str) -> str:
        field = self.see(f"//*[@id=//label[{begins(label)}]/@for]", f"the field {label}")
        return str(field.get_property("value"))

    def at(self, pattern: str) -> None:
        """Waits until the path of the address looks so."""
        until(lambda: re.search(pattern, self.path), f"an address like {pattern}, not {self.path}")

    def reads(self, text: str, within: str = "body") -> None:
        """Waits until the page says so."""
        until(lambda: text in self.words(within), f"the words “{text}”")

    def words(self, within: str = "body") -> str:
        return " ".join(self.driver.find_elements("css selector", within)[0].text.split())

    def has(self, css: str) -> bool:
        return bool(self.driver.find_elements("css selector", css))


def begins(words: str) -> str:
    """What a person reads there begins so; a space that does not break is a space."""
    return f"starts-with(normalize-space(translate(., '\u00a0', ' ')), '{words}')"


def until(ask: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Asks until there is an answer; a page that is just changing is asked again."""
    last: Exception | None = None
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            if answer := ask():
                return answer
        except Exception as problem:
            if not (isinstance(problem, IndexError) or is_passing(problem)):
                raise
            last = problem
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {what}") from last


def is_passing(problem: Exception) -> bool:
    return re.match(OF_THE_DRIVERS, type(problem).__name__) is not None
