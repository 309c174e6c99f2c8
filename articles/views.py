"""Public pages of articles, therapies and conditions. They read editions, never drafts."""

from typing import Any

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.filters import ArticleFilter, TherapyFilter
from articles.kinds import ARTICLE, CONDITION, THERAPY
from articles.words import MECHANISMS
from editorial.models import Edition, EditionFacet
from editorial.paging import page_of
from editorial.public import show, with_badges

THERAPIES_PER_PAGE = 48


def article_list(request: HttpRequest) -> HttpResponse:
    filters = ArticleFilter(request)
    context = {"filters": filters, "pages": page_of(request, filters.qs)}
    return render(request, "articles/article_list.html", context)


def article(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, ARTICLE, slug, "articles/article_page.html")


def therapy_list(request: HttpRequest) -> HttpResponse:
    filters = TherapyFilter(request)
    therapies = _by_mechanism(filters.qs)
    context = {"filters": filters, "pages": page_of(request, therapies, THERAPIES_PER_PAGE)}
    return render(request, "articles/therapy_list.html", context)


def therapy(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, THERAPY, slug, "articles/therapy_page.html", named_as="therapy")


def condition_list(request: HttpRequest) -> HttpResponse:
    editions = with_badges(Edition.objects.live().filter(kind=CONDITION))
    return render(request, "articles/condition_list.html", {"pages": page_of(request, editions)})


def condition(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, CONDITION, slug, "articles/condition_page.html", named_as="condition")


def _by_mechanism(therapies: Any) -> Any:
    """In the order of MECHANISMS, so that a page of the list can be grouped by it."""
    places = [When(mechanism=name, then=Value(place)) for place, name in enumerate(MECHANISMS)]
    facet = EditionFacet.objects.filter(edition=OuterRef("pk"), role="mechanism")
    named = therapies.annotate(mechanism=Subquery(facet.values("value")[:1]))
    last = Value(len(places))
    place = Case(*places, default=last, output_field=IntegerField())
    return named.order_by(place, "title", "pk")
