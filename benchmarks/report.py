"""The parts of a run as `benchmarks.md`, with a chart in a file of its own where a part has one."""

import os
import platform
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import django

from benchmarks.charts import described, svg
from benchmarks.plan import Plan
from benchmarks.results import Part, Reached
from benchmarks.start import REPOSITORY
from benchmarks.wagtail import WAGTAIL, ours

HEAD = """# Benchmarks

Made by `make bench`{form}; do not edit by hand. All of it is of one run:
who is measured takes turns, each figure is the median of {rounds} rounds, and what counts is the
ratio, since both sides had the same machine at the same time.

{facts}
"""
SAME = """## What is the same as in Wagtail, and what is not

- **The same:** Python, Django, the web server and its settings, SQLite, the number of documents,
  their texts (Wagtail keeps as rich text what our page shows, with its glossary links and the
  meanings they open), scripts, head and foot.
- **Wagtail has less to do:** its glossary links stand in the text already; it proves no signature;
  it compresses nothing; its search shows neither facets nor snippets.
- **Wagtail has more to do:** its menu and breadcrumb come from its tree of pages, as its
  documentation has it.
- “Cached” is Django's cache of whole pages, in memory: a page that was withdrawn stays in it until
  its time is over.
"""


def write(parts: Sequence[Part], plan: Plan, folder: Path) -> Path:
    charts = folder / "benchmarks"
    charts.mkdir(parents=True, exist_ok=True)
    file = folder / "benchmarks.md"
    for part in parts:
        if part.bars:
            (charts / part.bars.file).write_text(svg(part.bars), encoding="utf-8")
    file.write_text("\n".join(pages(parts, plan)), encoding="utf-8")
    return file


def pages(parts: Sequence[Part], plan: Plan) -> Iterator[str]:
    form = (
        ""
        if plan.name == "full"
        else f", in its {plan.name} form (`make bench {plan.name.upper()}=1`)"
    )
    yield HEAD.format(form=form, rounds=plan.rounds, facts="\n".join(facts(plan)))
    yield "## Must reach\n"
    yield from table(
        ("what", "wanted", "measured", "reached", "note"), map(line_of, reached(parts))
    )
    yield SAME
    for part in parts:
        yield f"## {part.title}\n\n{part.text}\n"
        if part.rows:
            yield from table(part.header, part.rows)
        if part.bars:
            yield f"![{described(part.bars)}](benchmarks/{part.bars.file})\n"


def reached(parts: Sequence[Part]) -> list[Reached]:
    return [each for part in parts for each in part.reached]


def line_of(each: Reached) -> tuple[str, ...]:
    if each.measured is None:
        return (each.what, each.wanted, "not measured", "–", each.why)
    return (each.what, each.wanted, each.measured, "yes" if each.is_reached else "**no**", each.why)


def table(header: Sequence[str], rows: object) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:  # type: ignore[attr-defined]
        yield f"| {' | '.join(row)} |"
    yield ""


def facts(plan: Plan) -> Iterator[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield f"- Date: {datetime.now(UTC):%d %B %Y, %H:%M} UTC; commit {commit()}."
    yield (
        f"- Machine: {processor()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()};"
        f" load when it was over: {os.getloadavg()[0]:.1f}."
    )
    versions = ", ".join(
        each.replace("==", " ") for each in [*ours("gunicorn", "granian"), WAGTAIL]
    )
    yield f"- Python {platform.python_version()}, Django {django.__version__}, {versions}."
    yield f"- {plan.documents:,} documents in the comparison with Wagtail, of MedQuAD's sentences."


def commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    said = subprocess.run(  # noqa: S603
        command, cwd=REPOSITORY, capture_output=True, text=True, check=False
    ).stdout.strip()
    return said or "unknown"


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
