"""`manage.py backup FILE`: database and files in one file, while the site runs."""

import sqlite3
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from immunosite.backup.archive import BackupRefusal, sentence
from immunosite.backup.taking import take


class Command(BaseCommand):
    help = "Write the database and the site's files into FILE. The site may go on running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            manifest = take(file)
        except (BackupRefusal, OSError, sqlite3.Error, DatabaseError) as error:
            raise CommandError(f"{sentence(error)} No backup was written.") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. No backup was written.") from None
        self.stdout.write(
            f"{file} holds the database and {len(manifest.digests) - 1} files. Keep the last hash"
            f" of its audit log elsewhere: {manifest.last_hash or 'none yet'}"
        )
