"""The answer to a search: hits, counts and, where nothing is found, a better spelling."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.safestring import SafeString

from editorial.models import Edition
from immunosite.search.copies import same_as_signed
from immunosite.search.engines import engine
from immunosite.search.highlights import snippet
from immunosite.search.indexed_text import parts_of
from immunosite.search.missed import Missed, missed_words
from immunosite.search.narrowing import Choices, Counts, Facet, Narrowing
from immunosite.search.query import MAX_LENGTH, Group, Query, has_words, read
from immunosite.search.spelling import corrected

PER_PAGE = 10
# Nobody reads on after twenty pages, and each page costs the search of all before it.
MAX_PAGES = 20
# Of so many pages, the heads alone are put in order; a word in so many is as common as any.
MANY = 2000
COMMON = 500


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
    """`typed` is what the reader typed, as far as it is looked at."""

    typed: str
    query: Query = field(default_factory=Query)
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    facets: list[Facet] = field(default_factory=list)
    suggestion: str = ""
    widen: bool = True
    # What no page holds, to be counted.
    missed: tuple[Missed, ...] = ()

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
    page: int = 1,
    widen: bool = True,
    **about: str | None,
) -> Results:
    """What is live and holds all the words; where nothing does, what holds some of them.

    `about` is by role of a topic (`therapy`, …) the address (slug) of a live page; others are
    passed over.
    Without `widen` nothing is looked for but the words as typed.
    """
    typed = " ".join(query[:MAX_LENGTH].split())
    if not has_words(typed):
        return Results(typed)
    choices = Choices(kind or "", {role: slug for role, slug in about.items() if slug})
    with engine().asking():
        return _answer(typed, choices, page, widen)


def _answer(typed: str, choices: Choices, page: int, widen: bool) -> Results:
    search = read(typed, widen=widen)
    matching, counts, held = _matching(search)
    narrowing = Narrowing(choices, counts)
    results = Results(typed, matching, total=narrowing.total, facets=narrowing.facets, widen=widen)
    if matching.is_loose or not counts:
        better, missed = corrected(typed, search, engine()), missed_words(typed, search, held)
        results = replace(results, suggestion=better, missed=missed)
    if not results.total:
        return results
    page = max(1, min(page, results.pages))
    ids = _best(matching, narrowing.tags, page, results.total)
    return replace(results, page=page, hits=_hits(matching, ids))


def _matching(search: Query) -> tuple[Query, Counts, dict[Group, int]]:
    """The first reading that finds anything: as typed, with the last word unfinished, and last
    with the rarest word alone, which tells most of what is meant. Where it comes to that: on how
    many pages each word stands."""
    for reading in (search, search.open_ended()):
        if counts := engine().facets(reading):
            return reading, counts, {}
    held = {group: len(engine().some(Query((group,)), COMMON)) for group in search.groups}
    if not any(held.values()):
        return search, [], held
    rarest = min((group for group in held if held[group]), key=lambda group: held[group])
    return search.loosened(rarest), engine().facets(Query((rarest,))), held


def _best(search: Query, tags: list[str], page: int, total: int) -> list[int]:
    """Of what very many pages hold, the twenty pages that are shown have it in their heads, as a
    rule, and only those are put in order: that takes half the time."""
    offset = (page - 1) * PER_PAGE
    if total > MANY:
        shown = MAX_PAGES * PER_PAGE
        ids = engine().best_heads(search, tags=tags, limit=shown)
        if len(ids) == shown:
            return ids[offset : offset + PER_PAGE]
    return engine().best(search, tags=tags, limit=PER_PAGE, offset=offset)


def _hits(search: Query, ids: list[int]) -> list[Hit]:
    # Asked of the editions themselves once more, in case one has ended in between.
    editions = Edition.objects.live().filter(pk__in=ids).order_by().with_badges().in_bulk()
    copied = same_as_signed(editions.values())
    return [_hit(editions[pk], search) for pk in ids if pk in copied]


def _hit(edition: Edition, search: Query) -> Hit:
    """Its words come from the signed text, not from the index, which is only a copy."""
    return Hit(edition, snippet(edition.summary, lambda: parts_of(edition).body, search))
