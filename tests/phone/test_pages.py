"""Every page of every role: reachable, light, valid, for all eyes and sizes, without complaints."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import brotli
import pytest
from html5lib import HTMLParser
from playwright.sync_api import Page

from rodzina.config import PROJECT
from tests.phone.devices import Phone, PhoneMaker
from tests.phone.pages import STARTS, Lived, Walked
from tests.phone.walk import NO_PAGES

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
VNU = PROJECT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LARGEST_PAGE = 14 * 1024
# Not for walking: files, parts that scripts fetch, what leads on at once or follows a password.
NO_PLACES = NO_PAGES | {
    "accounts.start",
    "accounts.sign_in_here",
    "accounts.choose_role",
    "visits.new_record",
    "desk.older",
}
# Only a deputy finds them.
FOR_DEPUTIES = {"social_worker": {"concerns.index", "concerns.show"}}
LOOK = """async ([tags, colours]) => {
  const only = colours ? { type: "rule", values: ["color-contrast", "link-in-text-block"] }
                       : { type: "tag", values: tags };
  const { violations } = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target + " " + n.failureSummary)}`);
}"""
WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Colours change at once, and the worker is not installed for every role anew.
STILL = {"reduced_motion": "reduce", "service_workers": "block"}
OPEN = """for (const part of document.querySelectorAll("details")) part.open = true;
for (const tile of document.querySelectorAll(".tile input:not(:checked)")) tile.click();"""


@pytest.fixture(params=[role or "nobody" for role in STARTS])
def role(request: pytest.FixtureRequest, walked: dict[str, Walked]) -> Walked:
    return walked[request.param]


def visit_all(role: Walked, phone: Phone) -> Any:
    """Each page in turn, with everything opened that can be."""
    for path in role.pages:
        page = phone.go(path)
        page.evaluate(OPEN)
        yield path, page


def test_every_page_can_be_reached_by_links_and_no_link_is_dead(role: Walked, lived: Lived) -> None:
    missing = lived.doors(role.role) - role.reached - NO_PLACES - FOR_DEPUTIES.get(role.role, set())
    assert not missing, sorted(missing)
    assert not role.dead, "\n".join(role.dead)
    print(f"{role.role or 'nobody'}: {len(role.pages)} pages")


def test_axe_finds_nothing_in_light_and_dark(
    role: Walked,
    lived: Lived,
    phone: PhoneMaker,
) -> None:
    hand = phone(role.role, on=lived.site, **STILL)
    axe = AXE.read_text("utf-8")
    found = []
    for path, page in visit_all(role, hand):
        page.evaluate(axe)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            told = page.evaluate(LOOK, [RULES, scheme == "dark"])
            found += [f"{path} ({scheme}): {finding}" for finding in told]
    assert not found, "\n".join(found)


def test_nothing_scrolls_sideways_at_320_px_or_with_text_of_200_percent(
    role: Walked,
    lived: Lived,
    phone: PhoneMaker,
) -> None:
    hand = phone(role.role, on=lived.site, **STILL)
    found = []
    for path, page in visit_all(role, hand):
        page.set_viewport_size({"width": 320, "height": 640})
        found += [f"{path} at 320 px: {wide}"] if (wide := page.evaluate(WIDTH)) > 0 else []
        page.set_viewport_size({"width": 390, "height": 844})
        enlarge(page)
        found += [f"{path} at 200 %: {wide}"] if (wide := page.evaluate(WIDTH)) > 0 else []
    assert not found, "\n".join(found)


def enlarge(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")


def test_a_page_weighs_at_most_fourteen_kilobytes(role: Walked) -> None:
    heavy = {
        path: len(brotli.compress(text.encode(), quality=4)) for path, text in role.pages.items()
    }
    path = max(heavy, key=lambda p: heavy[p])
    print(f"{role.role or 'nobody'}: the heaviest page has {heavy[path]} bytes: {path}")
    assert heavy[path] <= LARGEST_PAGE


def test_the_nu_html_checker_finds_no_error(walked: dict[str, Walked], tmp_path: Path) -> None:
    """With Java the Nu checker; without it html5lib's strict parser, which knows fewer rules."""
    files = {}
    for name, role in walked.items():
        for number, (path, text) in enumerate(role.pages.items()):
            file = tmp_path / f"{name}-{number}.html"
            file.write_text(text, "utf-8")
            files[file.as_uri()] = f"{name} {path}", text
    java = shutil.which("java")
    told = by_nu(java, tmp_path, files) if java and VNU.exists() else by_html5lib(files)
    print(f"HTML: {len(files)} pages, {'Nu' if java else 'html5lib: there is no Java here'}")
    assert len(files) > 100
    assert not told, "\n".join(told)


def by_nu(java: str, folder: Path, files: dict[str, Any]) -> list[str]:
    options = ("--format", "json", "--errors-only", "--stdout", "--exit-zero-always")
    done = subprocess.run([java, "-jar", VNU, *options, folder], capture_output=True, check=True)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{files[m['url'].replace('file:/', 'file:///', 1)][0]}: {m['message']}" for m in messages
    ]


def by_html5lib(files: dict[str, Any]) -> list[str]:
    found = []
    for place, text in files.values():
        parser = HTMLParser()
        parser.parse(text)
        found += [f"{place}: {code} at {position}" for position, code, _ in parser.errors]
    return found
