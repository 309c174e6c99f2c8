"""The audit log: one chain of events, each holding the hash of the one before."""

from django.contrib.auth.models import Group
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from editorial.digests import digest_of
from editorial.models import AuditEvent, Document, User

FIRST_PREVIOUS_HASH = "0" * 64
# The number means nothing: it names the one lock that writers of the chain queue for.
CHAIN_LOCK = 4_210_887_304


def take_turn(using: str = DEFAULT_DB_ALIAS) -> None:
    """Wait until no other act is running; held to the end of the transaction.

    SQLite's immediate transactions queue by themselves.
    """
    # Held to the end of the transaction and not of the session: a process that dies lets go of it.
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def record(
    act: str,
    document: Document,
    *,
    by: User,
    digest: str = "",
    reason: str = "",
    **data: object,
) -> AuditEvent:
    """Append one event. Call inside the act's transaction, after `take_turn()`."""
    about = (document.kind, document.pk, document.title)
    return _append(about, by, act=act, digest=digest, reason=reason, data=data)


def record_save(act: str, document: Document, *, by: User, **data: object) -> AuditEvent:
    """Likewise, of a draft: it changes nothing that readers see, so no stored page ends by it."""
    about = (document.kind, document.pk, document.title)
    return _append(about, by, is_public=False, act=act, data=data)


def record_of_group(act: str, group: Group, *, by: User, **data: object) -> AuditEvent:
    """Likewise, about the rights of a group of people."""
    return _append(("group", group.pk, group.name), by, act=act, data=data)


def record_of_upkeep(act: str, *, about: str, **data: object) -> AuditEvent:
    """Likewise, by whoever runs the site's commands."""
    return _append(("site", 0, about), None, act=act, data=data)


def _append(
    about: tuple[str, int, str], by: User | None, *, is_public: bool = True, **fields: object
) -> AuditEvent:
    kind, pk, title = about
    # Only right inside a turn: two who read the same last event would both continue it. The primary
    # key would then refuse one of them.
    last = AuditEvent.objects.order_by("-sequence").first()
    sequence = last.sequence + 1 if last else 1
    event = AuditEvent(
        sequence=sequence,
        # A save of a draft hands on the old number, so that writers’ work never empties the store
        # of pages.
        generation=sequence if is_public else last.generation if last else 0,
        time=timezone.now(),
        actor=f"{by} ({by.username})" if by else "manage.py",
        actor_id=str(by.pk) if by else "",
        document_kind=kind,
        document_id=str(pk),
        # As text, not as a key: the record must say what it was about when the row is long renamed.
        document_title=title,
        **fields,
        previous_hash=last.hash if last else FIRST_PREVIOUS_HASH,
    )
    # Last, over everything else and over the hash before: to alter one event means to alter all
    # that follow.
    event.hash = digest_of(event.as_record())
    # Never an update: `save()` alone would try one first, as the primary key is set.
    event.save(force_insert=True)
    return event
