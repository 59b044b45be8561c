"""Members of an invented family: as the sketch names them, or put together by chance."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from rodzina.demo import names as words
from rodzina.demo.cast import slug
from rodzina.demo.days import age
from rodzina.demo.names import is_feminine
from rodzina.demo.shapes import DemoMember

FOSTERED = {"related_foster": "pełni ją babcia", "foster": "rodzina zastępcza w powiecie"}
CHILDREN = (1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5)


def household(
    rng: Random, surname: str, people: str, today: date, *, centre: str, ukrainian: bool
) -> tuple[DemoMember, ...]:
    """Adults first, then children from the oldest; the keys are unique in the family."""
    adults, _, children = (people or invented(rng, ukrainian)).partition("; ")
    members = [_adult(rng, surname, text, today) for text in adults.split(", ")]
    members += [_child(rng, surname, text, today, centre) for text in children.split(", ") if text]
    if any(not m.lives_at_home for m in members):
        members = [
            replace(m, parental_authority="limited") if m.parental_authority == "full" else m
            for m in members
        ]
    citizenship = "ukraińskie" if ukrainian else "polskie"
    return tuple(replace(m, citizenship=citizenship) for m in members)


def invented(rng: Random, ukrainian: bool) -> str:
    """A household by chance, in the words of a sketch."""
    kind = "ukrainian_" if ukrainian else ""
    mothers, fathers = words.LISTS[f"{kind}mothers"], words.LISTS[f"{kind}fathers"]
    years = rng.randint(21, 45)
    adults = f"{rng.choice(mothers)} {years}"
    if rng.random() < 0.62:
        man = f"{rng.choice(fathers)} {max(21, years + rng.randint(-3, 8))}"
        adults += f", {man}{' partner' if rng.random() < 0.2 else ''}"
    return f"{adults}; {_invented_children(rng, years, kind, adults)}"


def _invented_children(rng: Random, mother: int, kind: str, taken: str) -> str:
    names = (*words.LISTS[f"{kind}girls"], *words.LISTS[f"{kind}boys"])
    pool = [name for name in names if name not in taken]
    years = rng.randint(0, min(13, mother - 19))
    ages = []
    for _ in range(rng.choice(CHILDREN)):
        if years > min(17, mother - 18):
            break
        ages.append(years)
        years += rng.randint(1, 4)
    chosen = rng.sample(pool, len(ages))
    return ", ".join(f"{name} {years}" for name, years in zip(chosen, reversed(ages), strict=True))


def _born(rng: Random, years: int, today: date) -> date:
    last = date(today.year - years, today.month, min(today.day, 28))
    return last - timedelta(days=rng.randint(45, 330))


def _adult(rng: Random, surname: str, text: str, today: date) -> DemoMember:
    name, years, *relation = text.split()
    feminine = is_feminine(name)
    relation = relation or ["mother" if feminine else "father"]
    works = rng.random() < 0.45
    return DemoMember(
        key=f"{slug(surname)}.{slug(name)}",
        relation=relation[0],
        first_name=name,
        last_name=surname,
        born_on=_born(rng, int(years), today),
        parental_authority="none" if relation[0] in {"partner", "legal_guardian"} else "full",
        marital_status=rng.choice(("single", "married", "married", "divorced")),
        education=rng.choice(words.EDUCATION),
        occupation=rng.choice(words.OCCUPATIONS[feminine]),
        workplace=rng.choice(words.WORKPLACES) if works else "",
        income_source=rng.choice(words.INCOMES) if works else "świadczenia na dzieci",
    )


def _child(rng: Random, surname: str, text: str, today: date, centre: str) -> DemoMember:
    name, years, *place = text.split()
    born_on = _born(rng, int(years), today)
    return DemoMember(
        key=f"{slug(surname)}.{slug(name)}",
        relation="child",
        first_name=name,
        last_name=surname,
        born_on=born_on,
        lives_at_home=not place,
        place=place[0] if place else "home",
        school=school_of(rng, age(born_on, today), centre),
        development=rng.choice(("", "", "", "zajęcia logopedyczne", "okulary", "alergia")),
        legal_situation=FOSTERED[place[0]] if place else "",
    )


def school_of(rng: Random, years: int, centre: str) -> str:
    town = rng.choice(words.SCHOOLS[centre])
    if years < 3:
        return ""
    if years < 7:
        return f"Przedszkole w {town}"
    if years < 15:
        return f"Szkoła Podstawowa w {town}, klasa {years - 6}"
    return f"Zespół Szkół w {town}, klasa {years - 14}"
