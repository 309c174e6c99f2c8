"""Take a backup: the database at one moment first, then the files that it may name."""

from pathlib import Path

from django.db import connection

from immunosite.backup import archive, folders, postgresql_dump, sqlite_file
from immunosite.backup.archive import BackupRefusal, Manifest

# Each has write, staged and put_in_place.
DATABASES = {"sqlite": sqlite_file, "postgresql": postgresql_dump}


def take(file: Path) -> Manifest:
    """Raises BackupRefusal, OSError or the database's error; then there is no such file."""
    if file.exists():
        raise BackupRefusal(f"{file} is there already. Give another name.")
    if not file.parent.is_dir():
        raise BackupRefusal(f"There is no folder {file.parent}.")
    with archive.writing(file, connection.vendor) as writer:
        DATABASES[connection.vendor].write(writer, file.parent)
        folders.write(writer)
    return writer.manifest
