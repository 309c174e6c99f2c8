"""A text in its first and second round of review."""

import pytest

from editorial import acts
from tests import cast
from tests.editorial.desk._rounds import DOSE, again


@pytest.fixture
def first(wen):
    """The first round of a first edition."""
    return cast.submit(cast.article(wen, body=DOSE.format("0.16")), wen)


@pytest.fixture
def second(first, wen, mei):
    """The second round: a dose became ten times as large."""
    acts.request_changes(first, by=mei, reason="Which dose?")
    return again(first, wen, body=DOSE.format("1.6"))


@pytest.fixture
def reviewer(client, ravi):
    client.force_login(ravi)
    return client
