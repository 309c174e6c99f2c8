"""The difference between two snapshots, for people to read.

Pure reading: no query, and nothing but the two snapshots and the names handed in. The work is
bounded (`words.Effort`), whatever the texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from editorial.changes.parts import Part, parts_of, places_of
from editorial.changes.rows import Row, Stretch, stretches
from editorial.changes.words import Effort

__all__ = ["Change", "Changes", "Row", "Stretch", "between", "places_of"]


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
        return sum(len(stretch.rows) for stretch in self.stretches if stretch.changed)


@dataclass(frozen=True)
class Changes:
    parts: tuple[Change, ...]

    @cached_property
    def changed(self) -> list[Change]:
        return [part for part in self.parts if part.changed]

    @cached_property
    def unchanged(self) -> list[Change]:
        return [part for part in self.parts if part.stretches and not part.changed]

    @property
    def count(self) -> int:
        return sum(part.count for part in self.changed)


def between(old: dict[str, Any], new: dict[str, Any], names: Mapping[int, str]) -> Changes:
    """What leads from the old snapshot to the new one, part by part in the order of the new."""
    effort = Effort()
    before = {part.key: part for part in parts_of(old, names)}
    after = {part.key: part for part in parts_of(new, names)}
    return Changes(
        tuple(_change(before.get(key), after.get(key), effort) for key in _merged(before, after))
    )


def _merged(before: Mapping[str, Part], after: Mapping[str, Part]) -> list[str]:
    """All keys: the new order, and each part that is gone after the one it followed."""
    keys = list(after)
    previous = None
    for key in before:
        if key not in after:
            keys.insert(keys.index(previous) + 1 if previous else 0, key)
        previous = key
    return keys


def _change(before: Part | None, after: Part | None, effort: Effort) -> Change:
    old, new = before.blocks if before else (), after.blocks if after else ()
    part = after or before
    return Change(part.label if part else "", stretches(old, new, effort))
