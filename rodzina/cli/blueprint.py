"""The commands of this room, what they print, and the centres that they go through."""

import json
import sys
from typing import Any

import click
from flask import Blueprint
from sqlalchemy import select

from rodzina.accounts.models import Invitation, Membership
from rodzina.db import db

blueprint = Blueprint("cli", __name__, cli_group=None)


def tell(result: dict[str, Any], as_json: bool, lines: list[str], failed: bool = False) -> None:
    click.echo(json.dumps(result) if as_json else "\n".join(lines))
    if failed:
        sys.exit(1)


def centres() -> list[int]:
    """Ids of all centres: somebody belongs to each, or is invited to it."""
    joined = db.session.scalars(select(Membership.office_id).distinct())
    invited = db.session.scalars(select(Invitation.office_id).distinct())
    return sorted({*joined, *invited} - {None})
