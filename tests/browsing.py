"""A visitor with a browser's manners: signs in, fills forms, and checks every page it gets."""

import re
from collections import Counter
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from flask import Flask
from html5lib import HTMLParser, getTreeBuilder
from werkzeug.test import TestResponse

from rodzina.accounts.actions import start_session
from rodzina.accounts.models import Membership
from rodzina.db import db, utc_now
from tests.cast import Player

XHTML = "{http://www.w3.org/1999/xhtml}"
LABELLED = {"input", "select", "textarea"}
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class Page:
    """A parsed answer."""

    def __init__(self, response: TestResponse) -> None:
        self.response, self.status = response, response.status_code
        self.text = response.get_data(as_text=True)
        self.location = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
        parser = HTMLParser(getTreeBuilder("etree"), namespaceHTMLElements=False)
        self.tree = parser.parse(self.text)
        self.faults = [f"{code} at {position}" for position, code, _ in parser.errors]

    @property
    def main(self) -> Any:
        """What the page is about, without bars, dialogs and what scripts keep ready; or a part."""
        return next(self.tree.iter("main"), self.tree)

    def all(self, tag: str) -> list[Any]:
        return list(self.tree.iter(tag))

    def words(self) -> str:
        """What a person reads, with single spaces."""
        body = self.tree.find("body")
        return re.sub(r"\s+", " ", " ".join(body.itertext())).replace("\u00a0", " ").strip()

    def form(self, action: str) -> dict[str, Any]:
        """The fields of the form whose address ends so, as a browser would send them."""
        for form in self.all("form"):
            if urlsplit(form.get("action", "")).path.endswith(action):
                return fields_of(form)
        raise AssertionError(f"no form to {action} on this page")

    def actions(self) -> list[str]:
        return [urlsplit(f.get("action", "")).path for f in self.all("form")]

    def links(self) -> list[str]:
        return [a.get("href", "") for a in self.all("a")]


def fields_of(form: Any) -> dict[str, Any]:
    held: dict[str, Any] = {}
    for field in form.iter():
        name = field.get("name")
        if name and field.get("disabled") is None:
            for value in values_of(field):
                add(held, name, value)
    return held


def values_of(field: Any) -> list[str]:
    """What a browser sends for a field: nothing for an empty box or a button."""
    kind = field.get("type", "text")
    if field.tag == "textarea":
        return [(field.text or "").lstrip("\n")]
    if field.tag == "select":
        chosen = [o for o in field.iter("option") if o.get("selected") is not None]
        return [o.get("value", o.text) for o in chosen]
    if field.tag != "input" or kind in {"submit", "button"}:
        return []
    if kind in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [field.get("value", "")]


def add(held: dict[str, Any], name: str, value: str) -> None:
    if name in held:
        held[name] = [*(held[name] if isinstance(held[name], list) else [held[name]]), value]
    else:
        held[name] = value


class Visitor:
    """Browses as one of the cast; `get`, `post` and `submit` return checked pages."""

    def __init__(self, app: Flask, player: Player | None = None) -> None:
        self.app, self.player = app, player
        self.client = app.test_client()
        if player is not None:
            self.client.set_cookie("rodzina", self.session_token(player))

    def session_token(self, player: Player) -> str:
        """A session as signing in makes it, without the cost of the password's hash."""
        with self.app.test_request_context():
            member = db.session.get_one(Membership, (player.office, player.id, player.role))
            return start_session(member, "tests", phone=True, now=utc_now())

    def get(self, address: str, **options: Any) -> Page:
        return self.checked(Page(self.client.get(address, **options)), address)

    def post(self, address: str, data: dict[str, Any] | None = None, **options: Any) -> Page:
        """Sends a form; `htmx="part"` sends it as htmx does for that target."""
        headers = dict(SAME_ORIGIN) | options.pop("headers", {})
        target = options.pop("htmx", None)
        body = {"operation": str(uuid4())} | (data or {})
        if target:
            headers |= {"HX-Request": "true", "HX-Target": f"div#{target}"}
            headers |= {"HX-Request-Type": "partial", "Idempotency-Key": body["operation"]}
        response = self.client.post(address, data=body, headers=headers, **options)
        page = Page(response)
        return page if target else self.checked(page, address)

    def submit(
        self, page: Page, action: str, data: dict[str, Any] | None = None, **options: Any
    ) -> Page:
        """Fills the page's form to `action` with `data` over what it holds, and sends it."""
        path = next(a for a in page.actions() if a.endswith(action))
        return self.post(path, page.form(action) | (data or {}), **options)

    def follow(self, page: Page) -> Page:
        assert page.status in {200, 303}, page.words()[:300]
        assert page.location, f"leads nowhere: {page.status} {page.words()[:300]}"
        return self.get(urljoin("/", page.location))

    def checked(self, page: Page, address: str) -> Page:
        kind = page.response.headers.get("Content-Type", "")
        if page.status not in {303, 302} and kind.startswith("text/html") and page.text:
            check_page(page, address)
        return page


def check_page(page: Page, address: str) -> None:
    """What every page must have, whoever wrote it."""
    where = f"{address} ({page.status})"
    assert not page.faults, f"{where}: {page.faults[:3]}"
    assert "Traceback" not in page.text, where
    assert len(page.all("h1")) == 1, f"{where}: {len(page.all('h1'))} h1"
    title = page.tree.find(".//title")
    assert title is not None, where
    assert (title.text or "").strip(), where
    check_ids(page, where)
    check_labels(page, where)
    check_forms(page, where)
    check_nothing_inline(page, where)


def check_ids(page: Page, where: str) -> None:
    ids = Counter(e.get("id") for e in page.tree.iter() if e.get("id"))
    doubled = [i for i, n in ids.items() if n > 1]
    assert not doubled, f"{where}: ids twice {doubled}"
    for element in page.tree.iter():
        for name in ("for", "aria-labelledby", "aria-describedby"):
            for target in (element.get(name) or "").split():
                assert target in ids, f"{where}: {name}={target} leads nowhere"


def check_labels(page: Page, where: str) -> None:
    labelled = {label.get("for") for label in page.all("label")}
    inside = {id(field) for label in page.all("label") for field in label.iter()}
    for field in page.tree.iter():
        if field.tag not in LABELLED or field.get("type") in {"hidden", "submit", "button"}:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby")
        assert named or field.get("id") in labelled or id(field) in inside, (
            f"{where}: no label for {field.get('name')}"
        )


def check_forms(page: Page, where: str) -> None:
    for form in page.all("form"):
        if form.get("method", "").lower() == "dialog":
            continue
        assert form.get("action"), f"{where}: a form without an address"
        assert form.get("method", "").lower() in {"get", "post"}, where
        if not form.get("action", "").startswith("/sign-in"):
            assert form.get("autocomplete") == "off", f"{where}: {form.get('action')} autocomplete"
    for link in page.all("a"):
        href = link.get("href")
        assert href, f"{where}: a link without address"
        assert href != "#", f"{where}: a dead link"


def check_nothing_inline(page: Page, where: str) -> None:
    for element in page.tree.iter():
        assert element.get("style") is None, f"{where}: inline style on {element.tag}"
        handlers = [name for name in element.attrib if str(name).startswith("on")]
        assert not handlers, f"{where}: {handlers}"
        if element.tag == "script":
            assert element.get("nonce"), f"{where}: a script without nonce"
            assert not (element.text or "").strip(), f"{where}: inline script"
