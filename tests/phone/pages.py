"""A centre in the middle of a day's work, and all its pages as each role finds them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

from flask import Flask
from playwright.sync_api import Browser, Page

from rodzina.config import Settings
from rodzina.house import create_app
from rodzina.web.access import policy
from tests.phone.centre import Site, Template
from tests.phone.devices import Phone, make_phone
from tests.phone.walk import Walker, as_header

SENT_LATE = """fetch(`${location.pathname}/visits/${crypto.randomUUID()}/record`, {
  method: "POST",
  headers: {
    "HX-Request": "true", "Idempotency-Key": crypto.randomUUID(), "X-Rodzina-Mode": "replay",
  },
  body: new URLSearchParams({ note: "Rozmowa o szkole", started: "10:00", areas: "budget" }),
}).then((answer) => answer.headers.get("X-Rodzina-Result"))"""
# Where each role begins; "" has not signed in.
STARTS = {
    "": ["/sign-in", "/forgotten-password", "/offline"],
    "assistant": ["/today", "/concerns"],
    "supervisor": ["/overview"],
    "social_worker": ["/families"],
    "support_family": ["/support"],
    "administrator": ["/people"],
}


@dataclass
class Lived:
    """A site with work in all states, the app's map of addresses, and the links handed out."""

    site: Site
    app: Flask
    cookies: dict[str, Any]
    court_family: str
    links: list[str]

    def doors(self, role: str) -> set[str]:
        """The addresses that a role may open."""
        rows = [row for row in policy(self.app) if "GET" in row["methods"]]
        if not role:
            return {row["endpoint"] for row in rows if row["roles"] == "public"}
        return {row["endpoint"] for row in rows if role in row["roles"]}


@dataclass
class Walked:
    """What a role has found: text by path."""

    role: str
    pages: dict[str, str]
    reached: set[str]
    dead: list[str]


def map_of(site: Site, folder: Path) -> Flask:
    return create_app(Settings(folder, site.url, site.url, "only-for-the-map-of-addresses"))


def walk_as(role: str, lived: Lived) -> Walked:
    cookies = as_header(lived.cookies[role]) if role else ""
    walker = Walker(lived.site.port, lived.app.url_map.bind("localhost"), cookies)
    starts = [*STARTS[role], *([] if role else lived.links)]
    if "desk.family" in lived.doors(role):
        starts.append(lived.court_family)
    return Walked(role, walker.walk(starts), walker.reached, walker.dead)


def live(browser: Browser, site: Site, template: Template) -> tuple[str, list[str]]:
    """A visit corrected, a concern sent, a court's order kept, a visit begun, two links made."""
    marta, admin = (
        make_phone(browser, site.address, storage_state=template.signed_in[role])
        for role in ("assistant", "administrator")
    )
    correct_a_visit(marta)
    report_a_concern(marta)
    park_an_entry(marta)
    family = record_a_court_order(marta)
    begin_a_visit(marta)
    links = hand_out_links(admin)
    keep_boxes(site, template)
    marta.close()
    admin.close()
    return family, links


def keep_boxes(site: Site, template: Template) -> None:
    """Everybody has a phone with a box, and the assistant has lost another one."""
    for state in template.signed_in.values():
        tell(site, state, "/sync/hello", device=str(uuid4()), unsent="2")
    lost = str(uuid4())
    tell(site, template.signed_in["assistant"], "/sync/hello", device=lost, unsent="0")
    tell(site, template.signed_in["assistant"], f"/phones/{lost}/lost", operation=str(uuid4()))


def tell(site: Site, state: Any, address: str, **fields: str) -> None:
    headers = {"Cookie": as_header(state), "Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    body = urlencode(fields).encode()
    with urlopen(Request(site.address + address, body, headers)) as answer:  # noqa: S310
        assert answer.status == 200


def correct_a_visit(phone: Phone) -> None:
    """Lis was visited in the morning; the record gets a second version."""
    page = phone.go("/today")
    page.get_by_role("link", name="Lis odbyło się").tap()
    page.locator("a[href$='/correction']").tap()
    page.locator("[name=note]").fill("Ola pokazała zeszyt.")
    page.locator("[name=reason]").fill("Pomyłka w notatce.")
    page.locator("[form=record_form]").tap()
    phone.at("/visits/[0-9a-f-]+$")


def park_an_entry(phone: Phone) -> None:
    """A phone sends late what cannot be recorded as it is."""
    phone.go("/families")
    phone.follow("Pawlak")
    phone.at("/families/[0-9a-f-]+$")
    assert phone.page.evaluate(SENT_LATE) == "parked"


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
    page.locator("[name=children]").first.tap()
    page.locator("[form=order_form]").tap()
    phone.at("/families/[0-9a-f-]+(/court-orders)?$")
    return family


def begin_a_visit(phone: Phone) -> None:
    phone.go("/today")
    phone.press("Rozpocznij wizytę")
    phone.at("/clock$")
    phone.page.locator("[name=note]").fill("Zastać Piotra.")
    phone.page.get_by_text("Szkic zapisany").wait_for()


def hand_out_links(phone: Phone) -> list[str]:
    """An invitation and a link to a new password, as the administrator is shown them."""
    page = phone.go("/people/invite")
    page.locator("[name=name]").fill("Nowa Osoba")
    page.locator("[name=email]").fill("nowa.osoba@gops-zalesie.pl")
    page.locator("[name=role][value=assistant]").tap()
    page.locator("[name=email]").press("Enter")
    links = [link_shown(page)]
    phone.go("/people")
    phone.follow("Tomasz Maj")
    page.locator("form[action$='/reset'] button").tap()
    return [*links, link_shown(page)]


def link_shown(page: Page) -> str:
    return "/" + page.locator("#link").inner_text().partition("//")[2].partition("/")[2]
