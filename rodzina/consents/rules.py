"""The legal basis of work (art. 8(3), KRO art. 109), and what is stopped without it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rodzina.problems import RuleBroken
from rodzina.vocabulary import ConsentDecision, ConsentWay, ParentalAuthority, Relation, Word

# The act on supporting the family is in force since then: no consent to it can be older.
ACT_IN_FORCE = date(2012, 1, 1)
HOLDS_AUTHORITY = frozenset({ParentalAuthority.FULL, ParentalAuthority.LIMITED})
PARENTS = frozenset({Relation.MOTHER, Relation.FATHER})


def _(text: str) -> str:
    return text


class BasisState(Word):
    """Whether, and by whose will, the work with a family may go on."""

    PRESENT = "present", _("consent to work together")
    MISSING = "missing", _("no consent to work together")
    REFUSED = "refused", _("consent refused")
    WITHDRAWN = "withdrawn", _("consent withdrawn")
    BY_COURT = "by_court", _("by court order")


@dataclass(frozen=True)
class PersonFacts:
    """A member of the family who may decide, as the rule needs to know them."""

    id: UUID
    name: str
    relation: Relation
    authority: ParentalAuthority
    is_minor: bool = False


@dataclass(frozen=True)
class Decision:
    """What a person decided, when, and how it was obtained."""

    member_id: UUID
    decision: ConsentDecision
    decided_on: date
    way: ConsentWay = ConsentWay.PAPER


@dataclass(frozen=True)
class OrderFacts:
    """A court order in force, with the children it names (BR-07)."""

    id: UUID
    court: str
    case_file_number: str
    issued_on: date
    valid_until: date | None = None
    children: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Who may decide, every decision from the oldest to the newest, and the order in force."""

    family_id: UUID
    people: tuple[PersonFacts, ...] = ()
    decisions: tuple[Decision, ...] = ()
    order: OrderFacts | None = None


@dataclass(frozen=True)
class Position:
    """Where a person stands now; `counts` when their will makes the basis."""

    person: PersonFacts
    counts: bool
    decision: Decision | None = None


@dataclass(frozen=True)
class Basis:
    """The legal basis of the work with a family, as its banner shows it."""

    family_id: UUID
    state: BasisState
    since: date | None = None
    who: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    order: OrderFacts | None = None

    @property
    def is_on_paper(self) -> bool:
        """Whether the consent that makes the basis was signed."""
        first = min(
            (p.decision for p in self.positions if p.decision and p.person.name in self.who),
            key=lambda decision: decision.decided_on,
            default=None,
        )
        return first is not None and first.way is ConsentWay.PAPER

    @property
    def allows_planning(self) -> bool:
        return allows_planning(self.state)


def allows_planning(state: BasisState) -> bool:
    return state in {BasisState.PRESENT, BasisState.BY_COURT}


def may_decide(relation: Relation, authority: ParentalAuthority) -> bool:
    """Adults of the household, and a child who is a parent (UWR art. 11(5): minor parents)."""
    return relation is not Relation.CHILD or authority in HOLDS_AUTHORITY


def makes_basis(relation: Relation, authority: ParentalAuthority, is_minor: bool) -> bool:
    """BR-06: whoever holds parental authority, the legal guardian, or a minor parent."""
    if relation is Relation.GUARDIAN or authority in HOLDS_AUTHORITY:
        return True
    return relation in PARENTS and authority is ParentalAuthority.NONE and is_minor


def newest(decisions: Iterable[Decision]) -> Mapping[UUID, Decision]:
    """Each person's decision that counts: the last one; they come from the oldest on."""
    return {decision.member_id: decision for decision in decisions}


def positions_of(facts: Facts) -> tuple[Position, ...]:
    """Where each person who may decide stands, so that both parents' positions are seen."""
    held = newest(facts.decisions)
    return tuple(
        Position(p, makes_basis(p.relation, p.authority, p.is_minor), held.get(p.id))
        for p in facts.people
        if may_decide(p.relation, p.authority)
    )


def legal_basis(facts: Facts) -> Basis:
    """Art. 8(3) and KRO art. 109: an order in force, or the consent of one who holds authority."""
    positions = positions_of(facts)
    if facts.order is not None:
        return by_court(facts.family_id, facts.order, positions)
    counting = [p for p in positions if p.counts and p.decision is not None]
    state = state_of(p.decision.decision for p in counting if p.decision)
    deciding = [p for p in counting if p.decision and DECIDES.get(p.decision.decision) is state]
    days = [p.decision.decided_on for p in deciding if p.decision]
    since = (min if state is BasisState.PRESENT else max)(days, default=None)
    who = tuple(p.person.name for p in deciding)
    return Basis(facts.family_id, state, since, who, positions)


def by_court(family_id: UUID, order: OrderFacts, positions: tuple[Position, ...]) -> Basis:
    """The order replaces the family's will; where each person stands is shown all the same."""
    return Basis(family_id, BasisState.BY_COURT, order.issued_on, positions=positions, order=order)


DECIDES = {
    ConsentDecision.GIVEN: BasisState.PRESENT,
    ConsentDecision.WITHDRAWN: BasisState.WITHDRAWN,
    ConsentDecision.REFUSED: BasisState.REFUSED,
}


def state_of(decisions: Iterable[ConsentDecision]) -> BasisState:
    """One consent is enough; without any, a withdrawn one weighs more than a refused one."""
    held = set(decisions)
    for decision, state in DECIDES.items():
        if decision in held:
            return state
    return BasisState.MISSING


def check_planning_allowed(basis: Basis) -> None:
    """BR-06, art. 8(3): no further visits are planned and no plan starts without a basis.

    What happened can always be recorded: this rule is never asked about a record.
    """
    if not basis.allows_planning:
        raise RuleBroken(
            "There is no consent to work together, so further visits cannot be planned. "
            "What happened can always be recorded."
        )


def check_day(day: date, today: date) -> None:
    """A decision was taken on a day that has come, under the act in force since 2012."""
    if day > today:
        raise RuleBroken("This day has not come yet. Write the day of the decision.", "decided_on")
    if day < ACT_IN_FORCE:
        raise RuleBroken("Family assistants have worked since 2012. Check the year.", "decided_on")


def check_withdrawal(standing: Decision | None, withdrawn_on: date, today: date) -> None:
    """BR-08: only a consent that was given can be withdrawn, from a day on."""
    if standing is None or standing.decision is not ConsentDecision.GIVEN:
        raise RuleBroken("This person has not given consent. Choose another.", "member")
    check_day(withdrawn_on, today)
    if withdrawn_on < standing.decided_on:
        raise RuleBroken(
            "A consent cannot be withdrawn before it was given. Check the day.", "decided_on"
        )
