"""Filters of the public lists. Their choices are live editions; nothing else is named."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.kinds import ARTICLE, CONDITION, THERAPY
from editorial.models import Edition, EditionFacet

GENRES = [("explainer", "Explainers"), ("question", "Questions and answers")]


def _choices(kind: str, role: str, of_kind: str) -> list[tuple[str, str]]:
    """Live pages of `kind` that some live page of `of_kind` is about, as (slug, title)."""
    used = EditionFacet.objects.filter(
        role=role, edition__in=Edition.objects.live().filter(kind=of_kind).values("pk")
    )
    named = Edition.objects.live().filter(kind=kind, document__in=used.values("document"))
    return list(named.order_by("title").values_list("slug", "title"))


class AboutFilter(django_filters.ChoiceFilter):
    """Pages whose frozen facets name the live page with the chosen address."""

    def __init__(self, *, kind: str, role: str, of_kind: str, label: str) -> None:
        self.kind, self.role = kind, role
        super().__init__(
            label=label,
            empty_label="All",
            choices=lambda: _choices(kind, role, of_kind),
        )

    def filter(self, editions: QuerySet[Edition], slug: str) -> QuerySet[Edition]:
        if not slug:
            return editions
        named = Edition.objects.live().filter(kind=self.kind, slug=slug)
        facets = EditionFacet.objects.filter(role=self.role, document__in=named.values("document"))
        return editions.filter(pk__in=facets.values("edition"))


class ArticleFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label="Kind", empty_label="All", choices=GENRES, method="of_genre"
    )
    therapy = AboutFilter(kind=THERAPY, role="therapy", of_kind=ARTICLE, label="Therapy")
    condition = AboutFilter(kind=CONDITION, role="condition", of_kind=ARTICLE, label="Condition")

    class Meta:
        model = Edition
        fields: list[str] = []

    def of_genre(self, editions: QuerySet[Edition], name: str, value: str) -> QuerySet[Edition]:
        return editions.with_facet("genre", value)  # type: ignore[attr-defined,no-any-return]


class TherapyFilter(django_filters.FilterSet):
    condition = AboutFilter(kind=CONDITION, role="condition", of_kind=THERAPY, label="Condition")

    class Meta:
        model = Edition
        fields: list[str] = []


def filtered(request: HttpRequest, filters: type[django_filters.FilterSet], kind: str):  # type: ignore[no-untyped-def]
    """The filter over the live editions of a kind, bound to the request's query."""
    return filters(request.GET, queryset=Edition.objects.live().filter(kind=kind).for_list())
