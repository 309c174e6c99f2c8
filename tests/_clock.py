"""A server whose clock is wrong: `clock(days)` moves it, for the application alone."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from editorial import acts
from editorial.models import AuditEvent

_right = timezone.now


@pytest.fixture
def clock(monkeypatch):
    """`clock(40)`: it runs 40 days ahead; `clock(0)`: it is put right."""

    def put(days=0, seconds=0):
        moved = timedelta(days=days, seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: _right() + moved)

    return put


@pytest.fixture
def future(review, ravi, mei, edda, ada, olga, root, clock):
    """An act recorded 40 days ahead; the clock is right again."""
    clock(40)
    acts.take(review, by=ravi, shown_assignee=None)
    clock(0)
    return AuditEvent.objects.latest("sequence")


def real_now() -> datetime:
    return _right()
