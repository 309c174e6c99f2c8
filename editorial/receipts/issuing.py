"""A receipt, made in the transaction of the last signature: no edition is without one."""

from django.utils import timezone
from joserfc import jws

from editorial.digests import canonical
from editorial.models import AuditEvent, Edition, Receipt
from editorial.receipts import keys
from editorial.receipts.claims import claims_of
from editorial.receipts.key_set import ALGORITHM

TYPE = "application/vnd.immunosite.receipt+json"


def issue(edition: Edition, event: AuditEvent) -> Receipt:
    """`event` is that of the signature. Raises NoReceiptKey, by which the whole act is undone."""
    key, now = keys.private_key(), timezone.now()
    row = keys.in_use(key, now)
    header = {"alg": ALGORITHM, "kid": row.kid, "cty": TYPE}
    signed = jws.serialize_json(
        [{"protected": header}],
        canonical(claims_of(edition, event)),
        key,
        algorithms=[ALGORITHM],
    )
    return Receipt.objects.create(edition=edition, key=row, jws=signed, issued_at=now)
