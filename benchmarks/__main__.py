"""`make bench`: everything that `docs/benchmarks.md` shows, measured in one run.

    python -m benchmarks [--form full|short|smoke] [--output docs] [--medquad FILE] [--no-wagtail]
        [--only PART ...]

It starts servers on loopback only, and keeps what it makes under `var/bench`. MedQuAD's sample,
whose sentences the pages are made of, is not part of the project.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks import parts_pages, parts_site, report
from benchmarks.parts_pages import World
from benchmarks.plan import PLANS, Plan
from benchmarks.results import Part
from benchmarks.start import MEDQUAD, REPOSITORY

PARTS: dict[str, Callable[[World], list[Part]]] = {
    "stored": lambda world: [parts_pages.stored(world)],
    "cold": lambda world: [parts_pages.cold(world)],
    "publishing": lambda world: [parts_site.publishing(world)],
    "start": lambda world: [parts_site.start(world)],
    "hits": lambda world: [parts_site.hits(world.plan)],
    "load": lambda world: [parts_site.load(world.plan)],
    "growth": lambda world: list(parts_site.growth(world.plan)),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--form", choices=PLANS, default="full")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "docs")
    parser.add_argument("--medquad", type=Path, default=MEDQUAD)
    parser.add_argument("--folder", type=Path, default=PLANS["full"].folder)
    parser.add_argument("--no-wagtail", action="store_true")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    given = parser.parse_args()
    if not given.medquad.is_file():
        parser.error(f"{given.medquad} is not there; name the file of MedQuAD's sample.")
    plan = replace(PLANS[given.form], medquad=given.medquad, folder=given.folder.resolve())
    found = list(parts(plan, given.only, with_wagtail=not given.no_wagtail))
    print(f"\nWritten: {report.write(found, plan, given.output)}")
    for each in report.reached(found):
        print("  ".join(report.line_of(each)))


def parts(plan: Plan, names: list[str], *, with_wagtail: bool) -> Iterator[Part]:
    begun = time.monotonic()

    def says(what: str) -> None:
        print(f"{time.monotonic() - begun:6.0f} s  {what}", file=sys.stderr, flush=True)

    world = World(plan, with_wagtail=with_wagtail)
    says(f"two sites of {plan.documents} documents")
    world.make()
    for name in names:
        says(name)
        yield from PARTS[name](world)
    says("done")


if __name__ == "__main__":
    main()
