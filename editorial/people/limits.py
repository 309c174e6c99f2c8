"""The one limit on guessing secrets: passwords, codes, and asking for reset mails.

Each try is counted before the secret is looked at, by one conditional UPDATE that all processes
share, so that of fifty at once no more than allowed are looked at. A try that succeeds is given
back. Counted are the account from one address, the address, and the account from everywhere; those
who are signed in already have a count of their own, which no stranger can use up. A full count lets
one more try through after each `every`: nobody is locked out for longer than that.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize

from allauth.core import context
from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from editorial.exceptions import TooManyTries
from editorial.models import Tries
from editorial.people.client_address import network_of


@dataclass(frozen=True)
class Rate:
    """So many at once, and one more after each `every`."""

    at_once: int
    every: timedelta


OF_ONE_ADDRESS = Rate(30, timedelta(seconds=30))
OF_ACCOUNT_FROM_ADDRESS = Rate(5, timedelta(minutes=3))
OF_ACCOUNT = Rate(20, timedelta(minutes=1))
OF_SIGNED_IN = Rate(5, timedelta(minutes=3))
OF_MAILS = Rate(3, timedelta(minutes=20))
# Fifty who begin at once have each read the clock before the row was begun, and several machines'
# clocks never agree; whoever reads an earlier time by so much finds the room that there is.
CLOCKS_DIFFER = timedelta(seconds=1)
# So long a bucket stays when it is empty.
BEGUN = timedelta(minutes=1)
# Seconds that somebody signed in waits for tries that are being looked at and may be given back.
PATIENCE = 2.0


@contextmanager
def from_outside(what: str, account: object) -> Iterator[None]:
    """A try to sign in, as `account`. Raises TooManyTries; counted if the body raises."""
    account = normalize("NFKC", str(account)).casefold()  # as user names are kept
    # The strictest on a stranger first: whoever is stopped there uses up no count of others.
    with _counted(
        (f"{what} {account} {_here()}", OF_ACCOUNT_FROM_ADDRESS),
        (f"{what} {_here()}", OF_ONE_ADDRESS),
        (f"{what} {account}", OF_ACCOUNT),
    ):
        yield


@contextmanager
def from_inside(person_id: int) -> Iterator[None]:
    """A try of somebody signed in: one count for signing, a new password and all else that asks."""
    with _counted((f"inside {person_id}", OF_SIGNED_IN), patience=PATIENCE):
        yield


def one_mail(address: str) -> None:
    """Asking for a mail is never given back. Raises TooManyTries."""
    _take((f"mail {_here()}", OF_ONE_ADDRESS))
    _take((f"mail {address.casefold()}", OF_MAILS))


def _here() -> str:
    request = context.request
    return network_of(request) if request is not None else "this machine"


@contextmanager
def _counted(*counts: tuple[str, Rate], patience: float = 0) -> Iterator[None]:
    for each in counts:
        _take(each, patience)
    yield
    for name, rate in counts:
        Tries.objects.filter(key=_key(name)).update(empty_at=_later(F("empty_at"), -rate.every))


def _take(count: tuple[str, Rate], patience: float = 0) -> None:
    name, rate = count
    key, end = _key(name), time.monotonic() + patience
    while not _fill_or_begin(key, rate):
        if time.monotonic() >= end:
            raise TooManyTries(_next(key, rate, timezone.now()))
        time.sleep(0.1)


def _fill_or_begin(key: str, rate: Rate) -> bool:
    now = timezone.now()
    if _fill(key, rate, now):
        return True
    # There is no row yet, or no room in it.
    Tries.objects.bulk_create([Tries(key=key, empty_at=now)], ignore_conflicts=True)
    return _fill(key, rate, now)


def _fill(key: str, rate: Rate, now: datetime) -> bool:
    """The claim: the database finds and fills the row in one statement."""
    latest = now + CLOCKS_DIFFER + rate.every * (rate.at_once - 1)
    room = Tries.objects.filter(key=key, empty_at__lte=latest)
    fuller = _later(Greatest(F("empty_at"), Value(now, DateTimeField())), rate.every)
    return bool(room.update(empty_at=fuller))


def _later(moment: object, by: timedelta) -> Combinable:
    return ExpressionWrapper(moment + Value(by), DateTimeField())  # type: ignore[operator]


def _next(key: str, rate: Rate, now: datetime) -> datetime:
    # It may have been forgotten since.
    empty_at = Tries.objects.filter(key=key).values_list("empty_at", flat=True).first() or now
    return max(now, empty_at - rate.every * (rate.at_once - 1))


def _key(name: str) -> str:
    """No name and no address can be read from the table."""
    return salted_hmac("editorial.people.limits", name, algorithm="sha256").hexdigest()


def forget_old() -> None:
    """Buckets that are empty say nothing; they go when somebody signs in. Not one that somebody
    begins at this moment, and has yet to fill."""
    Tries.objects.filter(empty_at__lt=timezone.now() - BEGUN).delete()
