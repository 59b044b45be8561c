"""What a phone has kept and the centre could not simply record: it waits for a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from rodzina.db import Coded, Record, of_person, within
from rodzina.sealing import sealed_list, sealed_text
from rodzina.vocabulary import Word


def _(text: str) -> str:
    return text


class ParkedWhy(Word):
    """Why something that a phone has kept could not simply be recorded."""

    NOT_OPEN = "not_open", _("the family is led by somebody else now")
    CHANGED = "changed", _("changed meanwhile by somebody else")
    REFUSED = "refused", _("something in it has to be put right")


class ParkedDecision(Word):
    ACCEPTED = "accepted", _("accepted")
    SENT_BACK = "sent_back", _("sent back")


class ParkedEntry(Record):
    """The fields of one form as its author sent them; kept sealed, also once it is decided."""

    __tablename__ = "parked_entry"
    __table_args__ = (
        within("family", "family_id"),
        Index("ix_parked_entry_author", "office_id", "person_id"),
        Index("ix_parked_entry_decision", "office_id", "decision"),
    )

    family_id: Mapped[UUID | None]
    person_id: Mapped[UUID] = of_person()
    operation_id: Mapped[UUID]
    path: Mapped[str] = mapped_column(String(200))
    form: Mapped[str] = mapped_column(String(40))
    why: Mapped[ParkedWhy] = mapped_column(Coded(ParkedWhy))
    problem: Mapped[str] = mapped_column(String(200))
    decision: Mapped[ParkedDecision | None] = mapped_column(Coded(ParkedDecision))
    decided_by: Mapped[UUID | None] = of_person()
    decided_at: Mapped[datetime | None]
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    body = sealed_list()
    words = sealed_text()
