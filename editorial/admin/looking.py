"""The search box of the lists of documents: a room above that can search drafts registers here."""

from collections.abc import Callable
from typing import Any

# Ids of the documents for what was typed, for use in `pk__in`; None where nothing was asked.
Finder = Callable[[str], Any]
_finders: list[Finder] = []


def finds_documents(finder: Finder) -> Finder:
    if finder not in _finders:
        _finders.append(finder)
    return finder


def documents_found(typed: str) -> Any:
    """Of the last finder that registered; None where there is none, or nothing was asked."""
    return _finders[-1](typed) if _finders else None
