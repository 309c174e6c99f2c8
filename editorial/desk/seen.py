"""Remembers which rounds a reviewer has opened, without holding the reader up."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.utils import timezone

from editorial.models import Review, RoundSeen, User
from editorial.rights import is_reviewer

SECONDS = 0.05


def remember(review: Review, reader: User) -> None:
    """Only a reviewer's first look is written. A busy or full database is no reason to show no
    page: the next look will be remembered."""
    if not is_reviewer(reader):
        return
    if RoundSeen.objects.filter(review=review, reviewer=reader).exists():
        return
    row = RoundSeen(review=review, reviewer=reader, first_at=timezone.now())
    try:
        with _without_waiting():
            RoundSeen.objects.bulk_create([row], ignore_conflicts=True)
    except DatabaseError:
        return


@contextmanager
def _without_waiting() -> Iterator[None]:
    """SQLite has one lock for all who write; PostgreSQL lets them write side by side."""
    patience = getattr(connection, "patience", None)
    if patience is not None:
        connection.patience = SECONDS  # type: ignore[attr-defined]
    try:
        yield
    finally:
        if patience is not None:
            connection.patience = patience  # type: ignore[attr-defined]
