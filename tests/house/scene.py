"""A row of every table in three files: one's own, a colleague's, and one of another centre.

Every text in it holds a canary, so that a page which shows what it must not is caught by the text.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import Boolean, Date, DateTime, Integer, LargeBinary, Numeric, String, Uuid, select

from rodzina.accounts.actions import start_session
from rodzina.accounts.models import Invitation, Membership, Person, SignIn
from rodzina.crypto import token_hash
from rodzina.db import Base, Coded, Entry, db, enter_office, utc_now
from rodzina.families.actions import write_card
from rodzina.families.models import Family, FamilyMember
from rodzina.office.models import Parameter
from rodzina.periods import day_of
from rodzina.schema import metadata
from rodzina.visits.models import Visit
from rodzina.vocabulary import Role, VisitStatus
from tests.cast import (
    BRZEZINY,
    COLLEAGUES,
    FOREIGN,
    IWONA,
    MARTA,
    MAZUR,
    OTHER_ASSISTANT,
    PLAYERS,
    SUPPORT,
    ZALESIE,
    Player,
)

OWN, COLLEAGUE, ELSEWHERE = "own", "colleague", "elsewhere"
FILES = {OWN: (MAZUR, MARTA), COLLEAGUE: (COLLEAGUES, IWONA), ELSEWHERE: (FOREIGN, OTHER_ASSISTANT)}
# A value of its own where the first word, today or a canary would make no sense.
VALUES: dict[str, Any] = {
    "parameter.name": "usual_visit_minutes",
    "parameter.value": "60",
    "visit.status": VisitStatus.RECORDED,
    "assignment.until_on": day_of(utc_now()),
    "audit_entry.verb": "opened",
    "family.phone": "601 222 333",
    "court_order.case_file_number": "III Nsm 12/26",
    "family.safety_flags": ["dangerous_dog"],
    "concern.topics": ["health"],
    "parked_entry.decision": None,
    "parked_entry.decided_by": None,
    "parked_entry.decided_at": None,
    "device.token_hash": None,
    "device.ticket_hash": None,
    "device.lost_at": None,
    "device.lost_by": None,
    "device.taken_over_at": None,
    "device.wiped_at": None,
    "device.given_up_at": None,
    "device.given_up_by": None,
}
WAYS_OUT = ("signed-out", "expired", "deactivated", "in-another-role")
# How an address calls the row of a table.
CALLED = {
    "member": "family_member",
    "order": "court_order",
    "consent": "service_consent",
    "link": "support_link",
    "phrase": "ready_phrase",
    "entry": "parked_entry",
}


def canary(place: str, what: str) -> str:
    return f"KAN-{place}-{what}"


def models() -> list[type[Any]]:
    """Everything a centre keeps, lower tables first."""
    order = [table.name for table in metadata.sorted_tables]
    held = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, Entry)]
    return sorted(held, key=lambda model: order.index(model.__tablename__))


class Scene:
    """The ids of what was made, by place and by the name that addresses use."""

    def __init__(self) -> None:
        self.ids: dict[str, dict[str, Any]] = {place: {} for place in FILES}
        self.place_of: dict[UUID, tuple[str, str]] = {}
        self.sessions: dict[str, UUID] = {}
        self.tokens: dict[str, str] = {}

    def keep(self, place: str, name: str, made: UUID) -> None:
        self.ids[place][name] = made
        self.place_of[made] = (place, name)

    def id_of(self, place: str, called: str) -> UUID:
        """What an address means by "member_id"; KeyError for what this scene does not make."""
        name = called.removesuffix("_id")
        held: UUID = self.ids[place][CALLED.get(name, name)]
        return held

    def counterpart(self, known: UUID, place: str) -> UUID:
        """The same kind of thing in another file; for an unknown id its family."""
        return self.ids[place][self.place_of.get(known, (OWN, "family"))[1]]


def build(app: Flask) -> Scene:
    """Fills the three files, and opens a session of each file's assistant."""
    scene = Scene()
    scene.place_of |= {player.id: (OWN, "person") for player in PLAYERS}
    with app.test_request_context():
        for place, (family_id, player) in FILES.items():
            enter_office(player.office)
            db.session().info["person"] = player.id
            scene.keep(place, "person", player.id)
            furnish(scene, place, db.session.get_one(Family, (player.office, family_id)))
            invite(scene, place, player)
            db.session.commit()
        give_two_hats()
        for player in PLAYERS:
            sign_in(scene, player)
        for place, (_, player) in FILES.items():
            scene.keep(place, "sign_in", scene.sessions[player.key])
        for how in WAYS_OUT:
            lose(scene, how)
        db.session.remove()
    return scene


def furnish(scene: Scene, place: str, family: Family) -> None:
    """Marks the family and its first member, and adds a row of every other table."""
    mark(place, family)
    for member in family.members:
        mark(place, member)
        scene.place_of[member.id] = (place, "family_member")
    scene.keep(place, "family", family.id)
    scene.keep(place, "family_member", family.members[0].id)
    write_card(family, family.members)
    for model in models():
        if (model, place) == (Parameter, COLLEAGUE):
            scene.ids[place]["parameter"] = scene.ids[OWN]["parameter"]  # both are of one centre
        elif model not in (Family, FamilyMember):
            row = model(**values(scene, place, model))
            db.session.add(row)
            db.session.flush()
            scene.keep(place, model.__tablename__, row.id)
    plan_visits(scene, place)


