"""What a receipt states, as plain JSON; its bytes are RFC 8785, as of all that is signed."""

from datetime import UTC, datetime

from django.conf import settings

from editorial.digests import digest_of
from editorial.models import AuditEvent, Edition, KeySignature, SignOff
from editorial.passages import FORM, passages_of, root_of

FORM_OF_RECEIPT = 1


def claims_of(edition: Edition, event: AuditEvent) -> dict[str, object]:
    """`event` is the audit event of the last signature: the head of the chain at that moment."""
    return {
        "form": FORM_OF_RECEIPT,
        "site": settings.SITE_URL,
        "document": {"id": edition.document_id, "kind": edition.kind, "address": edition.slug},
        "edition": edition.number,
        "digest": edition.digest,
        "passages": _passages(edition),
        "signatures": [_signature(each) for each in edition.review.sign_offs.all()],
        "published_at": _moment(edition.published_at),
        # As planned when it was signed; the history says when it came out.
        "planned_from": _moment(edition.effective_from),
        "last_reviewed": edition.last_reviewed.isoformat(),
        "next_review_due": edition.next_review_due.isoformat(),
        "chain": {"sequence": event.sequence, "hash": event.hash},
    }


def _passages(edition: Edition) -> dict[str, object]:
    leaves = [passage.leaf for passage in passages_of(edition.snapshot)]
    return {"form": FORM, "count": len(leaves), "root": root_of(leaves).hex()}


def _signature(signed: SignOff) -> dict[str, object]:
    return {
        "name": signed.printed_name,
        "credentials": signed.credentials,
        "team": signed.team,
        "meaning": signed.meaning,
        "scope": signed.scope,
        "conflict_of_interest": signed.conflict_of_interest,
        "signed_at": _moment(signed.signed_at),
        "record": digest_of(signed.as_record()),
        "method": signed.method,
        # By the clinician's own key; else the receipt's signature is the site's attestation.
        "assertion": assertion_of(signed),
    }


def assertion_of(signed: SignOff) -> dict[str, object] | None:
    """What the signer's own key made of it; None where the site attests whose it was."""
    key: KeySignature | None = getattr(signed, "key_signature", None)
    return key.as_record() if key else None


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat()
