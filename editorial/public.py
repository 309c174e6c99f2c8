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
from editorial.models.edition import EditionQuerySet
from editorial.paging import page_of

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
        return _show_notice(request, gone)
    page = edition.page
    facts = {
        "edition": edition,
        # Tells the body of the page that it may carry the signature; a review shows it without.
        "signed_edition": edition,
        "page": page,
        "badge": edition.badge,
        "names": names_of(page.facets),
        "first_published": _first_published(edition),
        "history_url": reverse(f"{kind}-history", args=[slug]),
    }
    return render(request, template, {**facts, **context(edition, page)})


def _show_notice(request: HttpRequest, gone: addresses.Gone) -> HttpResponse:
    """The public reason and its date; nothing of the page itself, not even its title."""
    context = {"withdrawal": gone.withdrawal, "edition": gone.edition}
    return render(request, "public/gone.html", context, status=410)


def _first_published(edition: Edition) -> Any:
    """When the public first saw this page; the live edition itself may be the first."""
    if edition.number == 1:
        return edition.effective_from
    editions = Edition.objects.ever_public().filter(document=edition.document_id)
    return editions.order_by("number").values_list("effective_from", flat=True).first()


def names_of(facets: dict[str, list[Any]]) -> dict[int, Edition]:
    """The live edition of each document that the facets name. What is not live is left out."""
    ids = {item for items in facets.values() for item in items if isinstance(item, int)}
    return {edition.document_id: edition for edition in live_editions(ids)}


def live_editions(document_ids: Iterable[int]) -> list[Edition]:
    ids = list(document_ids)
    return list(Edition.objects.live().filter(document__in=ids).for_list()) if ids else []


def with_badges(editions: EditionQuerySet) -> EditionQuerySet:
    """With all that each badge is computed from: the text itself, its review, its signatures.

    The review's copy of the text is left out: only its digest is compared. Two queries."""
    return editions.select_related("review").defer("review__snapshot").with_sign_offs()


def show_history(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Every public edition of the live page at an address."""
    try:
        live = addresses.find(kind, slug)
    except addresses.Moved as moved:
        return HttpResponsePermanentRedirect(reverse(f"{kind}-history", args=[moved.edition.slug]))
    except addresses.Gone as gone:
        return _show_notice(request, gone)
    public = Edition.objects.ever_public().filter(document=live.document_id)
    editions = with_badges(public).select_related("withdrawal").order_by("-number")
    context = {"edition": live, "pages": page_of(request, editions)}
    return render(request, "public/history.html", context)
