"""The whole database as one value, to say that an act wrote nothing."""

import hashlib
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

# How often somebody tried a password is no content either, and must outlive what was refused.
NOT_CONTENT = {"django_migrations", "django_session", "editorial_tries"}


def tables():
    names = connection.introspection.table_names()
    return sorted(set(names) - NOT_CONTENT)


def everything(*, but=()):
    """Each table's number of rows and the SHA-256 of them all."""
    with connection.cursor() as cursor:
        return {name: _digest(cursor, name) for name in tables() if name not in but}


def _digest(cursor, table):
    cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608
    rows = cursor.fetchall()
    return len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()


@contextmanager
def undone():
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def built_once(blocker):
    """What the tests of one file share is built inside, and rolled back after the last of them.

    Like a test case's own transaction, it lets acts through that must not be part of another.
    """
    shared = transaction.atomic()
    shared._from_testcase = True
    with blocker.unblock(), shared:
        yield
        transaction.set_rollback(True)


def parts(number):
    """A fixture for each thing that a file's `build()` returns, in its order: the test's own."""
    return map(_part, range(number))


def _part(place):
    @pytest.fixture
    def part(own):
        return own[place]

    return part
