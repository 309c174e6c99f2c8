"""`manage.py import_documents`: drafts from files, checked whole first. See docs/importing.md."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.db import DatabaseError
from tqdm import tqdm

from editorial import workflow
from editorial.exceptions import Refusal
from editorial.models import Document, User
from immunosite.importing import yaml_loader
from immunosite.importing.checking import Check
from immunosite.importing.columns import kind_names
from immunosite.importing.draft import Draft
from immunosite.importing.files import files_in, rows_of
from immunosite.importing.mapping import Mapping
from immunosite.importing.references import COMMENT
from immunosite.importing.rows import BadRow, Fault, Faults, Row
from immunosite.importing.saving import Import
from immunosite.importing.spool import Spool
from immunosite.turns import in_turns

# How far it has come is shown when a person watches and it takes longer than two seconds.
WATCHED: dict[str, Any] = {"delay": 2, "disable": None, "leave": False}


class Command(BaseCommand):
    help = "Import documents as drafts by a named writer; nothing, if any row is at fault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add(
            "files",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="JSON lines (.jsonl), Markdown with front matter (.md), a folder of it, or a "
            "list in YAML (.yaml)",
        )
        add("--writer", required=True, metavar="USERNAME", help="whose drafts they will be")
        add("--kind", default="", choices=kind_names(), help="for rows that name no kind")
        add("--dry-run", action="store_true", help="check everything, write nothing")
        add("--resume", action="store_true", help="go on with an import that was stopped")
        repeat: dict[str, Any] = {"action": "append", "default": [], "type": pair}
        add("--map", **repeat, metavar="FIELD=COLUMN", help="a field under another name")
        add("--set", **repeat, metavar="FIELD=VALUE", help="a value for every row, as YAML")
        add(
            "--source",
            **repeat,
            metavar="PART=COLUMN",
            help="list each row's origin as a source: url=…, title=…, container=…",
        )
        several: dict[str, Any] = {"action": "extend", "default": [], "type": names}
        add("--ignore", **several, metavar="COLUMN,…", help="columns that are not wanted")
        add("--plain-text", **several, metavar="FIELD,…", help="plain text, not Markdown")
        add("--html", **several, metavar="FIELD,…", help="HTML, not Markdown; it is cleaned")
        add(
            "--derive",
            **several,
            metavar="FIELD,…",
            help="where empty: the first sentences of the text",
        )
        add("--shorten", **several, metavar="FIELD,…", help="cut at a word where too long")

    def handle(self, *args: object, files: list[Path], writer: str, **options: Any) -> None:
        start = time.monotonic()
        by, mapping = self.writer(writer), mapping_of(options)
        with closing(Spool()) as drafts:
            kept = None if options["dry_run"] else drafts
            check = Check(mapping, by=by, resume=options["resume"], drafts=kept)
            self.check_all(files, check)
            if kept:
                self.save_all(kept, check)
        milliseconds = 1000 * (time.monotonic() - start) / max(check.count, 1)
        done = "would be imported; nothing was written" if options["dry_run"] else "imported"
        self.stdout.write(f"{check.new} drafts {done} ({milliseconds:.1f} ms a document).")
        if check.earlier:
            self.stdout.write(f"{len(check.earlier)} were here from the import before.")
        self.list(self.stdout, check.left_out)

    def check_all(self, files: list[Path], check: Check) -> None:
        """Read everything once. Raises CommandError with all that is at fault."""
        try:
            for row in self.rows(files_in(files)):
                check.row(row)
            check.end()
        except (OSError, DatabaseError) as error:
            raise CommandError(f"{error} Nothing was written.") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.") from None
        if not check.faults.count:
            return
        self.list(self.stderr, check.faults)
        said = f"{check.faults.count} faults. Nothing was written."
        if check.earlier and not check.resume:
            said += (
                f" {len(check.earlier)} of these rows {check.by.username} imported before: if that"
                " import was stopped, add --resume to import the rest."
            )
        raise CommandError(said)

    def save_all(self, drafts: Spool, check: Check) -> None:
        """In short turns."""
        run, done = Import(COMMENT, check.earlier), 0
        try:
            turn = partial(run.turn, check.by)
            shown = self.shown(drafts, check.count)
            for _ in in_turns(shown, partial(run.add, by=check.by), turn):
                done = run.saved
            for _ in in_turns(run.waiting, run.link, turn):
                pass
        except (KeyboardInterrupt, OSError, DatabaseError, Refusal) as error:
            raise CommandError(stopped(error, done, check.new)) from None
        if run.faults.count:
            self.list(self.stderr, run.faults)
            raise CommandError(
                f"{run.faults.count} faults came up while saving, because the site changed since"
                f" they were checked. {run.saved} drafts are in; the rest is not."
            )

    def writer(self, username: str) -> User:
        """Raises CommandError for somebody who may not create documents."""
        try:
            by = User.objects.get(username=username)
            workflow.check(workflow.Act.CREATE, Document(), by=by)
        except User.DoesNotExist:
            raise CommandError(f"There is no user called “{username}”.") from None
        except Refusal as refusal:
            raise CommandError(f"{username}: {refusal}") from None
        return by

    def rows(self, paths: list[Path]) -> Iterator[Row | Fault]:
        size = sum(path.stat().st_size for path in paths)
        with tqdm(total=size, unit="B", unit_scale=True, desc="check", **WATCHED) as bar:
            for path in paths:
                yield from rows_of(path, bar.update)

    def shown(self, drafts: Spool, count: int) -> Iterator[Draft]:
        yield from tqdm(drafts, total=count, desc="save", **WATCHED)

    def list(self, out: OutputWrapper, faults: Faults) -> None:
        for fault in faults.listed:
            out.write(str(fault))
        if more := faults.count - len(faults.listed):
            out.write(f"… and {more} more.")


def stopped(error: BaseException, done: int, count: int) -> str:
    why = f" ({error})" if str(error) else ""
    return (
        f"Stopped{why}. {done} of {count} drafts are in, each whole. The same command with --resume"
        " imports the rest."
    )


def mapping_of(options: dict[str, Any]) -> Mapping:
    forms = dict.fromkeys(options["html"], "html") | dict.fromkeys(options["plain_text"], "plain")
    mapping = Mapping(
        kind=options["kind"],
        columns=dict(options["map"]),
        fixed={name: yaml_value(value) for name, value in options["set"]},
        source=dict(options["source"]),
        ignored=frozenset(options["ignore"]),
        forms=forms,
        derived=tuple(options["derive"]),
        shortened=tuple(options["shorten"]),
    )
    try:
        mapping.check()
    except BadRow as error:
        raise CommandError(" ".join(error.messages)) from None
    return mapping


def pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise ArgumentTypeError(f"{text!r} must be written as NAME=VALUE")
    return name, value


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def yaml_value(text: str) -> object:
    try:
        return yaml_loader.read(text)
    except yaml_loader.NotPlain as error:
        raise CommandError(f"--set {text}: {error}") from None
