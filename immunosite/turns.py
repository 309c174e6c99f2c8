"""Long work on the database in short turns: whoever saves a page does not wait for its end."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import chain
from typing import TypeVar

from django.db import connection, transaction

Item = TypeVar("Item")
TURN = 0.2  # seconds that one turn may hold SQLite's only write lock
GAP = 0.03  # seconds between two; whoever waits asks every 10 ms (immunosite.sqlite3)


def in_turns(
    items: Iterable[Item],
    act: Callable[[Item], object],
    turn: Callable[[], AbstractContextManager[object]] = transaction.atomic,
) -> Iterator[int]:
    """Carry out `act` on each item; after each turn, a transaction, yield how many are done.

    An error ends it: the turns before stand, the one that failed left nothing.
    """
    done, waiting = 0, iter(items)
    for first in waiting:
        ends = time.monotonic() + TURN
        with turn():
            for item in chain([first], waiting):
                act(item)
                done += 1
                if time.monotonic() > ends:
                    break
        yield done
        if connection.vendor == "sqlite":
            time.sleep(GAP)
