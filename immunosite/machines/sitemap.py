"""Sitemaps (sitemaps.org 0.9): an index, and for each kind a part for every 10,000 documents.

Not Django's own framework: it counts every row, skips to a page with OFFSET and loads all pages for
the newest date. Here a part is a range of documents, so it costs the same wherever it lies, and a
page stays in its part for good. Only the index looks at all live editions, in one query.
"""

from collections.abc import Iterator

from django.db.models import F, IntegerField, Max
from django.db.models.expressions import Combinable, ExpressionWrapper
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from editorial import built_from
from editorial.built_from import reading
from editorial.kinds import all_kinds
from editorial.models import Edition
from editorial.public.absolute_url import absolute_url

ROWS = 10_000
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


def _parts() -> Iterator[tuple[str, object]]:
    """The address of each part that holds anything, and when it last changed."""
    names = {kind.name: kind.path for kind in all_kinds()}
    number: Combinable = ExpressionWrapper(F("document_id") / ROWS, output_field=IntegerField())
    listed = Edition.objects.live().filter(kind__in=names)
    parts = listed.annotate(part=number).values("kind", "part")
    for each in parts.annotate(changed=Max("effective_from")).order_by("kind", "part"):
        url = absolute_url(reverse(f"sitemap-{names[each['kind']]}"))
        yield (f"{url}?p={each['part']}" if each["part"] else url), each["changed"]


def section(request: HttpRequest, kind: str) -> HttpResponse:
    """The live pages of a kind among ROWS documents. One query."""
    first = _number(request.GET.get("p", "0")) * ROWS
    rows = Edition.objects.live().filter(document_id__gte=first, document_id__lt=first + ROWS)
    live = rows.true_copies().only("kind", "slug", "effective_from").order_by("document_id")
    # The kind is chosen here: in the query it would tempt the database to read all of that kind.
    with reading(built_from.kind(kind)):
        own = [each for each in live if each.kind == kind]
    pages = [(absolute_url(each.get_absolute_url()), each.effective_from) for each in own]
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
