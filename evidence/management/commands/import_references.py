"""`manage.py import_references`: sources from RIS, BibTeX and PubMed files into the library."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from editorial.exceptions import Refusal
from editorial.models import User
from editorial.workflow import Act, check_right
from evidence.imports.plan import Choice, Item, Outcome, Plan, carry_out, make_plan
from evidence.imports.reading import MAX_BYTES, read
from evidence.imports.records import Reading, Unreadable

SAME_TITLE = {"skip": Choice.LEAVE, "merge": Choice.SAME, "add": Choice.OTHER}


class Command(BaseCommand):
    help = "Import references (RIS, BibTeX, PubMed .nbib or XML) into the library of sources."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--writer", required=True, metavar="USERNAME", help="who imports them, for the history"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be, write nothing"
        )
        parser.add_argument(
            "--same-title",
            choices=SAME_TITLE,
            default="skip",
            help="what becomes of a reference with the title and year of a source in the library",
        )

    def handle(
        self, *args: object, files: list[Path], writer: str, same_title: str, **options: object
    ) -> None:
        by = self.writer(writer)
        for file in files:
            reading = self.read(file)
            answers = dict.fromkeys(range(len(reading.records)), SAME_TITLE[same_title])
            plan = make_plan(reading, answers)
            if not options["dry_run"]:
                new = plan.of(Outcome.NEW, Outcome.COMPLETED)
                for _ in tqdm(carry_out(plan, by=by), total=len(new), delay=2, disable=None):
                    pass
            self.tell(file, reading, plan, written=not options["dry_run"])

    def writer(self, username: str) -> User:
        try:
            return check_right(Act.EDIT, by=User.objects.get(username=username))
        except User.DoesNotExist:
            raise CommandError(f"There is no user called “{username}”.") from None
        except Refusal as refusal:
            raise CommandError(f"{username}: {refusal}") from None

    def read(self, file: Path) -> Reading:
        try:
            with file.open("rb") as opened:
                return read(opened.read(MAX_BYTES + 1))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except Unreadable as error:
            raise CommandError(f"{file}: {error}") from None

    def tell(self, file: Path, reading: Reading, plan: Plan, *, written: bool) -> None:
        counts = {outcome: plan.count(outcome) for outcome in Outcome}
        self.stdout.write(
            f"{file} ({reading.format}, {len(plan.items)} entries): "
            f"{counts[Outcome.NEW]} {'added' if written else 'would be added'}, "
            f"{counts[Outcome.COMPLETED]} completed, {counts[Outcome.KNOWN]} known already, "
            f"{counts[Outcome.QUESTION]} left out for their title, "
            f"{counts[Outcome.REJECTED]} rejected."
        )
        for note in reading.notes:
            self.stdout.write(f"{file}: {note}")
        for item in plan.items:
            for said in _said(item):
                self.stdout.write(f"{file}, line {item.line}: {said}")


def _said(item: Item) -> list[str]:
    title = f"“{item.title}” " if item.title else ""
    if item.outcome is Outcome.REJECTED:
        return [f"{title}rejected: {item.reason}"]
    if item.outcome is Outcome.QUESTION:
        keys = ", ".join(each.key or "one before it in the file" for each in item.alike)
        return [f"{title}left out: it may be {keys}. Say --same-title=merge or add."]
    return [f"{title}{note}" for note in item.notes]
