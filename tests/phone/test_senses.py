"""For hands on a keyboard, eyes that need contrast, and people whom movement makes ill."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.phone.devices import PhoneMaker
from tests.phone.test_recording import is_saved, latest

# The element with the focus: its words, and whether a ring or something like it shows where it is.
FOCUS = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  const rings = [here, here.parentElement, here.closest("label, summary")].filter(Boolean)
    .map((element) => getComputedStyle(element))
    .filter((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth));
  const under = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const seen = here.contains(under) || under?.contains(here) || !box.width
    || under?.closest("label")?.contains(here);
  const words = (here.labels?.[0] ?? here).textContent || here.name || here.className;
  return { words: words.replace(/\\s+/g, " ").trim(), ring: rings.length > 0, seen: Boolean(seen),
           lost: here === document.body };
}"""
MOVES = """() => [...document.querySelectorAll("*")].filter((element) => {
  const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
  return animationName !== "none" || transitionDuration.split(", ").some((d) => parseFloat(d) > 0)
    || scrollBehavior === "smooth";
}).map((element) => element.outerHTML.slice(0, 80))"""


def tab_to(page: Page, words: str, most: int = 60) -> None:
    """Tab until the focus is on these words; every stop on the way can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        assert here["ring"] or here["lost"], f"no ring on: {here}"
        assert here["seen"] or here["lost"], f"hidden under something: {here}"
        if here["words"].startswith(words):
            return
    raise AssertionError(f"Tab never reaches {words}")


@pytest.mark.parametrize("size", ["small", "desk"])
def test_a_visit_is_recorded_with_the_keyboard_alone(phone: PhoneMaker, size: str) -> None:
    marta = phone("assistant", size)
    page = marta.go("/today")
    tab_to(page, "Rozpocznij wizytę")
    page.keyboard.press("Enter")
    marta.at("/clock$")
    tab_to(page, "Lista zakupów na tydzień")
    page.keyboard.press("Space")
    tab_to(page, "Zakończ i zapisz")
    page.keyboard.press("Enter")
    marta.at("/record$")
    tab_to(page, "Anna")
    page.keyboard.press("Space")
    tab_to(page, "Budżet")
    page.keyboard.press("Space")
    tab_to(page, "Przegląd wydatków")
    page.keyboard.press("Space")
    tab_to(page, "Zapisz wizytę")
    family = urlsplit(page.url).path.partition("/visits/")[0]
    page.keyboard.press("Enter")
    is_saved(marta)
    words = latest(marta, family)
    for told in ("Anna", "Przegląd wydatków", "Lista zakupów na tydzień"):
        assert told in words, told


def test_the_skip_link_leads_past_the_bars(phone: PhoneMaker) -> None:
    page = phone("assistant").go("/today")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Przejdź do treści")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("path", ["/today", "/families", "/visits/new", "/tasks", "/more"])
def test_nothing_moves_for_those_who_asked_for_stillness(phone: PhoneMaker, path: str) -> None:
    marta = phone("assistant", reduced_motion="reduce")
    page = marta.go(path)
    if path == "/today":
        marta.press("Zadzwonić do pedagożki szkolnej")
        page.locator("[data-toast]").wait_for()
    assert page.evaluate(MOVES) == []


def test_what_is_chosen_can_be_seen_with_forced_colours(phone: PhoneMaker) -> None:
    marta = phone("assistant", forced_colors="active", reduced_motion="reduce")
    page = marta.go("/today")
    marta.press("Rozpocznij wizytę")
    marta.at("/clock$")
    marta.press("Zakończ i zapisz")
    marta.at("/record$")
    for name in ("^Anna", "^Dom", "^Plan dnia i tygodnia"):
        box = page.get_by_role("checkbox", name=re.compile(name))
        part = page.locator("label").filter(has=box).first
        plain = part.screenshot()
        box.tap()
        page.mouse.move(0, 0)
        assert part.screenshot() != plain, f"{name} looks the same when chosen"


def test_a_person_may_choose_the_dark_theme_on_a_light_phone(phone: PhoneMaker) -> None:
    marta = phone("assistant", color_scheme="light")
    page = marta.go("/appearance")
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.locator("[value=dark]").tap()
    page.locator("[form=appearance_form]").tap()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    marta.go("/today")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != light
