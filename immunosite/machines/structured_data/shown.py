"""What a public page shows; the markup is made of this alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template import Context
from django.utils import timezone

from editorial.models import Edition
from editorial.models.edition import Badge
from editorial.public.views import LISTED
from editorial.templatetags.editions import links, of_kind
from immunosite.absolute_url import absolute_url


@dataclass(frozen=True)
class Shown:
    edition: Edition
    page: Any
    badge: Badge | None
    first_published: datetime
    names: Mapping[int, Edition]
    naming: Sequence[Edition]

    @classmethod
    def of(cls, context: Context) -> "Shown":
        """Of the context that `editorial.public.views.show` gives to the template."""
        return cls(**{name: context[name] for name in cls.__dataclass_fields__})

    @property
    def url(self) -> str:
        return absolute_url(self.edition.get_absolute_url())

    def named(self, role: str) -> list[Edition]:
        """The live pages that this one names in a role."""
        return links(self.page, role, self.names)

    def named_by(self, kind: str) -> list[Edition]:
        """The live pages of a kind that name this one, as far as they are listed."""
        return of_kind(self.naming, kind)[:LISTED]


def day(moment: date | datetime) -> str:
    """The date as the page's <time> says it to machines."""
    return (timezone.localdate(moment) if isinstance(moment, datetime) else moment).isoformat()
