"""Sitemaps (sitemaps.org 0.9): an index, and for each kind a part for every 1,000 documents.

Not Django's own framework: it counts every row, skips to a page with OFFSET and loads all pages for
the newest date. Here a part is a range of documents, so it costs the same wherever it lies, and a
page stays in its part for good. The index looks at one edition of each part, the newest.
"""

from collections.abc import Iterator

from django.db import connection
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from editorial import built_from
from editorial.built_from import reading
from editorial.kinds import all_kinds
from editorial.models import Edition
from editorial.public.absolute_url import absolute_url

ROWS = Edition.rows_of_part
XML = "application/xml; charset=utf-8"
# Pages of the site that are neither editions nor lists of them, so far as they are there.
OWN_PAGES = [
    *("therapy-compare", "review-process", "receipts", "funding", "privacy", "standards"),
    *("corrections", "ask"),
]


def index(request: HttpRequest) -> HttpResponse:
    own = [(absolute_url(reverse("sitemap-site")), None)]
    context = {"parts": [*own, *_parts()]}
    return render(request, "machines/sitemap_index.xml", context, content_type=XML)


def _parts() -> Iterator[tuple[str, str]]:
    """The address of each part that holds anything, and when it last changed. One query."""
    lists = {k.name: absolute_url(reverse(f"sitemap-{k.path}")) for k in all_kinds()}
    newest = Edition.objects.filter(pk__in=_newest(list(lists))).order_by("kind", "document_id")
    for kind, document, changed in newest.values_list("kind", "document_id", "effective_from"):
        part = document // ROWS
        yield (f"{lists[kind]}?p={part}" if part else lists[kind]), changed.isoformat()


# From one part of a kind to the next, and to the newest edition in force there: jumps in an index.
NEWEST = """
    WITH RECURSIVE part(kind, number) AS (
        SELECT named.kind, (SELECT min({part}) FROM {editions} WHERE kind = named.kind)
        FROM ({kinds}) named
        UNION ALL
        SELECT part.kind, (SELECT min({part}) FROM {editions} WHERE kind = part.kind
            AND {part} > part.number)
        FROM part WHERE part.number IS NOT NULL)
    SELECT (SELECT id FROM {editions} WHERE kind = part.kind AND {part} = part.number
        AND effective_from <= %s AND (effective_until IS NULL OR effective_until > %s)
        AND NOT withdrawn ORDER BY effective_from DESC LIMIT 1)
    FROM part WHERE part.number IS NOT NULL"""


def _newest(kinds: list[str]) -> RawSQL:
    named = " UNION ALL ".join(["SELECT CAST(%s AS varchar(40)) AS kind"] * len(kinds))
    editions = f'"{Edition._meta.db_table}"'
    sql = NEWEST.format(editions=editions, part=f'("document_id" / {ROWS:d})', kinds=named)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return RawSQL(sql, [*kinds, now, now])  # noqa: S611 - a table, a number and kinds


def section(request: HttpRequest, kind: str) -> HttpResponse:
    """The live pages of a kind among ROWS documents. One query."""
    first = _number(request.GET.get("p", "0")) * ROWS
    rows = Edition.objects.live().filter(document_id__gte=first, document_id__lt=first + ROWS)
    live = rows.true_copies().only("kind", "slug", "effective_from").order_by("document_id")
    # The kind is chosen here: in the query it would tempt the database to read all of that kind.
    with reading(built_from.kind(kind)):
        own = [each for each in live if each.kind == kind]
    pages = [(absolute_url(e.get_absolute_url()), e.effective_from.isoformat()) for e in own]
    if not pages:
        raise Http404("This part of the sitemap holds nothing.")
    return render(request, "machines/sitemap.xml", {"pages": pages}, content_type=XML)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Http404("Parts have numbers.")
    return int(text)


def site_pages(request: HttpRequest) -> HttpResponse:
    pages = [(absolute_url(path), None) for path in own_paths()]
    return render(request, "machines/sitemap.xml", {"pages": pages}, content_type=XML)


def own_paths() -> Iterator[str]:
    for name in ["home", *(f"{kind.name}-list" for kind in all_kinds()), *OWN_PAGES]:
        yield reverse(name)
