"""The reading path: from an address to the page of the edition in force.

Public pages read editions only. No cookies, no session, no `Vary` but on Accept-Encoding.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from editorial import addresses
from editorial.models import Edition, EditionFacet
from editorial.models.edition import EditionQuerySet
from editorial.page import Page


def show(
    request: HttpRequest, kind: str, slug: str, template: str, *, named_as: str = ""
) -> HttpResponse:
    """The live page at an address; a redirect where it moved; 410 with the notice where it is
    withdrawn. Raises Http404. The template gets as `naming` the live pages that name this one in
    the role `named_as`."""
    try:
        edition = addresses.find(kind, slug)
    except addresses.Moved as moved:
        return HttpResponsePermanentRedirect(moved.edition.get_absolute_url())
    except addresses.Gone as gone:
        return show_notice(request, gone)
    page = edition.page
    context = {
        "edition": edition,
        # Tells the body of the page that it may carry the signature; a review shows it without.
        "signed_edition": edition,
        "page": page,
        "badge": edition.badge,
        "history_url": reverse(f"{kind}-history", args=[slug]),
        **_neighbours(edition, page, named_as),
    }
    return render(request, template, context)


def _neighbours(edition: Edition, page: Page, named_as: str) -> dict[str, Any]:
    """The live pages that this one names, those that name it, and when it was first published.

    One query, because a page has few to spend."""
    named = ids_in(page.facets)
    naming = EditionFacet.objects.filter(document=edition.document_id, role=named_as)
    rows = Edition.objects.live().filter(
        Q(document__in=[*named, edition.document_id]) | Q(pk__in=naming.values("edition"))
    )
    public = Edition.objects.ever_public().filter(document=edition.document_id)
    first = public.order_by("number").values("effective_from")[:1]
    near: list[Any] = list(
        rows.for_list().annotate(first_published=Subquery(first), names_it=_is(naming))
    )
    return {
        "names": {each.document_id: each for each in near if each.document_id in named},
        "naming": [each for each in near if each.names_it],
        "first_published": next((each.first_published for each in near), edition.effective_from),
    }


def _is(facets: QuerySet[EditionFacet]) -> Exists:
    return Exists(facets.filter(edition=OuterRef("pk")))


def show_notice(request: HttpRequest, gone: addresses.Gone) -> HttpResponse:
    """The public reason and its date; nothing of the page itself, not even its title."""
    context = {"withdrawal": gone.withdrawal, "edition": gone.edition}
    return render(request, "public/gone.html", context, status=410)


def ids_in(facets: dict[str, list[Any]]) -> set[int]:
    return {item for items in facets.values() for item in items if isinstance(item, int)}


def names_of(facets: dict[str, list[Any]]) -> dict[int, Edition]:
    """The live edition of each document that the facets name. What is not live is left out."""
    return {edition.document_id: edition for edition in live_editions(ids_in(facets))}


def live_editions(document_ids: Iterable[int]) -> list[Edition]:
    ids = list(document_ids)
    return list(Edition.objects.live().filter(document__in=ids).for_list()) if ids else []


def with_badges(editions: EditionQuerySet) -> EditionQuerySet:
    """With all that each badge is computed from: the text itself, its review, its signatures.

    The review's copy of the text is left out: only its digest is compared. Two queries."""
    return editions.select_related("review").defer("review__snapshot").with_sign_offs()
