"""Who acts, and what their device sent: small values handed to every action."""

from dataclasses import dataclass
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

    def is_a(self, *roles: Role) -> bool:
        return self.role in roles


@dataclass(frozen=True)
class Sending:
    """An operation under the id its device gave it; the hash tells a repeat from a clash."""

    id: UUID
    content_hash: str
