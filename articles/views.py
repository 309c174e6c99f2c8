"""Public pages of articles, therapies and conditions. They read editions, never drafts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles import compare
from articles.filters import ArticleFilter, TherapyFilter
from articles.kind_names import ARTICLE, CONDITION, THERAPY
from articles.mechanisms import by_mechanism, grouped
from editorial.built_from import kind, reading
from editorial.models import Edition
from editorial.public.paging import page_of
from editorial.public.views import backlinks_from, show

THERAPIES_PER_PAGE = 48
about_a_therapy = backlinks_from("therapy", ARTICLE)
about_a_condition = backlinks_from("condition", THERAPY, ARTICLE)


@reading(kind(ARTICLE), kind(THERAPY), kind(CONDITION))
def article_list(request: HttpRequest) -> HttpResponse:
    filters = ArticleFilter(request)
    pages = filters.page(request)
    canonical = {"canonical_query": filters.canonical_query(pages.number)}
    context = {"filters": filters, "pages": pages, **canonical}
    return render(request, "articles/article_list.html", context)


def article(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, ARTICLE, slug, "articles/article_page.html")


@reading(kind(THERAPY), kind(CONDITION))
def therapy_list(request: HttpRequest) -> HttpResponse:
    filters = TherapyFilter(request)
    pages = filters.page(request, by_mechanism, THERAPIES_PER_PAGE)
    canonical = {"canonical_query": filters.canonical_query(pages.number)}
    context = {"filters": filters, "pages": pages, "groups": grouped(pages), **canonical}
    return render(request, "articles/therapy_list.html", context)


def therapy(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, THERAPY, slug, "articles/therapy_page.html", backlinks=about_a_therapy)


@reading(kind(THERAPY), kind(CONDITION))
def therapy_compare(request: HttpRequest) -> HttpResponse:
    published = compare.published()
    choice = compare.choose(request.GET.getlist("t"), published)
    context = {"choice": choice, "published": list(published.items()), **compare.table(choice)}
    return render(request, "articles/therapy_compare.html", context)


@reading(kind(CONDITION))
def condition_list(request: HttpRequest) -> HttpResponse:
    editions = Edition.objects.live().filter(kind=CONDITION).shown()
    return render(request, "articles/condition_list.html", {"pages": page_of(request, editions)})


def condition(request: HttpRequest, slug: str) -> HttpResponse:
    return show(
        request, CONDITION, slug, "articles/condition_page.html", backlinks=about_a_condition
    )
