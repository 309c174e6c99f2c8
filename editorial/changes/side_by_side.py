"""Rows: the blocks of two texts side by side, as the page shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from editorial.changes.blocks import HEADING
from editorial.changes.notes import listed, notes_of, unseen_notes
from editorial.changes.pairs import Pair, Placed
from editorial.changes.tokens import aside
from editorial.changes.word_diff import DELETED, INSERTED, SAME, Effort, Run, compare

EXCERPT = 12  # words of what moved away


@dataclass(frozen=True)
class Row:
    """One block as it was and is. `moved` says from where to where."""

    kind: str
    runs: tuple[Run, ...] = ()
    note: str = ""
    moved: str = ""
    is_frame: bool = False  # a list or table that begins: it has no words of its own
    whole: str = ""  # inserted or deleted with all that is in it
    went: bool = False  # it stands elsewhere now, and is shown in full there

    @property
    def changed(self) -> bool:
        return self.how != SAME

    @property
    def how(self) -> str:
        """Inserted or deleted as a whole, moved, changed within, or the same."""
        if self.moved:
            return "moved"
        if self.whole:
            return self.whole
        return "changed" if self.note or any(run.how != SAME for run in self.runs) else SAME

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Stretch:
    """Neighbouring rows that all changed, or all did not; `under` is the heading above them."""

    changed: bool
    rows: tuple[Row, ...]
    under: str = ""


def rows_of(pairs: Iterable[Pair], effort: Effort) -> list[Row]:
    """A row for each pair, and one for what follows from the other changes of the page."""
    pairs = list(pairs)
    rows = [_row(pair, effort) for pair in pairs]
    follows = [note for pair in pairs for note in _follows(pair)]
    return [*rows, *([Row("Follows from this", note=listed(follows))] if follows else [])]


def _row(pair: Pair, effort: Effort) -> Row:
    before, after = pair.before, pair.after
    if before and after:
        return _changed(before, after, pair.is_move, effort)
    if pair.went_to and before:
        start = before.block.tokens[:EXCERPT]
        cut = (aside(" …"),) if len(before.block.tokens) > EXCERPT else ()
        moved = f"moved from here to {_elsewhere(pair.went_to, before)}"
        return Row(before.block.title, (Run(SAME, (*start, *cut)),), moved=moved, went=True)
    if after:
        return _alone(after, INSERTED)
    return _alone(before, DELETED) if before else Row("")


def _elsewhere(there: Placed, here: Placed) -> str:
    return f"another place in {there.where}" if there.where == here.where else there.where


def _alone(placed: Placed, how: str) -> Row:
    block = placed.block
    runs = (Run(how, block.tokens),) if block.tokens else ()
    return Row(block.title, runs, is_frame=block.is_frame, whole=how)


def _changed(before: Placed, after: Placed, is_move: bool, effort: Effort) -> Row:
    old, new = before.block, after.block
    moved = f"moved here from {_elsewhere(before, after)}" if is_move else ""
    if old.key == new.key:
        runs, note = [Run(SAME, new.tokens)] if new.tokens else [], ""
    else:
        runs = compare(old.tokens, new.tokens, effort)
        note = notes_of(old, new, runs)
    if before.joined or after.joined:
        note = f"{'Split up.' if after.joined else 'Joined to one.'} {note}".strip()
    return Row(new.title, tuple(runs), note, moved, new.is_frame)


def _follows(pair: Pair) -> Iterator[str]:
    if pair.before and pair.after and pair.before.block.key == pair.after.block.key:
        yield from unseen_notes(pair.before.block, pair.after.block)


def stretches(rows: Iterable[Row]) -> Iterator[Stretch]:
    under = ""
    for changed, group in groupby(rows, key=lambda row: row.changed):
        neighbours = tuple(group)
        shown = neighbours if changed else tuple(row for row in neighbours if not row.is_frame)
        if shown:
            yield Stretch(changed, shown, under)
        headings = [row.text for row in neighbours if _is_heading(row)]
        under = headings[-1] if headings else under


def _is_heading(row: Row) -> bool:
    return row.kind.startswith(HEADING) and row.how != DELETED and not row.moved
