"""How much is measured: the full form (under an hour on two cores), a short one (five minutes), and
one that only shows that everything runs."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.start import MEDQUAD, REPOSITORY


@dataclass(frozen=True)
class Plan:
    name: str
    documents: int  # of the site that is compared with Wagtail
    rounds: int
    wrk_seconds: int
    sizes: tuple[int, ...]  # of growth, rising
    load_seconds: int
    workers: int
    readers: int
    requests: int  # of one process, for its memory
    hit_seconds: int
    searches: int  # of each sort
    # Whether each page is compared with everybody; else all but the article with two of them.
    is_thorough: bool = False
    medquad: Path = MEDQUAD
    folder: Path = REPOSITORY / "var" / "bench"


FULL = Plan(
    "full", documents=1000, rounds=7, wrk_seconds=3, sizes=(100, 1_000, 10_000, 100_000),
    load_seconds=600, workers=50, readers=200, requests=1_000_000, hit_seconds=120,
    searches=40, is_thorough=True,
)  # fmt: skip
SHORT = Plan(
    "short", documents=300, rounds=5, wrk_seconds=1, sizes=(1_000, 5_000),
    load_seconds=20, workers=50, readers=200, requests=10_000, hit_seconds=10, searches=8,
)  # fmt: skip
SMOKE = Plan(
    "smoke", documents=100, rounds=1, wrk_seconds=1, sizes=(100, 110),
    load_seconds=2, workers=2, readers=4, requests=200, hit_seconds=2, searches=1,
)  # fmt: skip
PLANS = {plan.name: plan for plan in (FULL, SHORT, SMOKE)}
