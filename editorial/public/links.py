"""The live pages around one page, chosen from those that its one query brought along."""

from collections.abc import Iterable, Mapping

from editorial.models import Edition
from editorial.public.page import Page


def linked_pages(page: Page, role: str, names: Mapping[int, Edition]) -> list[Edition]:
    """Those that the page names in a role, by title; what is not live is not among `names`."""
    named = [names[each] for each in page.ids(role) if each in names]
    return sorted(named, key=lambda edition: edition.title.casefold())


def of_kind(editions: Iterable[Edition], kind: str) -> list[Edition]:
    return [edition for edition in editions if edition.kind == kind]
