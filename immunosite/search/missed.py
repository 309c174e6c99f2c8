"""What readers looked for and no page holds: counted by the day, and nothing about the reader.

A page that is shown may not wait for that. So it is noted in the process's memory, and written once
in a while when an answer has gone out; where the database is busy or full, later or not at all.
What is counted and what never is: docs/adr/0023-missed-searches.md.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Lock
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from immunosite.search.models import MissedSearch
from immunosite.search.query import Group, Query

EVERY = 30.0  # seconds between two writes of one process
PATIENCE = 0.05  # seconds that a write waits for others
MOST_WAITING = 200  # different words in memory
MOST_A_DAY = 500  # rows
KEPT = timedelta(days=60)
READABLE = 3  # times; what was looked for less often nobody reads

LONGEST_QUESTION = 60  # characters; what is longer tells a story
MOST_WORDS = 5
# What may name a person or lead to one: addresses, telephone and hospital numbers, dates.
PERSONAL = re.compile(r"@|://|www\.|\d{4}|(?:\d+\D+){2}\d")


class Missed(NamedTuple):
    """Folded words. `known`: each of them stands on a page, but not all on one."""

    words: str
    known: bool


def missed_words(typed: str, query: Query, held: Mapping[Group, int]) -> tuple[Missed, ...]:
    """What of a search is counted: the words that no page holds, each by itself; where there are
    none, all words together. `held` is on how many pages each group of the query stands."""
    if len(typed) > LONGEST_QUESTION or PERSONAL.search(typed):
        return ()
    unknown = [_typed(group) for group, count in held.items() if not count]
    if not unknown:
        whole = len(held) <= MOST_WORDS
        return (Missed(" ".join(query.typed), known=True),) if whole else ()
    return tuple(Missed(words, known=False) for words in unknown if _is_word(words))


def _typed(group: Group) -> str:
    return " ".join(word for phrase in group[0] for word in phrase.words)


def _is_word(words: str) -> bool:
    """No number alone, no single letter; a name of one or two words, such as “sars cov 2”."""
    return 2 < len(words) <= 40 and len(words.split()) <= 3 and any(map(str.isalpha, words))


class Waiting:
    """What this process has noted and not written yet."""

    def __init__(self) -> None:
        self.counts: Counter[Missed] = Counter()
        self.written = -EVERY
        self.lock = Lock()

    def note(self, missed: Iterable[Missed]) -> None:
        with self.lock:
            for each in missed:
                if each in self.counts or len(self.counts) < MOST_WAITING:
                    self.counts[each] += 1

    def take(self) -> Counter[Missed]:
        """All of it, if it is time to write."""
        now = time.monotonic()
        with self.lock:
            if not self.counts or now - self.written < EVERY:
                return Counter()
            self.written, taken, self.counts = now, self.counts, Counter()
            return taken

    def give_back(self, taken: Counter[Missed]) -> None:
        with self.lock:
            for each, count in taken.items():
                if each in self.counts or len(self.counts) < MOST_WAITING:
                    self.counts[each] += count


waiting = Waiting()


def write_when_due(**kwargs: object) -> None:
    """After an answer has gone out. Raises nothing that the database says."""
    if not (taken := waiting.take()):
        return
    try:
        with impatient(), transaction.atomic():
            write(taken, timezone.localdate())
    except DatabaseError:
        waiting.give_back(taken)


@contextmanager
def impatient() -> Iterator[None]:
    """Whoever asks for the lock within this gives up soon."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE}s"])
            yield
        return
    kept, connection.patience = connection.patience, PATIENCE  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.patience = kept  # type: ignore[attr-defined]


def write(taken: Mapping[Missed, int], day: date) -> None:
    """Add to the day's rows; inside a transaction."""
    MissedSearch.objects.filter(day__lt=day - KEPT).delete()
    by_code = {_code(each.words): (each, count) for each, count in taken.items()}
    before = _counted(by_code)
    todays = set(MissedSearch.objects.filter(day=day).values_list("code", flat=True))
    room = max(0, MOST_A_DAY - len(todays))
    new = [code for code in by_code if code not in todays][:room]
    MissedSearch.objects.bulk_create(
        (MissedSearch(day=day, code=code) for code in new), ignore_conflicts=True
    )
    for code in (*new, *(todays & by_code.keys())):
        each, count = by_code[code]
        shown = each.known or before.get(code, 0) + count >= READABLE
        words = {"words": each.words} if shown else {}
        MissedSearch.objects.filter(day=day, code=code).update(count=F("count") + count, **words)


def _counted(codes: Iterable[str]) -> dict[str, int]:
    rows = MissedSearch.objects.filter(code__in=list(codes)).values("code")
    return dict(rows.annotate(times=Sum("count")).values_list("code", "times"))


def _code(words: str) -> str:
    """The same for the same words, and no way back to them without the site's key."""
    return salted_hmac("search that found nothing", words, algorithm="sha256").hexdigest()[:32]
