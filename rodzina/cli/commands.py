"""flask check, migrate, setup, reset-link, seed, routes-policy, keys rotate; exit status 0 or 1.

With --json one line of JSON and nothing else.
"""

import json
from datetime import timedelta
from pathlib import Path

import click
from flask import current_app

from rodzina.accounts.invitations import ask_for_reset
from rodzina.accounts.models import Invitation
from rodzina.accounts.rules import INVITATION_LIFE, RESET_LIFE
from rodzina.cli import escalation as _escalation  # noqa: F401 - a command of this room too
from rodzina.cli.blueprint import blueprint, centres, tell
from rodzina.cli.database import explained
from rodzina.cli.keys import rotate_keys
from rodzina.cli.safety import unsafe_settings
from rodzina.config import Settings, number_in
from rodzina.crypto import fresh_token, token_hash
from rodzina.db import db, utc_now
from rodzina.office.actions import found_office
from rodzina.periods import day_of
from rodzina.schema import gather_statistics, migrate
from rodzina.vocabulary import Role
from rodzina.web.access import policy


def settings() -> Settings:
    held: Settings = current_app.config["RODZINA"]
    return held


@blueprint.cli.command("check")
@click.option("--json", "as_json", is_flag=True)
def check(as_json: bool) -> None:
    """Refuses unsafe production settings."""
    found = unsafe_settings(settings())
    lines = [f"unsafe: {line}" for line in found] or ["safe to serve"]
    tell({"safe": not found, "unsafe": found}, as_json, lines, failed=bool(found))


@blueprint.cli.command("migrate")
@explained()
def bring_up_to_date() -> None:
    """Brings tables and rights up to date with the owner's address."""
    migrate(settings().owner_url, settings().database_url)
    click.echo("tables are up to date")


@blueprint.cli.command("routes-policy")
@click.option("--json", "as_json", is_flag=True)
def routes_policy(as_json: bool) -> None:
    """Every route with its methods, roles and kind of object."""
    rows = policy(current_app)
    lines = [f"{' '.join(r['methods']):12} {r['route']:60} {r['roles']}" for r in rows]
    click.echo(json.dumps(rows) if as_json else "\n".join(lines))


@blueprint.cli.command("setup")
@click.option("--name", prompt="Name of the centre")
@click.option("--short-name", prompt="Short name (GOPS w …)")
@click.option("--email", prompt="Administrator's e-mail")
@click.option("--person", prompt="Administrator's name")
@explained()
def set_up(name: str, short_name: str, email: str, person: str) -> None:
    """Founds a centre and prints the administrator's single-use link."""
    if "@" not in email:
        raise click.BadParameter(
            "write a whole address, like anna.nowak@gops.pl", param_hint="email"
        )
    migrate(settings().owner_url, settings().database_url)
    number = max(centres(), default=0) + 1
    found_office(current_app.extensions["master_keys"], number, name=name, short_name=short_name)
    token = fresh_token()
    db.session.add(
        Invitation(
            token_hash=token_hash(token),
            office_id=number,
            role=Role.ADMINISTRATOR,
            email=email.strip().casefold(),
            name=person,
            expires_at=utc_now() + INVITATION_LIFE,
        )
    )
    db.session.commit()
    say_link("invitation", token, INVITATION_LIFE)


@blueprint.cli.command("reset-link")
@click.argument("email")
@explained()
def reset_link(email: str) -> None:
    """Prints a single-use link to a new password, where no mail can bring it."""
    token = fresh_token()
    if ask_for_reset(email, token_hash(token), utc_now()) is None:
        raise click.ClickException("Nobody works here under this e-mail.")
    say_link("new-password", token, RESET_LIFE)


def say_link(way: str, token: str, life: timedelta) -> None:
    hours = int(life.total_seconds() // 3600)
    click.echo(f"Open within {hours} hours, once: {outside(settings())}/{way}/{token}")


def outside(held: Settings) -> str:
    """Where people find us; without a proxy on this computer alone."""
    if held.https:
        return f"https://{held.public_host}"
    return f"http://{held.public_host}:{number_in('PORT', 8000)}"


@blueprint.cli.command("seed")
@click.option("--scale", type=click.IntRange(1, 100_000), required=True, help="families")
@click.option("--visits", type=int, default=None, help="recorded visits in all")
@click.option("--seed", type=int, default=2026)
@click.option("--canaries", type=click.Path(dir_okay=False, path_type=Path), default=None)
@explained()
def seed_families(scale: int, visits: int | None, seed: int, canaries: Path | None) -> None:
    """Invented families in an empty database; canaries go to every personal field and a file."""
    from rodzina.demo.canaries import Canaries
    from rodzina.demo.load import DEMO_PASSWORD, is_empty, seed_scale
    from rodzina.demo.scale import Scale

    migrate(settings().owner_url, settings().database_url)
    if not is_empty():
        raise click.ClickException(
            "This database holds people already; seeding wants an empty one."
        )
    marks = Canaries(seed) if canaries else None
    plan = Scale(scale, seed, day_of(utc_now()), visits)
    click.echo(f"{seed_scale(plan, marks)} families")
    gather_statistics(settings().database_url)
    for person in plan.people:
        click.echo(f"{person.centre} {person.role} {person.email} {DEMO_PASSWORD}")
    if canaries and marks:
        canaries.write_text("\n".join(marks.lines()) + "\n", encoding="utf-8")


@blueprint.cli.group("keys")
def keys() -> None:
    """Keys of centres and families."""


@keys.command("rotate")
@click.option("--json", "as_json", is_flag=True)
@explained()
def rotate(as_json: bool) -> None:
    """New master and centre keys; families' keys are wrapped anew, nothing else is rewritten."""
    result = rotate_keys(current_app.extensions["master_keys"], centres())
    tell(
        result,
        as_json,
        [f"{result['centres']} centres, {result['families']} families wrapped anew"],
    )
