"""Filters of the public lists. Their choices are live editions; nothing else is named."""

from urllib.parse import urlencode

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from articles.choices import GENRES_IN_PLURAL, Route
from articles.kind_names import ARTICLE, CONDITION, THERAPY
from editorial.models import Edition, EditionFacet
from editorial.models.edition import EditionQuerySet


class AboutFilter(django_filters.ChoiceFilter):
    """Pages whose frozen facets name the live page with the chosen address."""

    def __init__(self, *, kind: str, label: str) -> None:
        self.kind = kind
        super().__init__(label=label, empty_label="All", choices=())

    def filter(self, editions: QuerySet[Edition], slug: str) -> QuerySet[Edition]:
        if not slug:
            return editions
        named = Edition.objects.live().filter(kind=self.kind, slug=slug)
        facets = EditionFacet.objects.filter(
            role=self.field_name, document__in=named.values("document")
        )
        return editions.filter(pk__in=facets.values("edition"))


class PublicFilter(django_filters.FilterSet):
    """Over the live editions of one kind, with the choices that lead to at least one of them."""

    of_kind: str
    # What may be chosen in a list that search engines keep.
    kept: tuple[dict[str, object], ...] = ({},)

    class Meta:
        model = Edition
        fields: list[str] = []

    def __init__(self, request: HttpRequest) -> None:
        editions = Edition.objects.live().filter(kind=self.of_kind)
        super().__init__(request.GET, queryset=editions.shown())
        self._offer_choices()

    def _offer_choices(self) -> None:
        """One query for all filters: a choice asks the database again each time it is read."""
        abouts = {n: f.kind for n, f in self.filters.items() if isinstance(f, AboutFilter)}
        pages = self._named(abouts)
        for name, of in abouts.items():
            choices = [(slug, title) for kind, slug, title in pages if kind == of]
            self.form.fields[name].choices = choices

    def _named(self, kinds: dict[str, str]) -> list[tuple[str, str, str]]:
        """Kind, address and title of the pages that are named; `kinds` by role."""
        # Asked of each choice: the first page that leads to it is answer enough.
        mentions = Edition.objects.live().filter(
            kind=self.of_kind, facets__role__in=list(kinds), facets__document=OuterRef("document")
        )
        of_kinds = Q(kind__in=kinds.values())
        named = Edition.objects.live().filter(of_kinds, Exists(mentions)).order_by()
        rows = named.true_copies().values_list("kind", "slug", "title")
        # In order here: told to order, SQLite reads every title there is.
        return sorted(rows, key=lambda row: row[2].casefold())

    @property
    def chosen(self) -> dict[str, object]:
        """What the reader filters by, as the form understood it."""
        self.form.full_clean()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def canonical_query(self, page: int) -> str:
        """Under which query search engines keep this list. A filtered one they are not to keep."""
        if self.chosen not in self.kept:
            return ""
        query = self.chosen | ({"page": page} if page > 1 else {})
        return f"?{urlencode(query)}" if query else ""


class ArticleFilter(PublicFilter):
    of_kind = ARTICLE
    kept = ({}, {"kind": "question"})

    kind = django_filters.ChoiceFilter(
        label="Kind", empty_label="All", choices=list(GENRES_IN_PLURAL.items()), method="of_genre"
    )
    therapy = AboutFilter(kind=THERAPY, label="Therapy")
    condition = AboutFilter(kind=CONDITION, label="Condition")

    @property
    def is_questions(self) -> bool:
        """All questions, which is a page of its own to readers and search engines."""
        return self.chosen == {"kind": "question"}

    def of_genre(self, editions: EditionQuerySet, name: str, value: str) -> EditionQuerySet:
        return editions.with_facet("genre", value)


class TherapyFilter(PublicFilter):
    of_kind = THERAPY

    condition = AboutFilter(kind=CONDITION, label="Condition")
    route = django_filters.ChoiceFilter(
        label="How it is given", empty_label="All", choices=Route.choices, method="by_route"
    )

    def by_route(self, editions: EditionQuerySet, name: str, value: str) -> EditionQuerySet:
        return editions.with_facet("route", value)
