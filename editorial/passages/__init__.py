"""Passages: the smallest parts of a page that somebody wrote and somebody signs.

`derive` takes a snapshot apart, `align` follows each passage from one text to the next, `tree` puts
them under one hash, `ledger` keeps who brought them in. See docs/adr/0025-passages.md.
"""

from editorial.passages.align import Alignment, aligned
from editorial.passages.derive import FORM, Passage, passages_of
from editorial.passages.tree import inclusion_proof, is_included, root_of
from editorial.snapshot import Snapshot

__all__ = [
    "FORM",
    "Alignment",
    "Passage",
    "aligned",
    "inclusion_proof",
    "is_included",
    "passages_of",
    "passages_root",
    "root_of",
]


def passages_root(snapshot: Snapshot) -> str:
    """64 hexadecimal digits: the root over all passages of a snapshot, in their order."""
    return root_of([passage.leaf for passage in passages_of(snapshot)]).hex()
