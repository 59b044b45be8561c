"""The centre and its parameters in force."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from rodzina.db import current_office, db
from rodzina.office.models import Office, Parameter
from rodzina.sealing import keyring

# Figures of the law or of practice (DOMAIN 2.5, 2.6): in force until a centre sets its own.
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
}


def office() -> Office:
    """The centre entered; its key is learned on the way."""
    found = db.session.scalars(select(Office).where(Office.id == current_office())).one()
    keyring().learn_centre(found.id, found.key_wrapped)
    return found


def parameters(on: date) -> dict[str, int]:
    """All figures in force on a day; one statement a request."""
    held: dict[str, int] | None = db.session().info.get("parameters")
    if held is None:
        rows = db.session.execute(
            select(Parameter.name, Parameter.value)
            .where(Parameter.valid_from <= on)
            .order_by(Parameter.valid_from)
        )
        held = dict(DEFAULTS) | {name: int(value) for name, value in rows}
        db.session().info["parameters"] = held
    return held


def is_deputy(person_id: UUID) -> bool:
    return office().deputy_id == person_id
