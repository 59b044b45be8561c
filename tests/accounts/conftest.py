"""What tests of accounts need: further roles for people of the cast, and the tables themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from rodzina.accounts.models import Membership
from rodzina.audit.models import AuditEntry
from rodzina.db import db, enter_office
from rodzina.vocabulary import Role
from tests.accounts.known import EWA, link_on
from tests.browsing import Page, Visitor
from tests.cast import ADMIN, BARBARA, MARTA, PASSWORD, Player


@pytest.fixture
def also(app: Flask) -> Callable[..., None]:
    """Gives a person of the cast one more role, or takes one."""

    def give(player: Player, role: Role, office: int = 0, active: bool = True) -> None:
        with app.app_context():
            member = Membership(office_id=office or player.office, person_id=player.id, role=role)
            member.active = active
            db.session.merge(member)
            db.session.commit()

    return give


@pytest.fixture
def rows(app: Flask) -> Callable[..., list[Any]]:
    """Rows of a statement as they stand now, read from inside a centre."""

    def read(statement: Any, office: int = 1) -> list[Any]:
        with app.app_context():
            enter_office(office)
            return list(db.session.execute(statement).all())

    return read


@pytest.fixture
def verbs(rows: Callable[..., list[Any]]) -> Callable[..., list[str]]:
    """The verbs of the trace in their order."""

    def read(office: int = 1) -> list[str]:
        kept = AuditEntry.verb, AuditEntry.created_at
        return [verb for verb, _ in sorted(rows(db.select(*kept), office), key=lambda r: r[1])]

    return read


@pytest.fixture
def sign_in(visitor: Callable[..., Visitor]) -> Callable[..., tuple[Visitor, Page]]:
    """Types e-mail and password into the form, as a new visitor; gives the answer."""

    def attempt(email: str, password: str = PASSWORD, **options: Any) -> tuple[Visitor, Page]:
        nobody = visitor()
        page = nobody.get("/sign-in" + options.pop("query", ""))
        wanted = {"email": email, "password": password}
        return nobody, nobody.submit(page, "/sign-in", wanted, **options)

    return attempt


@pytest.fixture
def works(visitor: Callable[..., Visitor]) -> Callable[[str], bool]:
    """Whether a token opens a page, sent by somebody who kept a copy."""

    def ask(token: str) -> bool:
        replay = visitor()
        replay.client.set_cookie("rodzina", token)
        return replay.get("/more").status == 200

    return ask


@pytest.fixture
def invited(visitor: Callable[..., Visitor]) -> Callable[..., str]:
    """Invites somebody as one of the cast; the path of the link."""

    def invite(by: Player = BARBARA, **facts: str) -> str:
        boss = visitor(by)
        page = boss.submit(boss.get("/people/invite"), "/people/invite", EWA | facts)
        assert page.status == 200, page.words()
        return link_on(page)

    return invite


@pytest.fixture
def reset(visitor: Callable[..., Visitor]) -> Callable[..., str]:
    """Makes a link to somebody's new password; its path."""

    def make(player: Player = MARTA, by: Player = ADMIN) -> str:
        boss = visitor(by)
        return link_on(boss.submit(boss.get(f"/people/{player.id}"), "/reset"))

    return make
