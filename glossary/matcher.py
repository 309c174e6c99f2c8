"""Which words of a text name a term: the longest form, found through a tree of words.

What counts as the same:

- upper and lower case, but not in abbreviations, nor in a single word that has a capital after its
  first letter: CAR is a receptor, a car is not; SLIT, TIL and AIDS likewise.
- apostrophes, and a possessive with its word: Crohn’s disease, Crohn's disease, Crohn disease.
- a space, a hyphen or a dash between two words: antibody–drug conjugate, T cell, T-cell.
- the plain English plural of a form's last word. A singular is never guessed from a plural: hives
  are not a hive.

A word bound by a hyphen to the one before it begins no term: non-Hodgkin lymphoma is not Hodgkin
lymphoma. A form that two entries claim with equal right is linked to neither, because a reader must
not be given the wrong meaning; the name of an entry goes before another's synonym, and both go
before a plural.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

# With the marks that combine with letters and the invisible ones that stand within words.
LETTER = r"[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060]"
APOSTROPHE = r"(?:['’ʼ]|&#x27;|&#39;)"
# Not the name of an entity (&nbsp;); and 15q11.2 or example.org is one word, not two.
WORD = re.compile(rf"(?<![\w&#])({LETTER}+(?:(?:[.@]|{APOSTROPHE}){LETTER}+)*)")
WORDLIKE = re.compile(LETTER)
HYPHENS = ("-", "‐", "‑", "‒", "–", "−")
LONGEST_FORM = 120  # characters; what is longer is a sentence

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
    """Words `first` to `last` of the text, and the punctuation that ends the form, e.g. `)`."""

    first: int
    last: int
    tail: str
    term: Term | None


# Each beginning of a form, word by word, and what ends there: punctuation → claim.
Tree = dict[str, dict[str, Claim]]


class Matcher:
    """Built once for a set of terms, then only read; safe to share between threads."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.any_case: Tree = {}
        self.exact: Tree = {}
        for term in terms:
            self._add(term, term.name, NAME)
            for synonym in term.synonyms:
                self._add(term, synonym, OTHER_NAME)
            for abbreviation in term.abbreviations:
                self._add(term, abbreviation, OTHER_NAME, exact=True)

    def _add(self, term: Term, form: str, rank: int, exact: bool = False) -> None:
        parts = WORD.split(escape(form.strip()))
        if not _is_usable(form, parts):
            return
        exact = exact or _keeps_its_case(form)
        words = [plain(word) for word in parts[1::2]]
        for variant in _openings(words) if exact else [words]:
            self._claim(variant, parts, exact, Claim(rank, term))
            if not parts[-1] and (ending := plural(variant[-1], exact)):
                self._claim([*variant[:-1], ending], parts, exact, Claim(PLURAL, term))

    def _claim(self, words: list[str], parts: list[str], exact: bool, claim: Claim) -> None:
        tree, words = (self.exact, words) if exact else (self.any_case, folded(words))
        key = words[0]
        ends = tree.setdefault(key, {})
        for word, gap in zip(words[1:], parts[2:-1:2], strict=True):
            key += joint(gap) + word
            ends = tree.setdefault(key, {})
        ends[parts[-1]] = _stronger(ends.get(parts[-1]), claim)

    def find(self, parts: list[str]) -> Iterator[Found]:
        """The terms in a text split by WORD: gap, word, gap, …, gap. They do not overlap."""
        words = [word if word.isalnum() else plain(word) for word in parts[1::2]]
        lowered = folded(words)
        exact, any_case = self.exact, self.any_case
        place = 0
        while place < len(words):
            found = None
            if lowered[place] in any_case or words[place] in exact:
                found = self._longest(place, parts, words, lowered)
            if found:
                yield found
            place = found.last + 1 if found else place + 1

    def _longest(
        self, first: int, parts: list[str], words: list[str], lowered: list[str]
    ) -> Found | None:
        if parts[2 * first].endswith(HYPHENS):
            return None
        # Of two that are equally long, the one whose case is right.
        both = (_walk(self.exact, first, words, parts), _walk(self.any_case, first, lowered, parts))
        found = [each for each in both if each]
        return max(found, key=lambda each: (each.last, len(each.tail)), default=None)


def _walk(tree: Tree, first: int, words: list[str], parts: list[str]) -> Found | None:
    best, last, key = None, first, words[first]
    while (ends := tree.get(key)) is not None:
        after = parts[2 * last + 2]
        tails = [tail for tail in ends if after.startswith(tail)] if ends else []
        if tails:
            tail = max(tails, key=len)
            best = Found(first, last, tail, ends[tail].term)
        last += 1
        if last == len(words):
            break
        key += joint(after) + words[last]
    return best


def plain(word: str) -> str:
    """The word without a possessive, its apostrophes straight."""
    word = re.sub("[’ʼ]", "'", unescape(word))
    return word[:-2] if word.endswith(("'s", "'S")) else word


def folded(words: list[str]) -> list[str]:
    return [word.casefold() for word in words]


@lru_cache(maxsize=1024)
def joint(gap: str) -> str:
    """What stands between two words, so that a space and a hyphen are the same."""
    text = unescape(gap)
    if text.isspace() or text in HYPHENS:
        return " "
    # A mark that no word holds keeps “cell.death” and “cell. Death” apart from any one word.
    return "\0" + "".join(text.split())


def plural(word: str, exact: bool) -> str:
    """The plural, where adding it is safe; otherwise nothing."""
    if exact:
        return word + "s" if word[-1:].isupper() else ""
    if len(word) < 4 or not word.isalpha():
        return ""
    if word.endswith("sis"):
        return word[:-2] + "es"
    if word.endswith(("ss", "us", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return "" if word.endswith("s") else word + "s"


def _is_usable(form: str, parts: list[str]) -> bool:
    """At least two characters, one of them a letter, beginning with a word."""
    begins = len(parts) > 1 and not parts[0]
    named = 2 <= len(form.strip()) <= LONGEST_FORM and any(map(str.isalpha, form))
    return begins and named


def _keeps_its_case(form: str) -> bool:
    one_word = not any(map(str.isspace, form.strip()))
    return one_word and any(map(str.isupper, form.strip()[1:]))


def _openings(words: list[str]) -> list[list[str]]:
    """Anti-PD-1 at the start of a sentence is anti-PD-1 within it."""
    opening, *rest = words
    if rest and opening[1:].islower():
        return [
            [opening[0].upper() + opening[1:], *rest],
            [opening[0].lower() + opening[1:], *rest],
        ]
    return [words]


def _stronger(held: Claim | None, claim: Claim) -> Claim:
    if held is None or claim.rank < held.rank:
        return claim
    if claim.rank == held.rank and held.term is not claim.term:
        return Claim(held.rank, None)
    return held
