"""Who is who among the families: those with a story of their own, and the surnames of the rest."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is fixed about a family before chance fills in the rest.

    `people` reads "Anna 34, Piotr 37; Kuba 9, Zosia 6": adults, then children, with ages, a
    relation where it is not mother or father, and a place where a child is not at home.
    `on` is the weekday of visits, counted in working days from today.
    """

    surname: str
    assistant: str = ""
    centre: str = "zalesie"
    locality: str = ""
    street: str = ""
    people: str = ""
    basis: str = ""
    status: str = "in_progress"
    consent: str = "given"
    since: int = 0
    until: int = 0
    on: int | None = None
    at: time | None = None
    every: int = 7
    late: bool = False
    flags: tuple[str, ...] = ()
    moved: bool = False
    inherited: bool = False


LEGENDS = (
    Sketch("Mazur", "zielinska", locality="Borki", street="Borki 14", since=252, on=0, at=time(13),
           people="Anna 34, Piotr 37; Kuba 9, Zosia 6, Staś 1"),
    Sketch("Sikora", "zielinska", locality="Zalesie", street="ul. Lipowa 7/2", since=410, on=0,
           at=time(15, 30), people="Magdalena 29; Hania 4"),
    Sketch("Pawlak", "zielinska", locality="Dąbrówka", street="Dąbrówka 8", since=330, on=2,
           at=time(14), every=14, late=True, people="Ilona 35, Robert 38; Oliwia 11, Kacper 8"),
    Sketch("Lis", "zielinska", locality="Kalinówka", street="Kalinówka 3", since=520, on=0,
           at=time(9), people="Beata 33; Ola 8, Michał 5"),
    Sketch("Dudek", "zielinska", locality="Borki", street="Borki 22", since=160, on=0,
           at=time(10, 45), people="Sylwia 24, Adam 27; Lena 2"),
    Sketch("Walczak", "zielinska", locality="Zalesie", street="ul. Polna 19", since=610, on=1,
           at=time(8, 30), every=14, people="Halina 41; Wiktor 15, Natalia 12, Franek 7"),
    Sketch("Baran", "zielinska", locality="Olszanka", street="Olszanka 5", since=540, on=2,
           at=time(9, 30), people="Dorota 37; Julka 13, Igor 9"),
    Sketch("Szulc", "zielinska", locality="Stara Wieś", street="Stara Wieś 11", since=290, on=3,
           at=time(10, 15), until=18, flags=("dangerous_dog",),
           people="Renata 38; Damian 14, Sandra 12, Nikola 8, Oskar 4"),
    Sketch("Kovalenko", "zielinska", locality="Zalesie", street="ul. Ogrodowa 4/11", since=4, on=1,
           at=time(9), status="assigned", consent="",
           people="Oksana 32, Ihor 35; Sofija 7, Maksym 3"),
    Sketch("Gajda", "zielinska", locality="Borki", street="Borki 3", since=230, on=4,
           at=time(12, 15), basis="minor_parent",
           people="Wiktoria 17, Danuta 48 legal_guardian; Nikodem 0"),
    Sketch("Cichy", "maj", locality="Kalinówka", street="Kalinówka 17", since=360, until=16,
           people="Ewelina 28; Alan 6, Maja 3"),
    Sketch("Rak", "krol", locality="Podlesie", street="Podlesie 9", since=17, until=15,
           status="contact_made", consent="",
           people="Mariola 36, Zbigniew 40; Patryk 10, Weronika 6"),
    Sketch("Sobczak", "krol", locality="Lipniki", street="Lipniki 21", since=300, on=0, at=time(9),
           basis="court_order", consent="court", flags=("in_pairs",),
           people="Justyna 31, Kamil 33 partner; Dominik 8, Amelia 5, Antek 2"),
    Sketch("Grzelak", "wilk", locality="Brzozówka", street="Brzozówka 6", since=200,
           people="Monika 30; Bartek 9, Zuzia 6"),
    Sketch("Madej", "wilk", locality="Nowa Wieś", street="Nowa Wieś 12", since=420,
           status="closing", consent="withdrawn",
           people="Aneta 39, Grzegorz 42; Kinga 16, Mateusz 11"),
    Sketch("Kosmala", "krawiec", locality="Wólka", street="Wólka 2", since=380,
           people="Teresa 45; Szymon 15, Basia 10"),
    Sketch("Orzech", "krawiec", locality="Lipniki", street="Lipniki 4", since=480,
           people="Krystyna 61 legal_guardian; Emilka 9, Tymek 7"),
    Sketch("Lasota", "maj", locality="Olszanka", street="Olszanka 30", since=270,
           basis="foster_reintegration",
           people="Marzena 33, Artur 36; Nadia 9 related_foster, Leon 4"),
    Sketch("Trela", "krawiec", locality="Zalesie", street="ul. Cicha 1", since=340,
           basis="foster_reintegration", people="Kamila 27; Gabriel 5 foster, Nela 1"),
    Sketch("Śliwa", "krawiec", locality="Wólka", street="Wólka 15", since=190, basis="za_zyciem",
           people="Patrycja 29, Marcin 31; Miłosz 1"),
    Sketch("Socha", "bak", locality="Jeziorki", street="Jeziorki 7", since=35, status="diagnosing"),
    Sketch("Zych", "bak", locality="Wólka", street="Wólka 28", since=20, status="consented"),
    Sketch("Tkacz", "maj", since=500, inherited=True),
    Sketch("Czapla", "wilk", locality="Zalesie", since=400,
           people="Malwina 30, Hubert 33; Olaf 6, Pola 3"),
    Sketch("Jasik", "krol", locality="Podlesie", since=450,
           people="Wioletta 38, Zenon 44; Marcel 12, Sara 9"),
    Sketch("Bujak", "bak", locality="Kalinówka", since=500,
           people="Bożena 40, Ireneusz 45; Kasia 13, Wojtek 10"),
    Sketch("Hajduk", "krawiec", locality="Zalesie", street="ul. Krótka 6", since=26,
           status="consent_refused", consent="refused", people="Edyta 27, Rafał 30; Iga 3"),
    Sketch("Wasik", locality="Podlesie", street="Podlesie 31", status="requested",
           basis="court_order", consent="court",
           people="Lidia 34, Krzysztof 36; Adrian 9, Laura 5"),
    Sketch("Stec", "bak", locality="Kalinówka", street="Kalinówka 8", since=470, until=70,
           status="monitoring"),
    Sketch("Pietras", "wilk", locality="Zalesie", street="ul. Młyńska 3", since=530, until=120,
           status="closed"),
    Sketch("Duda", locality="Jeziorki", street="Jeziorki 19", status="signalled", consent="",
           people="Marlena 26; Aleks 4"),
)  # fmt: skip

