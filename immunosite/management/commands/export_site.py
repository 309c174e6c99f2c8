"""`manage.py export_site DIR`: the public site as files, and how nginx serves them."""

import sqlite3
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from immunosite.backup.archive import sentence
from immunosite.export.exporting import Exported, export
from immunosite.export.refusal import ExportRefusal
from immunosite.start import server


class Command(BaseCommand):
    help = "Write the public site into DIR, as files that nginx serves without this application."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("folder", type=Path, metavar="DIR", help="empty, or an earlier export")
        add(
            "--application",
            metavar="ADDRESS",
            help="where nginx finds the application for search, forms and staff: HOST:PORT or"
            " unix:/PATH. Default: BIND",
        )
        add(
            "--despite-broken-links",
            action="store_true",
            help="name links that lead nowhere, and export all the same",
        )

    def handle(
        self,
        *args: object,
        folder: Path,
        application: str | None,
        despite_broken_links: bool,
        **options: object,
    ) -> None:
        # Shown only when a person watches and it takes longer than two seconds.
        with tqdm(desc="addresses", delay=2, disable=None, leave=False) as bar:

            def progress(done: int, known: int) -> None:
                bar.total = known
                bar.update(done - bar.n)

            try:
                exported = export(
                    folder,
                    progress,
                    application=application or server.bind(),
                    despite_broken_links=despite_broken_links,
                )
            except (ExportRefusal, OSError, sqlite3.Error, DatabaseError) as error:
                raise CommandError(f"{sentence(error)} What was served before still is.") from None
            except KeyboardInterrupt:
                raise CommandError("Stopped. What was served before still is.") from None
        self._tell(folder, exported)

    def _tell(self, folder: Path, exported: Exported) -> None:
        for link in exported.broken_links:
            self.stderr.write(f"This link leads to no page: {link}")
        self.stdout.write(
            f"{folder} holds {exported.pages} pages, {exported.notices} notices,"
            f" {exported.moved} moved addresses and {exported.static_files} static files;"
            f" {exported.written} files were written, {exported.removed} are gone."
            f" It is true until {exported.true_until}, or until somebody publishes or withdraws:"
            " export again then."
        )
        if exported.reload:
            self.stdout.write("nginx’s configuration has changed: reload nginx.")
