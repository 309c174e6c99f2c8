"""Digests: the SHA-256 of RFC 8785 canonical JSON."""

import hashlib
from typing import Any

import rfc8785


def digest_of(snapshot: dict[str, Any]) -> str:
    """64 hexadecimal digits. Raises rfc8785.CanonicalizationError for what is not plain JSON."""
    return hashlib.sha256(rfc8785.dumps(snapshot)).hexdigest()
