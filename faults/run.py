"""Rounds of everything going wrong at once, and the calm after which all must be there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID

from playwright.sync_api import Error, Playwright

from bench.data import World
from faults.centre import Centre, Colleague
from faults.handset import BoxGone, Handset, at_some_moment, survived
from faults.judge import Verdict, false_sent, judge
from faults.letters import Letter, Writer
from faults.network import Network
from faults.server import Server
from rodzina.db import utc_now
from rodzina.periods import day_of

# By how many hours the phone's clock may be wrong: right, an hour, days, weeks, a year. It is the
# page's clock only: were it twelve hours behind the worker's, that would take the keys for old.
SKEWS = (0, 0, 0, 1, -1, 49, -11, 24 * 30, 24 * 365)
WHILE_WRITING = 0.25  # of the deaths
CALM = 120.0


@dataclass
class Plan:
    """How long and how hard."""

    seed: int
    sends: int
    kills: int
    leavers: int = 4
    families: int = 8
    seconds: float = 10.0
    waiting: int = 120  # so many entries on the phone at most

    @property
    def tasks(self) -> int:
        return self.sends // 12


@dataclass
class Run:
    """One run: the people, the phone, and everything written down about them."""

    plan: Plan
    world: World
    playwright: Playwright
    rng: Random = field(init=False)
    letters: list[Letter] = field(default_factory=list)
    promised: set[UUID] = field(default_factory=set)
    false: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    handsets: list[Handset] = field(default_factory=list)
    note: Callable[[str], None] = print
    rounds: int = 0
    stumbles: int = 0
    handed_over: int = 0
    left_the_centre: int = 0

    def __post_init__(self) -> None:
        self.rng = Random(self.plan.seed)
        self.centre, self.server = Centre(self.world.app), Server(self.world)
        self.network = Network(self.server.port, Random(self.plan.seed + 1))
        self.main, *self.others = self.centre.assistants()
        self.worker = self.somebody(self.main, self.plan.families, self.plan.tasks)
        self.away: dict[UUID, int] = {}

    def somebody(self, person: UUID, families: int, tasks: int) -> Colleague:
        return self.centre.colleague(person, families, tasks, self.rng)

    def writer(self, who: Colleague) -> Writer:
        return Writer(who.id, who.households, self.rng, day_of(utc_now()))

    def handset(self, who: Colleague) -> Handset:
        profile = Path(self.world.home / f"phone-{who.id.hex[:8]}")
        held = Handset(self.playwright, profile, self.network.address, who.sign_in)
        self.handsets.append(held)
        return held

    @property
    def kills(self) -> int:
        return sum(phone.kills for phone in self.handsets)

    def all(self) -> Verdict:
        """The whole run; the verdict is clean when nothing was lost, doubled or altered."""
        leavers = [self.somebody(p, 4, 8) for p in self.others[: self.plan.leavers]]
        self.centre.begin()
        phone, writer = self.handset(self.worker), self.writer(self.worker)
        phone.start()
        phone.make_box()
        device = phone.device()
        while not self.is_enough:
            if not survived(lambda: self.one_round(phone, writer)):
                self.stumbles += 1
                phone.kill()
            if leavers and self.rounds % max(1, self.plan.kills // (self.plan.leavers + 1)) == 0:
                self.say_goodbye(leavers.pop())
        return self.in_the_calm(phone, device)

    @property
    def is_enough(self) -> bool:
        return (
            self.kills >= self.plan.kills
            and self.server.kills >= self.plan.kills
            and self.network.sends >= self.plan.sends
        )

    def one_round(self, phone: Handset, writer: Writer) -> None:
        """Entries are written and sent while the browser and the server die."""
        self.rounds += 1
        if not phone.pid:
            self.switch_on(phone, self.rng.choice(SKEWS))
        self.network.calm = False
        self.hand_a_family_over()
        self.check(phone)
        waiting = sum(state != "sent" for state in phone.rows().values())
        batch = self.write(writer, self.plan.waiting - waiting)
        with at_some_moment(*self.deaths(phone)):
            survived(lambda: (phone.enqueue(batch), phone.drain(self.plan.seconds)))
        self.promised |= phone.promised
        self.note(
            f"round {self.rounds}: {self.network.sends} sends, {self.kills} and "
            f"{self.server.kills} kills, {len(self.promised)} promised, {waiting} waited"
        )

    def deaths(self, phone: Handset) -> list[tuple[float, Callable[[], None]]]:
        """When the browser dies, and the server before it; nobody once it was often enough."""
        if min(self.kills, self.server.kills) >= self.plan.kills:
            return []
        dies = self.rng.uniform(0.5, self.plan.seconds)
        if self.rng.random() < WHILE_WRITING:
            phone.drain(self.plan.seconds / 2)
            dies = self.rng.uniform(0, 0.6)
        return [(dies, phone.kill), (self.rng.uniform(0, dies), self.server.die_and_come_back)]

    def switch_on(self, phone: Handset, skew: float) -> None:
        """A browser that stumbles as it starts is started again."""
        for _try in range(3):
            phone.leave()
            phone.start(skew)
            if survived(phone.open):
                return
            self.stumbles += 1
            phone.kill()
        raise BoxGone(f"after {self.rounds} rounds")

    def write(self, writer: Writer, count: int) -> list[Letter]:
        batch = [writer.write() for _ in range(max(0, count))]
        self.letters += batch
        return batch

    def check(self, phone: Handset) -> None:
        """Nothing that the phone let go of, or calls sent, is missing at the centre."""
        rows, receipts = phone.rows(), phone.receipts()
        waiting = {op for op, state in rows.items() if state != "sent"}
        known = self.centre.operations()
        mine = {letter.operation for letter in self.letters if letter.person == self.main}
        self.false += false_sent((self.promised & mine) - waiting, receipts, known)

    def hand_a_family_over(self) -> None:
        """Every few rounds a family goes to somebody else, and comes back later."""
        for family, until in list(self.away.items()):
            if self.rounds >= until:
                self.centre.hand_over(family, self.main)
                del self.away[family]
        if self.rounds % 4 == 2:
            family = self.rng.choice(self.worker.households).id
            if family not in self.away:
                self.centre.hand_over(family, self.others[-1])
                self.away[family] = self.rounds + self.rng.randint(1, 5)
                self.handed_over += 1

    def say_goodbye(self, who: Colleague) -> None:
        """Somebody leaves the centre with entries on the phone: they go before the box does."""
        self.left_the_centre += 1
        phone, writer = self.handset(who), self.writer(who)
        writer.records = 2_000 + 200 * self.left_the_centre
        self.network.calm = True
        phone.start()
        phone.make_box()
        self.network.calm = False
        batch = self.write(writer, 40)
        phone.enqueue(batch[:20])
        phone.drain(1.5)
        phone.enqueue(batch[20:30])
        self.centre.deactivate(who.id)
        phone.session = str
        phone.enqueue(batch[30:])
        self.promised |= phone.promised
        self.until_wiped(phone, f"rodzina-{who.id}")
        phone.leave()

    def until_wiped(self, phone: Handset, box: str) -> None:
        for number in range(60):
            if not phone.pid:
                phone.leave()
                phone.start(self.rng.choice(SKEWS))
            deeds = [(self.rng.uniform(0.1, 1.5), phone.kill)] if number % 3 == 1 else []
            with at_some_moment(*deeds):
                wiped = survived(lambda: self.contact(phone)) and is_gone(phone, box)
            if wiped:
                return
        self.left.append(f"the box of {box} is still there")

    def contact(self, phone: Handset) -> None:
        phone.on.go("/today")
        phone.on.page.wait_for_timeout(700)

    def in_the_calm(self, phone: Handset, device: UUID) -> Verdict:
        """Everything works again: what waits is sent, what was put off arrives, all is judged."""
        self.network.calm = True
        if not phone.pid:
            self.switch_on(phone, 0)
        self.check(phone)
        phone.drain(CALM)
        self.network.deliver_all()
        self.check(phone)
        self.left += still_waiting(phone.rows())
        self.left += [f"number {n}" for n in self.centre.missing(device, self.main)]
        phone.leave()
        verdict = judge(self.letters, self.promised, self.centre.held())
        verdict.false_sent, verdict.left_on_phone = self.false, self.left
        return verdict

    def end(self) -> None:
        self.network.shutdown()
        self.network.server_close()
        self.server.stop()


def is_gone(phone: Handset, box: str) -> bool:
    try:
        return box not in phone.boxes()
    except Error:
        return False


def still_waiting(rows: dict[UUID, str]) -> Iterable[str]:
    return [f"{op} {state}" for op, state in rows.items() if state != "sent"]
