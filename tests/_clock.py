"""A server whose clock is wrong: `clock(days)` moves it, for the application alone."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

_right = timezone.now


@pytest.fixture
def clock(monkeypatch):
    """`clock(40)`: it runs 40 days ahead; `clock(0)`: it is put right."""

    def put(days=0, seconds=0):
        moved = timedelta(days=days, seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: _right() + moved)

    return put


def real_now() -> datetime:
    return _right()
