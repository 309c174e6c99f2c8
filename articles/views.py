"""Public pages of articles, therapies and conditions. They read editions, never drafts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.filters import ArticleFilter, TherapyFilter, filtered
from articles.kinds import ARTICLE, CONDITION, THERAPY
from articles.pages import ArticlePage, ConditionPage, TherapyPage
from editorial.models import Edition
from editorial.paging import page_of
from editorial.public import show, show_history

RELATED = 8


def article_list(request: HttpRequest) -> HttpResponse:
    filters = filtered(request, ArticleFilter, ARTICLE)
    context = {"filters": filters, "pages": page_of(request, filters.qs)}
    return render(request, "articles/article_list.html", context)


def article(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, ARTICLE, slug, "articles/article_page.html", _no_more)


def article_history(request: HttpRequest, slug: str) -> HttpResponse:
    return show_history(request, ARTICLE, slug)


def therapy_list(request: HttpRequest) -> HttpResponse:
    filters = filtered(request, TherapyFilter, THERAPY)
    context = {"filters": filters, "pages": page_of(request, filters.qs)}
    return render(request, "articles/therapy_list.html", context)


def therapy(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, THERAPY, slug, "articles/therapy_page.html", _read_more("therapy"))


def therapy_history(request: HttpRequest, slug: str) -> HttpResponse:
    return show_history(request, THERAPY, slug)


def condition_list(request: HttpRequest) -> HttpResponse:
    editions = Edition.objects.live().filter(kind=CONDITION).for_list()
    return render(request, "articles/condition_list.html", {"pages": page_of(request, editions)})


def condition(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, CONDITION, slug, "articles/condition_page.html", _read_more("condition"))


def condition_history(request: HttpRequest, slug: str) -> HttpResponse:
    return show_history(request, CONDITION, slug)


def _no_more(edition: Edition, page: ArticlePage) -> dict[str, Any]:
    return {}


def _read_more(role: str) -> Any:
    """Live pages whose facets name this one in the role, by kind."""

    def context(edition: Edition, page: TherapyPage | ConditionPage) -> dict[str, Any]:
        about = Edition.objects.live().about(edition.document_id, role=role).for_list()
        related = list(about.order_by("kind", "title")[: 4 * RELATED])
        return {
            "articles": [each for each in related if each.kind == ARTICLE][:RELATED],
            "therapies": [each for each in related if each.kind == THERAPY],
        }

    return context
