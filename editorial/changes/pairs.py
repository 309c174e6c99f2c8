"""Pairs: which block of the old text became which of the new one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from editorial.changes.blocks import HEADING, Block
from editorial.changes.tokens import aside
from editorial.changes.word_diff import Effort, Matcher, numbered, same_start
from editorial.text.unseen import named

# Of two blocks that were both changed, how much must agree for one to be the other's new wording.
LIKE = 0.35
# How much of a block must stand in another's old wording to be a part that was split off.
PART = 0.8


class Placed(NamedTuple):
    """A block and where it stands: “Body, under “Rash””. `parts`: the blocks that it was made of,
    where it was several."""

    block: Block
    where: str
    parts: tuple[Block, ...] = ()

    @property
    def joined(self) -> bool:
        return bool(self.parts)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.parts or (self.block,)

    def with_next(self, other: "Placed") -> "Placed":
        between = aside(f" ({other.block.kind.lower()} begins) ")
        tokens = (*self.block.tokens, between, *other.block.tokens)
        parts = (*self.blocks, *other.blocks)
        return Placed(replace(self.block, tokens=tokens), self.where, parts)


class Pair(NamedTuple):
    """An old block and the new one it became; None where there is no counterpart. A block that
    moved stands twice: with `went_to` at its old place, whole at its new one."""

    before: Placed | None
    after: Placed | None
    is_move: bool = False
    went_to: Placed | None = None


def placed(label: str, blocks: Sequence[Block]) -> list[Placed]:
    found, where = [], label
    for block in blocks:
        found.append(Placed(block, where))
        if block.kind == HEADING and block.text != label:
            where = named(f"{label}, under “{block.text}”")
    return found


def matched(old: Sequence[Placed], new: Sequence[Placed], effort: Effort) -> list[Pair]:
    """The blocks in their order. Equal ones first; then, between those, the ones most alike."""
    keys = numbered([each.block.key for each in old], [each.block.key for each in new])
    head = same_start(*keys)
    tail = same_start(keys[0][head:][::-1], keys[1][head:][::-1])
    a_end, b_end = len(old) - tail, len(new) - tail
    pairs = [Pair(a, b) for a, b in zip(old[:head], new[:head], strict=True)]
    matcher = Matcher(keys[0][head:a_end], keys[1][head:b_end], effort)
    for how, i, i_end, j, j_end in matcher.get_opcodes():
        a, b = old[head + i : head + i_end], new[head + j : head + j_end]
        if how == "equal":
            pairs += [Pair(*both) for both in zip(a, b, strict=True)]
        else:
            pairs += _with_parts(_likely(a, b, effort))
    return pairs + [Pair(a, b) for a, b in zip(old[a_end:], new[b_end:], strict=True)]


def _apart(old: Sequence[Placed], new: Sequence[Placed]) -> Iterator[Pair]:
    yield from (Pair(block, None) for block in old)
    yield from (Pair(None, block) for block in new)


def _likely(old: Sequence[Placed], new: Sequence[Placed], effort: Effort) -> Iterator[Pair]:
    """Of the ways to pair the blocks in their order, the one in which most words agree."""
    a, b = [words_of(each.block) for each in old], [words_of(each.block) for each in new]
    if old and new and effort.allows(cost(a, b)):
        yield from _along(old, new, _best_ways(a, b))
    else:
        yield from _apart(old, new)


def cost(a: Sequence[frozenset[str]], b: Sequence[frozenset[str]]) -> int:
    """Of comparing the words of each with each, in the unit of `Effort`."""
    return len(b) * sum(10 + len(words) for words in a)


Ways = list[list[tuple[float, bool]]]


def _best_ways(a: Sequence[frozenset[str]], b: Sequence[frozenset[str]]) -> Ways:
    """For each pair of positions: the best likeness from there on, and whether to pair there."""
    best = [[(0.0, False)] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            skip = max(best[i + 1][j][0], best[i][j + 1][0])
            like = likeness(a[i], b[j])
            pair = best[i + 1][j + 1][0] + like
            best[i][j] = (pair, True) if like >= LIKE and pair > skip else (skip, False)
    return best


def _along(old: Sequence[Placed], new: Sequence[Placed], best: Ways) -> Iterator[Pair]:
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j][1]:
            yield Pair(old[i], new[j])
            i, j = i + 1, j + 1
        elif best[i + 1][j][0] >= best[i][j + 1][0]:
            yield Pair(old[i], None)
            i += 1
        else:
            yield Pair(None, new[j])
            j += 1
    yield from _apart(old[i:], new[j:])


def _with_parts(pairs: Iterable[Pair]) -> list[Pair]:
    """Where a block was split up, or several were joined, they stand in one pair."""
    done: list[Pair] = []
    for pair in pairs:
        joined = _joined(done[-1], pair) if done else None
        if joined:
            done[-1] = joined
        else:
            done.append(pair)
    return done


def _joined(first: Pair, second: Pair) -> Pair | None:
    """The two as one, if one of them is whole and the other a part of what stood there."""
    befores = [each for each in (first.before, second.before) if each]
    afters = [each for each in (first.after, second.after) if each]
    if (len(befores), len(afters)) not in ((1, 2), (2, 1)):
        return None
    (one,), parts = (befores, afters) if len(befores) == 1 else (afters, befores)
    if len({one.block.kind, *(each.block.kind for each in parts)}) > 1:
        return None
    together = parts[0].with_next(parts[1])
    if not _is_made_of(one.block, together.block, [each.block for each in parts]):
        return None
    return Pair(one, together) if len(befores) == 1 else Pair(together, one)


def _is_made_of(one: Block, together: Block, parts: Sequence[Block]) -> bool:
    whole, words = words_of(one), [words_of(part) for part in parts]
    each_from_it = all(len(part) > 2 and len(part & whole) >= PART * len(part) for part in words)
    gain = likeness(whole, words_of(together)) - max(likeness(whole, part) for part in words)
    return each_from_it and gain > 0.1


def words_of(block: Block) -> frozenset[str]:
    words = frozenset(token.text.lower() for token in block.tokens)
    return words or frozenset([block.kind])  # a list goes with a list


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b))
