"""The stamp: which state of what is public holds, asked of the database four times a second.

All processes share it: the newest row of the audit log is written in the transaction of each act.
Ages are measured on the monotonic clock, which nobody puts back. The site's own clock says from
when until when the state holds: no step of it, ahead or back, brings up a page of another time.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple

from django.db import Error, close_old_connections
from django.utils import timezone

from immunosite.invalidation.heard import heard
from immunosite.invalidation.planned import State as PublicState
from immunosite.page_store import public_state

log = logging.getLogger(__name__)
FRESH = 0.25  # seconds
PATIENCE = 0.5  # seconds that a reader waits for another who is asking; with FRESH below one
AWAY = 10 * 60.0  # seconds that pages are still served when the database cannot be asked


class Known(NamedTuple):
    """What the database said last."""

    public_state: PublicState
    since: datetime  # of the site's clock: the state holds from then until public_state[1]
    asked: float  # of the monotonic clock


class Seen(NamedTuple):
    public_state: PublicState
    is_old: bool  # the database could not be asked


EPOCH = datetime.fromtimestamp(0, UTC)
NEVER = Known(public_state=("", EPOCH), since=EPOCH, asked=float("-inf"))


def ask_database(now: datetime) -> PublicState:
    """Outside a request, so this does for its connection what Django does around one."""
    close_old_connections()
    try:
        state = public_state(now)
        heard.read_on()
        return state
    finally:
        close_old_connections()


@dataclass
class Stamp:
    """`ask` raises django.db.Error where the database cannot be asked; `clock` is in seconds."""

    ask: Callable[[datetime], PublicState] = ask_database
    clock: Callable[[], float] = time.monotonic
    last: Known = NEVER
    failed: float = float("-inf")
    is_away: bool = False
    lock: Lock = field(default_factory=Lock)

    def read(self) -> Seen | None:
        """None where no page may be served without asking."""
        if not self._is_fresh():
            self._ask_in_turn()
        # In one piece, and the age after it: another reader may replace it at any time.
        last = self.last
        age = self.clock() - last.asked
        if age >= AWAY or not _holds(last):
            return None
        return Seen(last.public_state, is_old=self.is_away and age >= FRESH)

    def _is_fresh(self) -> bool:
        last = self.last
        return self.clock() - last.asked < FRESH and _holds(last)

    def _has_just_failed(self) -> bool:
        return self.clock() - self.failed < FRESH

    def _ask_in_turn(self) -> None:
        # Whoever comes while another asks waits for that answer.
        if self._has_just_failed():
            return
        if not self.lock.acquire(timeout=PATIENCE):
            self._put_away(f"no answer within {PATIENCE} seconds")
            return
        try:
            if not self._is_fresh() and not self._has_just_failed():
                self._ask()
        finally:
            self.lock.release()

    def _ask(self) -> None:
        # Both before the question: an act or a moment in between only makes the answer newer.
        asked, now = self.clock(), timezone.now()
        try:
            self.last = Known(self.ask(now), now, asked)
        except Error as error:
            self._put_away(error)
            return
        if self.is_away:
            log.warning("The database can be asked again.")
        self.is_away = False

    def _put_away(self, reason: object) -> None:
        if not self.is_away:
            log.error("The database cannot be asked; stored pages are served: %s", reason)
        self.is_away, self.failed = True, self.clock()


def _holds(known: Known) -> bool:
    return known.since <= timezone.now() < known.public_state[1]
