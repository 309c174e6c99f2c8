"""What each type of page and search cost at rising numbers of documents, and the memory of a
process after many requests at the largest.

    python -m benchmarks.growth MEDQUAD SIZES REQUESTS SEARCHES FILE

Run in the environment of `benchmarks.ours`, over an empty database. FILE gets JSON.
"""

import io
import json
import os
import sys
from pathlib import Path

import django

from benchmarks.servers import resident

EACH = 10  # times that each address is asked for


def main(medquad: Path, sizes: list[int], requests: int, each: int, file: Path) -> None:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - not before the setup

    from benchmarks.many_editions import growing  # noqa: PLC0415
    from benchmarks.public_pages_steps import ADDRESSES, cost  # noqa: PLC0415

    call_command("make_receipt_key", stdout=io.StringIO())
    pages: dict[str, list[tuple[float, int]]] = {}
    for source in growing(medquad, sizes):
        for address in ADDRESSES:
            pages.setdefault(address, []).append(cost(address))
        for name, took in searches(source, each).items():
            pages.setdefault(f"search: {name}", []).append((took, 0))
    memory = read_many(requests)
    file.write_text(json.dumps({"sizes": sizes, "pages": pages, "memory": memory}))


def searches(source: object, each: int) -> dict[str, float]:
    """Milliseconds on the processor, of 95 in 100."""
    from benchmarks.search_steps import p95, queries, timed  # noqa: PLC0415

    measured = {
        name: [timed(search) for search in [of_it[0], *of_it[:each]]][1:]
        for name, of_it in queries(source).items()  # type: ignore[arg-type]
    }
    return {name: p95([busy for _, busy in took]) for name, took in measured.items()}


def read_many(requests: int) -> dict[str, float]:
    """Megabytes of this process: after the first page, after a tenth of them all, at the end."""
    from benchmarks.cold import Site  # noqa: PLC0415
    from editorial.models import Edition  # noqa: PLC0415

    site = Site("immunosite.wsgi", lambda: None)
    site.answer("/")
    sizes = [resident(os.getpid())]
    rows = Edition.objects.live().values_list("kind", "slug")[: requests // EACH]
    addresses = [address_of(*row) for row in rows]
    while len(addresses) < requests // EACH:
        # Lists have addresses without end: ever another page of them.
        addresses.append(f"/articles/?page={len(addresses)}")
    for number, address in enumerate(addresses):
        for _ in range(EACH):
            site.answer(address)
        if number == len(addresses) // 10:
            sizes.append(resident(os.getpid()))
    return {
        "first": sizes[0],
        "tenth": sizes[1],
        "end": resident(os.getpid()),
        "addresses": len(addresses),
    }


def address_of(kind: str, slug: str) -> str:
    from django.urls import reverse  # noqa: PLC0415

    return reverse(kind, args=[slug])


if __name__ == "__main__":
    sizes = [int(each) for each in sys.argv[2].split(",")]
    main(Path(sys.argv[1]), sizes, int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
