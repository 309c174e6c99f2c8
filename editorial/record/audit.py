"""The audit log: one chain of events, each holding the hash of the one before."""

import time
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from editorial.digests import digest_of
from editorial.exceptions import ClockBehind
from editorial.models import AuditEvent, Document, User
from editorial.models.audit import CLOCK_ACTS
from editorial.record.standing import check_standing

FIRST_PREVIOUS_HASH = "0" * 64
# The number means nothing: it names the one lock that writers of the chain queue for.
CHAIN_LOCK = 4_210_887_304
PATIENCE = 2  # seconds that an act waits for the clock to come up with the record


def take_turn() -> None:
    """Wait until no other act is running; held to the end of the transaction. Each act begins so.

    Raises ClockBehind: nothing is recorded on a clock that is behind the last event.
    """
    queue()
    check_clock(AuditEvent.objects.head())


def queue(using: str = DEFAULT_DB_ALIAS) -> None:
    """Wait for one's turn alone. SQLite's immediate transactions queue by themselves."""
    # Held to the end of the transaction and not of the session: a process that dies lets go of it.
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def clock_ahead() -> AuditEvent | None:
    """The event that lies in this server's future, by its clock; None while all is in order."""
    last = AuditEvent.objects.last_on_clock()
    return last if last and timezone.now() < last.time else None


def check_clock(head: AuditEvent | None) -> None:
    """Waits out what several servers' clocks, or one that is being set, differ by. `head` is the
    last event of all."""
    last = AuditEvent.objects.last_on_clock(head)
    if last and 0 < (behind := (last.time - timezone.now()).total_seconds()) <= PATIENCE:
        time.sleep(behind)
    if last and timezone.now() < last.time:
        raise ClockBehind(f"Nothing was changed. {fault_of(last)}")


def clock_fault() -> str:
    """Why nothing can be recorded now and what to do, or an empty string."""
    ahead = clock_ahead()
    return fault_of(ahead) if ahead else ""


def fault_of(ahead: AuditEvent) -> str:
    return (
        f"This server’s clock says {said(timezone.now())}, and the last act on record is of "
        f"{said(ahead.time)} ({ahead.actor}: {ahead.act}); no act may be recorded before that. If "
        "the clock is wrong, let an operator set it. If it is right now and was ahead then, two "
        "editors or administrators accept it: “The server’s clock” in the admin, or `manage.py "
        "accept_clock`."
    )


def said(moment: datetime) -> str:
    return f"{moment:%-d %B %Y, %H:%M:%S} UTC"


def record(
    act: str,
    document: Document,
    *,
    by: User,
    digest: str = "",
    reason: str = "",
    **data: object,
) -> AuditEvent:
    """Append one event. Call inside the act's transaction, after `take_turn()`, and last.

    Raises RecordsDoNotMatch where the document's state and what is in force disagree by now.
    """
    event = record_first(act, document, by=by, digest=digest, reason=reason, **data)
    check_standing(document)
    return event


def record_first(
    act: str, document: Document, *, by: User, digest: str, reason: str = "", **data: object
) -> AuditEvent:
    """Likewise, before the rows that the database takes only with their event. Whoever calls this
    calls `check_standing` when they are there."""
    about = (document.kind, document.pk, document.title)
    return _append(about, by, act=act, digest=digest, reason=reason, data=data)


def record_save(act: str, document: Document, *, by: User, **data: object) -> AuditEvent:
    """Likewise, of a draft: it changes nothing that readers see, so no stored page ends by it, and
    neither state nor editions."""
    about = (document.kind, document.pk, document.title)
    return _append(about, by, is_public=False, act=act, data=data)


def record_of_advice(
    act: str, document: Document, *, by: User, reason: str, **data: object
) -> AuditEvent:
    """Likewise, of what a person says to advice on a draft, with the reason."""
    about = (document.kind, document.pk, document.title)
    return _append(about, by, is_public=False, act=act, reason=reason, data=data)


def record_of_group(act: str, group: Group, *, by: User, **data: object) -> AuditEvent:
    """Likewise, about the rights of a group of people."""
    return _append(("group", group.pk, group.name), by, act=act, data=data)


def record_of_clock(act: str, *, by: User, **data: object) -> AuditEvent:
    """Likewise, of the server's clock: on a clock that is behind."""
    return _append(("site", 0, "The server’s clock"), by, act=act, data=data)


def record_of_mending(act: str, document: Document, **data: object) -> AuditEvent:
    """Likewise, of what a command put right."""
    about = (document.kind, document.pk, document.title)
    event = _append(about, None, act=act, data=data)
    check_standing(document)
    return event


def record_of_source(act: str, document: Document, **data: object) -> AuditEvent:
    """Likewise, of what became known of a source that a document's edition cites."""
    about = (document.kind, document.pk, document.title)
    return _append(about, None, act=act, data=data)


def record_of_person(
    act: str, person: User, *, by: User | None, reason: str = "", **data: object
) -> AuditEvent:
    """Likewise, about an account; `by` is None for a command."""
    about = ("person", person.pk, f"{person} ({person.username})")
    return _append(about, by, is_public=False, act=act, reason=reason, data=data)


def record_of_upkeep(act: str, *, about: str, by: User | None = None, **data: object) -> AuditEvent:
    """Likewise, of the site as a whole; `by` is None for a command."""
    return _append(("site", 0, about), by, act=act, data=data)


def _append(
    about: tuple[str, int, str], by: User | None, *, is_public: bool = True, **fields: object
) -> AuditEvent:
    kind, pk, title = about
    # Only right inside a turn: two who read the same last event would both continue it. The primary
    # key would then refuse one of them.
    last = AuditEvent.objects.head()
    if fields["act"] not in CLOCK_ACTS:
        check_clock(last)
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
