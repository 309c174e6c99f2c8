"""Rows: the blocks of two texts side by side, matched first, then compared word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from editorial.changes.blocks import HEADING, Block
from editorial.changes.words import (
    DELETED,
    INSERTED,
    SAME,
    Effort,
    Run,
    compare,
    same_start,
    words_of,
)

# Of two blocks that were both changed, how much must agree for one to be the other's new wording.
LIKE = 0.35
Pair = tuple[Block | None, Block | None]


@dataclass(frozen=True)
class Row:
    """One block as it was and is."""

    kind: str
    runs: tuple[Run, ...]
    note: str = ""

    @property
    def changed(self) -> bool:
        return bool(self.note) or any(run.how != SAME for run in self.runs)

    @property
    def how(self) -> str:
        """Inserted or deleted as a whole, changed within, or the same."""
        kinds = {run.how for run in self.runs}
        if kinds in ({INSERTED}, {DELETED}):
            return kinds.pop()
        return "changed" if self.changed else SAME

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Stretch:
    """Neighbouring rows that all changed, or all did not; `under` is the heading above them."""

    changed: bool
    rows: tuple[Row, ...]
    under: str = ""


def stretches(old: Sequence[Block], new: Sequence[Block], effort: Effort) -> tuple[Stretch, ...]:
    rows = [_row(before, after, effort) for before, after in matched(old, new, effort)]
    return tuple(_grouped(rows))


def _grouped(rows: list[Row]) -> Iterator[Stretch]:
    under = ""
    for changed, group in groupby(rows, key=lambda row: row.changed):
        stretch = Stretch(changed, tuple(group), under)
        yield stretch
        headings = [row.text for row in stretch.rows if row.kind == HEADING and row.how != DELETED]
        under = headings[-1] if headings else under


def _row(before: Block | None, after: Block | None, effort: Effort) -> Row:
    kind = (after or before or Block("", "")).kind
    if before == after and after:
        return Row(kind, (Run(SAME, after.text),))
    old, new = before.text if before else "", after.text if after else ""
    if old == new:
        return Row(kind, (Run(SAME, new),), note="Only the form changed, not the words.")
    return Row(kind, tuple(compare(old, new, effort)))


def matched(old: Sequence[Block], new: Sequence[Block], effort: Effort) -> Iterator[Pair]:
    """Pairs of an old block and the new one it became; None where there is no counterpart."""
    head = same_start(old, new)
    tail = same_start(old[head:][::-1], new[head:][::-1])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    yield from zip(old[:head], new[:head], strict=True)
    if effort.allows(len(a) * len(b)):
        for how, i, i_end, j, j_end in SequenceMatcher(None, a, b).get_opcodes():
            same = how == "equal"
            yield from (
                zip(a[i:i_end], b[j:j_end], strict=True)
                if same
                else _likely(a[i:i_end], b[j:j_end], effort)
            )
    else:
        yield from _apart(a, b)
    yield from zip(old[len(old) - tail :], new[len(new) - tail :], strict=True)


def _apart(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Pair]:
    yield from ((block, None) for block in old)
    yield from ((None, block) for block in new)


def _likely(old: Sequence[Block], new: Sequence[Block], effort: Effort) -> Iterator[Pair]:
    """Of the ways to pair the blocks in their order, the one in which most words agree."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
    elif effort.allows(30 * len(old) * len(new)):
        yield from _along(old, new, _best_ways(old, new))
    else:
        yield from _apart(old, new)


def _best_ways(old: Sequence[Block], new: Sequence[Block]) -> list[list[tuple[float, bool]]]:
    """For each pair of positions: the best likeness from there on, and whether to pair there."""
    a, b = [_words(block) for block in old], [_words(block) for block in new]
    best = [[(0.0, False)] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            skip = max(best[i + 1][j][0], best[i][j + 1][0])
            like = _likeness(a[i], b[j])
            pair = best[i + 1][j + 1][0] + like
            best[i][j] = (pair, True) if like >= LIKE and pair > skip else (skip, False)
    return best


def _along(
    old: Sequence[Block], new: Sequence[Block], best: list[list[tuple[float, bool]]]
) -> Iterator[Pair]:
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j][1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i + 1][j][0] >= best[i][j + 1][0]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from _apart(old[i:], new[j:])


def _words(block: Block) -> frozenset[str]:
    return frozenset(word.lower() for word in words_of(block.text))


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0
