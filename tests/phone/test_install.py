"""On the home screen: installable, light at the first load, honest without internet."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, Route, expect

from tests.phone.centre import Site, Template
from tests.phone.devices import AT_HOME, SIZES, Phone, PhoneMaker

LIGHT_ENOUGH = 110 * 1024
KEPT = """async () => {
  const found = {};
  for (const key of await caches.keys())
    found[key] = (await (await caches.open(key)).keys()).map((kept) => new URL(kept.url).pathname);
  return found;
}"""
READY = "navigator.serviceWorker.ready.then(({ active }) => active.state)"
PAINTED = """new Promise((done) => new PerformanceObserver((list) => {
  const [paint] = list.getEntriesByName("first-contentful-paint");
  if (paint) done(paint.startTime);
}).observe({ type: "paint", buffered: true }))"""


@pytest.fixture
def installed(
    playwright: Playwright,
    chromium: dict[str, Any],
    site: Site,
    template: Template,
    tmp_path: Path,
) -> Iterator[Phone]:
    """A phone with a profile of its own: in a private window nothing can be installed."""
    options = {**SIZES["phone"], **AT_HOME, **chromium}
    context = playwright.chromium.launch_persistent_context(tmp_path, **options)
    context.add_cookies(template.signed_in["assistant"]["cookies"])
    held = Phone(context, site.address)
    yield held
    held.close()
    assert not held.complaints, "\n".join(held.complaints)


def with_worker(phone: Phone, path: str = "/today") -> Page:
    page = phone.go(path)
    page.evaluate(READY)
    return page


def test_the_browser_has_nothing_against_installing(installed: Phone) -> None:
    page = with_worker(installed)
    asked = installed.context.new_cdp_session(page)
    assert asked.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = asked.send("Page.getAppManifest")
    assert manifest["errors"] == []
    told = json.loads(manifest["data"])
    assert [shortcut["name"] for shortcut in told["shortcuts"]] == ["Nowa wizyta", "Dziś"]
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}


def test_the_shortcuts_of_the_icon_open_their_pages(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    manifest = marta.context.request.get(marta.address + "/manifest.webmanifest").json()
    for shortcut in manifest["shortcuts"]:
        marta.go(shortcut["url"])
        assert marta.page.url == marta.address + shortcut["url"]
        expect(marta.page.get_by_role("heading", level=1)).to_be_visible()


def test_the_worker_keeps_the_shell_and_no_page_about_people(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    page = with_worker(marta)
    for path in ("/families", "/tasks", "/more", "/today"):
        marta.go(path)
    marta.follow("Rodzina Mazur")
    marta.at("/families/")
    (kept,) = page.evaluate(KEPT).values()
    assert "/offline" in kept
    strangers = [path for path in kept if not path.startswith("/a/") and path != "/offline"]
    assert not strangers
    names = {path.rpartition("/")[2] for path in kept}
    assert {"app.css", "rodzina.js", "htmx.js", "sprite.svg", "rodzina-sans-latin.woff2"} <= names


def test_without_internet_a_page_says_so_and_comes_back_with_it(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    page = with_worker(marta)
    marta.expects("ERR_INTERNET_DISCONNECTED")
    marta.context.set_offline(True)
    marta.go("/families")
    expect(page.get_by_role("heading", level=1)).to_have_text("Teraz nie ma internetu")
    assert "Nic z tego, co zapisane, nie zginęło" in marta.words()
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Rodzina Sans"')
    assert "Mazur" not in page.content()
    marta.context.set_offline(False)
    marta.follow("Spróbuj jeszcze raz")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rodziny")


def test_an_update_of_the_centre_replaces_the_shell(phone: PhoneMaker, site: Site) -> None:
    marta = phone("assistant")
    page = with_worker(marta)
    (before,) = page.evaluate(KEPT)
    site.release("<svg xmlns='http://www.w3.org/2000/svg'/>")
    page.reload()
    deadline = time.monotonic() + 10
    while (now := page.evaluate(KEPT)).keys() == {before} or len(now) > 1:
        assert time.monotonic() < deadline, f"still {list(now)}"
        page.wait_for_timeout(100)
    (kept,) = now.values()
    assert any(path.endswith("release.svg") for path in kept)
    marta.go("/families")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rodziny")


@pytest.mark.parametrize(("role", "path"), [("", "/sign-in"), ("assistant", "/today")])
def test_the_first_load_weighs_at_most_110_kb_with_the_worker_and_its_shell(
    phone: PhoneMaker, site: Site, role: str, path: str
) -> None:
    site.stage.ask("weighed")
    marta = phone(role)
    page = with_worker(marta, path)
    page.wait_for_load_state("networkidle")
    sent = site.stage.ask("weighed")
    weight = sum(size for _, size in sent)
    print(f"first load of {path}: {weight} bytes in {len(sent)} answers")
    assert weight <= LIGHT_ENOUGH


def test_the_first_paint_needs_at_most_six_requests_and_no_script(phone: PhoneMaker) -> None:
    needed, waiting, painted = [], [], 0

    def hold(route: Route) -> None:
        if route.request.resource_type == "script" and not painted:
            waiting.append(route)
        else:
            needed.append(route.request.url)
            route.continue_()

    marta = phone("assistant", service_workers="block")
    marta.page.route("**/*", hold)
    marta.page.goto(marta.address + "/today", wait_until="commit")
    painted = marta.page.evaluate(PAINTED)
    print(f"first paint after {painted:.0f} ms with {len(needed)} requests; scripts held back")
    assert len(needed) <= 6
    assert waiting
    for route in waiting:
        route.continue_()
    marta.page.wait_for_load_state("load")
