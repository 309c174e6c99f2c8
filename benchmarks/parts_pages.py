"""Stored and cold pages, beside a bare application, nginx and Wagtail."""

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from statistics import median

from benchmarks import servers
from benchmarks.ours import FORGET, MODULE, emptied, environment_of
from benchmarks.plan import Plan
from benchmarks.processes import asked, run
from benchmarks.results import Bars, Part, Reached, ratio
from benchmarks.wagtail import Wagtail, is_installed

OURS = Path(sys.executable)
WAGTAIL_MODULE = "benchmarks.wagtail_site.wsgi"
OTHERS = ("bare WSGI", "nginx", "Wagtail, cached", "Wagtail")
FEW = ("ours", "bare WSGI", "Wagtail, cached")
WORDS = ("lung", "cancer treatment", "genetic disorder", "symptoms", "blood cells")
Rates = dict[str, list[float]]


class World:
    """Both sites with the same content."""

    def __init__(self, plan: Plan, *, with_wagtail: bool) -> None:
        self.plan, self.folder = plan, plan.folder / "data"
        self.wagtail = Wagtail(self.folder, plan.folder / "wagtail", is_wanted=with_wagtail)

    def make(self) -> None:
        content = self.folder / "content.jsonl"
        emptied(self.folder)
        given = [str(self.plan.medquad), str(self.plan.documents), str(content)]
        given += ["text"] if self.wagtail.is_wanted else []
        run(OURS, "benchmarks.content", *given, environment=environment_of(self.folder))
        if self.wagtail.is_wanted:
            self.wagtail.install()
            self.wagtail.load(content)
        self.rows = [json.loads(line) for line in content.read_text().splitlines()]

    def addresses(self, kind: str) -> list[str]:
        folder = {"article": "articles", "glossaryentry": "glossary"}[kind]
        return [f"/{folder}/{row['slug']}/" for row in self.rows if row["kind"] == kind]

    def slugs(self, kind: str) -> list[str]:
        return [row["slug"] for row in self.rows if row["kind"] == kind]

    def stored_pages(self) -> dict[str, str]:
        return {
            "article": self.addresses("article")[0],
            "list": "/articles/",
            "narrowed list": f"/articles/?condition={self.slugs('condition')[0]}",
            "glossary": "/glossary/",
            "search": "/search/?q=lung",
        }


# --- Stored pages ---------------------------------------------------------------------------------


def stored(world: World) -> Part:
    """Requests a second by wrk; who is asked changes after each run."""
    pages = world.stored_pages()
    measured: dict[str, Rates] = {}
    missing: dict[str, str] = {}
    with everybody(world, pages, missing) as targets:
        for name, address in pages.items():
            asked_too = world.plan.is_thorough or name == "article"
            chosen = targets if asked_too else {who: targets[who] for who in FEW if who in targets}
            measured[name] = taking_turns(world.plan, chosen, name, address)
    return stored_part(measured, missing)


@contextmanager
def everybody(
    world: World, pages: dict[str, str], missing: dict[str, str]
) -> Iterator[dict[str, str]]:
    """Where each answers; who is missing, and why, is put into `missing`."""
    with ExitStack() as stack:
        ours = environment_of(world.folder)

        def start(name: str, server: AbstractContextManager[servers.Server]) -> None:
            targets[name] = stack.enter_context(server).address

        targets: dict[str, str] = {}
        start("ours", servers.gunicorn(OURS, MODULE, ours))
        folder = write_pages(world, targets["ours"], pages)
        bare = ours | {"BENCHMARK_PAGES": str(folder)}
        start("bare WSGI", servers.gunicorn(OURS, "benchmarks.bare", bare))
        try:
            start("nginx", servers.nginx(folder))
        except FileNotFoundError as error:
            missing["nginx"] = str(error)
        for name, cached in (("Wagtail, cached", True), ("Wagtail", False)):
            if not world.wagtail.is_wanted:
                missing[name] = "Wagtail was not asked for"
                continue
            given = world.wagtail.environment_of(cached=cached)
            start(name, servers.gunicorn(world.wagtail.python, WAGTAIL_MODULE, given))
        if is_installed("granian"):
            start("ours, granian", servers.granian(OURS, MODULE, ours))
            if world.wagtail.is_wanted:
                given = world.wagtail.environment_of(cached=True)
                server = servers.granian(world.wagtail.python, WAGTAIL_MODULE, given)
                start("Wagtail, cached, granian", server)
        yield targets


def write_pages(world: World, address: str, pages: dict[str, str]) -> Path:
    """The bytes that our site sends, as files for nginx and the bare application."""
    folder = world.folder / "pages"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    for name, path in pages.items():
        (folder / file_of(name)).write_bytes(servers.body_of(address, path))
    (folder / "pages.json").write_text(json.dumps({p: file_of(n) for n, p in pages.items()}))
    return folder


def file_of(name: str) -> str:
    return f"{name.replace(' ', '-')}.html"


def taking_turns(plan: Plan, targets: dict[str, str], name: str, path: str) -> Rates:
    rates: Rates = {who: [] for who in targets}
    paths = {who: f"/{file_of(name)}" if who == "nginx" else path for who in targets}
    for who, address in targets.items():
        servers.body_of(address, paths[who])  # it is stored, or cached, from here on
    for _ in range(plan.rounds):
        for who, address in targets.items():
            rates[who].append(servers.requests_a_second(address, paths[who], plan.wrk_seconds))
    return rates


