"""Are the receipts those of the editions, and the keys those in the audit log?"""

from collections.abc import Callable, Iterator

from editorial.models import AuditEvent, Edition, Receipt, ReceiptKey
from editorial.receipts import keys
from editorial.receipts.checking import BadReceipt, read
from editorial.receipts.claims import claims_of
from editorial.receipts.key_set import Jwks, jwks
from editorial.workflow import Act


def key_faults() -> Iterator[str]:
    """Each key was brought in by an audit event, and none of those is gone."""
    events = AuditEvent.objects.filter(data__has_key="receipt_key")
    known = {str(event.data["receipt_key"]["kid"]): event.data["receipt_key"] for event in events}
    for row in ReceiptKey.objects.all():
        if known.pop(row.kid, None) != keys.fact_of(row):
            yield f"Key of receipts {row.kid}: the audit log has no such key."
    yield from (f"Key of receipts {kid}: it is missing." for kid in known)


def checker() -> Callable[[Edition, object], Iterator[str]]:
    """The check of one edition's receipt; keys and signatures are read once for all. It raises
    whatever nonsense in the record makes it raise."""
    known = jwks()
    signed = AuditEvent.objects.filter(act=Act.SIGN_OFF).only("sequence", "hash")
    events: dict[object, AuditEvent] = {event.sequence: event for event in signed}

    def receipt_faults(edition: Edition, ledger: object) -> Iterator[str]:
        if fault := _fault(edition, known, events):
            yield f"Receipt of edition {edition.pk} ({edition}): {fault}"

    return receipt_faults


def _fault(edition: Edition, known: Jwks, events: dict[object, AuditEvent]) -> str:
    receipt: Receipt | None = getattr(edition, "receipt", None)
    if receipt is None:
        return "it is missing."
    try:
        checked = read(receipt.jws, known)
    except BadReceipt as fault:
        return str(fault)
    chain = checked.claims.get("chain")
    sequence = chain.get("sequence") if isinstance(chain, dict) else None
    event = events.get(sequence)
    if event is None or checked.kid != receipt.key_id:
        return "it names an audit event or a key that is not there."
    # What was planned may have been moved since, which is on record.
    stated, is_so = (
        {name: value for name, value in claims.items() if name != "planned_from"}
        for claims in (checked.claims, claims_of(edition, event))
    )
    return "" if stated == is_so else "it states something else than the record."
