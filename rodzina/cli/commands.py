"""flask check, setup, routes-policy, keys rotate: one JSON line with --json, exit status 0 or 1."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from flask import Blueprint, current_app
from sqlalchemy import select, text

from rodzina.accounts.models import Invitation, Membership
from rodzina.cli.keys import rotate_keys
from rodzina.config import Settings
from rodzina.crypto import fresh_token, token_hash
from rodzina.db import db, utc_now
from rodzina.office.actions import found_office
from rodzina.periods import day_of
from rodzina.schema import is_current, migrate
from rodzina.vocabulary import Role
from rodzina.web.access import policy

blueprint = Blueprint("cli", __name__, cli_group=None)
SHORTEST_SECRET = 32


def settings() -> Settings:
    held: Settings = current_app.config["RODZINA"]
    return held


def tell(result: dict[str, Any], as_json: bool, lines: list[str], failed: bool = False) -> None:
    click.echo(json.dumps(result) if as_json else "\n".join(lines))
    if failed:
        sys.exit(1)


def unsafe_settings() -> list[str]:
    """What must not be so where families' data is real."""
    held = settings()
    found = []
    if held.debug:
        found.append("debug is on: unset RODZINA_DEBUG and FLASK_DEBUG")
    if len(held.secret_key) < SHORTEST_SECRET:
        found.append(
            "the secret key is short or a default: unset RODZINA_SECRET_KEY or give 32+ characters"
        )
    if not held.https:
        found.append("cookies travel without https: set RODZINA_HTTPS=1 behind a TLS proxy")
    if not is_current(held.database_url):
        found.append("the database is not migrated: run flask migrate")
    elif db.engine.dialect.name == "postgresql":
        found += unsafe_role()
    return found


def unsafe_role() -> list[str]:
    role = db.session.execute(
        text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    ).scalar()
    unforced = db.session.execute(
        text(
            "SELECT count(*) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE a.attname = 'office_id' AND c.relkind = 'r' AND NOT c.relforcerowsecurity "
            "AND c.relname NOT IN ('membership', 'sign_in', 'invitation')"
        )
    ).scalar()
    found = ["the serving database role passes row-level security"] if role else []
    return found + (["row-level security is not forced everywhere"] if unforced else [])


@blueprint.cli.command("check")
@click.option("--json", "as_json", is_flag=True)
def check(as_json: bool) -> None:
    """Refuses unsafe production settings."""
    found = unsafe_settings()
    lines = [f"unsafe: {line}" for line in found] or ["safe to serve"]
    tell({"safe": not found, "unsafe": found}, as_json, lines, failed=bool(found))


@blueprint.cli.command("migrate")
def bring_up_to_date() -> None:
    """Brings the tables up to date with the owner's address."""
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
def set_up(name: str, short_name: str, email: str, person: str) -> None:
    """Founds a centre and prints the administrator's single-use link."""
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
            expires_at=utc_now() + timedelta(hours=72),
        )
    )
    db.session.commit()
    scheme = "https" if settings().https else "http"
    port = "" if settings().https else ":8000"
    click.echo(
        f"Open within 72 hours, once: {scheme}://{settings().public_host}{port}/invitation/{token}"
    )


@blueprint.cli.command("seed")
@click.option("--scale", type=click.IntRange(1, 100_000), required=True, help="families")
@click.option("--visits", type=int, default=None, help="recorded visits in all")
@click.option("--seed", type=int, default=2026)
@click.option("--canaries", type=click.Path(dir_okay=False, path_type=Path), default=None)
def seed_families(scale: int, visits: int | None, seed: int, canaries: Path | None) -> None:
    """Invented families in an empty database; canaries go to every personal field and a file."""
    from rodzina.demo.canaries import Canaries
    from rodzina.demo.load import DEMO_PASSWORD, is_empty, seed_scale
    from rodzina.demo.scale import Scale

    if not is_empty():
        raise click.ClickException(
            "This database holds people already; seeding wants an empty one."
        )
    marks = Canaries(seed) if canaries else None
    plan = Scale(scale, seed, day_of(utc_now()), visits)
    click.echo(f"{seed_scale(plan, marks)} families")
    for person in plan.people:
        click.echo(f"{person.centre} {person.role} {person.email} {DEMO_PASSWORD}")
    if canaries and marks:
        canaries.write_text("\n".join(marks.lines()) + "\n", encoding="utf-8")


def centres() -> list[int]:
    """Ids of all centres: somebody belongs to each, or is invited to it."""
    joined = db.session.scalars(select(Membership.office_id).distinct())
    invited = db.session.scalars(select(Invitation.office_id).distinct())
    return sorted({*joined, *invited} - {None})


@blueprint.cli.group("keys")
def keys() -> None:
    """Keys of centres and families."""


@keys.command("rotate")
@click.option("--json", "as_json", is_flag=True)
def rotate(as_json: bool) -> None:
    """New master and centre keys; families' keys are wrapped anew, nothing else is rewritten."""
    result = rotate_keys(current_app.extensions["master_keys"], centres())
    tell(
        result,
        as_json,
        [f"{result['centres']} centres, {result['families']} families wrapped anew"],
    )
