"""Write docs/workflow.md from the table of transitions."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from editorial.workflow import TRANSITIONS, Act

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
        f"    {source.value} --> {transition.target.value}: {act}"
        for act, transition in TRANSITIONS.items()
        for source in transition.sources
    ]
    rows = [
        f"| {act} | {', '.join(source.value for source in transition.sources) or 'new'} "
        f"| {transition.target.value} | {transition.who} | {_rules(act)} |"
        for act, transition in TRANSITIONS.items()
    ]
    table = ["| act | from | to | who | rules |", "|---|---|---|---|---|", *rows]
    return HEAD + "\n".join([*arrows, "```", "", *table, ""])


def _rules(act: Act) -> str:
    names = [rule.__name__ for rule in TRANSITIONS[act].rules]
    return ", ".join(f"`{name}`" for name in names) or "none"


class Command(BaseCommand):
    help = "Draw the workflow into docs/workflow.md; with --check, say whether it is up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / PATH
        current = path.read_text(encoding="utf-8") if path.exists() else ""
        if options["check"] and current != drawing():
            raise SystemExit(f"{PATH} is out of date: run manage.py draw_workflow.")
        if not options["check"]:
            path.parent.mkdir(exist_ok=True)
            path.write_text(drawing(), encoding="utf-8")
