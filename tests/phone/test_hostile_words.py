"""Whatever people type is shown as they typed it, and never does anything."""

from itertools import cycle

from playwright.sync_api import Page

from tests.phone.devices import Phone, PhoneMaker
from tests.phone.hostile import STRINGS, WHOLE, packs
from tests.phone.pages import Lived
from tests.phone.walk import Walker, as_header

# Fields of one line that take any words; the others want a number, a day, an hour.
LINES = "input.input:not([type]), input.input[type=text]"
NUMBERS = ("born_on", "hour", "day", "started", "ended", "kilometres", "phone", "reference")
ALIVE = """[...document.querySelectorAll("*")].filter((element) =>
  [...element.attributes].some(({ name, value }) => /^(on|hx-)/.test(name)
    || (/^(data-hx|href|src|action|formaction)/.test(name) && /evil|xss/.test(value))))
  .map((element) => element.outerHTML.slice(0, 120))"""


def fill_lines(page: Page, form: str, words: "cycle[str]") -> int:
    """Every free line of a form, with everything opened."""
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    count = 0
    for line in page.locator(form).locator(LINES).all():
        name = line.get_attribute("name") or ""
        if not name.endswith(NUMBERS) and line.is_visible():
            line.fill(next(words))
            count += 1
    return count


def store_everywhere(boss: Phone, marta: Phone) -> int:
    """Hostile words through every form that keeps words about a family; returns how many fields."""
    words = cycle(packs())
    page = boss.go("/families/new")
    count = fill_lines(page, "#family_form", words)
    page.locator("[name=safety_flags]").first.tap()
    page.get_by_role("radio", name="Marta Zielińska").tap()
    boss.tap(page.locator("[form=family_form]"))
    boss.at("/families/[0-9a-f-]+$")
    family = page.url.removeprefix(boss.address)
    page = marta.go(family + "/tasks/new")
    count += fill_lines(page, "#task_form", words)
    page.locator("[name=area]").first.tap()
    page.locator("[name=due_on]").fill("2026-11-19")
    page.locator("[form=task_form]").tap()
    marta.at("/families/[0-9a-f-]+(/tasks)?$")
    page = marta.go(family + "/concerns/new")
    page.locator("[name=topics]").first.tap()
    page.locator("[name=text]").fill(WHOLE)
    page.locator("[form=concern_form]").tap()
    marta.at("/concerns/[0-9a-f-]+$")
    return count + 2 + store_a_visit(marta, family, words)


def store_a_visit(marta: Phone, family: str, words: "cycle[str]") -> int:
    page = marta.go(family)
    marta.press("Rozpocznij wizytę")
    marta.at("/clock$")
    marta.press("Zakończ i zapisz")
    marta.at("/record$")
    for tile in page.locator(".tile input").all():
        tile.tap()
    page.locator("[data-agreements] [data-add]").last.tap()
    count = fill_lines(page, "#record_form", words)
    page.locator("[name^=other-][value=not_done]").first.tap()
    page.locator("[name=note]").fill(WHOLE)
    page.locator("[name=present]").first.tap()
    for none in page.locator("[name=next][value=none]").all():
        none.tap()
    page.get_by_text("Szkic zapisany").wait_for()
    page.reload()
    assert page.locator("[name=note]").input_value().count("xss") > len(STRINGS)
    marta.press("Zapisz wizytę")
    marta.at("/today$")
    return count


def test_hostile_words_are_stored_shown_and_never_run(phone: PhoneMaker, lived: Lived) -> None:
    ran: list[str] = []
    people = {role: phone(role) for role in ("supervisor", "assistant")}
    for person in people.values():
        person.context.expose_function("xss", lambda *_: ran.append("ran"))
        person.context.on("dialog", lambda dialog: ran.append(dialog.message))
        person.context.on("request", lambda r: ran.append(r.url) if "evil" in r.url else None)
    count = store_everywhere(people["supervisor"], people["assistant"])
    shown = 0
    for role, person in people.items():
        cookies = as_header(person.context.storage_state())
        port = int(person.address.rpartition(":")[2])
        walker = Walker(port, lived.app.url_map.bind("localhost"), cookies)
        pages = walker.walk([person.page.url.removeprefix(person.address), "/today", "/families"]
                            if role == "assistant" else ["/overview", "/families"])  # fmt: skip
        for path in [path for path, text in pages.items() if "xss" in text]:
            alive = person.go(path).evaluate(ALIVE)
            assert not alive, f"{path}: {alive}"
            shown += 1
    print(
        f"{len(STRINGS)} hostile strings in {count} fields, shown on {shown} pages, {len(ran)} ran"
    )
    assert count > 25
    assert shown > 15
    assert not ran
