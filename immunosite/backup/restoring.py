"""Put a backup in place: unpacked and verified beside the site first, then exchanged.

What was stopped on the way leaves the site as it was, and its leftovers to the next restore.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

from editorial.models import AuditEvent, Document, User
from editorial.record import verify
from immunosite.backup import archive, folders
from immunosite.backup.archive import BackupRefusal, Manifest
from immunosite.backup.taking import DATABASES

SHOWN = 10  # faults


class RestoredInPart(Exception):
    """The database is the backup's, a folder is not yet."""


def restore(
    file: Path, progress: verify.Progress, *, replace: bool = False, try_only: bool = False
) -> Manifest:
    """Raises BackupRefusal, OSError or the database's error and has changed nothing; or
    RestoredInPart.

    `replace` overwrites a site that holds something. `try_only` does all but the last step.
    """
    with archive.reading(file) as backup:
        _check_vendor(backup.manifest)
        if not (replace or try_only):
            _check_nothing_is_here()
        with _staging_folder() as staging:
            folders.check_movable(staging)
            backup.unpack(staging)
            database = DATABASES[connection.vendor]
            with database.staged(staging / "database") as name:
                _check_record(name, backup.manifest, progress)
                if not try_only:
                    _exchange(staging, lambda: database.put_in_place(name))
    return backup.manifest


def _exchange(staging: Path, put_database_in_place: Callable[[], None]) -> None:
    # The database first: it is what may fail. The folders are moved in an instant.
    put_database_in_place()
    try:
        folders.exchange(staging)
    except OSError as error:
        raise RestoredInPart(
            f"The database is restored, but not the files: {error}. Mend that and restore again."
        ) from None


# --- What is here ---------------------------------------------------------------------------------


def _check_vendor(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise BackupRefusal(
            f"The backup is of a {manifest.vendor} database, and DATABASE_URL names one of"
            f" {connection.vendor}."
        )


def _check_nothing_is_here() -> None:
    if what := _what_is_here():
        raise BackupRefusal(
            f"This site is not empty: {what}. With --replace all of it is lost; back it up first."
        )


def _what_is_here() -> str:
    for folder in folders.folders().values():
        if folder.is_dir() and any(folder.iterdir()):
            return f"there are files in {folder}"
    try:
        tables = connection.introspection.table_names()
        for model in (User, AuditEvent, Document):
            if model._meta.db_table in tables and model._default_manager.exists():
                return f"its database holds {model._meta.verbose_name_plural}"
    except DatabaseError as error:
        return f"its database cannot be read ({error})"
    return ""


@contextmanager
def _staging_folder() -> Iterator[Path]:
    """One restore at a time, in a folder of its own that other users cannot enter."""
    folder: Path = settings.VAR_DIR / "restoring"
    with _locked(settings.VAR_DIR):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefusal("Another restore is running. Wait until it is done.") from None
        yield
    finally:
        os.close(descriptor)


# --- What the backup holds ------------------------------------------------------------------------


def _check_record(name: str, manifest: Manifest, progress: verify.Progress) -> None:
    """An older version's database is brought up to date first, in the copy."""
    with _default_is(name):
        loader = MigrationLoader(connection)
        if newer := set(loader.applied_migrations) - set(loader.disk_migrations):
            raise BackupRefusal(
                f"A newer version of this program made the backup ({'.'.join(min(newer))} is"
                " unknown here). Install that one."
            )
        call_command("migrate", interactive=False, verbosity=0)
        found = list(verify.faults(progress, manifest.last_hash))
    if found:
        more = [f"… and {len(found) - SHOWN} more."] if len(found) > SHOWN else []
        listed = "\n".join([*found[:SHOWN], *more])
        raise BackupRefusal(f"The record in the backup does not hold:\n{listed}\n")


@contextmanager
def _default_is(name: str) -> Iterator[None]:
    """Django's own database is that one meanwhile: another file, or another of the server's."""
    site = connections["default"]
    other = site.copy()
    other.settings_dict["NAME"] = name
    connections["default"] = other
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        other.close()
        connections["default"] = site
        ContentType.objects.clear_cache()
