"""The search page, and suggestions as JSON. No cookies; both say nothing that is not live."""

from dataclasses import asdict
from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial.kinds import topics
from immunosite.each_time import each_time
from immunosite.search.finding import find
from immunosite.search.missed import waiting
from immunosite.search.suggestions import suggest


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    given = request.GET
    results = find(
        given.get("q", ""),
        kind=given.get("kind"),
        page=_number(given.get("page", "")),
        widen=given.get("only") != "typed",
        **{role: given.get(role) for role in topics()},
    )
    response = render(request, "search/search.html", {"results": results, "all": _all(given)})
    if results.missed and not results.is_narrowed and results.page == 1:
        each_time(response, partial(waiting.note, results.missed))
    return response


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    found = suggest(request.GET.get("q", ""))
    return JsonResponse([asdict(each) for each in found], safe=False)


def _all(given: QueryDict) -> QueryDict:
    """The same search, narrowed by nothing."""
    left = given.copy()
    for name in ("kind", *topics(), "page"):
        left.pop(name, None)
    return left


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
