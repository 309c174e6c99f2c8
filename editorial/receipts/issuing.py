"""A receipt, made in the transaction of the last signature: no edition is without one."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from joserfc import jws
from joserfc.jwk import OKPKey

from editorial.digests import canonical
from editorial.models import AuditEvent, Edition, Receipt, ReceiptKey
from editorial.receipts import keys
from editorial.receipts.claims import claims_of
from editorial.receipts.key_set import ALGORITHM

TYPE = "application/vnd.immunosite.receipt+json"


@dataclass(frozen=True)
class Signing:
    """The key in hand. `facts` say in the act's audit event that it is new, else they are empty."""

    key: OKPKey
    row: ReceiptKey
    facts: dict[str, object]

    def receipt_of(self, edition: Edition, event: AuditEvent) -> Receipt:
        """`event` is that of the signature, whose hash the receipt states."""
        header = {"alg": ALGORITHM, "kid": self.row.kid, "cty": TYPE}
        signed = jws.serialize_json(
            [{"protected": header}],
            canonical(claims_of(edition, event)),
            self.key,
            algorithms=[ALGORITHM],
        )
        now = timezone.now()
        return Receipt.objects.create(edition=edition, key=self.row, jws=signed, issued_at=now)


def signing(now: datetime) -> Signing:
    """Raises NoReceiptKey, by which the whole act is undone. Inside an act only."""
    key = keys.private_key()
    row, is_new = keys.in_use(key, now)
    return Signing(key, row, {"receipt_key": keys.fact_of(row)} if is_new else {})
