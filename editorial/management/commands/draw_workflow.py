"""Write docs/workflow.md from the table of acts."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from editorial.models import State
from editorial.workflow import TABLE, Row, Rule

PATH = Path("docs/workflow.md")

HEAD = """# Workflow

Drawn from the table in `editorial/workflow.py` by `manage.py draw_workflow`; a test fails when the
two differ.

```mermaid
stateDiagram-v2
    [*] --> draft: create
"""


def drawing() -> str:
    """The document as text."""
    arrows = [
        f"    {source.value} --> {row.target.value}: {act}"
        for act, row in TABLE.items()
        if row.target
        for source in row.sources
    ]
    rows = [
        f"| {act} | {_sources(row)} | {row.target.value if row.target else 'stays'} "
        f"| {row.who.rstrip(',')} | {_names(row.bars)} | {_names(row.rules)} |"
        for act, row in TABLE.items()
    ]
    head = ["| act | from | to | who | rules about the person | rules about the text |"]
    table = [*head, "|---|---|---|---|---|---|", *rows]
    return HEAD + "\n".join([*arrows, "```", "", *table, ""])


def _sources(row: Row) -> str:
    if row.sources == tuple(State):
        return "any"
    return ", ".join(source.value for source in row.sources) or "new"


def _names(rules: tuple[Rule, ...]) -> str:
    return ", ".join(f"`{rule.__name__}`" for rule in rules) or "none"


class Command(BaseCommand):
    help = "Draw the workflow into docs/workflow.md; with --check, say whether it is up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        path = settings.BASE_DIR / PATH
        current = path.read_text(encoding="utf-8") if path.exists() else ""
        if options["check"] and current != drawing():
            raise SystemExit(f"{PATH} is out of date: run manage.py draw_workflow.")
        if not options["check"]:
            path.parent.mkdir(exist_ok=True)
            path.write_text(drawing(), encoding="utf-8")
