"""Recompute the whole record; exit 1 with a list of faults when anything was altered."""

import sys
from collections.abc import Iterable
from typing import TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from editorial import hooks
from editorial.models import AuditEvent
from editorial.record import verify

T = TypeVar("T")


class Command(BaseCommand):
    help = "Check audit chain, digests, signatures, dates and triggers against each other."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--kept",
            metavar="HASH",
            default="",
            help="a last hash that an earlier run printed; it must still be in the audit log",
        )

        parser.add_argument(
            "--repair-search",
            action="store_true",
            help="first make the search tables anew, which are copies of the record",
        )

    def handle(self, *args: object, kept: str, **options: object) -> None:
        if options["repair_search"]:
            for rebuild in hooks.search_repairs:
                self.stdout.write(f"Search was made anew; it holds {rebuild()} editions.")
        count = 0
        for fault in verify.faults(self.progress, kept):
            tqdm.write(fault, file=sys.stdout)
            count += 1
        if count:
            raise CommandError(f"{count} faults. The record was altered.", returncode=1)
        last = AuditEvent.objects.last()
        self.stdout.write(
            f"No faults. {last.sequence if last else 0} audit events; "
            f"keep the last hash elsewhere: {last.hash if last else 'none yet'}"
        )

    def progress(self, rows: Iterable[T], total: int, name: str) -> Iterable[T]:
        # Shown only when a person watches and the run takes longer than two seconds.
        bar: Iterable[T] = tqdm(rows, total=total, desc=name, delay=2, disable=None, leave=False)
        return bar
