"""What `benchmarks.public_pages` measures: each type of public page, without the page store."""

from pathlib import Path
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.many_editions import CONDITIONS, growing
from benchmarks.timing import on_processor
from immunosite.page_store import store

ROUNDS = 7
THERAPY = CONDITIONS + 1  # the one that most articles are about
ADDRESSES = [
    "/",
    "/articles/",
    "/articles/?page=9",
    f"/articles/?therapy=page-{THERAPY}",
    "/articles/?condition=page-3",
    "/therapies/",
    f"/therapies/compare/?t=page-{THERAPY}&t=page-{THERAPY + 1}",
    "/conditions/",
    "/glossary/",
    "/glossary/?letter=C",
    "/glossary/?q=lung&match=contains",
    "/articles/page-92/",
    f"/therapies/page-{THERAPY}/",
    "/conditions/page-3/",
    "/glossary/page-91/",
    "/articles/page-92/history/",
    "/articles/page-92/report/",
    "/reviewers/mei-0/",
    "/corrections/",
    "/about/review-process/",
    "/about/standards/",
    "/feeds/all.xml",
    "/feeds/articles.xml",
    "/feeds/withdrawals.xml",
    "/sitemap.xml",
    "/sitemap-articles.xml",
    "/api/v1/pages/",
    "/api/v1/pages/?order=published",
    "/api/v1/pages/article/",
    f"/api/v1/pages/article/?therapy=page-{THERAPY}",
    "/api/v1/pages/article/page-92/",
    "/api/v1/glossary/?q=lung",
]
Costs = dict[str, tuple[float, int]]


def run(file: Path, sizes: list[int]) -> None:
    measured = [{address: cost(address) for address in ADDRESSES} for _ in growing(file, sizes)]
    report(sizes, measured)


def cost(address: str) -> tuple[float, int]:
    """Milliseconds on the processor, and queries."""
    client, took = Client(HTTP_HOST="localhost"), []
    if client.get(address).status_code != 200:  # it also does what a process does once
        raise SystemExit(f"{address} is not there.")
    for _ in range(ROUNDS):
        store.clear()
        start = on_processor()
        client.get(address)
        took.append(1000 * (on_processor() - start))
    store.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return median(took), len(captured)


def report(sizes: list[int], measured: list[Costs]) -> None:
    print(f"{'milliseconds on the processor':<46} {sizes[0]:>8} {sizes[-1]:>8}  ratio  queries")
    for address, (first, _) in measured[0].items():
        last, queries = measured[-1][address]
        print(f"{address:<46} {first:8.1f} {last:8.1f} {last / first:6.1f} {queries:8}")
