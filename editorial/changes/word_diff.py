"""Words: which words of a text were inserted and which deleted."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from difflib import Match, SequenceMatcher

from editorial.changes.tokens import Piece, Token, Tokens, pieces_of, text_of

SAME, INSERTED, DELETED = "same", "inserted", "deleted"
# Below this likeness two texts are shown one after the other, not interwoven.
ALIKE = 0.4
Step = tuple[bool, int, int, int, int]  # same?, from and to in the old words, and in the new


@dataclass(frozen=True)
class Run:
    """The runs that are not inserted are the old text to the last character, those that are not
    deleted the new one; but a citation that only got another number has the new number."""

    how: str
    tokens: Tokens

    @property
    def text(self) -> str:
        return text_of(self.tokens)

    @property
    def pieces(self) -> list[Piece]:
        return pieces_of(self.tokens, name_spaces=self.how != SAME)


@dataclass
class Effort:
    """How much comparing is left. What a hostile text needs grows with the square of its length,
    so beyond this the old and the new text are shown whole. Unit: pairs of items."""

    left: int = 3_000_000
    is_spent: bool = False  # something was left uncompared

    def allows(self, pairs: int) -> bool:
        if pairs > self.left:
            self.is_spent = True
            return False
        self.left -= pairs
        return True


class Matcher(SequenceMatcher[int]):
    """Python's own matcher, which can need the cube of the length, within an effort: what is left
    when that is used up counts as not alike."""

    def __init__(self, a: list[int], b: list[int], effort: Effort) -> None:
        super().__init__(None, a, b, autojunk=False)
        self._items, self._effort = a, effort
        self._occurrences = dict(Counter(b))

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        steps = sum(1 + self._occurrences.get(each, 0) for each in self._items[alo:ahi])
        if not self._effort.allows(steps):
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def numbered(*sequences: Sequence[Hashable]) -> list[list[int]]:
    """Equal items as equal numbers, which are quick to compare."""
    known: dict[Hashable, int] = {}
    return [[known.setdefault(item, len(known)) for item in each] for each in sequences]


def compare(old: Tokens, new: Tokens, effort: Effort) -> list[Run]:
    """The runs of words that lead from the old text to the new one."""
    if old == new or not old or not new:
        return whole(old, new)
    a, b = numbered([token.key for token in old], [token.key for token in new])
    head = same_start(a, b)
    tail = same_start(a[head:][::-1], b[head:][::-1])
    matcher = Matcher(a[head : len(a) - tail], b[head : len(b) - tail], effort)
    same = head + tail + sum(size for *_, size in matcher.get_matching_blocks())
    if 2 * same < ALIKE * (len(a) + len(b)):
        return whole(old, new)
    return _woven(old, new, _steps(matcher.get_opcodes(), head, tail))


def whole(old: Tokens, new: Tokens) -> list[Run]:
    if old == new:
        return [Run(SAME, old)] if old else []
    return [run for run in (Run(DELETED, old), Run(INSERTED, new)) if run.tokens]


def same_start(a: Sequence[object], b: Sequence[object]) -> int:
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


def _woven(old: Tokens, new: Tokens, steps: list[Step]) -> list[Run]:
    """A single word that chances to be the same is folded into the changes on both sides of it:
    a reader follows “two tablets → one capsule” better than many small changes."""
    weaver = _Weaver()
    for same, i, i_end, j, j_end in steps:
        alone = weaver.pending and i_end - i <= 1 and i_end < len(old) and j_end < len(new)
        if same and not alone:
            for before, after in zip(old[i:i_end], new[j:j_end], strict=True):
                weaver.keep(before, after)
        else:
            weaver.change(old[i:i_end], new[j:j_end])
    return weaver.finished()


@dataclass
class _Weaver:
    runs: list[Run] = field(default_factory=list)
    same: list[Token] = field(default_factory=list)
    deleted: list[Token] = field(default_factory=list)
    inserted: list[Token] = field(default_factory=list)

    @property
    def pending(self) -> bool:
        return bool(self.deleted or self.inserted)

    def keep(self, before: Token, after: Token) -> None:
        """The same word; the white space after it may differ all the same."""
        if self.pending:
            self._end()
        if before.gap == after.gap:
            self.same.append(after)
            return
        self.same.append(after._replace(gap=""))
        self.change(
            [Token("", before.gap)] if before.gap else [],
            [Token("", after.gap)] if after.gap else [],
        )

    def change(self, deleted: Sequence[Token], inserted: Sequence[Token]) -> None:
        self.deleted += deleted
        self.inserted += inserted

    def finished(self) -> list[Run]:
        self._end()
        return self.runs

    def _end(self) -> None:
        runs = ((SAME, self.same), (DELETED, self.deleted), (INSERTED, self.inserted))
        self.runs += [Run(how, tuple(tokens)) for how, tokens in runs if tokens]
        self.same, self.deleted, self.inserted = [], [], []
