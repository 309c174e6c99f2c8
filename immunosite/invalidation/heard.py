"""What this process has heard of the acts: by it a stored page is known to be good.

A page is good while no act after its own has touched what it was built from. Acts are known by
their hashes, because numbers come again after a backup was put back.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from threading import Lock

from django.db.models import F

from editorial.built_from import EVERYTHING
from editorial.models import AuditEvent
from immunosite.invalidation.planned import Planned, State, midnight_after, planned
from immunosite.invalidation.touching import SITE, touched_by

MOST = 1000  # acts since the last look that are read one by one; beyond, all pages are given up
REMEMBERED = 20_000  # acts; pages that are older are given up


class Heard:
    """`acts`: the number of each act by its hash; `touched`: that of the last, by source."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.acts: dict[str, int] = {}
        self.touched: dict[str, int] = {}
        self.newest = self.last = ("", 0)
        self.planned: Planned | None = None
        self.is_read_back = False

    def forget(self) -> None:
        self._begin_again("", 0)
        self.acts, self.planned = {}, None

    def heard_of(self, act: str, number: int) -> None:
        """That this is the last act that the database has. No query."""
        if not self.acts:
            self._begin_again(act, number)
        self.last = act, number

    def read_on(self) -> None:
        """Up to the last act. No query while it is the same; two after it is another."""
        act, number = self.last
        if (act, number) == self.newest:
            return
        with self.lock:
            if act not in self.acts:
                self._read_on(act, number)
            elif number < self.newest[1] and not _is_there(*self.newest):
                self._begin_again(act, number)

    def read_back(self) -> None:
        """Besides, the acts before the first that was heard of: pages made by other processes may
        be older than this one. No query but at the first time, then two."""
        self.read_on()
        with self.lock:
            if not self.is_read_back:
                self._read_back()

    def is_good(self, sources: Iterable[str], made: str, now: str) -> bool:
        """Of a page that was made when the act `made` was the last, where `now` is the last."""
        then, at = self.acts.get(made), self.acts.get(now)
        if then is None or at is None:
            return made == now
        # Not of a state that is newer: a backup took it away, or this reader has not seen it yet.
        untouched = (self.touched.get(each, 0) <= then for each in chain(sources, (SITE,)))
        return then <= at and all(untouched)

    def good_until(self, sources: Iterable[str], state: State, now: datetime) -> datetime:
        """When the clock next changes any of these; no later than midnight. No query while nothing
        is planned for the day."""
        act, until = state
        names = set(sources)
        if EVERYTHING in names or until >= midnight_after(now):
            return until
        plan = self.planned
        if plan is None or not plan.holds(act, now):
            plan = self.planned = planned(act, now)
        return plan.first(names)

    def _read_on(self, act: str, number: int) -> None:
        acts = _acts_between(self.newest[1], number) if self.acts else []
        ends = [(each.hash, each.sequence) for each in (*acts[:1], *acts[-1:])]
        # Not where the last that was heard of is gone, one is missing, or there are too many.
        if len(acts) > MOST or ends != [self.newest, (act, number)]:
            self._begin_again(act, number)
            return
        for at, touched in touched_by(acts[1:]):
            self.touched.update(dict.fromkeys(touched, at))
        # Last: whoever finds it there relies on the rest.
        self.acts.update((each.hash, each.sequence) for each in acts)
        self.newest = (act, number)
        if len(self.acts) > REMEMBERED:
            self._remember_less()

    def _read_back(self) -> None:
        acts = _acts_until(self.newest[1])
        if acts and (acts[-1].hash, acts[-1].sequence) == self.newest:
            touched = {name: at for at, names in touched_by(acts) for name in names}
            self.touched = touched | self.touched
            self.acts = {each.hash: each.sequence for each in acts} | self.acts
        self.is_read_back = True

    def _begin_again(self, act: str, number: int) -> None:
        self.acts, self.touched, self.newest = {act: number}, {}, (act, number)
        self.is_read_back = False

    def _remember_less(self) -> None:
        self.acts = dict(list(self.acts.items())[-REMEMBERED // 2 :])
        first = next(iter(self.acts.values()))
        self.touched = {name: at for name, at in self.touched.items() if at > first}


def _acts_between(first: int, last: int) -> list[AuditEvent]:
    """Those that readers may see, both ends included."""
    acts = AuditEvent.objects.filter(sequence__range=(first, last), generation=F("sequence"))
    return list(acts.order_by("sequence")[: MOST + 2])


def _acts_until(last: int) -> list[AuditEvent]:
    """Those that readers may see, the last MOST of them."""
    acts = AuditEvent.objects.filter(sequence__lte=last, generation=F("sequence"))
    return list(acts.order_by("-sequence")[:MOST])[::-1]


def _is_there(act: str, number: int) -> bool:
    return AuditEvent.objects.filter(sequence=number, hash=act).exists()


heard = Heard()
