"""The difference between two snapshots, for people to read.

Pure reading: no query, and nothing but the two snapshots and the names handed in. The work is
bounded (`words.Effort`), whatever the texts. If the digests differ, there is always something to
read: what no part shows is shown by its path in the record (`unlike`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from editorial.changes.blocks import lines_of
from editorial.changes.html_reader import blocks_of_html
from editorial.changes.moves import with_moves
from editorial.changes.pairs import Pair, matched, placed
from editorial.changes.parts import Part, parts_of, places_of
from editorial.changes.side_by_side import Row, Stretch, rows_of, stretches
from editorial.changes.unlike import NOT_THERE, rows_of_unlike
from editorial.changes.word_diff import Effort, Matcher, numbered
from editorial.digests import digest_of
from editorial.snapshot import Snapshot

__all__ = [
    "Change",
    "Changes",
    "Part",
    "Row",
    "Stretch",
    "between",
    "blocks_of_html",
    "lines_of",
    "of_part",
    "places_of",
]


@dataclass(frozen=True)
class Change:
    """One part of the page: a field, a section, or the pages it is related to."""

    label: str
    stretches: tuple[Stretch, ...]

    @property
    def changed(self) -> bool:
        return any(stretch.changed for stretch in self.stretches)

    @property
    def count(self) -> int:
        """Of what a reader would call a change: a list counts by its items, a move once."""
        rows = [row for each in self.stretches if each.changed for row in each.rows]
        return sum(not row.went and not (row.is_frame and row.whole) for row in rows) or len(rows)


@dataclass(frozen=True)
class Changes:
    """Made by `between` alone. `same` says that the two digests are one; if not, `changed` holds
    something."""

    parts: tuple[Change, ...]
    same: bool

    @cached_property
    def changed(self) -> list[Change]:
        return [part for part in self.parts if part.changed]

    @cached_property
    def unchanged(self) -> list[Change]:
        return [part for part in self.parts if part.stretches and not part.changed]

    @property
    def count(self) -> int:
        return sum(part.count for part in self.changed)


def between(old: Snapshot, new: Snapshot, names: Mapping[int, str]) -> Changes:
    """What leads from the old snapshot to the new one, part by part in the order of the new."""
    # One budget for the whole comparison: two texts that share nothing must not keep a page
    # waiting.
    effort = Effort()
    if same := digest_of(old) == digest_of(new):
        old = new  # 1 and 1.0 have one digest
    before = {part.key: part for part in parts_of(old, names)}
    after = {part.key: part for part in parts_of(new, names)}
    keys = [key for key in _merged(before, after) if not _is_told(before.get(key), after.get(key))]
    sides = {key: (before.get(key), after.get(key)) for key in keys}
    pairs = with_moves({key: _pairs(*both, effort) for key, both in sides.items()}, effort)
    order = _out_of_order(list(before), list(after), effort)
    parts = [_change(*sides[key], pairs[key], key in order, effort) for key in keys]
    # The digests differ, so somebody would sign a change that no part shows.
    if not same and not any(part.changed for part in parts):
        parts.append(_as_change("The record", rows_of_unlike(old, new, effort)))
    return Changes(tuple(parts), same)


def of_part(before: Part, after: Part) -> Change:
    """What leads from one value of a field to another; never empty if their `value`s differ."""
    effort = Effort()
    pairs = with_moves({"": _pairs(before, after, effort)}, effort)[""]
    return _change(before, after, pairs, False, effort)


def _merged(before: Mapping[str, Part], after: Mapping[str, Part]) -> list[str]:
    """All keys: the new order, and each part that is gone after the one it followed."""
    keys = list(after)
    previous = None
    for key in before:
        if key not in after:
            keys.insert(keys.index(previous) + 1 if previous else 0, key)
        previous = key
    return keys


def _is_told(before: Part | None, after: Part | None) -> bool:
    """Another part shows the same value, then as now."""
    shown_by = {part.shown_by for part in (before, after) if part}
    return len(shown_by) == 1 and bool(shown_by.pop())


def _pairs(before: Part | None, after: Part | None, effort: Effort) -> list[Pair]:
    old, new = (placed(part.label, part.blocks) if part else [] for part in (before, after))
    return matched(old, new, effort)


def _out_of_order(before: Sequence[str], after: Sequence[str], effort: Effort) -> set[str]:
    """The parts of both that stand before or after others than they did."""
    old, new = [k for k in before if k in after], [k for k in after if k in before]
    if old == new:
        return set()
    was, now = numbered(old, new)
    kept = Matcher(was, now, effort).get_matching_blocks()
    in_order = {key for _, j, size in kept for key in new[j : j + size]}
    return set(new) - in_order


def _change(
    before: Part | None, after: Part | None, pairs: list[Pair], moved: bool, effort: Effort
) -> Change:
    part = after or before
    label = part.label if part else ""
    rows = rows_of(pairs, effort)
    if moved:
        rows = [Row("This part", moved="moved: it stands before or after other parts now"), *rows]
    if before and after and before.label != after.label:
        rows.append(Row("This part", note=f"It was called “{before.label}”."))
    if not any(row.changed for row in rows):
        was, now = (part.value if part else NOT_THERE for part in (before, after))
        rows += rows_of_unlike(was, now, effort)
    return _as_change(label, rows)


def _as_change(label: str, rows: Sequence[Row]) -> Change:
    return Change(label, tuple(stretches(rows)))
