"""Fixtures of the tests that look at every page: a centre in the middle of a day, and its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from rodzina.config import Settings
from rodzina.house import create_app
from rodzina.web.access import policy
from tests.phone.conftest import Site, Stage, Template, opened
from tests.phone.devices import Phone, make_phone
from tests.phone.walk import Walker, as_header

# Where each role begins; "" has not signed in.
STARTS = {
    "": ["/sign-in", "/forgotten-password", "/offline"],
    "assistant": ["/today", "/concerns"],
    "supervisor": ["/overview"],
    "social_worker": ["/families", "/concerns"],
    "support_family": ["/support"],
    "administrator": ["/people"],
}
ROLES = [role or "nobody" for role in STARTS]


@dataclass
class Lived:
    """A site with work in all states, the app's map of addresses, and the links handed out."""

    site: Site
    app: Flask
    cookies: dict[str, Any]
    links: list[str]
    court_family: str

    def doors(self, role: str) -> set[str]:
        """The addresses that a role may open."""
        rows = [row for row in policy(self.app) if "GET" in row["methods"]]
        if not role:
            return {row["endpoint"] for row in rows if row["roles"] == "public"}
        return {row["endpoint"] for row in rows if role in row["roles"]}


@pytest.fixture(scope="session")
def lived(
    stage: Stage, template: Template, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lived]:
    """Somebody has begun a visit, corrected another, was invited, has forgotten the password."""
    folder: Path = tmp_path_factory.mktemp("map")
    for site in opened(stage, template):
        phones = {role: make_phone(browser, site.address, storage_state=template.signed_in[role])
                  for role in ("assistant", "administrator")}  # fmt: skip
        correct_a_visit(phones["assistant"])
        report_a_concern(phones["assistant"])
        family = record_a_court_order(phones["assistant"])
        begin_a_visit(phones["assistant"])
        links = hand_out_links(phones["administrator"])
        for phone in phones.values():
            phone.close()
        app = create_app(Settings(folder, site.url, site.url, "only-for-the-map-of-addresses"))
        yield Lived(site, app, template.signed_in, links, family)


def begin_a_visit(phone: Phone) -> None:
    phone.go("/today")
    phone.press("Rozpocznij wizytę")
    phone.at("/clock$")
    phone.page.get_by_label("Szybka notatka").fill("Zastać Piotra.")
    phone.page.get_by_text("Szkic zapisany").wait_for()


def correct_a_visit(phone: Phone) -> None:
    """Lis was visited in the morning; the record gets a second version."""
    page = phone.go("/today")
    page.get_by_role("link", name="Lis odbyło się").tap()
    page.locator("a[href$='/correction']").tap()
    page.locator("[name=note]").fill("Ola pokazała zeszyt.")
    page.locator("[name=reason]").fill("Pomyłka w notatce.")
    page.locator("[form=record_form]").tap()
    phone.at("/visits/[0-9a-f-]+$")


def report_a_concern(phone: Phone) -> None:
    phone.go("/families")
    phone.follow("Pawlak")
    phone.follow("Coś mnie niepokoi")
    phone.page.locator("[name=topics]").first.tap()
    phone.page.locator("[name=text]").fill("Zosia mówiła, że boi się wracać do domu.")
    phone.page.locator("[form=concern_form]").tap()
    phone.at("/concerns/[0-9a-f-]+$")


def record_a_court_order(phone: Phone) -> str:
    """For a family whose consent is there already; returns the family's address."""
    page = phone.go("/families")
    phone.follow("Baran")
    phone.at("/families/[0-9a-f-]+$")
    family = page.url.removeprefix(phone.address)
    page = phone.go(family + "/court-order")
    page.locator("[name=court]").fill("Sąd Rejonowy w Suwałkach")
    page.locator("[name=case_file_number]").fill("III Nsm 7/26")
    page.locator("[name=issued_on]").fill("2026-10-02")
    page.locator("[form=order_form]").tap()
    phone.at("/families/[0-9a-f-]+(/court-orders)?$")
    return family


def hand_out_links(phone: Phone) -> list[str]:
    """An invitation and a link to a new password, as the administrator is shown them."""
    page = phone.go("/people/invite")
    page.get_by_label("Imię i nazwisko").fill("Nowa Osoba")
    page.get_by_label("E-mail").fill("nowa.osoba@gops-zalesie.pl")
    page.locator("[name=role][value=assistant]").tap()
    page.get_by_label("E-mail").press("Enter")
    links = [link_shown(page)]
    phone.go("/people")
    phone.follow("Tomasz Maj")
    page.locator("form[action$='/reset'] button").tap()
    return [*links, link_shown(page)]


def link_shown(page: Page) -> str:
    return "/" + page.locator("#link").inner_text().partition("//")[2].partition("/")[2]


@dataclass
class Walked:
    role: str
    pages: dict[str, str]
    reached: set[str]
    fragments: set[str]


@pytest.fixture(scope="session")
def walked(lived: Lived) -> dict[str, Walked]:
    """Every role's pages: text by path."""
    found = {}
    for role, starts in STARTS.items():
        cookies = as_header(lived.cookies[role]) if role else ""
        walker = Walker(lived.site.port, lived.app.url_map.bind("localhost"), cookies)
        more = {"": lived.links, "supervisor": [lived.court_family]}
        walker.walk(starts + more.get(role, []))
        found[role or "nobody"] = Walked(role, walker.pages, walker.reached, walker.fragments)
    return found
