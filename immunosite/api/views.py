"""What each address answers. Read editions only; `wire.public` is put around each in `urls.py`."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.urls import Resolver404, resolve, reverse

from editorial.built_from import document, reading
from editorial.models import Edition, Withdrawal
from editorial.models.edition import EditionQuerySet
from editorial.public import addresses
from editorial.public.absolute_url import absolute_url
from glossary.lookup import matching
from glossary.terms import ENTRY
from immunosite.api import contract, cursors, filters, shapes
from immunosite.api.problems import gone, not_found
from immunosite.search.suggestions import suggest


def answer(content: shapes.Json) -> JsonResponse:
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


def start(request: HttpRequest) -> HttpResponse:
    contract.checked_query(request, "start")
    names = {"pages": "api-pages", "glossary": "api-glossary", "suggest": "api-suggest"}
    names |= {"openapi": "api-openapi", "documentation": "api-docs"}
    return answer({key: absolute_url(reverse(name)) for key, name in names.items()})


def openapi(request: HttpRequest) -> HttpResponse:
    return answer(contract.DOCUMENT)


# --- Lists ----------------------------------------------------------------------------------------


def pages(request: HttpRequest, kind: str = "") -> HttpResponse:
    parameters = contract.checked_query(request, "listKind" if kind else "listPages")
    editions = filters.live(kind, parameters)
    return listing(request, editions, parameters, cursors.ORDERS[parameters["order"]], shapes.brief)


def glossary(request: HttpRequest) -> HttpResponse:
    parameters = contract.checked_query(request, "searchGlossary")
    entries = matching(filters.live(ENTRY, {}), parameters["q"], parameters["match"])
    return listing(request, entries, parameters, cursors.ORDERS["title"], shapes.term)


def listing(
    request: HttpRequest,
    editions: EditionQuerySet,
    parameters: dict[str, Any],
    order: cursors.Order,
    shape: Callable[[Edition], shapes.Json],
) -> HttpResponse:
    rows, following = cursors.page(editions, order, parameters.get("cursor"), parameters["limit"])
    query = urlencode({**request.GET.dict(), "cursor": following})
    link = absolute_url(f"{request.path}?{query}") if following else None
    return answer({"items": [shape(row) for row in rows], "next": link})


def suggestions(request: HttpRequest) -> HttpResponse:
    found = suggest(contract.checked_query(request, "suggest")["q"])
    items = [
        {"title": each.title, "name": each.name, "kind": each.kind, "url": absolute_url(each.url)}
        for each in found
    ]
    return answer({"items": items})


# --- One page, and its history --------------------------------------------------------------------


def page(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    contract.checked_query(request, "readPage")
    try:
        return answer(shapes.whole(addresses.find(kind, slug)))
    except addresses.Moved as moved:
        return moved_to(f"api-{kind}", moved.edition.slug)


def history(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    parameters = contract.checked_query(request, "readHistory")
    try:
        live = addresses.find(kind, slug)
    except addresses.Moved as moved:
        return moved_to(f"api-{kind}-history", moved.edition.slug)
    editions = Edition.objects.ever_public().filter(document=live.document_id)
    with reading(document(live.document_id)):
        return listing(
            request, editions, parameters, cursors.NEWEST_FIRST, lambda row: shapes.past(row, live)
        )


def edition(request: HttpRequest, kind: str, slug: str, number: int) -> HttpResponse:
    """An edition of a page that is live. One that was withdrawn is told by its notice alone."""
    contract.checked_query(request, "readEdition")
    try:
        live = addresses.find(kind, slug)
    except addresses.Moved as moved:
        return moved_to(f"api-{kind}-edition", moved.edition.slug, number)
    public = Edition.objects.ever_public().filter(document=live.document_id, number=number)
    with reading(document(live.document_id)):
        found = public.shown().first()
    if found is None:
        raise not_found()
    if found.withdrawn:
        raise gone(Withdrawal.objects.covering(found).first())
    return answer({**shapes.past(found, live), **shapes.signed_text(found)})


def moved_to(name: str, *args: object) -> HttpResponse:
    return HttpResponsePermanentRedirect(reverse(name, args=args))


def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address: a redirect where only the last slash is missing."""
    try:
        known = not rest.endswith("/") and resolve(f"{request.path}/").url_name != "api-unknown"
    except Resolver404:
        known = False
    if not known:
        raise not_found()
    return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
