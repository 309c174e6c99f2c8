"""Where a term is used: which live pages have it in their words.

Links are made while a page is rendered and kept nowhere, so this room cannot tell by itself. What
above it can find words in texts, as the search does, offers itself here.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

# Finders register while the apps are still loading, before there are models.
if TYPE_CHECKING:
    from editorial.models import Edition

# A subquery of the ids of live editions whose text has one of the term's names.
Finder = Callable[["Edition"], object]
_finders: list[Finder] = []


def finds_uses(finder: Finder) -> Finder:
    if finder not in _finders:
        _finders.append(finder)
    return finder


def used_on(entry: "Edition") -> list[object]:
    return [finder(entry) for finder in _finders]
