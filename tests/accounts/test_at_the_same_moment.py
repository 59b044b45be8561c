"""Decisions about people taken at the same moment: the rules hold on both databases."""

import threading

import pytest
from flask import Flask

from rodzina.accounts.actions import check_credentials
from rodzina.accounts.invitations import LINK_OVER, accept_invitation
from rodzina.accounts.models import Invitation, Membership, SignInAttempt
from rodzina.accounts.queries import open_link, person_by_email, roles_held
from rodzina.accounts.roles import add_role, deactivate_person
from rodzina.accounts.rules import INVITATION_LIFE, MOST_TRIES
from rodzina.actors import Sending
from rodzina.crypto import content_hash, token_hash
from rodzina.db import db, enter_office, utc_now
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role
from tests.cast import ADMIN, BARBARA, DEPUTY, OTHER_ASSISTANT, PASSWORD, ZALESIE, known_id

ROUNDS = 4


def at_once(app: Flask, *tasks):
    """Runs each in a thread and a session of its own; what came back, or the broken rule."""
    start, results = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(number, task):
        with app.test_request_context():
            enter_office(ZALESIE)
            start.wait(10)
            try:
                results[number] = task()
            except RuleBroken as problem:
                results[number] = problem
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def broken(results):
    return [r.message for r in results if isinstance(r, RuleBroken)]


def sent(name):
    return Sending(known_id(name), content_hash(name))


@pytest.fixture
def invitation(app):
    def make(token, role, email=OTHER_ASSISTANT.email):
        with app.app_context():
            db.session.add(
                Invitation(
                    token_hash=token_hash(token), office_id=ZALESIE, role=role, email=email,
                    name="Ktoś", expires_at=utc_now() + INVITATION_LIFE,
                )
            )  # fmt: skip
            db.session.commit()

    return make


def accept(token):
    def task():
        link = open_link(token_hash(token), utc_now())
        assert link is not None
        return accept_invitation(link, person_by_email(link.email), PASSWORD, utc_now())

    return task


def test_two_links_cannot_make_one_person_assistant_and_social_worker(app, invitation):
    for n in range(ROUNDS):
        email = f"ktos{n}@gops.pl"
        invitation(f"known{n}", Role.SUPERVISOR, email)
        assert not broken(at_once(app, accept(f"known{n}")))
        invitation(f"a{n}", Role.ASSISTANT, email)
        invitation(f"s{n}", Role.SOCIAL_WORKER, email)
        results = at_once(app, accept(f"a{n}"), accept(f"s{n}"))
        assert len(broken(results)) == 1
        with app.app_context():
            person = person_by_email(email)
            assert len(roles_held(ZALESIE, person.id) & {Role.ASSISTANT, Role.SOCIAL_WORKER}) == 1


def accept_together(token, together):
    """Both have read the link as open before either takes it."""

    def task():
        held = open_link(token_hash(token), utc_now())
        together.wait(10)
        return accept_invitation(held, None, PASSWORD, utc_now())

    return task


def test_one_link_lets_one_in(app, invitation):
    for n in range(ROUNDS):
        invitation(f"once{n}", Role.ASSISTANT, f"raz{n}@gops.pl")
        task = accept_together(f"once{n}", threading.Barrier(2))
        assert broken(at_once(app, task, task)) == [LINK_OVER]


def test_a_role_added_and_an_invitation_accepted_at_once_keep_the_rule(app, also, invitation):
    for n in range(ROUNDS):
        for role in (Role.ASSISTANT, Role.SOCIAL_WORKER):
            also(OTHER_ASSISTANT, role, ZALESIE, active=False)
        also(OTHER_ASSISTANT, Role.SUPERVISOR, ZALESIE)
        invitation(f"mixed{n}", Role.ASSISTANT)
        results = at_once(
            app,
            accept(f"mixed{n}"),
            lambda n=n: add_role(
                ADMIN.actor, sent(f"add{n}"), OTHER_ASSISTANT.id, Role.SOCIAL_WORKER, ""
            ),
        )
        assert len(broken(results)) == 1


def test_two_administrators_cannot_put_each_other_out(app, also):
    for n in range(ROUNDS):
        for player in (ADMIN, BARBARA):
            also(player, Role.ADMINISTRATOR)
        barbara = BARBARA.actor.__class__(BARBARA.id, ZALESIE, Role.ADMINISTRATOR, BARBARA.name)
        results = at_once(
            app,
            lambda n=n: deactivate_person(ADMIN.actor, sent(f"x{n}"), BARBARA.id, utc_now()),
            lambda n=n, b=barbara: deactivate_person(b, sent(f"y{n}"), ADMIN.id, utc_now()),
        )
        assert len(broken(results)) == 1
        with app.app_context():
            left = db.session.scalars(
                db.select(Membership.person_id).where(
                    Membership.office_id == ZALESIE,
                    Membership.role == Role.ADMINISTRATOR,
                    Membership.active,
                )
            ).all()
            assert len(left) == 1


def test_tries_at_the_same_moment_count_too(app, monkeypatch):
    guessed = []
    monkeypatch.setattr(
        "rodzina.accounts.actions.password_fits", lambda *_: guessed.append(1) or False
    )

    def guess():
        return check_credentials(DEPUTY.email, "zgadywane-hasło", "10.0.0.1", utc_now())

    at_once(app, *[guess] * (MOST_TRIES * 2))
    assert len(guessed) <= MOST_TRIES
    with app.app_context():
        kept = db.session.scalars(db.select(SignInAttempt.key)).all()
    assert len(kept) == 2 * len(guessed)
