"""Which words of a text name a term: the longest form, found through a tree of words.

What counts as the same, `written` says. A wrong meaning is worse than no link:

- a word bound by a hyphen to the one before it begins no term: non-Hodgkin lymphoma is not Hodgkin
  lymphoma. After anti-, pre- and post- it does, because they leave the word its meaning.
- of two terms that overlap the first is linked, and of the second nothing: in “CAR T cells” the
  cells are no cells of their own.
- among words in capitals an abbreviation is a word like any other: STOP ALL TABLETS names no
  leukaemia.
- a form that two entries claim with equal right is linked to neither; the name of an entry goes
  before another's synonym, and both go before a plural.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from glossary.sentences import Sentences
from glossary.written import (
    any_case_form,
    exact_form,
    is_usable,
    joint,
    keeps_its_case,
    openings,
    parted,
    plural,
    without_possessive,
)

NAME, OTHER_NAME, PLURAL = range(3)  # who goes first when two entries claim the same words


@dataclass(frozen=True)
class Term:
    """What the signed entry says of itself, as far as links and pop-ups need it."""

    slug: str
    name: str
    meaning: str
    pronunciation: str = ""
    synonyms: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()


class Claim(NamedTuple):
    rank: int
    term: Term | None  # None: claimed by several


class Found(NamedTuple):
    """Words `first` to `last` of the text, and the punctuation that ends the form, e.g. `)`.

    `decided` is the writer's line about this place, if there is one; then no `term` means that no
    link is to be here. Else it means that two entries claim the words.
    """

    first: int
    last: int
    tail: str
    term: Term | None
    decided: str = ""


# Each beginning of a form, word by word, and what ends there: punctuation → claim.
Tree = dict[str, dict[str, Claim]]


class Matcher:
    """Built once for a set of terms, then only read; safe to share between threads."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.any_case: Tree = {}
        self.exact: Tree = {}
        self.by_slug: dict[str, Term] = {}
        for term in terms:
            self.by_slug[term.slug.lower()] = term
            self._add(term, term.name, NAME)
            for synonym in term.synonyms:
                self._add(term, synonym, OTHER_NAME)
            for abbreviation in term.abbreviations:
                self._add(term, abbreviation, OTHER_NAME, exact=True)

    def _add(self, term: Term, form: str, rank: int, exact: bool = False) -> None:
        parts = parted(escape(form.strip()))
        if not is_usable(form, parts):
            return
        exact = exact or keeps_its_case(form)
        words = [without_possessive(word) for word in parts[1::2]]
        for variant in openings(words) if exact else [words]:
            self._claim(variant, parts, exact, Claim(rank, term))
            if not parts[-1] and (ending := plural(variant[-1], exact)):
                self._claim([*variant[:-1], ending], parts, exact, Claim(PLURAL, term))

    def _claim(self, words: list[str], parts: list[str], exact: bool, claim: Claim) -> None:
        tree, read = (self.exact, exact_form) if exact else (self.any_case, any_case_form)
        key, gaps = "", ["", *map(joint, parts[2:-1:2])]
        for word, before in zip(map(read, words), gaps, strict=True):
            # IL2 is claimed word by word as IL-2 is.
            for between, single in zip([before, *[" "] * len(word)], word.split(), strict=False):
                key += between + single
                ends = tree.setdefault(key, {})
        ends[parts[-1]] = _stronger(ends.get(parts[-1]), claim)

    def find(self, text: Sentences) -> Iterator[Found]:
        """The terms in a text. They do not overlap."""
        exact, any_case, after = self.exact, self.any_case, 0
        # Most words begin no term, so that is asked first.
        for place, (word, lowered) in enumerate(zip(text.exact, text.any_case, strict=True)):
            if place < after or (lowered not in any_case and word not in exact):
                continue
            if found := self._longest(place, text):
                after = self._after(found, text)
                if not self._is_shouted(found, text):
                    yield found

    def _longest(self, first: int, text: Sentences) -> Found | None:
        if text.parts[2 * first] != " " and text.is_bound(first):
            return None
        any_case = _walk(self.any_case, first, text.any_case, text.parts)
        if text.exact[first] not in self.exact:
            return any_case
        # Of two that are equally long, the one whose case is right.
        exact = _walk(self.exact, first, text.exact, text.parts)
        if exact and any_case:
            return max(exact, any_case, key=lambda each: (each.last, len(each.tail)))
        return exact or any_case

    def _after(self, found: Found, text: Sentences) -> int:
        """Where to look on: behind the term, and behind every other that begins within it."""
        end, place = found.last, found.first + 1
        while place <= end:
            if within := self._longest(place, text):
                end = max(end, within.last)
            place += 1
        return end + 1

    def _is_shouted(self, found: Found, text: Sentences) -> bool:
        """Whether an abbreviation stands among words in capitals that are none."""
        if found.first != found.last or not text.is_capital(found.first):
            return False
        others = [place for place in text.capitals_around(found.first) if place != found.first]
        strangers = [place for place in others if text.exact[place] not in self.exact]
        return bool(strangers) and (text.is_ordinary(found.first) or len(others) > 1)


def _walk(tree: Tree, first: int, words: list[str], parts: list[str]) -> Found | None:
    best, last, key = None, first, words[first]
    while (ends := tree.get(key)) is not None:
        after = parts[2 * last + 2]
        for tail in sorted(ends, key=len, reverse=True) if len(ends) > 1 else ends:
            if after.startswith(tail):
                best = Found(first, last, tail, ends[tail].term)
                break
        last += 1
        if last == len(words):
            break
        key += (" " if after == " " else joint(after)) + words[last]
    return best


def _stronger(held: Claim | None, claim: Claim) -> Claim:
    if held is None or claim.rank < held.rank:
        return claim
    if claim.rank == held.rank and held.term is not claim.term:
        return Claim(held.rank, None)
    return held
