"""Several people act in the same moment, each in a thread with a database connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, connections

from editorial.exceptions import Refusal
from tests._tampering import faults

ROUNDS = 4
SECONDS = 60


def race(*attempts):
    """What each attempt returned, or the Refusal it met. Any other error fails the test."""
    barrier = Barrier(len(attempts))

    def run(attempt):
        try:
            connection.ensure_connection()
            barrier.wait(SECONDS)
            return attempt()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(attempts)) as pool:
        futures = [pool.submit(run, attempt) for attempt in attempts]
        return [future.result(SECONDS) for future in futures]


def refusals(outcomes):
    return [each for each in outcomes if isinstance(each, Refusal)]


def one_winner(outcomes):
    """The only attempt that went through; the others know why they did not."""
    won = [each for each in outcomes if not isinstance(each, Refusal)]
    assert len(won) == 1, outcomes
    assert all(len(refusal.message) > 20 for refusal in refusals(outcomes))
    return won[0]


def check_the_record_is_whole():
    assert faults() == []
    connection.check_constraints()
