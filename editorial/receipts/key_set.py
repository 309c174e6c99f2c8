"""The public keys: all that a receipt was ever signed with, for readers and for whoever checks."""

from datetime import datetime
from itertools import pairwise

from editorial.models import ReceiptKey

ALGORITHM = "Ed25519"  # RFC 9864, not the deprecated EdDSA
Jwks = dict[str, list[dict[str, object]]]


def jwks() -> Jwks:
    """All keys ever used, as RFC 7517 has them, each with its dates."""
    rows = list(ReceiptKey.objects.order_by("in_use_from"))
    ends: list[datetime | None] = [later.in_use_from for _, later in pairwise(rows)]
    return {"keys": [_public(row, end) for row, end in zip(rows, [*ends, None], strict=False)]}


def _public(row: ReceiptKey, end: datetime | None) -> dict[str, object]:
    dates = {"in_use_from": row.in_use_from.isoformat(), "retired_at": end and end.isoformat()}
    return {**row.jwk, "kid": row.kid, "use": "sig", "alg": ALGORITHM, **dates}