def stored_part(measured: dict[str, Rates], missing: dict[str, str]) -> Part:
    rows = []
    for name, rates in measured.items():
        cells = [f"not measured: {missing[who]}" if who in missing else compared(rates, who)
                 for who in OTHERS]  # fmt: skip
        rows.append((name, f"{median(rates['ours']):,.0f}", *cells))
    series = ("ours", *(who for who in OTHERS if who not in missing and who != "nginx"))
    bars = tuple(
        (name, tuple(median(rates[who]) if who in rates else None for who in series))
        for name, rates in measured.items()
    )
    return Part(
        "Stored pages",
        "Requests a second, the same bytes uncompressed; in brackets what ours is of it. One"
        " process of the same server each, wrk with four connections on the other core.",
        ("page", "ours", *OTHERS),
        tuple(rows),
        Bars("Stored pages, requests a second", "requests a second", series, bars),
        tuple(stored_reached(measured["article"], missing)),
    )


def compared(rates: Rates, who: str) -> str:
    if who not in rates:
        return "–"
    return f"{median(rates[who]):,.0f} ({ratio(rates['ours'], rates[who]):.2f})"


def stored_reached(rates: Rates, missing: dict[str, str]) -> Iterator[Reached]:
    bare = ratio(rates["ours"], rates["bare WSGI"])
    yield Reached("stored page / bare WSGI, same server", "≥ 0.8", f"{bare:.2f}", bare >= 0.8)
    name, wanted = "stored page / Wagtail with cache, faster server of each", "≥ 3"
    if "Wagtail, cached" in missing:
        yield Reached(name, wanted, None, why=missing["Wagtail, cached"])
        return
    best = [faster(rates, who) for who in ("ours", "Wagtail, cached")]
    times = ratio(rates[best[0]], rates[best[1]])
    servers_named = "gunicorn and granian" if "ours, granian" in rates else "gunicorn alone"
    yield Reached(name, wanted, f"{times:.1f}", times >= 3, f"{servers_named} measured")


def faster(rates: Rates, who: str) -> str:
    names = [each for each in (who, f"{who}, granian") if each in rates]
    return max(names, key=lambda each: median(rates[each]))


# --- Cold pages -----------------------------------------------------------------------------------


def cold(world: World) -> Part:
    """Milliseconds on the processor; another site is asked after each few pages."""
    plan, ours = world.plan, environment_of(world.folder)
    costs: dict[str, list[tuple[list[float], list[float]]]] = {}
    with ExitStack() as stack:
        own = asked(OURS, "benchmarks.cold", MODULE, FORGET, environment=ours)
        one, two = stack.enter_context(own), None
        if world.wagtail.is_wanted:
            given, python = world.wagtail.environment_of(), world.wagtail.python
            other = asked(python, "benchmarks.cold", WAGTAIL_MODULE, environment=given)
            two = stack.enter_context(other)
        for name, rounds in cold_pages(world).items():
            for paths in rounds[: plan.rounds + 1]:
                both = cost(one.ask(paths)), cost(two.ask(paths)) if two else []
                costs.setdefault(name, []).append(both)
    # In the first round each process does what it does once.
    return cold_part({name: rounds[1:] for name, rounds in costs.items()})


def cold_pages(world: World) -> dict[str, list[list[str]]]:
    """By name, the addresses of each round; one more than are counted."""
    rounds = range(world.plan.rounds + 1)
    articles, conditions = world.addresses("article"), world.slugs("condition")
    few = max(1, min(10, len(articles) // len(rounds)))
    return {
        "article, for the first time": [articles[few * n : few * (n + 1)] for n in rounds],
        "article, made again": [articles[:few] for n in rounds],
        "list": [[f"/articles/?page={page}" for page in range(2, 7)] for n in rounds],
        "narrowed list": [
            [f"/articles/?condition={slug}" for slug in conditions[5 * n : 5 * n + 5]]
            for n in rounds
        ],
        "glossary": [["/glossary/"] * 3 for n in rounds],
        "search": [[f"/search/?q={word.replace(' ', '+')}" for word in WORDS] for n in rounds],
    }


def cost(answers: list[list[float]]) -> list[float]:
    """The median of milliseconds, and the most queries. Raises SystemExit where one is no page."""
    if any(status != 200 for status, *_ in answers):
        raise SystemExit(f"A page was not there: {answers}")
    return [median(each[2] for each in answers), max(each[3] for each in answers)]


def cold_part(costs: dict[str, list[tuple[list[float], list[float]]]]) -> Part:
    rows, bars, reached = [], [], []
    for name, rounds in costs.items():
        ours = [one[0] for one, _ in rounds]
        theirs = [two[0] for _, two in rounds if two]
        queries = [most_queries(rounds, place) for place in (0, 1)]
        share = ratio(ours, theirs) if theirs else None
        rows.append((
            name, f"{median(ours):.1f}", queries[0],
            f"{median(theirs):.1f}" if theirs else "not measured", queries[1],
            f"{share:.2f}" if share is not None else "–",
        ))  # fmt: skip
        bars.append((name, (median(ours), median(theirs) if theirs else None)))
        if share is not None:
            what = f"cold {name}, processor time / Wagtail uncached"
            reached.append(Reached(what, "≤ 0.75, aim 0.5", f"{share:.2f}", share <= 0.75))
    return Part(
        "Cold pages",
        "Milliseconds of one process on the processor, from the request to the last byte, with"
        " nothing stored. Ours compresses each page twice in this time, Wagtail does not. “For the"
        " first time”: this process never made the page. “Made again”: the store was emptied.",
        ("page", "ours, ms", "queries", "Wagtail, ms", "queries", "ours / Wagtail"),
        tuple(rows),
        Bars("Cold pages, milliseconds", "milliseconds on the processor", ("ours", "Wagtail"),
             tuple(bars)),
        tuple(reached),
    )  # fmt: skip


def most_queries(rounds: list[tuple[list[float], list[float]]], place: int) -> str:
    counts = [each[place][1] for each in rounds if each[place]]
    return f"{max(counts):.0f}" if counts else "–"
