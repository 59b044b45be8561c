"""A thumb that is quicker than the phone: the button is pressed before the box is open."""

import pytest

from tests.phone.boxes import boxed
from tests.phone.devices import PhoneMaker
from tests.phone.test_flight_mode import FAILURES

AT_ONCE = """
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("clock_form");
  if (form) setTimeout(() => form.requestSubmit(), 0);
});
"""


@pytest.mark.parametrize("away", [False, True], ids=["with signal", "without signal"])
def test_a_visit_that_ends_as_soon_as_its_page_is_there_goes_on_to_its_record(
    phone: PhoneMaker, away: bool
) -> None:
    marta = boxed(phone, *FAILURES, pack=True)
    marta.page.locator("body[data-packed]").wait_for()
    marta.context.add_init_script(AT_ONCE)
    sent: list[str] = []
    marta.page.on("request", lambda asked: sent.append(f"{asked.method} {asked.url}"))
    marta.context.set_offline(away)
    marta.go("/today")
    marta.press("Rozpocznij wizytę")
    marta.at("/record$")
    assert not [told for told in sent if told.startswith("POST") and told.endswith("/draft")]


def test_without_a_box_the_centre_keeps_the_draft_as_before(phone: PhoneMaker) -> None:
    marta = phone("assistant")
    marta.context.add_init_script(AT_ONCE)
    sent: list[str] = []
    marta.page.on("request", lambda asked: sent.append(f"{asked.method} {asked.url}"))
    marta.go("/today")
    marta.press("Rozpocznij wizytę")
    marta.at("/record$")
    assert [told for told in sent if told.startswith("POST") and told.endswith("/draft")]
