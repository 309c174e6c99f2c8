"""Write the evidence pack of an edition to a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial.exceptions import RecordsDoNotMatch
from editorial.receipts.evidence import evidence_pack, file_name, packable


class Command(BaseCommand):
    help = "Write all that proves one edition into a ZIP, which an auditor checks without the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help="article, therapytype, condition or glossaryentry")
        parser.add_argument("address", help="the last part of the page's address")
        parser.add_argument("number", type=int, help="of the edition")
        parser.add_argument("--to", type=Path, metavar="FOLDER", default=Path())

    def handle(
        self, *args: object, kind: str, address: str, number: int, to: Path, **options: object
    ) -> None:
        edition = packable().filter(kind=kind, slug=address, number=number).first()
        if edition is None:
            raise CommandError(f"There is no edition {number} of {kind} “{address}”.")
        file = to / file_name(edition)
        try:
            file.write_bytes(evidence_pack(edition))
        except RecordsDoNotMatch as refusal:
            raise CommandError(refusal.message) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{file} is written.")
