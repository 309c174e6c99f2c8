"""Words: which words of a text were inserted and which deleted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

SAME, INSERTED, DELETED = "same", "inserted", "deleted"
# A word (also “0.5”, “10,000”, “follow-up”) or one other character, each with the space after it.
TOKEN = re.compile(r"(?:\w+(?:[-’'.,]\w+)*|[^\w\s])\s*|\s+")
# Below this likeness two texts are shown one after the other, not interwoven.
ALIKE = 0.4
Step = tuple[bool, int, int, int, int]  # same?, from and to in the old words, and in the new


@dataclass(frozen=True)
class Run:
    how: str
    text: str


@dataclass
class Effort:
    """How much comparing is left. What a hostile text needs grows with the square of its length,
    so beyond this the old and the new text are shown whole. Unit: pairs of items."""

    left: int = 3_000_000

    def allows(self, pairs: int) -> bool:
        if pairs > self.left:
            return False
        self.left -= pairs
        return True


def words_of(text: str) -> list[str]:
    return [token.strip() for token in TOKEN.findall(text)]


def compare(old: str, new: str, effort: Effort) -> list[Run]:
    """The runs of words that lead from the old text to the new one."""
    if old == new or not old or not new:
        return whole(old, new)
    a, b = words_of(old), words_of(new)
    head = same_start(a, b)
    tail = same_start(a[head:][::-1], b[head:][::-1])
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    if not effort.allows(len(middle_a) * len(middle_b)):
        return whole(old, new)
    matcher = SequenceMatcher(None, middle_a, middle_b)
    same = head + tail + sum(size for *_, size in matcher.get_matching_blocks())
    if 2 * same < ALIKE * (len(a) + len(b)):
        return whole(old, new)
    return _woven(TOKEN.findall(old), TOKEN.findall(new), _steps(matcher.get_opcodes(), head, tail))


def whole(old: str, new: str) -> list[Run]:
    if old == new:
        return [Run(SAME, old)] if old else []
    return [run for run in (Run(DELETED, old), Run(INSERTED, new)) if run.text]


def same_start(a: Sequence[Any], b: Sequence[Any]) -> int:
    """How many items at the start are the same."""
    return next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _steps(middle: Sequence[tuple[str, int, int, int, int]], head: int, tail: int) -> list[Step]:
    """The matcher's steps in the positions of the whole texts, with the same start and end."""
    steps = [
        (how == "equal", i + head, i_end + head, j + head, j_end + head)
        for how, i, i_end, j, j_end in middle
    ]
    _, _, i, _, j = steps[-1] if steps else (True, 0, head, 0, head)
    return [(True, 0, head, 0, head), *steps, (True, i, i + tail, j, j + tail)]


def _woven(old: list[str], new: list[str], steps: list[Step]) -> list[Run]:
    """A single word that chances to be the same is folded into the changes on both sides of it:
    a reader follows “two tablets → one capsule” better than many small changes."""
    runs: list[Run] = []
    deleted = inserted = ""
    for same, i, i_end, j, j_end in steps:
        alone = (deleted or inserted) and i_end - i <= 1 and i_end < len(old) and j_end < len(new)
        if same and i < i_end and not alone:
            runs += [*whole(deleted, inserted), Run(SAME, "".join(new[j:j_end]))]
            deleted = inserted = ""
        else:
            # The space before what was taken out went with it.
            lost = j == j_end and 0 < i < i_end and old[i - 1][-1] == " " != new[j - 1][-1]
            deleted += " " * lost + "".join(old[i:i_end])
            inserted += "".join(new[j:j_end])
    return [*runs, *whole(deleted, inserted)]
