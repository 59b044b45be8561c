"""Who acts, and what their device sent: small values handed to every action."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rodzina.vocabulary import Role


@dataclass(frozen=True)
class Actor:
    """A signed-in person in one role of one centre, as read for this request."""

    person_id: UUID
    office_id: int
    role: Role
    name: str
    title: str = ""
    initials: str = ""
    sign_in_id: UUID | None = None
    vouched_by: UUID | None = None  # the supervisor who accepts what this person once sent

    def is_a(self, *roles: Role) -> bool:
        return self.role in roles


@dataclass(frozen=True)
class Sending:
    """An operation under the id its device gave it; the hash tells a repeat from a clash.

    The device's running number, and what its clock said, are kept for information only.
    """

    id: UUID
    content_hash: str
    device_id: UUID | None = None
    number: int | None = None
    phone_at: datetime | None = None
