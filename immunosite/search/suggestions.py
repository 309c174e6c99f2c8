"""Suggestions while somebody types: live pages by the beginning of their name."""

from dataclasses import dataclass

from django.utils import timezone

from editorial.models import Edition
from editorial.text.fold import fold
from immunosite.search.engines import engine
from immunosite.search.indexed_text import other_names
from immunosite.search.models import SearchName, in_force
from immunosite.search.query import MAX_LENGTH, read

MOST = 8
SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    """`name` is what the page is also called, where that is what was typed."""

    title: str
    kind: str
    url: str
    name: str = ""


def suggest(typed: str) -> list[Suggestion]:
    """At most eight: names that begin so first, then titles that hold such words."""
    begun = fold(typed[:MAX_LENGTH])
    if len(begun) < SHORTEST:
        return []
    with engine().asking():
        return _suggested(begun, typed)


def _suggested(begun: str, typed: str) -> list[Suggestion]:
    named = _named(begun)
    if len(named) < MOST:
        query = read(typed).open_ended()
        named |= {
            pk: "" for pk in engine().best_heads(query, titles=True, limit=MOST) if pk not in named
        }
    ids = list(named)[:MOST]
    editions = Edition.objects.live().filter(pk__in=ids).order_by().with_badges().in_bulk()
    return [
        _suggestion(editions[pk], named[pk])
        for pk in ids
        if pk in editions and editions[pk].badge and _is_called(editions[pk], named[pk])
    ]


def _is_called(edition: Edition, name: str) -> bool:
    """The table of names is a copy: what it says stands in the signed text, or is not shown."""
    return not name or name in (edition.title, *other_names(edition))


def _named(begun: str) -> dict[int, str]:
    """The name under which each entry was found; shorter ones first."""
    names = SearchName.objects.filter(in_force(timezone.now(), "entry__"), key__startswith=begun)
    rows = names.order_by("key", "pk").values_list("entry", "name")[: 4 * MOST]
    found: dict[int, str] = {}
    for entry, name in rows:
        found.setdefault(entry, name)
    return dict(list(found.items())[:MOST])


def _suggestion(edition: Edition, name: str) -> Suggestion:
    also = name if name and fold(name) != fold(edition.title) else ""
    return Suggestion(edition.title, edition.kind, edition.get_absolute_url(), also)
