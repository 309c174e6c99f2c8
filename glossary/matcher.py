"""Which words of a text name a term: the longest form, found through a tree of words.

What counts as the same:

- upper and lower case, but not in abbreviations, nor in a single word that has a capital after its
  first letter: CAR is a receptor, a car is not; SLIT, TIL and AIDS likewise.
- apostrophes, and a possessive with its word: Crohn’s disease, Crohn's disease, Crohn disease.
- a space, a hyphen or a dash between two words: antibody–drug conjugate, T cell, T-cell.
- all that `editorial.text.fold` takes for the same: naïve and naive, IL-2 and IL2, β and beta. Of
  an abbreviation, all of that but the case.
- the plain English plural of a form's last word. A singular is never guessed from a plural: hives
  are not a hive.

A wrong meaning is worse than no link:

- a word bound by a hyphen to the one before it begins no term: non-Hodgkin lymphoma is not Hodgkin
  lymphoma. After anti-, pre- and post- it does, because they leave the word its meaning.
- of two terms that overlap the first is linked, and of the second nothing: in “CAR T cells” the
  cells are no cells of their own.
- among words in capitals an abbreviation is a word like any other: STOP ALL TABLETS names no
  leukaemia.
- a form that two entries claim with equal right is linked to neither; the name of an entry goes
  before another's synonym, and both go before a plural.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from editorial.text.fold import GREEK_NAMES, LETTER_DIGIT, fold

# With the marks that combine with letters and the invisible ones that stand within words.
LETTER = r"[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060]"
APOSTROPHE = r"(?:['’ʼ]|&#x27;|&#39;)"
# Not the name of an entity (&nbsp;); and 15q11.2 or example.org is one word, not two.
WORD = re.compile(rf"(?<![\w&#])({LETTER}+(?:(?:[.@]|{APOSTROPHE}){LETTER}+)*)")
WORDLIKE = re.compile(LETTER)
HYPHENS = ("-", "‐", "‑", "‒", "–", "−")
# They leave the word after them its meaning; non- and un- do not.
PREFIXES = frozenset({"anti", "pre", "post"})
# Abbreviations that are ordinary words too. One word in capitals beside them is enough for a doubt.
ORDINARY = frozenset(
    (  # noqa: SIM905 - shorter to read
        "ALL AM AN AND ANY ARE ARM AS ASK AT BE BED BUT BY CAN CAR CAT DO EAT EYE FEW FOR GET "
        "GO HAD HAS HE HER HIM HIS HOW IF IN IS IT ITS LET MAN MAY ME MEN MY NEW NO NOT NOW OF "
        "OFF OLD ON ONE OR OUR OUT OWN PET SEE SET SHE SIT SO THE TO TOO TWO UP US USE WAS WE "
        "WHO WHY YES YET YOU"
    ).split()
)
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
        tree, read = (self.exact, exact_form) if exact else (self.any_case, any_case_form)
        key, gaps = "", ["", *map(joint, parts[2:-1:2])]
        for word, before in zip(map(read, words), gaps, strict=True):
            # IL2 is claimed word by word as IL-2 is.
            for between, single in zip([before, *[" "] * len(word)], word.split(), strict=False):
                key += between + single
                ends = tree.setdefault(key, {})
        ends[parts[-1]] = _stronger(ends.get(parts[-1]), claim)

    def find(self, parts: list[str]) -> Iterator[Found]:
        """The terms in a text split by WORD: gap, word, gap, …, gap. They do not overlap."""
        text = _Text(parts)
        exact, any_case = self.exact, self.any_case
        after = 0
        for place, (word, lowered) in enumerate(zip(text.exact, text.any_case, strict=True)):
            # Most words begin no term, so that is asked first.
            if place < after or (lowered not in any_case and word not in exact):
                continue
            if found := self._longest(place, text):
                after = self._after(found, text)
                if not self._is_shouted(found, text):
                    yield found

    def _longest(self, first: int, text: "_Text") -> Found | None:
        if text.is_bound(first):
            return None
        # Of two that are equally long, the one whose case is right.
        exact = _walk(self.exact, first, text.exact, text.parts)
        any_case = _walk(self.any_case, first, text.any_case, text.parts)
        if exact and any_case:
            return max(exact, any_case, key=lambda each: (each.last, len(each.tail)))
        return exact or any_case

    def _after(self, found: Found, text: "_Text") -> int:
        """Where to look on: behind the term, and behind every other that begins within it."""
        end, place = found.last, found.first + 1
        while place <= end:
            if within := self._longest(place, text):
                end = max(end, within.last)
            place += 1
        return end + 1

    def _is_shouted(self, found: Found, text: "_Text") -> bool:
        """Whether an abbreviation stands among words in capitals that are none."""
        if found.first != found.last or not text.is_capital(found.first):
            return False
        run = text.capitals_around(found.first)
        others = [place for place in run if place != found.first]
        strangers = [place for place in others if text.exact[place] not in self.exact]
        doubtful = text.words[found.first] in ORDINARY or len(others) > 1
        return doubtful and bool(strangers)


class _Text:
    """A text's words, as they are and as they are compared."""

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts
        raw = parts[1::2]
        together = "".join(raw)
        if together.isascii() and together.isalpha():
            # Most sentences need no reading, and a page has hundreds.
            self.words = self.exact = raw
            self.any_case = " ".join(raw).lower().split(" ")
        else:
            self.words = [word if word.isalnum() else plain(word) for word in raw]
            self.exact = [exact_form(word) for word in self.words]
            self.any_case = [any_case_form(word) for word in self.words]

    def is_bound(self, place: int) -> bool:
        """By a hyphen, to a word that is no harmless prefix."""
        if not self.parts[2 * place].endswith(HYPHENS):
            return False
        before = self.any_case[place - 1] if place else ""
        return self.parts[2 * place] not in HYPHENS or before not in PREFIXES

    def is_capital(self, place: int) -> bool:
        word = self.words[place]
        return len(word) > 1 and word.isalpha() and word.isupper()

    def capitals_around(self, place: int) -> range:
        """The words in capitals in a row, of one sentence, that this one stands in."""
        first = last = place
        while first and self.is_capital(first - 1) and not self._is_stop(first):
            first -= 1
        while (
            last + 1 < len(self.words) and self.is_capital(last + 1) and not self._is_stop(last + 1)
        ):
            last += 1
        return range(first, last + 1)

    def _is_stop(self, place: int) -> bool:
        return any(mark in self.parts[2 * place] for mark in ".!?")


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


@lru_cache(maxsize=16_384)
def any_case_form(word: str) -> str:
    return word.lower() if word.isascii() and word.isalpha() else fold(word)


@lru_cache(maxsize=16_384)
def exact_form(word: str) -> str:
    """In its own case: PD1 as PD 1, TNFα as TNF alpha."""
    named = "".join(f" {GREEK_NAMES[char]} " if char in GREEK_NAMES else char for char in word)
    return " ".join(LETTER_DIGIT.sub(" ", named).split())


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
