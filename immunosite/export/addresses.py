"""The addresses to begin with; what else there is (pages of lists, parts of the sitemap), these
lead to."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from editorial.models import Edition, SignOff
from immunosite.export.routes import OF_A_PAGE, OF_AN_EDITION, Fate, of_fate

CHUNK = 2000  # rows
WRITTEN_BY_STORAGE = (".gz", ".br")


def addresses() -> Iterator[str]:
    yield from (reverse(each.name) for each in of_fate(Fate.EXPORTED) if not each.has_arguments)
    yield from _of_documents()
    yield from (reverse("reviewer", args=[slug]) for slug in _reviewers())
    yield from _static_files()


def _of_documents() -> Iterator[str]:
    """Everything under each address that a document ever had: it is a page, or moved, or gone."""
    public = Edition.objects.ever_public().order_by("document", "number")
    rows = public.values_list("document", "kind", "slug", "number").iterator(chunk_size=CHUNK)
    for _, editions in groupby(rows, key=lambda row: row[0]):
        places, numbers = set(), []
        for _, kind, slug, number in editions:
            places.add((kind, slug))
            numbers.append(number)
        for kind, slug in sorted(places):
            yield from _of_place(kind, slug, numbers)


def _of_place(kind: str, slug: str, numbers: list[int]) -> Iterator[str]:
    yield reverse(kind, args=[slug])
    yield from (reverse(f"{kind}-{of}", args=[slug]) for of in OF_A_PAGE)
    for number in numbers:
        yield from (reverse(f"{kind}-{of}", args=[slug, number]) for of in OF_AN_EDITION)


def _reviewers() -> QuerySet[SignOff, str]:
    live = Edition.objects.live().values("review")
    slugs = SignOff.objects.filter(review__in=live).order_by("signer_slug")
    return slugs.values_list("signer_slug", flat=True).distinct()


def _static_files() -> Iterator[str]:
    """As `collectstatic` left them."""
    root = Path(settings.STATIC_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix not in WRITTEN_BY_STORAGE:
            yield f"{settings.STATIC_URL}{path.relative_to(root).as_posix()}"
