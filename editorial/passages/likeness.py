"""Finding a text again in another wording: by the pairs of words that follow each other."""

from collections import Counter
from collections.abc import Hashable, Mapping
from itertools import pairwise
from typing import TypeVar

# The least share of the shorter text's pairs that the other has, and the fewest pairs. A paragraph
# with every third word replaced keeps a third of them. Of 12,125 pairs of paragraphs on one page of
# the sample site 92 share as much, mostly where one repeats the other. Fewer than three pairs agree
# by chance.
SHARE, FEWEST = 0.25, 3

Key = TypeVar("Key", bound=Hashable)
Wanted = TypeVar("Wanted", bound=Hashable)
Pairs = frozenset[tuple[str, str]]


def sharing(texts: Mapping[Key, str], wanted: Mapping[Wanted, str]) -> dict[Wanted, set[Key]]:
    """For each wanted text, those that share enough with it. All are words, folded, with spaces
    between (`Passage.words`)."""
    if not texts:
        return {key: set() for key in wanted}
    own = {key: pairs_of(words) for key, words in wanted.items()}
    holding: dict[tuple[str, str], list[Wanted]] = {}
    for key, pairs in own.items():
        for pair in pairs:
            holding.setdefault(pair, []).append(key)
    reading: dict[str, list[Wanted]] = {}
    for key, words in wanted.items():
        reading.setdefault(words, []).append(key)
    found: dict[Wanted, set[Key]] = {key: set() for key in wanted}
    for other, words in texts.items():
        for key in reading.get(words, ()) if words else ():
            found[key].add(other)  # the same words, however few and however marked
        theirs = pairs_of(words)
        # Most texts share nothing with the few that changed, and cost no more than this.
        shared = Counter(key for pair in theirs & holding.keys() for key in holding[pair])
        for key, count in shared.items():
            if count >= FEWEST and count >= SHARE * min(len(own[key]), len(theirs)):
                found[key].add(other)
    return found


def pairs_of(words: str) -> Pairs:
    return frozenset(pairwise(words.split()))
