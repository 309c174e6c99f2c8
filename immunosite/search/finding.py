"""The answer to a search: hits, counts and, where nothing is found, a better spelling."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.safestring import SafeString

from editorial.models import Edition
from editorial.public import with_badges
from immunosite.search.engines import engine
from immunosite.search.highlights import snippet
from immunosite.search.narrowing import Facet, Narrowing
from immunosite.search.query import MAX_LENGTH, Query, read
from immunosite.search.spelling import corrected
from immunosite.search.tables import SearchText

PER_PAGE = 10
# Nobody reads on after twenty pages, and each page costs the search of all before it.
MAX_PAGES = 20


@dataclass(frozen=True)
class Hit:
    edition: Edition
    snippet: SafeString

    @property
    def title(self) -> str:
        return self.edition.title

    @property
    def kind(self) -> str:
        return self.edition.kind

    @property
    def url(self) -> str:
        return self.edition.get_absolute_url()


@dataclass(frozen=True)
class Results:
    """`asked` is what was typed, as far as it is looked at."""

    asked: str
    query: Query = field(default_factory=Query)
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    facets: list[Facet] = field(default_factory=list)
    suggestion: str = ""

    @property
    def pages(self) -> int:
        return min(MAX_PAGES, -(-self.total // PER_PAGE))

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def next(self) -> int:
        return self.page + 1

    @property
    def first(self) -> int:
        return (self.page - 1) * PER_PAGE + 1

    @cached_property
    def is_narrowed(self) -> bool:
        return any(facet.chosen for facet in self.facets)


def find(
    query: str,
    *,
    kind: str | None = None,
    therapy: str | None = None,
    condition: str | None = None,
    page: int = 1,
) -> Results:
    """What is live and holds all the words; where nothing does, what holds some of them.

    `therapy` and `condition` are the addresses (slugs) of live pages; others are passed over.
    """
    asked = " ".join(query[:MAX_LENGTH].split())
    search = read(asked)
    if not search:
        return Results(asked)
    narrowing = Narrowing(kind or "", therapy or "", condition or "")
    search, counts = _matching(search)
    total = narrowing.total(counts)
    results = Results(asked, search, total=total, facets=narrowing.facets(counts))
    if search.any_group or not counts:
        results = replace(results, suggestion=corrected(asked, search, engine()))
    if not total:
        return results
    page = max(1, min(page, results.pages))
    return replace(results, page=page, hits=_hits(search, narrowing.marks, page))


def _matching(search: Query) -> tuple[Query, list[tuple[str, int]]]:
    """The first reading that finds anything: as typed, with the last word unfinished, any word."""
    readings = [search, search.open_ended()]
    if len(search.groups) > 1:
        readings.append(search.loosened())
    for reading in readings:
        if counts := engine().facets(reading):
            return reading, counts
    return search, []


def _hits(search: Query, marks: list[str], page: int) -> list[Hit]:
    offset = (page - 1) * PER_PAGE
    ids = engine().best(search, marks=marks, limit=PER_PAGE, offset=offset)
    # Asked of the editions themselves once more, in case one has ended in between.
    editions = with_badges(Edition.objects.live().filter(pk__in=ids)).in_bulk()
    texts = SearchText.objects.in_bulk(ids)
    return [
        Hit(editions[pk], snippet(texts[pk].summary, texts[pk].body, search))
        for pk in ids
        if pk in editions and pk in texts
    ]
