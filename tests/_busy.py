"""A database that cannot be written just now: another holds the lock, or there is no room left."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
from django.db import connection


@contextmanager
def locked() -> Iterator[None]:
    """Another connection holds what every writer needs; nobody waits longer than 0.1 s for it."""
    with (
        _impatient(),
        _lock_of_sqlite() if connection.vendor == "sqlite" else _lock_of_postgresql(),
    ):
        yield


@contextmanager
def _impatient() -> Iterator[None]:
    options = connection.settings_dict["OPTIONS"]
    before = dict(options)
    if connection.vendor == "sqlite":
        options["timeout"] = 0.1
    else:
        options["options"] = "-c lock_timeout=100"
    connection.close()
    try:
        yield
    finally:
        options.clear()
        options.update(before)
        connection.close()


@contextmanager
def _lock_of_sqlite() -> Iterator[None]:
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _lock_of_postgresql() -> Iterator[None]:
    tables = ", ".join(connection.introspection.table_names())
    params = connection.get_connection_params()
    given = {key: params[key] for key in ("dbname", "user", "password", "host", "port")}
    with psycopg.connect(**given) as other:
        other.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
        yield
        other.rollback()


@contextmanager
def no_room() -> Iterator[None]:
    """SQLite's own limit on the file stands for the end of the disk: it answers the same."""
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")
