"""Search over sealed names: time on the server, in this process."""

from time import perf_counter

from flask import Flask

from bench.browser import HEADERS
from bench.data import actor_of
from bench.pages import client_of
from rodzina.db import db
from rodzina.families.queries import search
from rodzina.vocabulary import Role

# A surname, part of one without its marks, a first name with a village, and nothing at all.
WANTED = ("Kowalska", "swia", "anna bor", "qqq")
TIMES = 12


def query_times(app: Flask) -> list[float]:
    """Milliseconds of each search by the supervisor, who sees every family; keys are read anew."""
    times = []
    for wanted in WANTED * TIMES:
        with app.test_request_context():
            actor = actor_of(Role.SUPERVISOR)
            started = perf_counter()
            search(actor, wanted)
            times.append(1000 * (perf_counter() - started))
            db.session.remove()
    return times[len(WANTED) :]  # the first round compiles the statement


def answer_times(app: Flask) -> list[float]:
    """Milliseconds of the whole answer: session, search, what each family found needs, the page."""
    with app.test_request_context():
        client = client_of(app, actor_of(Role.SUPERVISOR))
        db.session.remove()
    times = []
    for wanted in WANTED * TIMES:
        started = perf_counter()
        answer = client.post("/families/search", data={"q": wanted}, headers=HEADERS)
        times.append(1000 * (perf_counter() - started))
        if answer.status_code != 200:
            raise SystemExit(f"the search answered {answer.status_code}")
    return times[len(WANTED) :]
