"""What is told word for word: the days that the overview, Dziś and the family page show."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cache
from importlib.resources import files

from rodzina.demo.days import working_before, working_until


@cache
def told() -> dict[str, str]:
    """Notes and concerns word for word, by family and day."""
    lines = _lines("told")
    return {key: text for key, _, text in (line.partition(": ") for line in lines)}


def _lines(name: str) -> list[str]:
    return files("rodzina.demo").joinpath("corpus", f"{name}.txt").read_text("utf-8").splitlines()


@dataclass(frozen=True, slots=True)
class Scripted:
    """A contact at a fixed distance from today: `=18` that day, `~7` or the working day before it,
    `-4` the fourth working day back. Its note is in `told.txt`; without one chance tells it."""

    family: str
    when: str
    at: time = time(10, 15)
    minutes: int = 60
    kind: str = "home_visit"
    outcome: str = "completed"
    present: tuple[str, ...] = ()
    areas: tuple[tuple[str, str, str], ...] = ()
    agreed: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        return told().get(f"{self.family} {self.when}", "")

    def day(self, today: date) -> date:
        count = int(self.when[1:])
        if self.when[0] == "-":
            return working_before(today, count)
        day = today - timedelta(days=count)
        return day if self.when[0] == "=" else working_until(day)


@dataclass(frozen=True, slots=True)
class ScriptedTask:
    """A task with days counted from today: made, due and done (none while it is open)."""

    family: str
    area: str
    title: str
    made: int
    due: int
    done: int | None = None
    owner: str = "family"
    member: str | None = None


@dataclass(frozen=True, slots=True)
class ScriptedConcern:
    """A concern; `read` are hours until each reader opened it."""

    family: str
    days: int
    at: time
    topics: tuple[str, ...]
    read: dict[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return told()[f"{self.family} {self.days}"]


TALK = (("other", "Rozmowa wspierająca", ""),)
SCRIPTS = (
    Scripted("mazur", "~7", time(13), 80, present=("anna", "kuba", "zosia", "stas"),
             areas=(("nutrition", "Zakupy z listą", "together"),
                    ("budget", "Przegląd wydatków", "prompted")),
             agreed=("Prowadzić zeszyt wydatków", "Lista zakupów na tydzień",
                     "Stała pora odrabiania lekcji")),
    Scripted("mazur", "~10", time(12, 10), 10, "phone", present=("piotr",)),
    Scripted("mazur", "~14", time(13), 75, present=("anna", "piotr", "kuba", "zosia", "stas"),
             areas=(("household", "Plan dnia i tygodnia", "prompted"),
                    ("parenting", "Lekcje", "prompted"))),
    Scripted("mazur", "~20", time(9), 5, outcome="nobody_home"),
    Scripted("szulc", "=18", time(10, 15), 65,
             present=("renata", "damian", "sandra", "nikola", "oskar")),
    Scripted("szulc", "~6", time(12, 30), 10, "phone", present=("renata",)),
    Scripted("cichy", "=16", time(12, 15), 60, present=("ewelina", "alan", "maja")),
    Scripted("rak", "=15", time(10, 15), 50, areas=TALK,
             present=("mariola", "zbigniew", "patryk", "weronika")),
    Scripted("grzelak", "-5", time(14), 60, present=("monika", "bartek", "zuzia")),
    Scripted("grzelak", "-4", time(14), 5, outcome="nobody_home"),
    Scripted("grzelak", "-2", time(15, 45), 5, outcome="nobody_home"),
    Scripted("grzelak", "-1", time(9, 55), 5, outcome="nobody_home"),
    Scripted("madej", "-4", time(15, 45), 40, areas=TALK,
             present=("aneta", "grzegorz", "kinga", "mateusz")),
    Scripted("hajduk", "-3", time(12, 15), 35, areas=TALK, present=("edyta", "rafal", "iga")),
)  # fmt: skip

TODAY_NOTES = {
    "lis": Scripted("lis", "=0", present=("beata", "ola", "michal"),
                    areas=(("parenting", "Wspólna zabawa", "alone"),
                           ("budget", "Rachunki i raty", "prompted"))),
    "dudek": Scripted("dudek", "=0", present=("sylwia", "adam", "lena"),
                      areas=(("nutrition", "Planowanie posiłków", "prompted"),)),
}  # fmt: skip
# Minutes from today's next visit, and how long it takes.
TODAY_MINUTES = {"lis": (-240, 70), "dudek": (-135, 40), "mazur": (0, 75), "sikora": (150, 20)}

CONCERNS = (
    ScriptedConcern("sobczak", 0, time(10, 5), ("conditions", "child_safety")),
    ScriptedConcern("grzelak", 40, time(15, 20), ("child_safety",), {"nowicka": 1}),
    ScriptedConcern("czapla", 96, time(11, 40), ("health",), {"nowicka": 3, "sadowska": 20}),
    ScriptedConcern("jasik", 203, time(16, 10), ("violence",), {"sadowska": 15}),
    ScriptedConcern("bujak", 310, time(9, 30), ("substances",), {"nowicka": 2}),
)


def _task(line: str) -> ScriptedTask:
    family, area, title, made, due, done, owner, member = line.split("|")
    return ScriptedTask(
        family, area, title, int(made), int(due), int(done) if done else None, owner, member or None
    )


TASKS = tuple(_task(line) for line in _lines("told_tasks"))
