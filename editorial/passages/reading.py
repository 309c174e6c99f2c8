"""What a signer has to read: each passage that a text changes in the live edition, or takes out."""

from collections.abc import Iterator
from dataclasses import dataclass

from editorial.models import Review
from editorial.passages.align import aligned
from editorial.passages.derive import Passage, passages_of


@dataclass(frozen=True)
class Read:
    """One passage beside those of the live edition that it came from. `place` is its position in
    the new text, or in the live one if it was taken out; `live_place` where it stands there
    unchanged."""

    passage: Passage
    place: int
    origins: tuple[Passage, ...] = ()
    removed: bool = False
    live_place: int | None = None

    @property
    def asks_tick(self) -> bool:
        return self.live_place is None

    @property
    def key(self) -> str:
        """What a tick says; of this text alone."""
        return f"{'gone' if self.removed else 'new'}-{self.place}-{self.passage.name[:12]}"

    @property
    def told(self) -> str:
        return f"“{self.passage.excerpt}” in {self.passage.label}"


def to_read(review: Review) -> list[Read]:
    """All passages in their order, each one that was taken out after what stood before it. None
    where there is no live edition to compare with: then the whole text is new."""
    if review.baseline is None:
        return []
    old, new = passages_of(review.baseline.snapshot), passages_of(review.snapshot)
    found = aligned(old, new)
    reads = [_read(place, old, new, found.same, found.origins) for place in range(len(new))]
    by_live = {live: place for place, live in found.same.items()}
    for place in reversed(found.removed):
        above = next((by_live[each] for each in range(place, -1, -1) if each in by_live), -1)
        reads.insert(above + 1, Read(old[place], place, removed=True))
    return reads


def _read(
    place: int,
    old: tuple[Passage, ...],
    new: tuple[Passage, ...],
    same: dict[int, int],
    origins: dict[int, set[int]],
) -> Read:
    if place in same:
        return Read(new[place], place, live_place=same[place])
    came_from = tuple(old[each] for each in sorted(origins[place]))
    return Read(new[place], place, came_from)


def ticks_of(review: Review) -> Iterator[Read]:
    return (read for read in to_read(review) if read.asks_tick)


def keys_of_ticks(review: Review) -> frozenset[str]:
    """All ticks, as somebody sets them who has read everything."""
    return frozenset(tick.key for tick in ticks_of(review))
