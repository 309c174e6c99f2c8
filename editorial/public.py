"""The reading path: from an address to the page of the edition in force.

Public pages read editions only. No cookies, no session, no `Vary` but on Accept-Encoding.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from editorial import addresses
from editorial.models import Edition

Context = Callable[[Edition, Any], dict[str, Any]]


def show(
    request: HttpRequest, kind: str, slug: str, template: str, context: Context
) -> HttpResponse:
    """The live page at an address; a redirect where it moved; 410 with the notice where it is
    withdrawn. Raises Http404. `context(edition, page)` adds what the kind's template needs."""
    try:
        edition = addresses.find(kind, slug)
    except addresses.Moved as moved:
        return HttpResponsePermanentRedirect(moved.edition.get_absolute_url())
    except addresses.Gone as gone:
        return render(request, "public/gone.html", {"gone": gone}, status=410)
    page = edition.page
    names = names_of(page.facets)
    return render(
        request,
        template,
        {
            "edition": edition,
            "page": page,
            "badge": edition.badge,
            "names": names,
            "history_url": reverse(f"{kind}-history", args=[slug]),
            **context(edition, page),
        },
    )


def names_of(facets: dict[str, list[Any]]) -> dict[int, Edition]:
    """The live edition of each document that the facets name. What is not live is left out."""
    ids = {item for items in facets.values() for item in items if isinstance(item, int)}
    return {edition.document_id: edition for edition in live_editions(ids)}


def live_editions(document_ids: Iterable[int]) -> list[Edition]:
    return list(Edition.objects.live().filter(document__in=list(document_ids)).for_list())


def show_history(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Every public edition of the page, also of one that is withdrawn now."""
    edition, gone = _current_or_last(kind, slug)
    if edition.slug != slug:
        return HttpResponsePermanentRedirect(reverse(f"{kind}-history", args=[edition.slug]))
    editions = (
        Edition.objects.ever_public()
        .filter(document=edition.document_id)
        .select_related("review", "withdrawal")
        .with_sign_offs()
        .order_by("-number")
    )
    return render(
        request,
        "public/history.html",
        {"edition": edition, "gone": gone, "editions": editions},
        status=410 if gone else 200,
    )


def _current_or_last(kind: str, slug: str) -> tuple[Edition, addresses.Gone | None]:
    try:
        return addresses.find(kind, slug), None
    except addresses.Moved as moved:
        return moved.edition, None
    except addresses.Gone as gone:
        return gone.edition, gone
