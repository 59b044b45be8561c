"""What a phone has kept and the centre could not simply record: it waits for a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from rodzina.db import Coded, Record, of_person, within
from rodzina.sealing import sealed_list, sealed_text
from rodzina.vocabulary import Role, Word


def _(text: str) -> str:
    return text


class ParkedWhy(Word):
    """Why something that a phone has kept could not simply be recorded."""

    NOT_OPEN = "not_open", _("the family is led by somebody else now")
    CHANGED = "changed", _("changed meanwhile by somebody else")
    REFUSED = "refused", _("something in it has to be put right")
    RESCUED = "rescued", _("rescued from a phone")


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


class DeviceState(Word):
    """Where a phone stands; see devices.state_of."""

    IN_USE = "in_use", _("in use")
    LOST = "lost", _("lost, waits for contact")
    TAKEN_OVER = "taken_over", _("lost, what was not sent is taken over")
    WIPED = "wiped", _("wiped")
    GIVEN_UP = "given_up", _("lost, nobody waits for it any more")


class Device(Record):
    """A phone with a sealed box, under the id it gave itself; a second key to the box lies here."""

    __tablename__ = "device"
    __table_args__ = (Index("ix_device_person", "office_id", "person_id"),)

    person_id: Mapped[UUID] = of_person()
    role: Mapped[Role] = mapped_column(Coded(Role))
    label: Mapped[str] = mapped_column(String(120))
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    ticket_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    last_seen_at: Mapped[datetime]
    unsent: Mapped[int | None]
    lost_at: Mapped[datetime | None]
    lost_by: Mapped[UUID | None] = of_person()
    taken_over_at: Mapped[datetime | None]
    wiped_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    given_up_by: Mapped[UUID | None] = of_person()
    recovery_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    recovery = sealed_text()

    @property
    def sealing_family(self) -> None:
        return None
