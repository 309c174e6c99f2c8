"""Is the record whole? Recomputes the chain, the digests and the facts, and looks at the triggers.

Each check yields faults as plain sentences. `manage.py verify_records` prints them. What this
proves and what it cannot: docs/adr/0003-what-verify-records-proves.md.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from editorial import hooks
from editorial.digests import digest_of
from editorial.models import Answer, AuditEvent, Comment, User
from editorial.record import behind, drafts, editions, people, receipts, reviews, triggers
from editorial.record.audit import FIRST_PREVIOUS_HASH
from editorial.record.ledger import Ledger, ledger_faults
from editorial.record.standing import with_facts

CHUNK = 200
M = TypeVar("M", bound=Model)
Check = Callable[[M, Ledger], Iterator[str]]


class Progress(Protocol):
    """Passes the rows on, one by one, and may show how far it has come."""

    def __call__(self, rows: Iterable[M], total: int, name: str, /) -> Iterable[M]: ...


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside is the database at one moment, and no writer waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    else:
        # Not `atomic()`, which takes SQLite's write lock.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def faults(progress: Progress, kept_hash: str = "") -> Iterator[str]:
    """Every fault found. `progress(rows, total, name)` may show how far the run has come.

    `kept_hash` is one that an earlier run printed, kept where nobody could alter it.
    """
    # All checks in one reading of the database: with two, an act in between would look like
    # tampering.
    ledger = Ledger()
    with one_moment():
        yield from triggers.faults(connection)
        # The chain first: what it says is what every row after it is held against.
        events = _each(AuditEvent.objects.order_by("sequence"), progress, "audit events")
        yield from chain_faults(events, ledger, kept_hash)
        asked = progress, ledger
        yield from _of_rows(reviews.all_reviews(), "Review", reviews.review_faults, *asked)
        yield from _of_rows(editions.all_editions(), "Edition", editions.edition_faults, *asked)
        yield from _of_rows(Comment.objects.all(), "Comment", reviews.comment_faults, *asked)
        yield from _of_rows(Answer.objects.all(), "Answer", reviews.answer_faults, *asked)
        yield from _of_rows(drafts.all_saves(), "Save", drafts.save_faults, *asked)
        yield from _of_rows(with_facts(), "Document", drafts.state_faults, *asked)
        passages = editions.all_passages()
        yield from _of_rows(passages, "Passage record", editions.passages_faults, *asked)
        signed = editions.all_editions()
        yield from _of_rows(signed, "Receipt of edition", receipts.checker(), *asked)
        authors = _each(drafts.all_authors(), progress, "authors of passages")
        yield from drafts.authorship_faults(authors, ledger)
        yield from _of_rows(User.objects.all(), "Account", people.person_faults, *asked)
        yield from _of_rows(people.all_holds(), "Account change", people.hold_faults, *asked)
        yield from ledger_faults(ledger)
        yield from receipts.key_faults()
        yield from behind.missing_rows()
        yield from behind.role_faults()
        yield from behind.group_faults(ledger.rights)
        for check in hooks.record_checks:
            yield from check()


def _of_rows(
    rows: QuerySet[M], name: str, check: Check[M], progress: Progress, ledger: Ledger
) -> Iterator[str]:
    in_order = _each(rows.order_by("pk"), progress, f"{name.lower()}s")
    yield from _checked(in_order, name, check, ledger)


def _each(rows: QuerySet[M], progress: Progress, name: str) -> Iterable[M]:
    return progress(rows.iterator(chunk_size=CHUNK), rows.count(), name)


def _checked(rows: Iterable[M], name: str, check: Check[M], ledger: Ledger) -> Iterator[str]:
    for row in rows:
        try:
            yield from check(row, ledger)
        # Whatever somebody wrote there must come out as a fault, not as a traceback.
        except Exception as error:
            yield f"{name} {row.pk} cannot be read: {type(error).__name__}, {error}."


def chain_faults(events: Iterable[AuditEvent], ledger: Ledger, kept_hash: str) -> Iterator[str]:
    sequence, previous, kept = 0, FIRST_PREVIOUS_HASH, not kept_hash
    for event in events:
        if event.sequence != sequence + 1:
            yield f"Audit events {sequence + 1} to {event.sequence - 1} are missing."
        # Compared with the hash as stored, so that one altered event is one fault and not one for
        # each that follows.
        if event.previous_hash != previous:
            yield f"Audit event {event.sequence} does not follow the one before it."
        yield from _checked([event], "Audit event", event_faults, ledger)
        sequence, previous, kept = event.sequence, event.hash, kept or event.hash == kept_hash
    if not kept:
        yield f"The hash {kept_hash}, kept from an earlier run, is not in the audit log."


def event_faults(event: AuditEvent, ledger: Ledger) -> Iterator[str]:
    if digest_of(event.as_record()) != event.hash:
        yield f"Audit event {event.sequence} was altered."
    yield from ledger.clock.faults(event)
    ledger.enter(event)
