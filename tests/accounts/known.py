"""What several tests of accounts know: sentences, a new password, cookies and links."""

from urllib.parse import urlsplit

from tests.browsing import Page, Visitor

WRONG = "E-mail i hasło do siebie nie pasują."
TOO_MANY = "Za dużo prób. Odczekaj 15 minut i spróbuj jeszcze raz."
NEW = "sześć-fioletowych-czajników"
EWA = {"name": "Ewa Nowa", "email": "Ewa.Nowa@gops.pl", "role": "assistant", "title": "asystentka"}


def cookie(visitor: Visitor) -> str:
    """The token of the visitor's session, or nothing."""
    held = visitor.client.get_cookie("rodzina")
    return held.value if held else ""


def link_on(page: Page) -> str:
    """The path of the link in the letter shown."""
    (shown,) = (b for b in page.all("b") if b.get("id") == "link")
    return urlsplit("".join(shown.itertext())).path
