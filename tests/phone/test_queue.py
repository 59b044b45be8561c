"""The page of what waits and what was sent, the sign in the bar, and how the box is offered."""

import pytest
from playwright.sync_api import expect

from tests.phone.boxes import FROM, Post, make_box
from tests.phone.devices import Phone, PhoneMaker
from tests.phone.test_drafts import SECRET, write_on

SIGNS = (409, 500, "Failed to fetch", "ERR_FAILED", "ERR_CONNECTION", "ERR_INTERNET")


@pytest.fixture
def marta(phone: PhoneMaker, post: Post) -> Phone:
    held = phone("assistant", permissions=["clipboard-read", "clipboard-write"])
    held.expects(*SIGNS)
    make_box(held, post)
    return held


def record(phone: Phone, post: Post, way: str) -> None:
    """A record that meets this kind of centre."""
    page = write_on(phone)
    post.way = way
    phone.press("Zapisz wizytę")
    page.wait_for_url("**/today*")


def test_what_waits_is_listed_and_the_button_sends_it(marta: Phone, post: Post) -> None:
    record(marta, post, "500")
    page = marta.go("/queue")
    waiting = page.get_by_role("region", name="Czeka na wysłanie")
    expect(waiting).to_contain_text("Wizyta: Mazur")
    expect(waiting).to_contain_text("w telefonie")
    expect(waiting).to_contain_text("1 wpis")
    expect(page.get_by_role("link", name="1 czeka")).to_be_visible()
    post.way = "ack"
    marta.press("Wyślij teraz")
    sent = page.get_by_role("region", name="Ostatnio wysłane")
    expect(sent).to_contain_text("nr 0")
    expect(waiting).to_be_hidden()
    expect(page.get_by_role("link", name="Wysłane", exact=True)).to_be_visible()


def test_what_is_on_its_way_says_so(marta: Phone, post: Post) -> None:
    record(marta, post, "500")
    page = marta.go("/queue")
    post.way = "silent"
    marta.press("Wyślij teraz")
    expect(page.get_by_role("region", name="Czeka na wysłanie")).to_contain_text("wysyłam")
    expect(page.get_by_role("link", name="Wysyłam")).to_be_visible()


def test_what_was_parked_waits_to_be_accepted(marta: Phone, post: Post) -> None:
    record(marta, post, "parked")
    page = marta.go("/queue")
    sent = page.get_by_role("region", name="Ostatnio wysłane")
    expect(sent).to_contain_text("czeka na przyjęcie")
    expect(sent).to_contain_text("nr 0001")


def test_what_the_centre_cannot_take_stays_and_its_text_can_be_copied(
    marta: Phone, post: Post
) -> None:
    record(marta, post, "409")
    page = marta.go("/queue")
    check = page.get_by_role("region", name="Do sprawdzenia")
    expect(check).to_contain_text("Wizyta: Mazur")
    expect(page.get_by_role("link", name="1 do sprawdzenia")).to_be_visible()
    marta.press("Kopiuj tekst")
    expect(page.locator("#toast")).to_contain_text("Skopiowano")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert SECRET in copied
    assert "Przegląd wydatków" in copied


def test_without_signal_the_page_says_that_nothing_is_lost(marta: Phone, post: Post) -> None:
    record(marta, post, "500")
    page = marta.go("/queue")
    page.get_by_text("Wizyta: Mazur").wait_for()
    marta.context.set_offline(True)
    expect(page.get_by_text("Brak zasięgu. Nic nie zginie.")).to_be_visible()
    expect(page.get_by_role("link", name="Bez internetu")).to_be_visible()


def test_a_name_that_looks_like_markup_is_shown_as_it_is(marta: Phone) -> None:
    marta.expects(404)
    page = marta.go("/queue")
    page.evaluate(
        """async () => {
        FROM
        const { opened, enqueue } = app;
        await enqueue(await opened(), crypto.randomUUID(),
          { url: "/x", form: "f@1", record: "r", title: "<img src=x onerror=alert(1)>", body: "" });
      }""".replace("FROM", FROM)
    )
    expect(page.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    assert page.locator("main img").count() == 0


def test_without_a_box_there_is_no_sign_and_the_page_leads_to_the_offer(phone: PhoneMaker) -> None:
    plain = phone("assistant")
    page = plain.go("/queue")
    expect(page.get_by_text("Ten telefon wysyła od razu")).to_be_visible()
    assert page.locator(".sync:visible").count() == 0
    page.get_by_role("link", name="Praca bez zasięgu").tap()
    expect(page.get_by_label("Wpisz te słowa albo własne hasło")).to_be_visible()


def test_the_offer_on_dzis_is_made_until_there_is_a_box(phone: PhoneMaker) -> None:
    plain = phone("assistant")
    offer = plain.go("/today").get_by_text("Praca bez zasięgu")
    expect(offer).to_be_visible()
    make_box(plain, Post())
    plain.go("/today")
    expect(plain.page.locator("body[data-box=ready]")).to_have_count(1)
    expect(offer).to_be_hidden()


def test_four_words_are_offered_anew_each_time_and_a_short_one_is_refused(
    phone: PhoneMaker,
) -> None:
    plain = phone("assistant")
    offered = [plain.go("/phone").locator(".passphrase").inner_text() for _ in range(2)]
    assert offered[0] != offered[1]
    assert all(len(words.split()) == 4 for words in offered)
    plain.page.get_by_label("Wpisz te słowa albo własne hasło").fill("za krótkie")
    plain.press("Włącz")
    assert not plain.page.get_by_text("Ten telefon jest gotowy do pracy").is_visible()
    assert plain.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_other_roles_have_no_box_and_no_queue(phone: PhoneMaker) -> None:
    boss = phone("supervisor")
    boss.expects(404)
    page = boss.go("/queue")
    expect(page.get_by_text("Wysyłanie")).to_have_count(0)
    assert boss.go("/more").locator("#unlock, #sync").count() == 0
