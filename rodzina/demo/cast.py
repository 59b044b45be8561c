"""The invented centres and the people who work there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoCentre:
    """A centre; `deputy` is the key of the person who reads concerns with the supervisor."""

    key: str
    name: str
    short_name: str
    address: str
    phone: str
    deputy: str


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A role in one centre; the same e-mail twice is one person who belongs to both."""

    key: str
    centre: str
    name: str
    email: str
    role: str
    title: str
    phone: str


ZALESIE = DemoCentre(
    "zalesie",
    "Gminny Ośrodek Pomocy Społecznej w Zalesiu",
    "GOPS w Zalesiu",
    "ul. Szkolna 2, 16-500 Zalesie",
    "87 500 00 00",
    deputy="sadowska",
)
BRZEZINY = DemoCentre(
    "brzeziny",
    "Gminny Ośrodek Pomocy Społecznej w Brzezinach",
    "GOPS w Brzezinach",
    "ul. Ogrodowa 5, 16-530 Brzeziny",
    "87 510 00 00",
    deputy="gorska",
)
CENTRES = (ZALESIE, BRZEZINY)

# No Polish mobile network uses numbers that start with 64, so a tap on "call" reaches nobody.
STAFF = """
zalesie|zielinska|Marta Zielińska|assistant|asystentka rodziny
zalesie|maj|Tomasz Maj|assistant|asystent rodziny
zalesie|wilk|Agnieszka Wilk|assistant|asystentka rodziny
zalesie|krawiec|Joanna Krawiec|assistant|asystentka rodziny
zalesie|bak|Iwona Bąk|assistant|asystentka rodziny
zalesie|krol|Paweł Król|assistant|asystent rodziny
zalesie|nowicka|Barbara Nowicka|supervisor|kierowniczka
zalesie|sadowska|Grażyna Sadowska|supervisor|zastępczyni kierowniczki
zalesie|lipska|Katarzyna Lipska|social_worker|pracownica socjalna
zalesie|rogala|Andrzej Rogala|social_worker|pracownik socjalny
zalesie|wrona|Ewa i Jan Wrona|support_family|rodzina wspierająca
zalesie|sowa|Michał Sowa|administrator|administrator
brzeziny|gorska|Elżbieta Górska|supervisor|kierowniczka
brzeziny|kaczmar|Urszula Kaczmar|assistant|asystentka rodziny
brzeziny|brzeziny-bak|Iwona Bąk|assistant|asystentka rodziny
brzeziny|pasek|Henryk Pasek|social_worker|pracownik socjalny
brzeziny|brzeziny-sowa|Michał Sowa|administrator|administrator
"""
LETTERS = str.maketrans("ąćęłńóśźż", "acelnoszz")


def slug(text: str) -> str:
    """Lower case without Polish marks, for keys and addresses."""
    return text.lower().translate(LETTERS).replace(" ", "-")


def address_of(name: str, centre: str) -> str:
    """The e-mail of a person: first and last name at the centre's invented domain."""
    return f"{slug(name).replace('-i-', '.').replace('-', '.')}@gops-{centre}.pl"


def _people() -> tuple[DemoPerson, ...]:
    first: dict[str, str] = {}
    people = []
    for line in STAFF.strip().splitlines():
        centre, key, name, role, title = line.split("|")
        email = first.setdefault(name, address_of(name, centre))
        phone = f"640 500 {100 + list(first).index(name):03d}"
        people.append(DemoPerson(key, centre, name, email, role, title, phone))
    return tuple(people)


PEOPLE = _people()
LIMIT = 15
