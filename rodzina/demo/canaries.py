"""Unique marks in every personal text, with the list of who may read each of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from rodzina.demo.shapes import (
    DemoArea,
    DemoConcern,
    DemoConsent,
    DemoFamily,
    DemoMember,
    DemoResult,
    DemoTask,
    DemoVisit,
)

# Multiplying by an odd number modulo 2**32 never gives the same mark twice.
ODD, MARKS = 2654435761, 2**32
THE_FILE = ("assistant", "supervisor", "social_worker")
THE_CONCERN = ("assistant", "supervisor")
FAMILY_TEXTS = ("surname", "locality", "street", "landmark", "phone", "housing", "safety_note")
MEMBER_TEXTS = (
    "first_name", "last_name", "citizenship", "education", "occupation", "workplace",
    "income_source", "school", "development", "legal_situation",
)  # fmt: skip
ORDER_TEXTS = ("court", "case_file_number", "execution_control")
VISIT_TEXTS = ("note", "place_note", "others_present")


@dataclass(frozen=True, slots=True)
class Canary:
    """A mark, the field it stands in, and the roles of its centre and the people who may see it."""

    canary: str
    field: str
    centre: str
    family: str
    roles: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(slots=True)
class Canaries:
    """Marks the texts of a family's file; `readers` are e-mails by family."""

    seed: int
    family: DemoFamily | None = None
    readers: tuple[str, ...] = ()
    marked: list[Canary] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """One JSON object a mark."""
        for canary in self.marked:
            values = {name: getattr(canary, name) for name in Canary.__slots__}
            yield json.dumps(values, ensure_ascii=False)

    def mark(self, text: str, name: str, roles: tuple[str, ...] = THE_FILE) -> str:
        """The text with a mark of its own behind it."""
        number = (self.seed + (len(self.marked) + 1) * ODD) % MARKS
        canary = f"KAN-{number:08x}"
        centre, key = (self.family.centre, self.family.key) if self.family else ("", "")
        self.marked.append(Canary(canary, name, centre, key, roles, self.readers))
        return f"{text} {canary}".strip()

    def texts(self, record: object, kind: str, names: tuple[str, ...]) -> dict[str, Any]:
        """The record's texts by name, each with its mark."""
        return {name: self.mark(getattr(record, name), f"{kind}.{name}") for name in names}

    def in_family(self, family: DemoFamily, readers: tuple[str, ...]) -> DemoFamily:
        """The family with every text marked; what follows belongs to this family."""
        self.family, self.readers = family, readers
        order = family.order and replace(
            family.order, **self.texts(family.order, "order", ORDER_TEXTS)
        )
        return replace(
            family,
            **self.texts(family, "family", FAMILY_TEXTS),
            order=order,
            members=tuple(self._in_member(m) for m in family.members),
            consents=tuple(self._in_consent(c) for c in family.consents),
        )

    def _in_member(self, member: DemoMember) -> DemoMember:
        return replace(member, **self.texts(member, "member", MEMBER_TEXTS))

    def _in_consent(self, consent: DemoConsent) -> DemoConsent:
        return replace(consent, note=self.mark(consent.note, "consent.note"))

    def in_visit(self, visit: DemoVisit) -> DemoVisit:
        if visit.outcome is None:
            return visit
        return replace(
            visit,
            **self.texts(visit, "visit", VISIT_TEXTS),
            areas=tuple(self._in_area(a) for a in visit.areas),
            results=tuple(self._in_result(r) for r in visit.results),
        )

    def _in_area(self, area: DemoArea) -> DemoArea:
        return replace(area, phrases=(*area.phrases, self.mark("Własny zwrot", "area.phrases")))

    def _in_result(self, result: DemoResult) -> DemoResult:
        return replace(result, reason=self.mark(result.reason, "result.reason"))

    def in_task(self, task: DemoTask) -> DemoTask:
        return replace(task, **self.texts(task, "task", ("title", "reason")))

    def in_concern(self, concern: DemoConcern) -> DemoConcern:
        return replace(concern, text=self.mark(concern.text, "concern.text", THE_CONCERN))
