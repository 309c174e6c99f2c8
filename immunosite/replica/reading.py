"""Which pages are made from the replica: readers', while it has the last act that there is.

The state under which a page is stored is asked of the primary, and what was heard of the acts comes
from there, too. After that the replica has to show the primary's last act. So the page is never
older than its state, and a replica that lags brings back nothing that was withdrawn.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse

from editorial.models import AuditEvent
from immunosite.edge.cookies import may_be_signed_in
from immunosite.replica.routing import PRIMARY, REPLICA, from_replica

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
AWAY = 5.0  # seconds that a lost replica is left alone
SAY_AGAIN = 60.0  # seconds


@dataclass
class Watch:
    """What this process knows of the replica; `clock` is in seconds."""

    clock: Callable[[], float] = time.monotonic
    lost: float = float("-inf")
    said: float = float("-inf")

    def is_lost(self) -> bool:
        return self.clock() - self.lost < AWAY

    def lose(self, reason: object) -> None:
        self.lost = self.clock()
        connections[REPLICA].close()
        self.say("The replica cannot be asked; the primary answers: %s", reason)

    def say(self, *message: object) -> None:
        if self.clock() - self.said >= SAY_AGAIN:
            self.said = self.clock()
            log.warning(*message)


watch = Watch()


def from_replica_if_possible(view: View) -> View:
    """The view of a public page; what is lost half way is made again, from the primary."""

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.REPLICA_URL or not is_readers(request) or not has_caught_up():
            return view(request, *args, **kwargs)
        try:
            with from_replica():
                response = view(request, *args, **kwargs)
            if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                return response
            error: object = "an answer broke off"  # the API says by itself what went wrong
        except (OperationalError, InterfaceError) as lost:
            error = lost
        watch.lose(error)
        return view(request, *args, **kwargs)

    return answer


def is_readers(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and not may_be_signed_in(request)


def has_caught_up() -> bool:
    """Two short questions, one to each."""
    if watch.is_lost():
        return False
    try:
        events = AuditEvent.objects.using(PRIMARY).order_by("-sequence")
        last = events.values_list("sequence", "hash").first()
    except Error:
        return False  # whoever asks next says so better
    try:
        number, its_hash = last or (0, "")
        there = AuditEvent.objects.using(REPLICA).filter(sequence=number, hash=its_hash)
        is_there = there.exists()
    except Error as error:
        watch.lose(error)
        return False
    if not is_there:
        watch.say("The replica is behind; the primary answers until it has caught up.")
    return is_there
