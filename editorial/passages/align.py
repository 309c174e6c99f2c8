"""Which passage of an older text became which of a newer one, and what merely stayed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from editorial.changes.moves import with_moves
from editorial.changes.pairs import LIKE, Pair, Placed, likeness, matched, words_of
from editorial.changes.word_diff import Effort, Matcher, numbered
from editorial.passages.derive import Passage
from editorial.passages.likeness import sharing

Text = Sequence[Passage]


@dataclass(frozen=True)
class Alignment:
    """By position. `same`: of each new passage that stands as it stood, the old one. `origins`: of
    each other new one, all old ones that it came from. `removed`: old ones that nothing came of."""

    same: dict[int, int]
    origins: dict[int, set[int]]
    removed: list[int]

    @property
    def changed(self) -> list[int]:
        """The new passages that were written, changed, moved, or set under another heading."""
        return list(self.origins)


def aligned(old: Text, new: Text) -> Alignment:
    """Of any two texts. What cannot be followed counts as changed, never as the same."""
    if not old:  # a new draft: nothing to follow
        return Alignment({}, {place: set() for place in range(len(new))}, [])
    same = unchanged(old, new)
    changed = [place for place in range(len(new)) if place not in same]
    gone = sorted(set(range(len(old))) - set(same.values()))
    origins = _origins(old, new, changed, gone)
    used = {place for places in origins.values() for place in places}
    return Alignment(same, origins, [place for place in gone if place not in used])


def unchanged(old: Text, new: Text) -> dict[int, int]:
    """By position: the same bytes at the same place in the same order."""
    was, now = numbered([each.key for each in old], [each.key for each in new])
    found = Matcher(was, now, Effort()).get_matching_blocks()
    return {j + step: i + step for i, j, size in found for step in range(size)}


def _origins(
    old: Text, new: Text, changed: Sequence[int], gone: Sequence[int]
) -> dict[int, set[int]]:
    """As the comparison pairs them; and whatever shares its words, because a text may be taken
    apart in more ways than the comparison shows. A duplicate came from what it repeats."""
    effort = Effort()
    if not changed:
        return {}
    compared = _compared(old, new, set(changed), effort)
    texts = {place: each.words for place, each in enumerate(old)}
    likely = sharing(texts, {place: new[place].words for place in changed})
    named: dict[str, set[int]] = {}
    for place, each in enumerate(old):
        named.setdefault(each.name, set()).add(place)
    return {
        place: compared.get(place, set())
        | named.get(new[place].name, set())
        | likely[place]
        # Too much to compare: then each of them may have been the origin.
        | (set(gone) if effort.is_spent else set())
        for place in changed
    }


def _compared(old: Text, new: Text, changed: set[int], effort: Effort) -> dict[int, set[int]]:
    before, after = _by_part(old), _by_part(new)
    was, now = _places(old), _places(new)
    pairs = {
        part: matched(before.get(part, []), after.get(part, []), effort)
        for part in dict.fromkeys([*before, *after])
    }
    origins: dict[int, set[int]] = {}
    for pair in (each for part in with_moves(pairs, effort).values() for each in part):
        places = changed.intersection(_came(pair.after, now))
        for place in places if places and _is_kept(pair) else ():
            origins.setdefault(place, set()).update(_came(pair.before, was))
    return origins


def _by_part(text: Text) -> dict[str, list[Placed]]:
    parts: dict[str, list[Placed]] = {}
    for passage in text:
        placed = [Placed(block, passage.label) for block in passage.blocks if block.tokens]
        parts.setdefault(passage.part, []).extend(placed)
    return parts


def _places(text: Text) -> dict[int, int]:
    return {id(block): place for place, each in enumerate(text) for block in each.blocks}


def _is_kept(pair: Pair) -> bool:
    """The comparison also sets two side by side that share nothing but their place."""
    if pair.before is None or pair.after is None:
        return False
    if pair.is_move or pair.before.joined or pair.after.joined:
        return True
    return likeness(words_of(pair.before.block), words_of(pair.after.block)) >= LIKE


def _came(placed: Placed | None, places: Mapping[int, int]) -> Iterator[int]:
    if placed:
        yield from (places[id(block)] for block in placed.blocks)
