"""First names, places and other words an invented family is put together from."""

MOTHERS = ["Agata", "Aleksandra", "Aneta", "Angelika", "Anna", "Beata", "Bogumiła", "Bożena", "Daria", "Dorota", "Edyta", "Elwira", "Emilia", "Ewa", "Ewelina", "Gabriela", "Hanna", "Ilona", "Irena", "Izabela", "Jadwiga", "Joanna", "Jolanta", "Justyna", "Kamila", "Karolina", "Katarzyna", "Kinga", "Klaudia", "Krystyna", "Lidia", "Lucyna", "Magda", "Malwina", "Małgorzata", "Marlena", "Marzena", "Milena", "Monika", "Natasza", "Olga", "Patrycja", "Paulina", "Renata", "Róża", "Sabina", "Sylwia", "Urszula", "Wanda", "Weronika", "Wioletta", "Żaneta"]
FATHERS = ["Adam", "Adrian", "Andrzej", "Arkadiusz", "Artur", "Bogdan", "Cezary", "Dariusz", "Dawid", "Emil", "Fabian", "Grzegorz", "Hubert", "Ireneusz", "Jacek", "Janusz", "Jarosław", "Kamil", "Karol", "Konrad", "Krystian", "Krzysztof", "Leszek", "Łukasz", "Maciej", "Marcin", "Marek", "Mariusz", "Michał", "Norbert", "Paweł", "Piotr", "Przemysław", "Radosław", "Rafał", "Robert", "Sebastian", "Sławomir", "Stefan", "Sylwester", "Tadeusz", "Tomasz", "Waldemar", "Wojciech", "Zbigniew", "Zenon"]
GIRLS = ["Ada", "Alicja", "Amelia", "Antonina", "Basia", "Blanka", "Celina", "Dagmara", "Dorotka", "Eliza", "Emilka", "Ewunia", "Gaja", "Hania", "Helena", "Ida", "Iga", "Jagoda", "Julka", "Kaja", "Kalina", "Kasia", "Klara", "Kornelia", "Laura", "Lena", "Liliana", "Luiza", "Łucja", "Maja", "Malina", "Marcelina", "Marysia", "Matylda", "Michalina", "Nadia", "Natalia", "Nela", "Nikola", "Ola", "Oliwia", "Pola", "Róża", "Sandra", "Sara", "Tosia", "Wiktoria", "Zofia", "Zosia", "Zuzia"]
BOYS = ["Alan", "Aleks", "Antek", "Bartek", "Błażej", "Borys", "Bruno", "Damian", "Dawid", "Dominik", "Eryk", "Fabian", "Filip", "Franek", "Gabriel", "Gracjan", "Igor", "Iwo", "Jaś", "Jeremi", "Julek", "Kacper", "Kajetan", "Kornel", "Krystian", "Ksawery", "Kuba", "Leon", "Maciek", "Maks", "Marcel", "Mateusz", "Mikołaj", "Miłosz", "Natan", "Nikodem", "Olaf", "Oliwier", "Oskar", "Patryk", "Przemek", "Staś", "Szymon", "Tadek", "Tymek", "Wiktor", "Witek", "Wojtek", "Ziemowit", "Ziemek"]
UKRAINIAN_WOMEN = ["Oksana", "Iryna", "Natalia", "Switłana", "Julia", "Olena"]
UKRAINIAN_MEN = ["Ihor", "Serhij", "Andrij", "Wołodymyr", "Dmytro", "Ołeh"]
UKRAINIAN_GIRLS = ["Sofija", "Dana", "Polina", "Anastasija", "Zlata"]
UKRAINIAN_BOYS = ["Maksym", "Artem", "Matwij", "Tymofij", "Danyło"]
MASCULINE_IN_A = frozenset({"Kuba", "Illa", "Mykoła", "Barnaba"})

KILOMETRES = {
    "Zalesie": 1, "Nowa Wieś": 5, "Borki": 6, "Podlesie": 7, "Dąbrówka": 8, "Kalinówka": 9,
    "Lipniki": 10, "Olszanka": 11, "Wólka": 12, "Brzozówka": 13, "Stara Wieś": 14, "Jeziorki": 15,
    "Brzeziny": 1, "Sosnówka": 6, "Zagórze": 8,
}  # fmt: skip
TOWNS = {"Zalesie", "Brzeziny"}
STREETS = ["Lipowa", "Kościelna", "Polna", "Ogrodowa", "Słoneczna", "Leśna", "Krótka", "Młyńska", "Nadrzeczna", "Kwiatowa", "Cicha", "Akacjowa", "Spółdzielcza", "Wiejska", "Kolejowa"]
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
