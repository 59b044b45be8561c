"""The centre and its parameters in force."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from rodzina.db import current_office, db, visiting
from rodzina.office.models import Office, Parameter
from rodzina.sealing import keyring

# Figures of the law or of practice (docs/law.md): in force until a centre sets its own.
DEFAULTS: Mapping[str, int] = {
    "caseload_limit": 15,
    "caseload_warn": 12,
    "count_suspended": 1,
    "count_for_life": 1,
    "not_visited_days": 14,
    "child_unseen_days": 30,
    "missed_visits": 3,
    "assessment_months": 6,
    "concern_escalation_minutes": 120,
    "correction_reason_hours": 24,
    "usual_visit_minutes": 60,
    "lease_days": 14,
}


def office() -> Office:
    """The centre entered, read once a session; its key is learned on the way."""
    held: Office | None = db.session().info.get("centre")
    if held is None:
        held = db.session.scalars(select(Office).where(Office.id == current_office())).one()
        keyring().learn_centre(held.id, held.key_wrapped)
        db.session().info["centre"] = held
    return held


def centres_named(office_ids: Collection[int]) -> dict[int, str]:
    """Short names of the few centres a person chooses from; each is entered to read its name."""
    names = {}
    for office_id in sorted(set(office_ids)):
        with visiting(office_id):
            names[office_id] = office().short_name
    return names


def parameters(on: date) -> dict[str, int]:
    """All figures in force on a day; one statement a request."""
    held: dict[str, int] | None = db.session().info.get("parameters")
    if held is None:
        held = figures_on(on)
        db.session().info["parameters"] = held
    return held


def figures_on(day: date) -> dict[str, int]:
    """The figures in force on any day, past or to come."""
    rows = db.session.execute(
        select(Parameter.name, Parameter.value)
        .where(Parameter.valid_from <= day)
        .order_by(Parameter.valid_from)
    )
    return dict(DEFAULTS) | {name: int(value) for name, value in rows}


def settings_of_centre() -> dict[str, list[Parameter]]:
    """What the centre has set itself, by name of the figure, the latest day first."""
    held: dict[str, list[Parameter]] = {}
    for parameter in db.session.scalars(select(Parameter).order_by(Parameter.valid_from.desc())):
        held.setdefault(parameter.name, []).append(parameter)
    return held


def history_of(name: str) -> Sequence[Parameter]:
    """Every value of one figure, the latest day first."""
    return db.session.scalars(
        select(Parameter).where(Parameter.name == name).order_by(Parameter.valid_from.desc())
    ).all()


def is_deputy(person_id: UUID) -> bool:
    return office().deputy_id == person_id
