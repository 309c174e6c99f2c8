"""The audit log: one chain of events, each holding the hash of the one before."""

import hashlib
from typing import Any

import rfc8785
from django.db import connection
from django.utils import timezone

from editorial.models import AuditEvent, Document, User

FIRST_PREVIOUS_HASH = "0" * 64
# Any constant will do; it names the one lock that writers of the chain queue for.
CHAIN_LOCK = 4_210_887_304


def hash_of(record: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(record)).hexdigest()


def take_turn() -> None:
    """Wait until no other act is running; held to the end of the transaction.

    SQLite's immediate transactions queue by themselves.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def record(
    act: str,
    document: Document,
    *,
    by: User,
    digest: str = "",
    reason: str = "",
    **data: Any,
) -> AuditEvent:
    """Append one event. Call inside the act's transaction, after `take_turn()`."""
    last = AuditEvent.objects.order_by("-sequence").first()
    event = AuditEvent(
        sequence=last.sequence + 1 if last else 1,
        time=timezone.now(),
        actor=f"{by} ({by.username})",
        actor_id=str(by.pk),
        act=act,
        document_kind=document.kind,
        document_id=str(document.pk),
        document_title=document.title,
        digest=digest,
        reason=reason,
        data=data,
        previous_hash=last.hash if last else FIRST_PREVIOUS_HASH,
    )
    event.hash = hash_of(event.as_record())
    event.save(force_insert=True)
    return event
