"""Processes that act at the same time on one database:
`python -m tests.immunosite.sqlite3._many PROCESSES ROUNDS`.

Prints what failed, one traceback after another, and exits with 1 if anything did.
"""

import os
import sys
import traceback

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection

from editorial import acts
from editorial.models import User
from tests import cast


def person(name: str) -> User:
    return User.objects.get(username=name)


def a_round(number: int, reviewer: str) -> None:
    draft = cast.article(person("wen"), slug=f"page-{os.getpid()}-{number}")
    cast.publish(draft, person("wen"), person(reviewer))
    acts.withdraw(draft, by=person("edda"), reason="A retracted study.")


def child(rounds: int, reviewer: str) -> None:
    """Never returns. One person's tries are let in a few at a time, so each has its reviewer."""
    failed = 0
    for number in range(rounds):
        try:
            a_round(number, reviewer)
        except Exception:
            failed = 1
            traceback.print_exc()
    sys.stderr.flush()
    os._exit(failed)


def main(processes: int, rounds: int) -> int:
    for number in range(processes):
        if os.fork() == 0:
            child(rounds, reviewer=f"rita{number}")
    ended = [os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(processes)]
    return int(any(ended))


if __name__ == "__main__":
    if connection.vendor == "sqlite":
        User.objects.exists()  # a parent's open connection must not trouble its children
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
