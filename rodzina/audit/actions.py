"""Writes the trace by itself, and lets one operation work once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from sqlalchemy import event, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from rodzina.actors import Actor, Sending
from rodzina.audit.models import AuditEntry, Operation
from rodzina.db import Entry, db
from rodzina.problems import Conflict, RuleBroken

UNTRACED = {"audit_entry", "operation", "visit_draft"}
AT_ONCE = 10  # so many operations may change the same record at the same moment
LATER = "later"
BOOKKEEPING = {"version", "created_at"}

Given = ParamSpec("Given")


def trace(
    verb: str,
    object_kind: str,
    object_id: UUID | None = None,
    family_id: UUID | None = None,
    changed: str = "",
) -> None:
    """Adds one row to the trace; it is kept with the transaction under way."""
    db.session.add(
        AuditEntry(
            person_id=db.session().info.get("person"),
            verb=verb,
            object_kind=object_kind,
            object_id=object_id,
            family_id=family_id,
            changed=changed,
        )
    )


def trace_opening(object_kind: str, object_id: UUID, family_id: UUID) -> None:
    """Keeps at once that somebody opened a family's file; a pack is traced as a whole."""
    if db.session().info.get("untraced"):
        return
    trace("opened", object_kind, object_id, family_id)
    db.session.commit()


@event.listens_for(Session, "before_flush")
def _trace_changes(session: Session, context: Any, instances: Any) -> None:
    for verb, records in (("created", session.new), ("changed", session.dirty)):
        for record in list(records):
            if isinstance(record, Entry) and record.__tablename__ not in UNTRACED:
                changed = changed_fields(record)
                if verb == "created" or changed:
                    trace(verb, record.__tablename__, record.id, family_of(record), changed)


def changed_fields(record: Entry) -> str:
    state = inspect(record)
    names = (
        a.key.removesuffix("_sealed")
        for a in state.attrs
        if a.key not in BOOKKEEPING and a.history.has_changes()
    )
    return ",".join(sorted(names))[:500] if state.persistent else ""


def family_of(record: Entry) -> UUID | None:
    if record.__tablename__ == "family":
        return record.id
    family: UUID | None = getattr(record, "family_id", None)
    return family


def once(
    kind: str,
) -> Callable[
    [Callable[Concatenate[Actor, Given], UUID]],
    Callable[Concatenate[Actor, Sending, Given], UUID],
]:
    """Makes a non-committing step into a public action: one operation id works once, then commits.

    The action returns the id of what it made or changed; a repeat gets the same answer. Raises
    Conflict when the id comes back with other content, or the record was changed meanwhile.
    """

    def decorate(
        step: Callable[Concatenate[Actor, Given], UUID],
    ) -> Callable[Concatenate[Actor, Sending, Given], UUID]:
        @wraps(step)
        def action(
            actor: Actor, sending: Sending, /, *given: Given.args, **named: Given.kwargs
        ) -> UUID:
            earlier = answered(actor, kind, sending)
            for more_tries in reversed(range(AT_ONCE)):
                if earlier is not None:
                    return earlier
                try:
                    result = step(actor, *given, **named)
                    keep_operation(actor, kind, sending, result)
                    db.session.commit()
                    tell(sending, "done")
                    return result
                except (IntegrityError, StaleDataError, RuleBroken) as problem:
                    earlier = answer_of_twin(actor, kind, sending, problem, more_tries)
            raise AssertionError("the last try answers or raises")

        return action

    return decorate


def answer_of_twin(
    actor: Actor, kind: str, sending: Sending, problem: Exception, more_tries: int
) -> UUID | None:
    """A double tap: if the same operation won a moment ago, its answer holds here too.

    None where another operation changed the same record in between: the step sees its work and is
    tried again. What a person must compare first, the step itself refuses.
    """
    db.session.rollback()
    earlier = answered(actor, kind, sending)
    if earlier is not None or (isinstance(problem, StaleDataError) and more_tries):
        return earlier
    if isinstance(problem, StaleDataError):
        tell(sending, LATER)
        raise Conflict("Somebody else has just changed this. Look and try again.") from problem
    raise problem


def tell(sending: Sending, result: str) -> None:
    """What became of the operation in this request, for the answer's own headers."""
    db.session().info["told"] = sending.id, result


def told_of(operation: UUID) -> str:
    """What became of an operation in this request: done, reused, later (too many at once)."""
    known, result = db.session().info.get("told", (None, ""))
    return str(result) if known == operation else ""


def answered(actor: Actor, kind: str, sending: Sending) -> UUID | None:
    """The answer already given to this operation, if any."""
    known = db.session.scalar(select(Operation).where(Operation.id == sending.id))
    if known is None:
        return None
    same = (known.person_id, known.kind, known.content_hash)
    if same != (actor.person_id, kind, sending.content_hash):
        tell(sending, "reused")
        raise Conflict("This was already sent with other content. Open the page again.")
    tell(sending, "done")
    return known.result


def keep_operation(actor: Actor, kind: str, sending: Sending, result: UUID) -> None:
    db.session.add(
        Operation(
            id=sending.id,
            person_id=actor.person_id,
            kind=kind,
            content_hash=sending.content_hash,
            result=result,
            device_id=sending.device_id,
            device_number=sending.number,
            phone_at=sending.phone_at,
        )
    )
