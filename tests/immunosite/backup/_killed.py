"""A restore that is killed at a chosen moment: `python -m tests.immunosite.backup._killed VAR FILE
MOMENT`. A moment is the name of a function; the process dies as it is called.
"""

import os
import signal
import sys
from pathlib import Path
from unittest import mock

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.core.management import call_command

from immunosite.backup import folders, postgresql_dump, restoring, sqlite_file
from immunosite.backup.archive import Reader


def die(*args: object, **options: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


MOMENTS = {
    "unpack": Reader,
    "check_movable": folders,
    "_check_record": restoring,
    "call_command": restoring,
    "_exchange": restoring,
    "exchange": folders,
}


def main(var: str, file: str, moment: str) -> None:
    settings.VAR_DIR = Path(var)
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    if moment == "half copied":
        die_while_copying()
    else:
        setattr(MOMENTS[moment], moment, die)
    call_command("restore", file, "--replace")


def die_while_copying() -> None:
    """On SQLite after some of its pages; on PostgreSQL between the two renames."""
    true_backup = sqlite_file.sqlite3.connect

    class Copied:
        def __init__(self, name: str) -> None:
            self.connection = true_backup(name)

        def backup(self, target: "Copied") -> None:
            self.connection.backup(target.connection, pages=20, progress=die)

        def __getattr__(self, name: str) -> object:
            return getattr(self.connection, name)

    if settings.DATABASES["default"]["ENGINE"] == "immunosite.sqlite3":
        sqlite_file.sqlite3 = mock.Mock(connect=Copied)
    else:
        once = [postgresql_dump._rename]

        def rename(*names: str) -> object:
            return (once.pop() if once else die)(*names)

        setattr(postgresql_dump, "_rename", rename)  # noqa: B010


if __name__ == "__main__":
    main(*sys.argv[1:])
