"""Search over sealed names: time on the server, in this process."""

from time import perf_counter

from flask import Flask

from bench.data import actor_of
from rodzina.db import db
from rodzina.families.queries import search
from rodzina.vocabulary import Role

# A surname, part of one without its marks, a first name with a village, and nothing at all.
WANTED = ("Kowalska", "swia", "anna bor", "qqq")
TIMES = 12


def search_times(app: Flask) -> list[float]:
    """Milliseconds of each search by the supervisor, who sees every family; keys are read anew."""
    times = []
    for wanted in WANTED * TIMES:
        with app.test_request_context():
            actor = actor_of(Role.SUPERVISOR)
            started = perf_counter()
            search(actor, wanted)
            times.append(1000 * (perf_counter() - started))
            db.session.remove()
    return sorted(times[len(WANTED) :])  # the first round compiles the statement
