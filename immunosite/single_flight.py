"""One at a time for each key: whoever asks for a cold page while it is made waits for it."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Event, Lock

LONGEST = 5.0  # seconds; then the reader's own request makes it


class SingleFlight:
    def __init__(self) -> None:
        self.lock, self.under_way = Lock(), dict[Hashable, Event]()

    @contextmanager
    def enter(self, key: Hashable) -> Iterator[bool]:
        """At once for the first, and for the others when the first has left: True."""
        with self.lock:
            other = self.under_way.get(key)
            mine = None if other else self.under_way.setdefault(key, Event())
        if other:
            other.wait(LONGEST)
        try:
            yield other is not None
        finally:
            if mine:
                with self.lock:
                    del self.under_way[key]
                mine.set()
