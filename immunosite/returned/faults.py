"""Which errors mean that nothing can be done just now, though the request is in order."""

import errno
import sqlite3
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError

# Primary result codes: https://www.sqlite.org/rescode.html
SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
SQLITE_CANNOT = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
}
# SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html. Serialization failure,
# deadlock, lock timeout, statement timeout; too many connections.
POSTGRESQL_BUSY = {"40001", "40P01", "55P03", "57014", "53300"}
# Classes: connection lost, out of disk or memory, operator's intervention, error of the disk; and
# a server that only reads.
POSTGRESQL_CANNOT = ("08", "53", "57P", "58", "25006")
# By name, because a site on SQLite may do without psycopg.
CONNECTION_LOST = {
    "psycopg.OperationalError",
    "psycopg.InterfaceError",
    "psycopg.errors.ConnectionTimeout",
}
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}

BUSY_WAIT, CANNOT_WAIT = 5, 120  # seconds after which to try again


def wait_for(error: BaseException) -> int | None:
    """After how many seconds it may work; None for an error that waiting does not mend."""
    return next(filter(None, map(_wait, _causes(error))), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _wait(error: BaseException) -> int | None:
    if isinstance(error, sqlite3.Error):
        return _wait_of_sqlite(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, OSError):
        return CANNOT_WAIT if error.errno in NO_ROOM else None
    if isinstance(error, DatabaseError | InterfaceError):
        return _wait_of_postgresql(error.__cause__)
    return None


def _wait_of_sqlite(code: int) -> int | None:
    if code in SQLITE_BUSY:
        return BUSY_WAIT
    return CANNOT_WAIT if code in SQLITE_CANNOT else None


def _wait_of_postgresql(error: BaseException | None) -> int | None:
    state = getattr(error, "sqlstate", "") or ""
    if state in POSTGRESQL_BUSY:
        return BUSY_WAIT
    # A server that cannot be reached, or has gone, sends no code.
    is_lost = not state and f"{type(error).__module__}.{type(error).__name__}" in CONNECTION_LOST
    return CANNOT_WAIT if is_lost or state.startswith(POSTGRESQL_CANNOT) else None
