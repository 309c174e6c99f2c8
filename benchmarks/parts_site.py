"""Publishing, growth, memory, the store under acts, people and readers, and cold starts."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks import servers
from benchmarks.ours import MODULE, emptied, environment_of
from benchmarks.parts_pages import OURS, WAGTAIL_MODULE, World
from benchmarks.plan import Plan
from benchmarks.processes import asked, run
from benchmarks.results import Bars, Part, Reached, ratio
from benchmarks.start import REPOSITORY
from tests.machine import MissingProgram
from tests.postgres import server as postgres

START_SECONDS = 1.5
GROWTH = 1.5
# What a process may take beside what it has after its first page: 64 MB of stored pages, 16 MB of
# ways to ask for them (docs/adr/0039), 40 MB of badges and folded texts (docs/adr/0041).
BOUND = 64 + 16 + 40


def publishing(world: World) -> Part:
    folder = emptied(world.plan.folder / "publishing")
    ours, theirs = [], []
    with ExitStack() as stack:
        given = environment_of(folder)
        one = stack.enter_context(asked(OURS, "benchmarks.draft_to_live", environment=given))
        two = None
        if world.wagtail.is_wanted:
            command = ("django", "draft_to_live")
            given = world.wagtail.environment_of()
            two = stack.enter_context(asked(world.wagtail.python, *command, environment=given))
        for number in range(4 * world.plan.rounds + 1):
            ours.append(one.ask(number)[0])
            theirs.append(two.ask(number)[0] if two else [])
    return publishing_part(ours[1:], theirs[1:] if two else [])


def publishing_part(ours: list[list[float]], theirs: list[list[float]]) -> Part:
    names = ("milliseconds on the processor", "milliseconds by the clock", "queries")
    rows, reached = [], []
    for place, name in enumerate(names):
        one, two = ([each[place] for each in rounds] for rounds in (ours, theirs))
        share = ratio(one, two) if theirs else None
        other = f"{median(two):.0f}" if theirs else "not measured"
        rows.append((name, f"{median(one):.0f}", other, f"{share:.2f}" if share else "–"))
        if share and place != 1:
            what = f"draft → live without the password hash / Wagtail, {name}"
            reached.append(Reached(what, "≤ 0.5", f"{share:.2f}", share <= 0.5))
    return Part(
        "From a draft to a live page",
        "Ours: save, submit, sign off, published. Wagtail: save, submit to moderation, approved."
        " The same text by the functions that the pages call, without the check of the password.",
        ("", "ours", "Wagtail", "ours / Wagtail"),
        tuple(rows),
        reached=tuple(reached),
    )


# --- Growth and memory ----------------------------------------------------------------------------


def growth(plan: Plan) -> tuple[Part, Part]:
    folder = emptied(plan.folder / "growth")
    sizes, file = ",".join(map(str, plan.sizes)), folder / "growth.json"
    given = (str(plan.medquad), sizes, str(plan.requests), str(plan.searches), str(file))
    run(OURS, "benchmarks.growth", *given, environment=environment_of(folder))
    measured = json.loads(file.read_text())
    return growth_part(measured["pages"], plan), memory_part(measured["memory"], plan)


def growth_part(pages: dict[str, list[tuple[float, int]]], plan: Plan) -> Part:
    rows, worst = [], ("", 0.0)
    # At 100 some of what a page shows is not there yet.
    first = 1 if len(plan.sizes) > 2 else 0
    for name, costs in pages.items():
        grown = costs[-1][0] / costs[first][0]
        worst = max(worst, (name, grown), key=lambda each: each[1])
        queries = sorted({count for _, count in costs[first:] if count})
        rows.append((
            name.replace("|", "\\|"), *(f"{took:.1f}" for took, _ in costs), f"{grown:.2f}",
            "–".join(map(str, queries)) or "",
        ))  # fmt: skip
    span = f"{plan.sizes[first]:,} → {plan.sizes[-1]:,}"
    what = "growth 1,000 → 100,000" if plan.sizes[-1] == 100_000 else f"growth {span}"
    return Part(
        "Growth",
        "Milliseconds on the processor of each type of page with nothing stored, and of searches"
        f" (95 of 100), by number of documents; and the last over that at {plan.sizes[first]:,}.",
        ("address", *(f"{size:,}" for size in plan.sizes), span, "queries"),
        tuple(rows),
        reached=(
            Reached(what, "≤ 1.5 × everywhere", f"{worst[1]:.2f} × at most", worst[1] <= GROWTH,
                    f"most: {worst[0]}"),
        ),
    )  # fmt: skip


def memory_part(memory: dict[str, float], plan: Plan) -> Part:
    grown = memory["end"] - memory["first"]
    count = f"{plan.requests:,} requests over {memory['addresses']:,.0f} addresses"
    return Part(
        "Memory of a process",
        f"Megabytes resident, of a process that answers {count}, ten times each.",
        ("after the first page", "after a tenth", "at the end"),
        (tuple(f"{memory[each]:.0f}" for each in ("first", "tenth", "end")),),
        reached=(
            Reached(f"memory of a process after {count}", f"≤ {BOUND} MB more than at first",
                    f"{grown:.0f} MB more", grown <= BOUND),
        ),
    )  # fmt: skip


# --- The store under acts -------------------------------------------------------------------------


def hits(plan: Plan) -> Part:
    folder = emptied(plan.folder / "hits")
    given = [str(plan.medquad), str(min(plan.documents, 400)), str(plan.hit_seconds)]
    command = [str(OURS), "-m", "benchmarks.hits", *given]
    environment = environment_of(folder)
    out = subprocess.run(  # noqa: S603 - our own command
        command, env=environment, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    reads, stored, acts = json.loads(out.splitlines()[-1])[0]
    share = 100 * stored / reads
    return Part(
        "Reads while people publish",
        f"Reads of pages that no act touched, while a page was published each 1.2 seconds for"
        f" {plan.hit_seconds} seconds; whatever entered Django counts as not from the store.",
        ("reads", "from the store", "acts", "share"),
        ((f"{reads:,}", f"{stored:,}", str(acts), f"{share:.1f} %"),),
        reached=(
            Reached("reads answered from the store during 50 acts a minute",
                    "≥ 99 % of unaffected pages", f"{share:.1f} %", share >= 99),
        ),
    )  # fmt: skip


# --- People and readers ---------------------------------------------------------------------------


def load(plan: Plan) -> Part:
    folder = emptied(plan.folder / "load")
    try:
        with postgres() as url:
            seen, memory = under_load(plan, environment_of(folder, url))
    except MissingProgram as error:
        what = "50 people working and 200 readers on PostgreSQL"
        return Part("Load", f"not measured: {error}", ("",), (), reached=(
            Reached(what, "no error", None, why=str(error)),))  # fmt: skip
    return load_part(plan, seen, memory)


def under_load(plan: Plan, environment: dict[str, str]) -> tuple[dict[str, object], list[float]]:
    given = (str(plan.medquad), "200", str(plan.workers))
    run(OURS, "benchmarks.load_acts", *given, environment=environment)
    with servers.gunicorn(OURS, MODULE, environment, workers=2) as server:
        servers.body_of(server.address, "/")
        memory = [server.megabytes()]
        counts = [str(plan.load_seconds), str(plan.workers), str(plan.readers)]
        command = [str(OURS), "-m", "benchmarks.load", server.address, *counts]
        out = subprocess.run(  # noqa: S603 - our own command
            command, env=environment, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        memory.append(server.megabytes())
    seen: dict[str, object] = json.loads(out.splitlines()[-1])
    return seen, memory


def load_part(plan: Plan, seen: dict[str, object], memory: list[float]) -> Part:
    errors, stale = ([str(each) for each in listed(seen, n)] for n in ("errors", "stale"))
    for each in [*errors, *stale][:10]:
        print(f"  load: {each}", file=sys.stderr)
    rows = [
        (who, f"{len(times):,}", f"{median(times):.0f}", f"{p95(times):.0f}")
        for who, times in (("readers", numbers(seen, "reads")), ("people", numbers(seen, "work")))
    ]
    said = (
        f"{plan.workers} people at work and {plan.readers} readers for {plan.load_seconds} seconds"
        f" on PostgreSQL, two web processes; {seen['published']} pages published and"
        f" {seen['withdrawn']} withdrawn meanwhile. Errors: {len(errors)}. Pages older than a"
        f" second that were still served: {len(stale)}. Memory of the larger process, in MB:"
        f" {memory[0]:.0f} before, {memory[1]:.0f} after. All of them run on the site's own cores."
    )
    return Part(
        "People and readers",
        said,
        ("who", "acts", "median, ms", "95 of 100, ms"),
        tuple(rows),
        reached=tuple(load_reached(plan, errors, stale, int(str(seen["withdrawn"])))),
    )


def load_reached(
    plan: Plan, errors: list[str], stale: list[str], withdrawn: int
) -> Iterator[Reached]:
    found = f"{len(errors)} errors, {len(stale)} stale"
    what = f"crawl by {plan.readers} readers while 50 pages a minute are published"
    yield Reached(what, "no error, no stale page", found, not errors and not stale)
    late = [each for each in stale if "answered 200" in each]
    yield Reached(
        "withdrawn page still served", "never after 1 s, in any process",
        f"{len(late)} times, of {withdrawn} withdrawn", not late and withdrawn > 0,
        "" if withdrawn else "no page was withdrawn in so short a run",
    )  # fmt: skip


def listed(seen: dict[str, object], name: str) -> list[object]:
    found = seen[name]
    return found if isinstance(found, list) else []


def numbers(seen: dict[str, object], name: str) -> list[float]:
    return [float(str(each)) for each in listed(seen, name)] or [0.0]


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


# --- Cold start -----------------------------------------------------------------------------------


def start(world: World) -> Part:
    page = world.addresses("article")[0]
    sites = {"ours": (OURS, MODULE, environment_of(world.folder))}
    if world.wagtail.is_wanted:
        given = world.wagtail.environment_of()
        sites["Wagtail"] = (world.wagtail.python, WAGTAIL_MODULE, given)
    took: dict[str, list[float]] = {name: [] for name in sites}
    for _ in range(world.plan.rounds):
        for name, site in sites.items():
            took[name].append(first_page(*site, page))
    seconds = median(took["ours"])
    return Part(
        "Cold start",
        "Seconds by the clock from the start of the server to the last byte of an article.",
        tuple(took),
        (tuple(f"{median(each):.2f}" for each in took.values()),),
        Bars("Cold start, seconds", "seconds", ("seconds",),
             tuple((name, (median(each),)) for name, each in took.items())),
        (Reached("cold start to first page", f"≤ {START_SECONDS} s", f"{seconds:.2f} s",
                 seconds <= START_SECONDS),),
    )  # fmt: skip


def first_page(python: Path, module: str, environment: dict[str, str], page: str) -> float:
    begun = time.perf_counter()
    with servers.gunicorn(python, module, environment) as server:
        servers.body_of(server.address, page)
        return time.perf_counter() - begun
