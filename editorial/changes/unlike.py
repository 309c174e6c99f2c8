"""Unlike: the last resort. What differs and shows nowhere else, named by its path."""

import json
from collections.abc import Iterator

from editorial.changes.side_by_side import Row
from editorial.changes.tokens import tokens_of
from editorial.changes.word_diff import Effort, compare
from editorial.text.unseen import named

MOST = 50  # values that are shown; the rest are counted
NOT_THERE = object()


def is_same(old: object, new: object) -> bool:
    """As JSON: True is not 1, and a missing value is not an empty one."""
    if old is NOT_THERE or new is NOT_THERE:
        return old is new
    # Compared as they are written: to Python 1 and True are equal, to a digest they are not.
    return _written(old) == _written(new)


def rows_of_unlike(old: object, new: object, effort: Effort, path: str = "") -> list[Row]:
    """At least one row for any two values that differ."""
    found = list(_unlike(old, new, path))
    rows = [_row(*each, effort) for each in found[:MOST]]
    rest = len(found) - MOST
    return [*rows, *([Row("Data", note=f"{rest} more values differ.")] if rest > 0 else [])]


def _unlike(old: object, new: object, path: str) -> Iterator[tuple[str, object, object]]:
    if is_same(old, new):
        return
    containers = (isinstance(old, kind) and isinstance(new, kind) for kind in (dict, list))
    if not any(containers):
        yield path, old, new
        return
    was, now = _members(old), _members(new)
    for name in dict.fromkeys([*was, *now]):
        below = f"{path} › {name}" if path else name
        yield from _unlike(was.get(name, NOT_THERE), now.get(name, NOT_THERE), below)


def _members(value: object) -> dict[str, object]:
    if isinstance(value, dict):
        return {name: value[name] for name in sorted(value)}
    items = value if isinstance(value, list) else []
    return {str(number): item for number, item in enumerate(items, start=1)}


def _row(path: str, old: object, new: object, effort: Effort) -> Row:
    both_text = isinstance(old, str) and isinstance(new, str) and old and new
    was, now = (str(old), str(new)) if both_text else (_shown(old), _shown(new))
    where = f" ({named(path)})" if path else ""
    note = f"It reads the same, but is not written the same{where}." if both_text else where.strip()
    return Row("Data", tuple(compare(tokens_of(was), tokens_of(now), effort)), note)


def _shown(value: object) -> str:
    return "nothing there" if value is NOT_THERE else _written(value)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
