"""The live pages around one page, chosen from those that its one query brought along."""

from collections.abc import Iterable, Mapping

from editorial.models import Edition
from editorial.public.page import Page


def pages_in_role(page: Page, role: str, linked_pages: Mapping[int, Edition]) -> list[Edition]:
    """Those that the page names in a role, by title. What is not live is not among them."""
    named = [linked_pages[each] for each in page.ids(role) if each in linked_pages]
    return sorted(named, key=lambda edition: edition.title.casefold())


def of_kind(editions: Iterable[Edition], kind: str) -> list[Edition]:
    return [edition for edition in editions if edition.kind == kind]
