"""First names, places and other words an invented family is put together from."""

from importlib.resources import files


def _lists() -> dict[str, list[str]]:
    text = files("rodzina.demo").joinpath("corpus", "names.txt").read_text("utf-8")
    pairs = (line.partition(": ") for line in text.splitlines())
    return {kind: names.split() for kind, _, names in pairs}


LISTS = _lists()
MASCULINE_IN_A = frozenset({"Kuba", "Illa", "Mykoła", "Barnaba"})

KILOMETRES = {
    "Zalesie": 1, "Nowa Wieś": 5, "Borki": 6, "Podlesie": 7, "Dąbrówka": 8, "Kalinówka": 9,
    "Lipniki": 10, "Olszanka": 11, "Wólka": 12, "Brzozówka": 13, "Stara Wieś": 14, "Jeziorki": 15,
    "Brzeziny": 1, "Sosnówka": 6, "Zagórze": 8,
}  # fmt: skip
TOWNS = {"Zalesie", "Brzeziny"}
SCHOOLS = {
    "zalesie": ("Zalesiu", "Olszance", "Kalinówce"),
    "brzeziny": ("Brzezinach", "Zagórzu"),
}

EDUCATION = ("podstawowe", "gimnazjalne", "zasadnicze zawodowe", "średnie", "wyższe", "")
OCCUPATIONS = {
    True: ("sprzedawczyni", "krawcowa", "kucharka", "opiekunka", "ogrodniczka", ""),
    False: ("mechanik", "stolarz", "murarz", "kierowca", "rolnik", ""),
}
WORKPLACES = ("sklep w Zalesiu", "tartak", "gospodarstwo rolne", "piekarnia", "firma sprzątająca")
INCOMES = ("umowa o pracę", "umowa zlecenie", "gospodarstwo rolne", "zasiłek", "prace dorywcze")
SAFETY_NOTES = {
    "dangerous_dog": "Pies na posesji: przed wejściem zadzwonić, gospodarz zamknie go w kojcu.",
    "aggression": "Spotkania przed południem; przed wejściem zadzwonić do ośrodka.",
    "infection": "Choroba zakaźna w domu: maseczka, ręce po wyjściu.",
    "in_pairs": "Wizyty we dwie osoby, termin uzgodnić z pracownikiem socjalnym.",
    "outside": "Umawiać się w ośrodku albo w świetlicy.",
}


def is_feminine(first_name: str) -> bool:
    """Polish women's names end in -a; the few men's names that do are listed."""
    return first_name.endswith("a") and first_name not in MASCULINE_IN_A
