"""What was typed comes back, and the browser keeps none of it."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.phone.boxes import boxed
from tests.phone.centre import Site, Template
from tests.phone.devices import AT_HOME, SIZES, Phone, PhoneMaker
from tests.phone.test_recording import begin

SECRET = "Zosia nie chodzi do szkoły od wtorku, kanarek-7391"
STORES = """async () => {
  const found = [location.href, document.title, JSON.stringify(history.state), name];
  for (const store of [localStorage, sessionStorage]) found.push(...Object.entries(store).flat());
  const text = (row) => JSON.stringify(row, (_key, value) =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value)
      ? new TextDecoder().decode(value) : value);
  for (const { name: called } of await indexedDB.databases()) {
    const db = await new Promise((done) => {
      indexedDB.open(called).onsuccess = ({ target }) => done(target.result);
    });
    for (const store of db.objectStoreNames)
      found.push(called, store, ...await new Promise((done) => {
        db.transaction(store).objectStore(store).getAll().onsuccess =
          ({ target }) => done(target.result.map(text));
      }));
  }
  for (const key of await caches.keys()) {
    const cache = await caches.open(key);
    for (const request of await cache.keys())
      found.push(request.url, await (await cache.match(request)).text());
  }
  return found;
}"""


def write_on(phone: Phone) -> Page:
    """A record that has just been begun, with a sentence, a person and a phrase in it."""
    begin(phone)
    phone.press("Zakończ i zapisz")
    phone.tick("^Anna$")
    phone.tick("^Budżet")
    phone.tick("^Przegląd wydatków$")
    phone.page.get_by_label("Notatka").fill(SECRET)
    phone.page.get_by_text("Szkic zapisany").wait_for()
    return phone.page


def comes_back(page: Page) -> None:
    expect(page.get_by_label("Notatka")).to_have_value(SECRET)
    for name in ("Anna", "Przegląd wydatków"):
        expect(page.get_by_role("checkbox", name=name, exact=True)).to_be_checked()


def test_a_draft_comes_back_after_a_reload(phone: PhoneMaker) -> None:
    page = write_on(phone("assistant"))
    page.reload()
    expect(page.get_by_label("Notatka")).to_have_value(SECRET)
    comes_back(page)


def test_a_draft_comes_back_after_a_reload_that_follows_a_change_at_once(phone: PhoneMaker) -> None:
    page = write_on(boxed(phone))
    words = SECRET
    for more in (" I to.", " I tamto."):
        page.get_by_label("Notatka").press("Control+End")
        page.get_by_label("Notatka").press_sequentially(more)
        page.reload()
        words += more
        expect(page.get_by_label("Notatka")).to_have_value(words)


def test_a_phone_with_a_box_sends_no_drafts_and_needs_no_centre_for_them(phone: PhoneMaker) -> None:
    marta = boxed(phone)
    sent: list[str] = []
    marta.page.on("request", lambda asked: asked.method == "PUT" and sent.append(asked.url))
    page = write_on(marta)
    page.wait_for_timeout(1_500)
    assert not sent
    page.reload()
    comes_back(page)


def test_a_draft_comes_back_after_the_browser_was_killed(phone: PhoneMaker, browser: Any) -> None:
    marta = phone("assistant")
    page = write_on(marta)
    here, cookies = page.url, marta.context.storage_state()
    marta.close()
    again = phone("", storage_state=cookies)
    again.go("/today")
    again.follow("Wróć do wizyty")
    again.press("Zakończ i zapisz")
    again.at("/record$")
    assert again.page.url == here
    comes_back(again.page)


def test_the_last_words_stay_when_the_page_is_left(phone: PhoneMaker) -> None:
    marta = boxed(phone)
    page = write_on(marta)
    here = page.url
    page.get_by_label("Notatka").press_sequentially(" I jeszcze to.")
    page.goto(marta.address + "/today")
    page.goto(here)
    expect(page.get_by_label("Notatka")).to_have_value(SECRET + " I jeszcze to.")


def test_the_quick_note_of_the_clock_is_in_the_record(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    begin(marta)
    marta.page.get_by_label("Szybka notatka").fill(SECRET)
    marta.press("Zakończ i zapisz")
    expect(marta.page.get_by_label("Notatka")).to_have_value(SECRET)


@pytest.mark.parametrize("box", [False, True], ids=["without", "with a box"])
def test_nothing_that_was_typed_stays_in_the_browser(phone: PhoneMaker, box: bool) -> None:
    marta = boxed(phone) if box else phone("assistant")
    page = write_on(marta)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    found = page.evaluate(STORES)
    assert any("/a/" in text for text in found), "the shell is not kept"
    kept = [text[:200] for text in found if "kanarek" in text or "Mazur" in text]
    assert not kept, kept


def test_nothing_that_was_typed_is_on_the_disk_of_the_phone(
    playwright: Playwright, chromium: dict[str, Any], site: Site, template: Template, tmp_path: Path
) -> None:
    options = {**SIZES["phone"], **AT_HOME, **chromium}
    context = playwright.chromium.launch_persistent_context(tmp_path, **options)
    context.add_cookies(template.signed_in["assistant"]["cookies"])
    marta = Phone(context, site.address)
    write_on(marta)
    marta.page.goto(site.address + "/today")
    marta.close()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) > 20, "the profile was not written"
    marks = (b"kanarek-7391", "kanarek-7391".encode("utf-16-le"))
    kept = [str(file) for file in files if any(mark in file.read_bytes() for mark in marks)]
    assert not kept, kept
    assert not marta.complaints
