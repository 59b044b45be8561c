"""Two versions of one field: the author of an entry, or the supervisor, chooses what stays."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext

from rodzina.actors import Actor
from rodzina.families.access import open_family
from rodzina.offline.contents import Pairs
from rodzina.offline.models import ParkedEntry
from rodzina.problems import RuleBroken
from rodzina.visits.clashes import KEEP, Card, cards, pairs_to_choose, sent_in
from rodzina.visits.comparing import Comparison, compare
from rodzina.visits.drafts import as_form
from rodzina.visits.forms import RecordForm
from rodzina.visits.queries import visit_of
from rodzina.vocabulary import VisitStatus

CORRECTION = re.compile(r"/families/[0-9a-f-]{36}/visits/([0-9a-f-]{36})/correction")
CHANGED_AGAIN = "It has changed once more. Look again and choose."
CHOOSE = "Choose what stays."


@dataclass(frozen=True)
class Choice:
    """What there is to choose between, beside the newest version of the record."""

    found: Comparison
    author: UUID
    reason: str

    def people(self) -> set[UUID]:
        """Whose words there are to choose between."""
        return {self.author, *self.found.authors.values()}

    def cards(self, names: dict[UUID, str]) -> list[Card]:
        return cards(self.found, self.author, names)

    def body(self, sent: Mapping[str, str]) -> Pairs:
        """The correction as its form would send it with these answers; RuleBroken without them."""
        if sent.get("base") != str(self.found.number):
            raise RuleBroken(CHANGED_AGAIN)
        kept = [[name, sent.get(f"{KEEP}{name}", "")] for name in self.found.clashes]
        if not all(answer for _name, answer in kept):
            raise RuleBroken(CHOOSE)
        pairs = pairs_to_choose(self.found, self.reason)
        for name, answer in kept:
            pairs += [["clash", name], [f"{KEEP}{name}", answer]]
        return pairs


def choice_of(actor: Actor, entry: ParkedEntry) -> Choice | None:
    """What is to be chosen about an entry of a family that the actor may open; None if nothing."""
    path = CORRECTION.fullmatch(entry.path)
    if path is None or entry.decision is not None or entry.family_id is None:
        return None
    visit = visit_of(open_family(actor, entry.family_id, trace=False), UUID(path[1]))
    form = RecordForm(as_form(entry.body))
    if visit is None or visit.status is not VisitStatus.RECORDED or not form.validate():
        return None
    try:
        found = compare(visit, sent_in(form), entry.person_id)
    except RuleBroken:  # names people in a way that no form has
        return None
    if not found.clashes:
        return None
    return Choice(
        found,
        entry.person_id,
        form.reason.data or gettext("Chosen from two versions"),
    )
