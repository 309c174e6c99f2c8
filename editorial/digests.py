"""Digests: the SHA-256 of RFC 8785 canonical JSON, of snapshots and of records alike."""

import hashlib
from collections.abc import Iterable, Mapping

import rfc8785


def canonical(content: Mapping[str, object]) -> bytes:
    """The one way to write it down. Raises rfc8785.CanonicalizationError for what is not JSON."""
    # Not `json.dumps(sort_keys=True)`: floats, escapes and the order of keys beyond the BMP differ
    # between implementations, and a stranger must get the same bytes with another.
    return rfc8785.dumps(dict(content))  # type: ignore[arg-type]  # that is what it checks


def digest_of(content: Mapping[str, object]) -> str:
    """64 hexadecimal digits. Raises as `canonical` does."""
    return hashlib.sha256(canonical(content)).hexdigest()


def digest_of_save(texts: Iterable[str]) -> str:
    """Of one save of a draft: all that the history keeps of it, as it was serialised."""
    return digest_of({"rows": sorted(texts)})
