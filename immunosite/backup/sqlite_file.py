"""SQLite: a copy of the file at one moment, by SQLite's own backup; and back into the same file.

Both happen in one step, so writers neither wait for a copy nor show up half way in it; and a copy
back is one transaction: whoever reads meanwhile, or after a kill, has the old database.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from editorial.models import AuditEvent
from immunosite.backup.archive import BackupRefusal, Writer

LAST = f"SELECT hash FROM {AuditEvent._meta.db_table} ORDER BY sequence DESC LIMIT 1"  # noqa: S608


def write(writer: Writer, folder: Path) -> None:
    """`folder` has room for a copy of the database, which is gone afterwards."""
    with TemporaryDirectory(dir=folder, prefix=".backup-") as beside:
        copy = Path(beside) / "database"
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
            # Else it would want a log beside it to be read.
            target.execute("PRAGMA journal_mode=DELETE")
            writer.manifest.last_hash = next(iter(target.execute(LAST).fetchone() or ()), "")
        with copy.open("rb") as part:
            writer.add("database", part)


@contextmanager
def staged(unpacked: Path) -> Iterator[str]:
    """The name under which Django opens the unpacked database."""
    with closing(sqlite3.connect(unpacked)) as database:
        (said,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise BackupRefusal(f"SQLite finds a fault in the database of the backup: {said}.")
    yield str(unpacked)


def put_in_place(staged: str) -> None:
    site = str(connection.settings_dict["NAME"])
    connection.close()
    with (
        closing(sqlite3.connect(staged)) as source,
        closing(sqlite3.connect(site)) as target,
    ):
        try:
            source.backup(target)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
                raise
            raise BackupRefusal(
                f"{site} is no database. Stop the site, move the file and what stands beside it"
                " (-wal, -shm) away, and restore again."
            ) from None