REST = {
    "zielinska": "Kmieć Żak Wilczek Ozga",
    "maj": """Adamczyk Banaś Bielak Cieślak Drozd Gruszka Janik Kubiak Michalik Niemczyk Olejnik
        Ptak Rosiak""",
    "wilk": """Bednarz Bondarenko Domagała Furman Jurczak Kaczor Kopeć Nawrot Piątek Rybak
        Świątek Łoś""",
    "krawiec": "Błaszczyk Ćwik Figiel Kłos Lach Melnyk Wróbel",
    "bak": "Czech Gawron Kania Lewczuk Mrozek Kurzawa",
    "krol": "Dziuba Golec Kurek Mikuła Tkaczenko Wnuk",
    "kaczmar": "Paluch Szczygieł Żurek",
    "brzeziny-bak": "Hołub Skiba",
}
UKRAINIAN = frozenset({"Kovalenko", "Bondarenko", "Melnyk", "Tkaczenko"})
ROUND = {
    "zielinska": "Zalesie Dąbrówka Stara-Wieś Borki",
    "maj": "Zalesie Kalinówka Olszanka Nowa-Wieś Zalesie",
    "wilk": "Zalesie Brzozówka Nowa-Wieś Stara-Wieś",
    "krawiec": "Lipniki Wólka Zalesie",
    "bak": "Kalinówka Jeziorki Kalinówka Wólka Kalinówka",
    "krol": "Podlesie Lipniki Jeziorki",
    "kaczmar": "Brzeziny Sosnówka",
    "brzeziny-bak": "Zagórze",
}


def roster() -> tuple[Sketch, ...]:
    """Every family in a fixed order, those with a story first."""
    rest = []
    for assistant, surnames in REST.items():
        centre = "brzeziny" if assistant in {"kaczmar", "brzeziny-bak"} else "zalesie"
        villages = [v.replace("-", " ") for v in ROUND[assistant].split()]
        for place, surname in enumerate(surnames.split()):
            locality = villages[place % len(villages)]
            rest.append(Sketch(surname, assistant, centre, locality, moved=place == 3))
    return LEGENDS + tuple(rest)
