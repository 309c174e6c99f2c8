"""Tells the cache which names an act touched, after each publication, move and withdrawal.

Once when the act is on record, and once more when every process knows of it: until then a process
may hand the cache the page that was purged. The act does not wait for it, and stands if it fails;
then the cache keeps the page for CDN_SECONDS at most.
"""

import logging
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Thread
from time import sleep
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from editorial.models import Edition
from immunosite.invalidation.touching import Place, around_of, touched_at

log = logging.getLogger(__name__)
PATIENCE = 5.0  # seconds that the cache has to answer
KNOWN_EVERYWHERE = 1.0  # seconds; `immunosite.front.stamp` says why
MOST = 50  # names in one request, some 2,000 characters


def purge_after_act(editions: list[Edition]) -> None:
    """A listener to publications. Nothing while no cache is set."""
    if not settings.CDN_PURGE_URL:
        return
    around = around_of(each.document_id for each in editions)
    places = (Place(each.document_id, each.kind, each.slug) for each in editions)
    names = sorted(set().union(*(touched_at(each, around) for each in places)))
    transaction.on_commit(lambda: Thread(target=_purge_twice, args=[names]).start())


def _purge_twice(names: Sequence[str]) -> None:
    purge(names)
    sleep(KNOWN_EVERYWHERE)
    purge(names)


def purge(names: Sequence[str]) -> None:
    for start in range(0, len(names), MOST):
        some = names[start : start + MOST]
        try:
            status = _ask(some)
        except (OSError, HTTPException) as error:
            log.error("The cache could not be told of %s: %s", " ".join(some), error)
            continue
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            log.error("The cache refused to forget %s: it answered %s.", " ".join(some), status)


def _ask(names: Iterable[str]) -> int:
    to = urlsplit(settings.CDN_PURGE_URL)
    connect = HTTPSConnection if to.scheme == "https" else HTTPConnection
    connection = connect(to.netloc, timeout=PATIENCE)
    try:
        connection.request("PURGE", to.path or "/", headers=_headers(names))
        return connection.getresponse().status
    finally:
        connection.close()


def _headers(names: Iterable[str]) -> dict[str, str]:
    key = {"Authorization": f"Bearer {settings.CDN_PURGE_KEY}"} if settings.CDN_PURGE_KEY else {}
    return {"Surrogate-Key": " ".join(names), **key}
