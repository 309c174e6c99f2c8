"""A Merkle tree as RFC 9162 (section 2.1) defines it, over SHA-256."""

import hashlib
from collections.abc import Sequence

LEAF, NODE = b"\x00", b"\x01"  # so that no leaf can be passed off as a node


def root_of(leaves: Sequence[bytes]) -> bytes:
    """MTH, section 2.1.1. Of no leaves it is the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [_hash(LEAF, leaf) for leaf in leaves]
    while len(level) > 1:
        level = _above(level)
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH, section 2.1.3.1: the hashes beside the way up from a leaf. Raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"There is no leaf {index} among {len(leaves)}.")
    proof, level = [], [_hash(LEAF, leaf) for leaf in leaves]
    while len(level) > 1:
        if index ^ 1 < len(level):
            proof.append(level[index ^ 1])
        level, index = _above(level), index // 2
    return proof


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Section 2.1.3.2, step by step: whether the proof leads from this leaf to this root."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, _hash(LEAF, leaf)
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = _hash(NODE, sibling + found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = _hash(NODE, found + sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def _hash(prefix: bytes, data: bytes) -> bytes:
    return hashlib.sha256(prefix + data).digest()


def _above(level: Sequence[bytes]) -> list[bytes]:
    """The nodes of the next level; one without a sibling goes up as it is, which makes the same
    tree as the RFC's split at the largest power of two."""
    pairs = [_hash(NODE, level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return pairs + ([level[-1]] if len(level) % 2 else [])
