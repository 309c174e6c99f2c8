"""Finding a text again in another wording: by the pairs of words that follow each other."""

from collections.abc import Hashable, Mapping
from itertools import pairwise
from typing import Generic, TypeVar

# The least share of the shorter text's pairs that the other has, and the fewest pairs. A paragraph
# with every third word replaced keeps a third of them. Of 12,125 pairs of paragraphs on one page of
# the sample site 92 share as much, mostly where one repeats the other. Fewer than three pairs agree
# by chance.
SHARE, FEWEST = 0.25, 3

Key = TypeVar("Key", bound=Hashable)
Pairs = frozenset[tuple[str, str]]


class Likeness(Generic[Key]):
    """Texts by any key; `to` finds those that share enough with another text. `words` are folded,
    with spaces between (`Passage.words`)."""

    def __init__(self, texts: Mapping[Key, str]) -> None:
        self._pairs = {key: pairs_of(words) for key, words in texts.items()}
        self._whole: dict[str, set[Key]] = {}
        self._holding: dict[tuple[str, str], list[Key]] = {}
        for key, words in texts.items():
            if words:
                self._whole.setdefault(words, set()).add(key)
            for pair in self._pairs[key]:
                self._holding.setdefault(pair, []).append(key)

    def to(self, words: str) -> set[Key]:
        own = pairs_of(words)
        shared: dict[Key, int] = {}
        for pair in own:
            for key in self._holding.get(pair, ()):
                shared[key] = shared.get(key, 0) + 1
        alike = {key for key, count in shared.items() if self._is_alike(key, own, count)}
        return alike | self._whole.get(words, set())

    def _is_alike(self, key: Key, own: Pairs, count: int) -> bool:
        return count >= FEWEST and count >= SHARE * min(len(own), len(self._pairs[key]))


def pairs_of(words: str) -> Pairs:
    return frozenset(pairwise(words.split()))
