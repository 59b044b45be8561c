"""A family that is worked with on paper comes into the centre's books with its deadlines true."""

import re

from playwright.sync_api import expect

from tests.phone.devices import PhoneMaker

# A slow thumb on a small keyboard, and the time to find and touch the next field.
SECONDS_A_SIGN, SECONDS_A_FIELD = 0.5, 2.0
TYPED = {
    "surname": "Wróbel",
    "locality": "Borki",
    "phone": "640100200",
    "adults-0-first_name": "Renata",
    "children-0-first_name": "Ala",
    "children-0-born_on": "2017",
}
DAYS = {
    "started_on": "2026-01-12",
    "adults-0-consent_on": "2026-01-12",
    "plan_from": "2026-02-02",
    "plan_until": "2027-01-31",
    "last_assessed_on": "2026-08-03",
    "last_visited_on": "2026-11-12",
    "children_seen_on": "2026-11-12",
}


def test_a_family_in_progress_is_taken_over_within_two_minutes(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    page = marta.go("/families/in-progress")
    for name, words in (TYPED | DAYS).items():
        page.locator(f"[name={name}]").fill(words)
    marta.tap(page.locator("main button[type=submit], .actions button").last)
    marta.at("/families/[0-9a-f-]{36}$")
    signs = sum(map(len, TYPED.values())) + 8 * len(DAYS)
    seconds = signs * SECONDS_A_SIGN + (len(TYPED) + len(DAYS) + marta.taps) * SECONDS_A_FIELD
    print(f"a family in progress: {len(TYPED) + len(DAYS)} fields, about {seconds:.0f} s")
    assert seconds <= 120
    words = marta.words()
    assert "Rodzina Wróbel" in words
    assert re.search("Zgoda na współpracę: jest podpisana 12 stycznia", words)
    marta.go("/families")
    expect(page.get_by_text("Wróbel").first).to_be_visible()
