"""What `benchmarks.search` measures: kinds of query, each with forty of its kind."""

import os
import random
import resource
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.many_editions import Source, growing
from benchmarks.timing import on_processor
from editorial.text.fold import words
from immunosite.search.finding import find
from immunosite.search.suggestions import suggest

QUERIES = 40
LIMIT = 60.0  # milliseconds, for 95 % of all queries
GROWTH = "last size/first"
Search = Callable[[], object]
Took = tuple[float, float]
Times = dict[str, list[Took]]


def run(file: Path, sizes: list[int]) -> None:
    measured = [measure(source) for source in growing(file, sizes)]
    report(sizes, measured)


def measure(source: Source) -> Times:
    times: Times = {}
    for name, searches in queries(source).items():
        searches[0]()  # what a process does once
        times[name] = [timed(search) for search in searches]
    return times


def timed(search: Search) -> Took:
    """Milliseconds by the clock and on the processor, the best of three each: the machine may be
    busy with something else, which disturbs the second less. What a process proves once for each
    page (docs/adr/0041) is in the first alone."""
    took = []
    for _ in range(3):
        clock, processor = time.perf_counter(), on_processor()
        search()
        took.append((time.perf_counter() - clock, on_processor() - processor))
    return 1000 * min(clock for clock, _ in took), 1000 * min(processor for _, processor in took)


def queries(source: Source) -> dict[str, list[Search]]:
    chance = random.Random(3)  # noqa: S311 - repeatable, no secret
    texts = [" ".join(own) for own in source.sentences.values()]
    known = Counter(word for text in texts for word in set(words(text)) if len(word) > 3)
    common = [word for word, _ in known.most_common(QUERIES)]
    rare = chance.sample([word for word, count in known.items() if count < 4], QUERIES)
    topics = chance.sample(list(source.sentences), QUERIES)
    called = [name for topic in source.sentences for name in source.synonyms[topic]]
    other_names = chance.sample(called, min(QUERIES, len(called)))
    pairs = list(zip(common, reversed(common), strict=True))
    return {
        "one common word": [asking(word) for word in common],
        "one rare word": [asking(word) for word in rare],
        "two common words": [asking(f"{one} {two}") for one, two in pairs],
        "a topic": [asking(topic) for topic in topics],
        "a topic in quotes": [asking(f'"{topic}"') for topic in topics],
        "another name of it": [asking(name) for name in other_names],
        "a question": [asking(f"What is the best treatment for {topic}?") for topic in topics],
        "an unfinished word": [asking(word[:-2]) for word in rare],
        "misspelt": [asking(word[:2] + word[3:]) for word in rare],
        "nothing together": [
            asking(f"{word} zzyzx {one}") for word, one in zip(rare, common, strict=True)
        ],
        "narrowed": [asking(word, kind="article", condition="page-3") for word in common],
        "page 10": [asking(word, page=10) for word in common],
        "suggestions": [suggesting(topic[: 2 + n % 6]) for n, topic in enumerate(topics)],
    }


def asking(
    typed: str, kind: str | None = None, condition: str | None = None, page: int = 1
) -> Search:
    return lambda: find(typed, kind=kind, condition=condition, page=page)


def suggesting(typed: str) -> Search:
    return lambda: suggest(typed)


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def report(sizes: list[int], measured: list[Times]) -> None:
    print(f"{'milliseconds':<20} {'p50':>8} {'p95':>8}   on the processor: p50      p95   {GROWTH}")
    first, last = measured[0], measured[-1]
    for name, took in last.items():
        ratio = p95([busy for _, busy in took]) / p95([busy for _, busy in first[name]])
        print(f"{figures(name, took)} {ratio:8.1f}")
    everything = [each for took in last.values() for each in took]
    print(figures("all", everything))
    verdict = "within" if p95([clock for clock, _ in everything]) < LIMIT else "OVER"
    print(
        f"By the clock {verdict} {LIMIT:.0f} ms among {sizes[-1]}; load {os.getloadavg()[0]:.1f}."
    )
    print(f"Memory, most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")


def figures(name: str, took: list[Took]) -> str:
    clock, busy = [each for each, _ in took], [each for _, each in took]
    return (
        f"{name:<20} {median(clock):8.1f} {p95(clock):8.1f} {median(busy):23.1f} {p95(busy):8.1f}"
    )
