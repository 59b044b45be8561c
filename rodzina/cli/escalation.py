"""flask escalate: a letter without content about concerns that nobody has read; for a timer."""

from collections.abc import Sequence

import click
from flask_babel import force_locale, gettext

from rodzina.accounts.models import Person
from rodzina.accounts.queries import people_of
from rodzina.cli.blueprint import blueprint, centres, tell
from rodzina.cli.database import explained
from rodzina.concerns.actions import note_escalation
from rodzina.concerns.queries import late_and_unsaid
from rodzina.db import enter_office, utc_now
from rodzina.office.queries import office
from rodzina.vocabulary import Role
from rodzina.web import mail


@blueprint.cli.command("escalate")
@click.option("--json", "as_json", is_flag=True)
@explained()
def escalate(as_json: bool) -> None:
    """Writes to supervisors, deputies and administrators where a concern is silent for too long."""
    waiting = letters = failed = 0
    for office_id in centres():
        enter_office(office_id)
        concerns = late_and_unsaid(utc_now())
        waiting += len(concerns)
        if not concerns or not mail.can_send():
            continue
        told = [write_to(person) for person in whom_to_tell(office_id)]
        letters += sum(told)
        failed += not any(told)
        if any(told):
            note_escalation(concerns)
    result = {"waiting": waiting, "letters": letters, "mail": mail.can_send()}
    line = f"{waiting} concerns unread for too long, {letters} letters sent"
    tell(result, as_json, [line], failed=bool(failed))


def whom_to_tell(office_id: int) -> Sequence[Person]:
    """Everybody who can make sure that it is read; each once."""
    deputy = office().deputy_id
    told = {Role.SUPERVISOR, Role.ADMINISTRATOR}
    people = {
        person.id: person
        for person, member in people_of(office_id)
        if member.role in told or person.id == deputy
    }
    return list(people.values())


def write_to(person: Person) -> bool:
    with force_locale(person.locale):
        subject = gettext("Rodzina: something waits to be read")
        text = gettext("Something that must be read today waits in Rodzina. Sign in and open it.")
    return mail.send(mail.settings().mail, person.email, subject, text)