def plan_visits(scene: Scene, place: str) -> None:
    """A visit planned for an hour ago, and one under way for some minutes."""
    nothing = {"current": 0, "number": None, "outcome": None, "ended_at": None}
    for status, minutes in ((VisitStatus.PLANNED, 90), (VisitStatus.UNDER_WAY, 10)):
        at, begun = utc_now() - timedelta(minutes=minutes), status is VisitStatus.UNDER_WAY
        moments = {"planned_at": at, "started_at": at if begun else None}
        held = values(scene, place, Visit) | nothing | moments | {"id": uuid4(), "status": status}
        db.session.add(Visit(**held))
        scene.keep(place, f"visit {status}", held["id"])


def mark(place: str, record: Any) -> None:
    for name in record.sealed_fields:
        setattr(record, name, text(place, type(record), name) or getattr(record, name))


def text(place: str, model: type[Any], name: str) -> Any:
    """A canary in the shape of the sealed field; nothing for dates."""
    where = f"{model.__tablename__}.{name}"
    empty = getattr(model, name).empty
    if where in VALUES or empty is None:
        return VALUES.get(where)
    if name == "body":  # of a form: pairs of a field's name and what was typed
        return [["note", canary(place, where)]]
    if name == "left_out":  # the field, who had written it, and the words
        return [["note", str(MARTA.id), canary(place, where)]]
    return canary(place, where) if empty == "" else [canary(place, where)]


def values(scene: Scene, place: str, model: type[Any]) -> dict[str, Any]:
    """Something for every column: ids of this file, canaries, today."""
    held = {"id": uuid4()}
    for column in model.__table__.columns:
        name = column.name
        if name in {"id", "office_id", "version", "created_at"} or name.endswith("_sealed"):
            continue
        where = f"{model.__tablename__}.{name}"
        held[name] = VALUES[where] if where in VALUES else plain(scene, place, column, where)
    return held | {name: text(place, model, name) for name in model.sealed_fields}


def plain(scene: Scene, place: str, column: Any, where: str) -> Any:
    moment = utc_now().replace(microsecond=0) - timedelta(hours=4)
    if column.name == "ended_at":
        moment += timedelta(minutes=45)
    if isinstance(column.type, Coded):
        return next(iter(column.type.words))
    if isinstance(column.type, Uuid):
        return referred(scene, place, column)
    if isinstance(column.type, Date) and column.nullable:
        return None
    kinds: tuple[tuple[type[Any], Any], ...] = (
        (Boolean, True),
        (Integer, 1),
        (Numeric, 1),
        (DateTime, moment),
        (Date, day_of(moment)),
        (LargeBinary, b""),
        (String, canary(place, where)[: getattr(column.type, "length", None) or 60]),
    )
    return next(value for kind, value in kinds if isinstance(column.type, kind))


def referred(scene: Scene, place: str, column: Any) -> UUID | None:
    """The row of this file that a column points at, by its key or by its name."""
    tables = [key.column.table.name for key in column.foreign_keys if key.column.name == "id"]
    if f"{column.table.name}.{column.name}" == "support_link.person_id" and place == OWN:
        return SUPPORT.id
    if tables:
        return scene.ids[place][tables[0]]  # type: ignore[no-any-return]
    name = column.name.removesuffix("_id").removeprefix("agreed_")
    return scene.ids[place].get(CALLED.get(name, name))


def invite(scene: Scene, place: str, player: Player) -> None:
    link = Invitation(
        id=uuid4(),
        token_hash=token_hash(canary(place, "token")),
        office_id=player.office,
        role=Role.ASSISTANT,
        email=f"{place}@example.pl",
        name=canary(place, "invitation.name"),
        made_by=player.id,
        expires_at=utc_now() + timedelta(days=1),
    )
    db.session.add(link)
    scene.keep(place, "invitation", link.id)


def give_two_hats() -> None:
    """The assistant also supervises another centre: her session here must not reach there."""
    db.session.add(Membership(office_id=BRZEZINY, person_id=MARTA.id, role=Role.SUPERVISOR))
    db.session.commit()


def sign_in(scene: Scene, player: Player) -> None:
    member = db.session.get_one(Membership, (player.office, player.id, player.role))
    token = start_session(member, "tests", phone=True, now=utc_now())
    wanted = select(SignIn.id).where(SignIn.token_hash == token_hash(token))
    scene.tokens[player.key] = token
    scene.sessions[player.key] = db.session.scalars(wanted).one()


def lose(scene: Scene, how: str) -> None:
    """Somebody was signed in, until the session, its time, their role or their access ended."""
    player = Player(how, ZALESIE, Role.ASSISTANT, "Dawna Osoba")
    db.session.add(Person(id=player.id, email=player.email, name=player.name, password_hash="x"))
    db.session.flush()
    member = Membership(office_id=ZALESIE, person_id=player.id, role=player.role)
    db.session.add(member)
    db.session.commit()
    sign_in(scene, player)
    session = db.session.get_one(SignIn, scene.sessions[player.key])
    if how == "signed-out":
        session.ended_at = utc_now()
    elif how == "expired":
        session.expires_at = utc_now() - timedelta(seconds=1)
    else:
        member.active = False
    if how == "in-another-role":
        new = Membership(office_id=ZALESIE, person_id=player.id, role=Role.SUPERVISOR)
        db.session.add(new)
    db.session.commit()


def all_words(app: Flask) -> str:
    """Every text of the centre as the app itself reads it."""
    held = []
    with app.test_request_context():
        enter_office(ZALESIE)
        for model in models():
            for row in db.session.scalars(select(model)).unique():
                held += [str(getattr(row, name)) for name in model.sealed_fields]
        db.session.remove()
    return "\n".join(sorted(held))
