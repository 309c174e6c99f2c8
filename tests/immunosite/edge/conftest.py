"""Fixtures of the edge."""

import pytest
from django.test import Client


@pytest.fixture
def stranger():
    """A client that is given the site's answer to a fault, as a stranger is."""
    return Client(raise_request_exception=False)
