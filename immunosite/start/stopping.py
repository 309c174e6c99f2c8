"""How the server stops: /readyz says no, then no connection is taken, then what is in hand is done.

gunicorn alone leaves the address open while it finishes: who comes then waits for nothing.
"""

import mmap
import queue
import signal
import socket
import time
from collections.abc import Callable
from typing import Protocol

# One byte that the master writes and all its processes read; they are forked after this was loaded.
_shared = mmap.mmap(-1, 1)


class Listener(Protocol):
    sock: socket.socket


class Arbiter(Protocol):
    """What is used here of gunicorn's master process."""

    LISTENERS: list[Listener]
    SIG_QUEUE: "queue.SimpleQueue[int]"
    systemd: bool
    handle_term: Callable[[], None]

    def handle_int(self) -> None: ...


def is_stopping() -> bool:
    return _shared[0] == 1


def on_sigterm(arbiter: Arbiter, delay: float) -> None:
    """`delay` in seconds: until the balancer has asked /readyz and looks elsewhere."""

    def stop() -> None:
        _shared[0] = 1
        _wait(arbiter, delay)
        # What systemd holds open stays open: who comes waits there for the next start.
        for listener in () if arbiter.systemd else arbiter.LISTENERS:
            listener.sock.shutdown(socket.SHUT_RDWR)
        raise StopIteration  # gunicorn's own word for a graceful stop

    arbiter.handle_term = stop


def _wait(arbiter: Arbiter, seconds: float) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            asked = arbiter.SIG_QUEUE.get(timeout=left)
        except queue.Empty:
            return
        if asked in (signal.SIGINT, signal.SIGQUIT):
            arbiter.handle_int()
