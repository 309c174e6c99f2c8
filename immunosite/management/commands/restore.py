"""`manage.py restore FILE`: a backup in the place of this site, once its record was verified."""

import sqlite3
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from immunosite.backup.archive import BackupRefusal, sentence
from immunosite.backup.restoring import RestoredInPart, restore

T = TypeVar("T")
REFUSED = (BackupRefusal, OSError, sqlite3.Error, psycopg.Error, DatabaseError)


class Command(BaseCommand):
    help = "Check the backup in FILE, verify its record, and put it in the place of this site."
    # It may be run where there is no database yet, or a broken one.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, metavar="FILE")
        add("--replace", action="store_true", help="overwrite a site that is not empty")
        add("--dry-run", action="store_true", help="check everything, change nothing")

    def handle(
        self, *args: object, file: Path, replace: bool, dry_run: bool, **options: object
    ) -> None:
        try:
            manifest = restore(file, self.progress, replace=replace, try_only=dry_run)
        except REFUSED as error:
            raise CommandError(f"{sentence(error)} Nothing was changed.") from None
        except RestoredInPart as error:
            raise CommandError(str(error)) from None
        done = "could be restored; nothing was changed" if dry_run else "is restored"
        self.stdout.write(
            f"{file} {done}. Its record has no faults; the last hash of its audit log:"
            f" {manifest.last_hash or 'none yet'}"
        )

    def progress(self, rows: Iterable[T], total: int, name: str) -> Iterable[T]:
        # Shown only when a person watches and it takes longer than two seconds.
        bar: Iterable[T] = tqdm(rows, total=total, desc=name, delay=2, disable=None, leave=False)
        return bar
