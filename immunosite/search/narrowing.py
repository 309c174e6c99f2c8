"""Narrowing: by kind, therapy and condition, with how many hits each choice would leave."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from articles.kind_names import CONDITION, THERAPY
from editorial.kinds import all_kinds
from editorial.models import Edition
from editorial.public.views import live_editions

# By the letter with which an entry names the documents that it is about.
ABOUT = {"t": ("therapy", "Therapy", THERAPY), "c": ("condition", "Condition", CONDITION)}
MAX_CHOICES = 30
# PostgreSQL takes no text with a NUL, not even to compare.
SLUG = re.compile(r"[-\w]{1,120}", re.ASCII)
Counts = list[tuple[str, int]]


class Choices(NamedTuple):
    """What the reader narrows by: a kind, and the addresses of pages. Each may be empty."""

    kind: str
    therapy: str
    condition: str


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """`chosen` is the value in force, or empty."""

    name: str
    label: str
    chosen: str
    choices: list[Choice]


class Narrowing:
    """What the reader chose, as the marks that an entry must bear, and what each choice leaves.

    What is not live is no choice. One query for the names, one where something is chosen.
    """

    def __init__(self, chosen: Choices, counts: Counts) -> None:
        names = {kind.name for kind in all_kinds()}
        self.counts = [(facets.split(), count) for facets, count in counts]
        self.by_letter: dict[str, str] = {"k": chosen.kind} if chosen.kind in names else {}
        self.slugs: dict[str, str] = {}
        self._tallies: dict[frozenset[str], Counter[str]] = {}
        wanted = {
            letter: slug
            for letter, slug in (("t", chosen.therapy), ("c", chosen.condition))
            if SLUG.fullmatch(slug)
        }
        if wanted:
            self._look_up(wanted)

    def _look_up(self, wanted: dict[str, str]) -> None:
        named = Q()
        for letter, slug in wanted.items():
            named |= Q(kind=ABOUT[letter][2], slug=slug)
        live = Edition.objects.live().filter(named)
        letters = {ABOUT[letter][2]: letter for letter in wanted}
        for kind, slug, document in live.values_list("kind", "slug", "document"):
            self.by_letter[letters[kind]] = f"{letters[kind]}{document}"
            self.slugs[letters[kind]] = slug

    @property
    def marks(self) -> list[str]:
        return list(self.by_letter.values())

    @property
    def total(self) -> int:
        return sum(count for _, count in self._bearing(frozenset(self.marks)))

    @cached_property
    def facets(self) -> list[Facet]:
        """Each choice's count is what it would leave together with the other facets' choices."""
        left = self._left("k")
        counted = [Choice(kind.name, kind.plural, left[kind.name]) for kind in all_kinds()]
        kinds = [choice for choice in counted if choice.count]
        return [Facet("kind", "Kind", self.by_letter.get("k", ""), kinds), *self._about()]

    def _left(self, own: str) -> Counter[str]:
        return self._tally(frozenset(m for each, m in self.by_letter.items() if each != own))

    def _tally(self, needed: frozenset[str]) -> Counter[str]:
        """How many of the entries that bear the needed marks bear each mark."""
        if needed not in self._tallies:
            tally = self._tallies[needed] = Counter()
            for marks, count in self._bearing(needed):
                for mark in marks:
                    tally[mark] += count
        return self._tallies[needed]

    def _bearing(self, needed: frozenset[str]) -> Iterable[tuple[list[str], int]]:
        if not needed:
            return self.counts
        return (row for row in self.counts if needed.issubset(row[0]))

    def _about(self) -> Iterator[Facet]:
        """One query: what the therapies and conditions are called now."""
        common = {letter: self._common(letter) for letter in ABOUT}
        named = live_editions(int(mark[1:]) for marks in common.values() for mark in marks)
        named.sort(key=lambda page: page.title.casefold())
        for letter, (name, label, kind) in ABOUT.items():
            counts = common[letter]
            choices = [
                Choice(page.slug, page.title, counts[mark])
                for page in named
                if page.kind == kind and (mark := f"{letter}{page.document_id}") in counts
            ]
            yield Facet(name, label, self.slugs.get(letter, ""), choices)

    def _common(self, letter: str) -> dict[str, int]:
        """The marks of this letter that most entries bear. A kind's name holds no digit."""
        left = self._left(letter)
        own = {m: count for m, count in left.items() if m[0] == letter and m[1:].isdigit()}
        return dict(Counter(own).most_common(MAX_CHOICES))
