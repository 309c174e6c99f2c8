"""Filters of the public lists. Their choices are live editions; nothing else is named."""

from collections.abc import Callable
from urllib.parse import urlencode

import django_filters
from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from articles.choices import GENRES_IN_PLURAL, Route
from articles.kind_names import ARTICLE, CONDITION, THERAPY
from editorial.kinds import kind_of
from editorial.models import Edition
from editorial.models.edition import EditionQuerySet
from editorial.public.paging import PER_PAGE, page_of

Order = Callable[[EditionQuerySet], EditionQuerySet]

# Rows of a list; beyond, it says “more than”. All pages are in the sitemap.
COUNTED = 10_000
COUNTED_NARROWED = 1000


class AboutFilter(django_filters.ChoiceFilter):
    """Pages whose frozen facets name the live page with the chosen address."""

    def __init__(self, *, kind: str, label: str) -> None:
        self.kind = kind
        super().__init__(label=label, empty_label="All", choices=())

    def filter(self, editions: EditionQuerySet, slug: str) -> EditionQuerySet:
        if not slug:
            return editions
        named = Edition.objects.live().filter(kind=self.kind, slug=slug)
        return editions.naming(str(self.field_name), named, are_many=self.parent.are_many)


class PublicFilter(django_filters.FilterSet):
    """Over the live editions of one kind, with the choices that lead to at least one of them."""

    of_kind: str
    # Those that bear what is chosen; they are counted as if they were few.
    are_many = False
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
        named = Edition.objects.live().filter(self._mentioned(list(kinds)), kind__in=kinds.values())
        rows = named.order_by().true_copies().values_list("kind", "slug", "title")
        # In order here: told to order, SQLite reads every title there is.
        return sorted(rows, key=lambda row: row[2].casefold())

    def _mentioned(self, roles: list[str]) -> Q:
        mentions = Edition.objects.live().filter(kind=self.of_kind, facets__role__in=roles)
        if kind_of(self.of_kind).topic:  # of which there are few, and others name them more
            return Q(document__in=mentions.order_by().values("facets__document"))
        # Asked of each choice: the first page that leads to it is answer enough.
        return Q(Exists(mentions.filter(facets__document=OuterRef("document"))))

    def page(
        self, request: HttpRequest, order: Order = lambda rows: rows, per_page: int = PER_PAGE
    ) -> Page[Edition]:
        """At most COUNTED rows are counted and can be turned to."""
        most = COUNTED_NARROWED if self.chosen else COUNTED
        pages = page_of(request, order(self.qs), per_page, most)
        if self.chosen and pages.paginator.has_more:  # type: ignore[attr-defined]
            self.are_many = True
            rows = order(self.filter_queryset(self.queryset))
            ids = rows.values("pk")[pages.start_index() - 1 : pages.end_index()]
            pages.object_list = rows.filter(pk__in=ids)
        return pages

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
        return editions.with_facet("genre", value, are_many=self.are_many)


class TherapyFilter(PublicFilter):
    of_kind = THERAPY

    condition = AboutFilter(kind=CONDITION, label="Condition")
    route = django_filters.ChoiceFilter(
        label="How it is given", empty_label="All", choices=Route.choices, method="by_route"
    )

    def by_route(self, editions: EditionQuerySet, name: str, value: str) -> EditionQuerySet:
        return editions.with_facet("route", value, are_many=self.are_many)
