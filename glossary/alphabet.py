"""The alphabet of the glossary: how many terms begin with each letter."""

import string
from dataclasses import dataclass, field

from django.db.models import Count
from django.db.models.functions import Substr

from editorial.models.edition import EditionQuerySet
from editorial.text.fold import spelled

OTHER = "0-9"


@dataclass
class Letter:
    name: str
    count: int = 0
    # The first characters as the titles have them: “É” and “e” both stand under E.
    initials: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"letter-{self.name.lower()}"


def letter_of(initial: str) -> str:
    """“É”, “Ł” and “ﬁ” by the letters that people type for them, “β” by its name."""
    first = spelled(initial)[:1].upper()
    return first if first and first in string.ascii_uppercase else OTHER


def alphabet(entries: EditionQuerySet) -> dict[str, Letter]:
    """Every letter by its name, those without a term too. One query."""
    letters = {name: Letter(name) for name in [*string.ascii_uppercase, OTHER]}
    initials = entries.order_by().annotate(initial=Substr("title", 1, 1))
    for initial, count in initials.values_list("initial").annotate(Count("pk")):
        letter = letters[letter_of(initial)]
        letter.count += count
        letter.initials.append(initial)
    return letters


def beginning_with(entries: EditionQuerySet, letter: Letter) -> EditionQuerySet:
    return entries.annotate(initial=Substr("title", 1, 1)).filter(initial__in=letter.initials)
