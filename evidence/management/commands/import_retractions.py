"""`manage.py import_retractions`: which sources were retracted, from the Retraction Watch file."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from tqdm import tqdm

from editorial.exceptions import Refusal
from evidence.retractions.importing import Report, import_data
from evidence.retractions.reading import NotTheData


class Command(BaseCommand):
    help = "Import the CSV of Retraction Watch; on any fault the data in use stay in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--as-of",
            type=day,
            metavar="YYYY-MM-DD",
            help="of which day the data are; without it, of their newest row",
        )
        parser.add_argument(
            "--fewer", action="store_true", help="take it though it holds fewer or older rows"
        )

    def handle(
        self, *args: object, file: Path, as_of: date | None, fewer: bool, **options: object
    ) -> None:
        try:
            with tqdm(
                total=file.stat().st_size, unit="B", unit_scale=True, delay=2, disable=None
            ) as bar:
                report = import_data(file, as_of=as_of, fewer=fewer, advance=bar.update)
        except KeyboardInterrupt:
            raise CommandError("Stopped. The data in use were not changed.") from None
        except (NotTheData, OSError, DatabaseError, Refusal) as error:
            raise CommandError(f"{error} The data in use were not changed.") from None
        self.tell(report)

    def tell(self, report: Report) -> None:
        data = report.data
        if not report.is_new:
            self.stdout.write(f"{data}: these data are in use already.")
            return
        self.stdout.write(f"{data}: {data.rows:,} notices are in use.")
        if data.unread:
            self.stdout.write(
                f"{data.unread} of them cannot be read; a source that they name is “possible”."
            )
        for change in report.changes:
            said = (
                f"cites “{change.key}”, {change.listed}"
                if change.raised
                else (f"cites “{change.key}”, no longer listed")
            )
            self.stdout.write(f"{change.edition.kind}/{change.edition.slug} {said}.")


def day(text: str) -> date:
    try:
        given = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day; write 2026-03-31") from None
    if given > timezone.localdate():
        raise ArgumentTypeError(f"{text} lies in the future")
    return given
