"""Moves: blocks that went to another place, with or without a change on the way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from editorial.changes.pairs import Pair, Placed, cost, likeness, words_of
from editorial.changes.word_diff import Effort

# How much of two blocks must agree for one to be the other, elsewhere.
MOVED = 0.6
FEWEST = 3  # different words that both have; fewer agree by chance


def with_moves(parts: Mapping[str, list[Pair]], effort: Effort) -> dict[str, list[Pair]]:
    """The pairs of all parts; a block may have gone from one part to another."""
    every = [pair for pairs in parts.values() for pair in pairs]
    gone = [pair.before for pair in every if pair.before and not pair.after]
    come = [pair.after for pair in every if pair.after and not pair.before]
    went = _found([each for each in gone if each.block.tokens],
                  [each for each in come if each.block.tokens], effort)  # fmt: skip
    to = {id(before): after for before, after in went}
    origin = {id(after): before for before, after in went}
    return {
        key: list(_replaced([_moved(pair, to, origin) for pair in pairs]))
        for key, pairs in parts.items()
    }


def _moved(pair: Pair, to: Mapping[int, Placed], origin: Mapping[int, Placed]) -> Pair:
    if pair.before and not pair.after and (after := to.get(id(pair.before))):
        return pair._replace(went_to=after)
    if pair.after and not pair.before and (before := origin.get(id(pair.after))):
        return Pair(before, pair.after, is_move=True)
    return pair


def _found(
    gone: Sequence[Placed], come: Sequence[Placed], effort: Effort
) -> list[tuple[Placed, Placed]]:
    exact = list(_exact(gone, come))
    used = {id(each) for both in exact for each in both}
    still_gone, still_come = (
        [each for each in side if id(each) not in used] for side in (gone, come)
    )
    return [*exact, *_alike(still_gone, still_come, effort)]


def _exact(gone: Sequence[Placed], come: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    places: dict[object, list[Placed]] = defaultdict(list)
    for each in reversed(gone):
        places[each.block.key].append(each)
    for after in come:
        if places.get(after.block.key):
            yield places[after.block.key].pop(), after


def _alike(
    gone: Sequence[Placed], come: Sequence[Placed], effort: Effort
) -> Iterator[tuple[Placed, Placed]]:
    """The likest pairs first; of equally like ones, the first in the text."""
    a, b = [words_of(each.block) for each in gone], [words_of(each.block) for each in come]
    if not effort.allows(cost(a, b)):
        return
    ways = [
        (-likeness(a[i], b[j]), i, j)
        for i, j in product(range(len(a)), range(len(b)))
        if len(a[i] & b[j]) >= FEWEST and likeness(a[i], b[j]) >= MOVED
    ]
    taken: set[tuple[str, int]] = set()
    for _, i, j in sorted(ways):
        if not taken & {("old", i), ("new", j)}:
            taken |= {("old", i), ("new", j)}
            yield gone[i], come[j]


def _replaced(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """One block that went and one that came at the same place are shown as one change."""
    waiting: list[Pair] = []
    for pair in pairs:
        is_alone = bool(pair.before) != bool(pair.after) and not pair.went_to
        if not is_alone:
            yield from _as_one(waiting)
            waiting = []
            yield pair
        else:
            waiting.append(pair)
    yield from _as_one(waiting)


def _as_one(alone: list[Pair]) -> list[Pair]:
    befores = [pair.before for pair in alone if pair.before]
    afters = [pair.after for pair in alone if pair.after]
    if len(befores) == len(afters) == 1 and befores[0].block.kind == afters[0].block.kind:
        return [Pair(befores[0], afters[0])]
    return alone
