"""Narrowing: by kind, therapy and condition, with how many hits each choice would leave."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from articles.kinds import ARTICLE, CONDITION, THERAPY
from editorial.models import Edition
from editorial.public import live_editions
from glossary.terms import ENTRY

KINDS = {
    ARTICLE: "Articles",
    THERAPY: "Therapies",
    CONDITION: "Conditions",
    ENTRY: "Glossary terms",
}
# By the letter with which an entry names the documents that it is about.
ABOUT = {"t": ("therapy", "Therapy", THERAPY), "c": ("condition", "Condition", CONDITION)}
MAX_CHOICES = 30
Counts = list[tuple[str, int]]


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
    """What the reader chose, as the marks that an entry must bear. What is not live is no choice;
    one query where a therapy or a condition is chosen."""

    def __init__(self, kind: str, therapy: str, condition: str) -> None:
        self.by_letter: dict[str, str] = {"k": kind} if kind in KINDS else {}
        self.slugs: dict[str, str] = {}
        wanted = {letter: slug for letter, slug in (("t", therapy), ("c", condition)) if slug}
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

    def total(self, counts: Counts) -> int:
        return sum(count for facets, count in counts if set(self.marks) <= set(facets.split()))

    def facets(self, counts: Counts) -> list[Facet]:
        """Each choice's count is what it would leave together with the other facets' choices."""
        left = {letter: self._left(counts, letter) for letter in ("k", *ABOUT)}
        kinds = [Choice(k, label, left["k"][k]) for k, label in KINDS.items() if left["k"][k]]
        return [Facet("kind", "Kind", self.by_letter.get("k", ""), kinds), *self._about(left)]

    def _left(self, counts: Counts, letter: str) -> Counter[str]:
        others = {mark for own, mark in self.by_letter.items() if own != letter}
        left: Counter[str] = Counter()
        for facets, count in counts:
            marks = facets.split()
            if others <= set(marks):
                for mark in marks[:1] if letter == "k" else marks[1:]:
                    if letter == "k" or mark[0] == letter:
                        left[mark] += count
        return left

    def _about(self, left: dict[str, Counter[str]]) -> Iterable[Facet]:
        """One query: what the therapies and conditions are called now."""
        common = {letter: dict(left[letter].most_common(MAX_CHOICES)) for letter in ABOUT}
        named = live_editions(int(mark[1:]) for marks in common.values() for mark in marks)
        for letter, (name, label, kind) in ABOUT.items():
            choices = [
                Choice(page.slug, page.title, common[letter][mark])
                for page in sorted(named, key=lambda page: page.title.casefold())
                if page.kind == kind and (mark := f"{letter}{page.document_id}") in common[letter]
            ]
            yield Facet(name, label, self.slugs.get(letter, ""), choices)
