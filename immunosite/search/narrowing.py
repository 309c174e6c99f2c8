"""Narrowing: by kind and by topic, with how many hits each choice would leave.

An entry bears tags: its kind, and `therapy:12` for each document that it is about.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from editorial.kept_badges import ProvenName, proven_names
from editorial.kinds import all_kinds, topics
from editorial.models import Edition

MAX_CHOICES = 30
# PostgreSQL takes no text with a NUL, not even to compare.
SLUG = re.compile(r"[-\w]{1,120}", re.ASCII)
KIND = "kind"
Counts = list[tuple[str, int]]


def tag(role: str, document_id: int) -> str:
    return f"{role}:{document_id}"


class Choices(NamedTuple):
    """What the reader narrows by: a kind, or empty; and by topics' roles the addresses of pages."""

    kind: str
    about: dict[str, str]


@dataclass(frozen=True)
class FacetChoice:
    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """`chosen` is the value in force, or empty."""

    name: str
    label: str
    chosen: str
    choices: list[FacetChoice]


class Narrowing:
    """What the reader chose, as the tags that an entry must bear, and what each choice leaves.

    What is not live is no choice. One query for the names, one where something is chosen.
    """

    def __init__(self, chosen: Choices, counts: Counts) -> None:
        self.counts = [(facets.split(), count) for facets, count in counts]
        self.topics = topics()
        kinds = {kind.name for kind in all_kinds()}
        self.by_facet: dict[str, str] = {KIND: chosen.kind} if chosen.kind in kinds else {}
        self.slugs: dict[str, str] = {}
        self._tallies: dict[frozenset[str], Counter[str]] = {}
        self._look_up(
            {
                role: slug
                for role, slug in chosen.about.items()
                if role in self.topics and SLUG.fullmatch(slug)
            }
        )

    def _look_up(self, wanted: dict[str, str]) -> None:
        if not wanted:
            return
        roles = {self.topics[role].name: role for role in wanted}
        named = Q()
        for kind, role in roles.items():
            named |= Q(kind=kind, slug=wanted[role])
        live = Edition.objects.live().filter(named)
        for kind, slug, document in live.values_list("kind", "slug", "document"):
            self.by_facet[roles[kind]] = tag(roles[kind], document)
            self.slugs[roles[kind]] = slug

    @property
    def tags(self) -> list[str]:
        return list(self.by_facet.values())

    @property
    def total(self) -> int:
        return sum(count for _, count in self._bearing(frozenset(self.tags)))

    @cached_property
    def facets(self) -> list[Facet]:
        """Each choice's count is what it would leave together with the other facets' choices."""
        left = self._left(KIND)
        counted = [FacetChoice(kind.name, kind.plural, left[kind.name]) for kind in all_kinds()]
        kinds = [choice for choice in counted if choice.count]
        return [Facet(KIND, "Kind", self.by_facet.get(KIND, ""), kinds), *self._about()]

    def _left(self, own: str) -> Counter[str]:
        return self._tally(frozenset(t for each, t in self.by_facet.items() if each != own))

    def _tally(self, needed: frozenset[str]) -> Counter[str]:
        """How many of the entries that bear the needed tags bear each tag."""
        if needed not in self._tallies:
            tally = self._tallies[needed] = Counter()
            for tags, count in self._bearing(needed):
                for each in tags:
                    tally[each] += count
        return self._tallies[needed]

    def _bearing(self, needed: frozenset[str]) -> Iterable[tuple[list[str], int]]:
        if not needed:
            return self.counts
        return (row for row in self.counts if needed.issubset(row[0]))

    def _about(self) -> Iterator[Facet]:
        """One query, or none: what the topics are called now."""
        common = {role: self._common(role) for role in self.topics}
        named = self._names([pk for counts in common.values() for pk in counts])
        named.sort(key=lambda page: (page.title.casefold(), page.document_id))
        for role, kind in self.topics.items():
            counts = common[role]
            choices = [
                FacetChoice(page.slug, page.title, counts[page.document_id])
                for page in named
                if page.kind == kind.name and page.document_id in counts
            ]
            yield Facet(role, kind.singular, self.slugs.get(role, ""), choices)

    def _names(self, ids: list[int]) -> list[ProvenName]:
        return proven_names(Edition.objects.live().filter(document__in=ids)) if ids else []

    def _common(self, role: str) -> dict[int, int]:
        """By document, how many entries are about it: those of this topic that most are about."""
        start = f"{role}:"
        left = self._left(role)
        own = {int(t[len(start) :]): count for t, count in left.items() if t.startswith(start)}
        return dict(Counter(own).most_common(MAX_CHOICES))
