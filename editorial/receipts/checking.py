"""A receipt as a stranger reads it: nothing of it is believed before its signature was checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from joserfc.jws import GeneralJSONSerialization

from editorial.digests import canonical, digest_of
from editorial.passages import is_included, passages_root
from editorial.receipts.key_set import ALGORITHM


class BadReceipt(Exception):
    """The message says what does not hold."""


@dataclass(frozen=True)
class Checked:
    """`claims` are what the receipt states, `kid` the key that signed it."""

    claims: dict[str, object]
    kid: str


def read(receipt: object, keys: object) -> Checked:
    """`receipt` is general JSON (RFC 7515, 7.2.1), `keys` a JWK set. Raises BadReceipt."""
    if not isinstance(receipt, dict) or not receipt.get("signatures"):
        raise BadReceipt("This is no receipt: a JSON object with “payload” and “signatures”.")
    try:
        keyset = KeySet.import_key_set(cast(KeySetSerialization, keys))
        found = jws.deserialize_json(
            cast(GeneralJSONSerialization, receipt), keyset, algorithms=[ALGORITHM]
        )
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        why = str(error) or type(error).__name__
        raise BadReceipt(f"The signature does not hold: {why}.") from None
    try:
        claims = json.loads(found.payload)
        if canonical(claims) != found.payload:
            raise BadReceipt("What was signed is not in the canonical form (RFC 8785).")
    except ValueError:
        raise BadReceipt("What was signed is no JSON.") from None
    return Checked(claims, str(found.members[0].headers().get("kid", "")))


def check_text(claims: Mapping[str, object], text: object) -> None:
    """Whether the receipt is that of this signed text. Raises BadReceipt."""
    if not isinstance(text, dict) or digest_of(text) != claims["digest"]:
        raise BadReceipt("The text is another: its SHA-256 is not the one in the receipt.")
    passages = claims["passages"]
    if isinstance(passages, dict) and passages_root(text) != passages["root"]:  # type: ignore[arg-type]
        raise BadReceipt("The passages of the text do not give the root in the receipt.")


def check_passage(claims: Mapping[str, object], proof: object) -> None:
    """`proof`: {"leaf": {…}, "index": n, "path": [hex, …]}, as the page gives it for one passage.
    Raises BadReceipt."""
    passages = claims["passages"]
    try:
        if not isinstance(proof, dict) or set(proof) != {"leaf", "index", "path"}:
            raise BadReceipt("This is no proof of a passage.")
        path = [bytes.fromhex(step) for step in proof["path"]]
        holds = is_included(
            canonical(proof["leaf"]),
            proof["index"],
            passages["count"],  # type: ignore[index]
            path,
            bytes.fromhex(passages["root"]),  # type: ignore[index]
        )
    except (KeyError, TypeError, ValueError):
        raise BadReceipt("This is no proof of a passage.") from None
    if not holds:
        raise BadReceipt("The passage does not belong to the text of this receipt.")
