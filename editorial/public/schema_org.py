"""What a public page shows, and the small parts of which markup for machines (JSON-LD) is made.

A kind says with these what its pages are about (`Kind.subject`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.template import Context

from editorial.models import Edition
from editorial.proof import Badge
from editorial.public.absolute_url import absolute_url
from editorial.public.links import of_kind, pages_in_role
from editorial.public.page import Page
from editorial.public.views import LISTED

Node = dict[str, object]
P = TypeVar("P", bound=Page)


def node(kind: str, **properties: object) -> Node:
    """A thing of a schema.org type, without the properties that the page leaves empty."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def named(kind: str, editions: Iterable[Edition]) -> list[Node]:
    """Other pages' subjects, by the names that those pages have now."""
    return [
        node(kind, name=edition.title, url=absolute_url(edition.get_absolute_url()))
        for edition in editions
    ]


@dataclass(frozen=True)
class Shown:
    """All that the template of a page gets; the markup is made of this alone."""

    edition: Edition
    page: Page
    badge: Badge | None
    first_published: datetime
    linked_pages: Mapping[int, Edition]
    backlinks: Sequence[Edition]

    @classmethod
    def of(cls, context: Context) -> "Shown":
        """Of the context that `editorial.public.views.show` gives to the template."""
        return cls(**{name: context[name] for name in cls.__dataclass_fields__})

    def page_as(self, kind_of_page: type[P]) -> P:
        """The page, where only one kind can be meant. Raises TypeError for another."""
        if not isinstance(self.page, kind_of_page):
            raise TypeError(f"{self.page.title} is no {kind_of_page.__name__}.")
        return self.page

    @property
    def url(self) -> str:
        return absolute_url(self.edition.get_absolute_url())

    def named(self, role: str) -> list[Edition]:
        """The live pages that this one names in a role."""
        return pages_in_role(self.page, role, self.linked_pages)

    def backlinks_from(self, kind: str) -> list[Edition]:
        """The live pages of a kind that name this one, as far as they are listed."""
        return of_kind(self.backlinks, kind)[:LISTED]
