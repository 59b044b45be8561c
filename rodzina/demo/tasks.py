"""What families set out to do: agreed on a visit, planned for months, ticked on later visits."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from rodzina.demo.days import is_working, working_after
from rodzina.demo.phrases import AREAS, Names, Voice
from rodzina.demo.scripts import TASKS, ScriptedTask
from rodzina.demo.shapes import DemoFamily, DemoResult, DemoTask

PLAN_EVERY = timedelta(days=170)
LEFT_OPEN = timedelta(days=30)


def _decide(rng: Random, task: DemoTask) -> tuple[str, bool]:
    """What became of an open task, and whether that closes it."""
    if task.agreed_visit is None:
        return ("done", True) if rng.random() < 0.12 else ("", False)
    chance = rng.random()
    if chance < 0.68:
        return "done", True
    if chance < 0.82:
        return "partly_done", chance > 0.76
    return ("not_done", chance > 0.88) if chance < 0.95 else ("", False)


@dataclass(slots=True)
class Ledger:
    """The tasks of one family as the visits go by."""

    rng: Random
    voice: Voice
    family: DemoFamily
    open: list[DemoTask] = field(default_factory=list)
    closed: list[DemoTask] = field(default_factory=list)
    planned_on: date | None = None
    count: int = 0

    def tick(self, visit: str, when: datetime) -> tuple[DemoResult, ...]:
        """The results of a visit, at most four."""
        results: list[DemoResult] = []
        still: list[DemoTask] = []
        for task in self.open:
            status, closes = _decide(self.rng, task) if len(results) < 4 else ("", False)
            if status:
                reason = "" if status == "done" else self.voice.say("reasons", {}, frozenset())
                results.append(DemoResult(task.key, status, reason))
            if closes:
                reason = results[-1].reason
                self.closed.append(
                    replace(
                        task, status=status, reason=reason, decided_visit=visit, decided_at=when
                    )
                )
            else:
                still.append(task)
        self.open = still
        return tuple(results)

    def agree(
        self, visit: str, when: datetime, areas: Sequence[str], due_on: date, names: Names,
        tags: frozenset[str],
    ) -> tuple[str, ...]:  # fmt: skip
        """New agreements in the areas of the visit."""
        waiting = sum(t.agreed_visit is not None for t in self.open)
        wanted = self.rng.choice((0, 1, 1, 2)) - waiting
        chosen = self.rng.sample(areas, max(0, min(wanted, len(areas))))
        made = [self._add(area, when, due_on, visit, names, tags) for area in chosen]
        return tuple(key for key in made if key)

    def plan(self, when: datetime, names: Names, tags: frozenset[str]) -> None:
        """A handful of tasks for half a year, once the last half year is over."""
        if self.planned_on and when.date() - self.planned_on < PLAN_EVERY:
            return
        self.planned_on = when.date()
        for area in self.rng.choices(AREAS, k=self.rng.randint(4, 7)):
            due_on = when.date() + timedelta(days=self.rng.randint(30, 160))
            self._add(area, when, due_on, None, names, tags)

    def _add(
        self, area: str, when: datetime, due_on: date, visit: str | None, names: Names,
        tags: frozenset[str],
    ) -> str:  # fmt: skip
        title = self.voice.say(f"agreed_{area}", names, tags)
        if not title or any(t.title == title for t in self.open):
            return ""
        self.count += 1
        key = f"{self.family.key}.t{self.count}"
        by = self.family.led_on(when.date())
        owner, member = self._owner()
        self.open.append(
            DemoTask(key, self.family.key, area, title, by, when.date(), owner, member, due_on,
                     agreed_visit=visit)
        )  # fmt: skip
        return key

    def _owner(self) -> tuple[str, str | None]:
        chance = self.rng.random()
        if chance < 0.55:
            return "family", None
        if chance < 0.97:
            return "member", self.rng.choice(self.family.adults).key
        return self.rng.choice(("social_worker", "institution")), None

    def settle(self, today: date, late: bool) -> list[DemoTask]:
        """Nothing stays open for long after its day, except here and there a late one."""
        settled = self.closed
        for task in self.open:
            if task.due_on and task.due_on < today and not (late and self.rng.random() < 0.15):
                task = self._caught_up(task, today)
            settled.append(task)
        return settled

    def _caught_up(self, task: DemoTask, today: date) -> DemoTask:
        stale = task.due_on is not None and today - task.due_on > LEFT_OPEN
        if stale or self.family.closed_on or self.family.case_status == "closing":
            when = datetime.combine(task.due_on or today, time(16))
            return replace(
                task, status=self.rng.choice(("done", "done", "cancelled")), decided_at=when
            )
        return replace(task, due_on=working_after(today, self.rng.randint(1, 25)))


def scripted_tasks(families: dict[str, DemoFamily], today: date) -> list[DemoTask]:
    """The tasks told word for word; the first visits of a key are numbered after those."""
    return [_scripted(families[t.family], t, n, today) for n, t in enumerate(TASKS, 900)]


def _scripted(family: DemoFamily, task: ScriptedTask, number: int, today: date) -> DemoTask:
    made_on, due_on = today - timedelta(days=task.made), today + timedelta(days=task.due)
    done_at = None
    if task.done is not None:
        done_at = datetime.combine(today - timedelta(days=task.done), time(14))
    return DemoTask(
        key=f"{family.key}.t{number}",
        family=family.key,
        area=task.area,
        title=task.title,
        made_by=family.led_on(made_on),
        made_on=made_on,
        owner=task.owner,
        member=f"{family.key}.{task.member}" if task.member else None,
        due_on=due_on if is_working(due_on) or task.due <= 0 else working_after(due_on),
        status="done" if done_at else "todo",
        decided_at=done_at,
    )


def own_tasks(rng: Random, families: list[DemoFamily], today: date) -> list[DemoTask]:
    """What the assistants noted for themselves; Marta's tasks are scripted."""
    voice, tasks = Voice(rng), []
    for family in families:
        if not family.assistant or family.assistant == "zielinska" or family.closed_on:
            continue
        title = voice.say("own_tasks", {}, frozenset({"pupil", "summer", "winter", "several"}))
        made_on = today - timedelta(days=rng.randint(4, 40))
        task = DemoTask(
            f"{family.key}.t800", family.key, rng.choice((*AREAS, "other")), title,
            family.assistant, made_on, "assistant", None, working_after(today, rng.randint(1, 12)),
        )  # fmt: skip
        if rng.random() < 0.65:
            done_at = datetime.combine(made_on + timedelta(days=3), time(13))
            task = replace(
                task, status="done", due_on=made_on + timedelta(days=5), decided_at=done_at
            )
        tasks.append(task)
    return tasks
