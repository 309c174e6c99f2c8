"""Check a receipt as a stranger would, with the keys of this site or with those in a file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial.receipts import checking
from editorial.receipts.key_set import jwks


class Command(BaseCommand):
    help = "Check a receipt: its signature, and on request the text or one passage that it is of."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("receipt", type=Path, metavar="FILE", help="receipt.json")
        parser.add_argument("--keys", type=Path, metavar="FILE", help="jwks.json; else this site's")
        parser.add_argument("--text", type=Path, metavar="FILE", help="signed.json of the edition")
        parser.add_argument("--passage", type=Path, metavar="FILE", help="the proof of one passage")

    def handle(
        self,
        *args: object,
        receipt: Path,
        keys: Path | None,
        text: Path | None,
        passage: Path | None,
        **options: object,
    ) -> None:
        known = read(keys) if keys else jwks()
        try:
            checked = checking.read(read(receipt), known)
            if text:
                checking.check_text(checked.claims, read(text))
            if passage:
                checking.check_passage(checked.claims, read(passage))
        except checking.BadReceipt as fault:
            raise CommandError(str(fault), returncode=1) from None
        self.stdout.write(f"The receipt holds. It was signed with the key {checked.kid}.")
        for name, given in (("text", text), ("passage", passage)):
            if given:
                self.stdout.write(f"The {name} is the one that it states.")
        self.stdout.write(json.dumps(checked.claims, indent=2, ensure_ascii=False))


def read(path: Path) -> object:
    """Raises CommandError for what cannot be read or is no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise CommandError(f"{path} is no JSON: {error}.") from None
