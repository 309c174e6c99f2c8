"""`manage.py mend_state`: states and withdrawals as the record says, after a backup was restored or
the clock was set."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial.acts.mending import mend
from editorial.exceptions import Refusal


class Command(BaseCommand):
    help = "Put the state of each document and what is withdrawn right by the audit log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: object, dry_run: bool, **options: object) -> None:
        count = 0
        try:
            for each in mend(dry_run=dry_run):
                self.stdout.write(each)
                count += 1
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        if dry_run:
            self.stdout.write(f"{count} to put right. Nothing was changed.")
        else:
            self.stdout.write(f"{count} put right. Now run manage.py verify_records.")
