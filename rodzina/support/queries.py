"""What a support family may know of the family it helps: BR-19, and not a field more."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import load_only

from rodzina.accounts.models import Person
from rodzina.actors import Actor
from rodzina.audit.actions import trace_opening
from rodzina.db import db
from rodzina.families.models import Family, FamilyMember
from rodzina.sealing import keyring
from rodzina.support.models import SupportLink


@dataclass(frozen=True)
class Helped:
    """First names, the note shared with the support family, and whom to call."""

    adults: list[str]
    children: list[str]
    shared_note: str
    until_on: date | None
    assistant: str
    assistant_phone: str


def link_of(actor: Actor, on: date) -> SupportLink | None:
    """The help under way on a day; the newest, should there be two."""
    return db.session.scalars(
        select(SupportLink)
        .where(
            SupportLink.person_id == actor.person_id,
            SupportLink.from_on <= on,
            or_(SupportLink.until_on.is_(None), SupportLink.until_on >= on),
        )
        .order_by(SupportLink.from_on.desc())
        .limit(1)
    ).first()


def helped_by(actor: Actor, on: date) -> Helped | None:
    """The family that the actor helps, as far as a support family may know it; traced."""
    link = link_of(actor, on)
    if link is None:
        return None
    wrapped, assistant, phone = db.session.execute(
        select(Family.key_wrapped, Person.name, Person.phone)
        .outerjoin(Person, Person.id == Family.assistant_id)
        .where(Family.id == link.family_id)
    ).one()
    keyring().learn(link.family_id, wrapped)
    people = members_at_home(link)
    helped = Helped(
        [m.first_name for m in people if not m.is_child],
        [m.first_name for m in people if m.is_child],
        link.shared_note, link.until_on, assistant or "", phone or "",
    )  # fmt: skip
    trace_opening("support_link", link.id, link.family_id)
    return helped


def members_at_home(link: SupportLink) -> list[FamilyMember]:
    """Only those whom the support family meets, and of them only what a first name needs."""
    wanted = select(FamilyMember).where(
        and_(
            FamilyMember.family_id == link.family_id,
            FamilyMember.lives_at_home,
            FamilyMember.left_on.is_(None),
        )
    )
    shown = (FamilyMember.first_name_sealed, FamilyMember.relation, FamilyMember.family_id)
    return list(
        db.session.scalars(
            wanted.options(load_only(*shown, raiseload=True)).order_by(FamilyMember.position)
        )
    )
