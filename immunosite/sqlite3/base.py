"""The database engine `immunosite.sqlite3`: Django's own, with connections that are kept.

- Whoever waits for the write lock asks every few milliseconds, however long they have waited.
- What cannot be written (disk full, file system read-only) can still be read.
- A connection is never used by a forked child, nor after its file was replaced.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.db.backends.sqlite3 import base

# SQLite's own busy handler sleeps longer the longer it has waited, up to 100 ms, so that a newcomer
# nearly always overtakes: of sixteen busy processes one starved. Asked anew, it starts from 1 ms.
ONE_TRY = 0.02  # seconds
BUSY_TIMEOUT = 10.0
CANNOT_WRITE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}
# The parent's, never closed in the child: that would take part in the parent's transactions.
_inherited: list[object] = []
Result = TypeVar("Result")


def patiently(
    connection: sqlite3.Connection, seconds: float, attempt: Callable[[], Result]
) -> Result:
    """Try again while another connection holds the lock; not inside a transaction, which cannot
    get it any more. Raises sqlite3.OperationalError when the time is over.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            hopeless = code_of(error) != sqlite3.SQLITE_BUSY or connection.in_transaction
            if hopeless or time.monotonic() > deadline:
                raise


def code_of(error: sqlite3.Error) -> int:
    """The primary result code; 0 for an error of Python's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


class PatientCursor(base.SQLiteCursorWrapper):
    seconds: float

    def execute(self, query: str, params: Any = None) -> Any:
        attempt = super().execute
        return patiently(self.connection, self.seconds, lambda: attempt(query, params))


class DatabaseWrapper(base.DatabaseWrapper):
    """`OPTIONS["timeout"]` is how many seconds somebody waits for the write lock."""

    def get_connection_params(self) -> dict[str, object]:
        params = super().get_connection_params()
        self.patience = float(params.get("timeout", BUSY_TIMEOUT))
        # Run by us, who close what could not be opened.
        self.first_commands: list[str] = self.init_commands
        self.init_commands: list[str] = []
        return params | {"timeout": min(ONE_TRY, self.patience)}

    def get_new_connection(self, conn_params: dict[str, object]) -> sqlite3.Connection:
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        try:
            for command in self.first_commands:
                self._run(connection, command)
        except sqlite3.OperationalError as error:
            connection.close()
            if code_of(error) not in CANNOT_WRITE:
                raise
            connection = self._read_only(conn_params, error)
        self.opened = os.getpid(), self._file()
        return connection

    def _run(self, connection: sqlite3.Connection, command: str) -> None:
        patiently(connection, self.patience, lambda: connection.execute(command).close())

    def _read_only(
        self, conn_params: dict[str, object], refused: sqlite3.OperationalError
    ) -> sqlite3.Connection:
        """Where no shared memory can be made beside the file. For one request: the next tries the
        ordinary way first, because SQLite looks for nobody's writing any more.
        """
        file = Path(str(conn_params["database"]))
        wal = Path(f"{file}-wal")
        # Acts that stand only in the log would be missing, a withdrawal among them.
        if not file.is_file() or (wal.exists() and wal.stat().st_size):
            raise refused
        address = f"{file.resolve().as_uri()}?immutable=1"
        connection: sqlite3.Connection = super().get_new_connection(
            conn_params | {"database": address}
        )
        for command in self.first_commands:
            if "journal_mode" not in command:  # which alone would write
                self._run(connection, command)
        self.close_at = time.monotonic()
        return connection

    def create_cursor(self, name: str | None = None) -> PatientCursor:
        cursor: PatientCursor = self.connection.cursor(factory=PatientCursor)
        cursor.seconds = self.patience
        return cursor

    def ensure_connection(self) -> None:
        if self.connection is not None and self.opened[0] != os.getpid():
            _inherited.append(self.connection)
            self.connection = None
        super().ensure_connection()

    def close_if_unusable_or_obsolete(self) -> None:
        """Asked before and after each request."""
        if self.connection is not None and self.opened[1] != self._file():
            self.close()
        super().close_if_unusable_or_obsolete()

    def is_usable(self) -> bool:
        """Asked after an error: opening anew costs less than finding out."""
        return False

    def _file(self) -> tuple[int, int] | None:
        """Which file stands at the address; None for a database in memory."""
        if self.is_in_memory_db():
            return None
        try:
            status = Path(str(self.settings_dict["NAME"])).stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino
