"""Is the record whole? Recomputes the chain, the digests and the facts, and looks at the triggers.

Each check yields faults as plain sentences. `manage.py verify_records` prints them. What this
proves and what it cannot: docs/adr/0003-what-verify-records-proves.md.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from typing import Protocol, TypeVar

from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, Prefetch, QuerySet
from reversion.models import Revision, Version

from editorial import hooks
from editorial.acts.publication import facets_of
from editorial.acts.sign_off import stated
from editorial.digests import digest_of, digest_of_save
from editorial.models import (
    Answer,
    AuditEvent,
    Authorship,
    Comment,
    Document,
    Edition,
    EditionFacet,
    EditionPassages,
    IdentityHold,
    Method,
    Review,
    Scope,
    SignOff,
    State,
    User,
)
from editorial.passages import passages_root
from editorial.passages.carried import standings_again
from editorial.passages.ledger import digest_of_rows
from editorial.people import identity, own_key
from editorial.record import behind, receipts, triggers
from editorial.record.audit import FIRST_PREVIOUS_HASH
from editorial.record.clock import Clock
from editorial.record.standing import standing_faults, with_facts, withdrawal_faults
from editorial.record.states import state_after

CHUNK = 200
M = TypeVar("M", bound=Model)
Check = Callable[[M, "Ledger"], Iterator[str]]


class Progress(Protocol):
    """Passes the rows on, one by one, and may show how far it has come."""

    def __call__(self, rows: Iterable[M], total: int, name: str, /) -> Iterable[M]: ...


class Ledger:
    """What the chain says of each row, by its id; the facts as digests, to stay small."""

    def __init__(self) -> None:
        self.submitted: dict[object, str] = {}
        self.decided: dict[object, str] = {}
        self.signed: dict[object, str] = {}
        self.editions: dict[object, str] = {}
        self.withdrawn: dict[object, str] = {}
        self.assigned: dict[object, str] = {}
        self.comments: dict[object, str] = {}
        self.answers: dict[object, str] = {}
        self.resolved: dict[object, str] = {}
        self.saves: dict[object, str] = {}
        self.passages: dict[object, str] = {}
        # Of the rows of a save, by document and draft version.
        self.authorship: dict[tuple[int, int], str] = {}
        self.states: dict[str, State] = {}
        self.own_keys: dict[object, str] = {}
        self.people: dict[int, str] = {}
        self.held: dict[int, str] = {}
        self.confirmed: dict[int, str] = {}
        self.clock = Clock()
        # The last event that tells of a row, by which its badge is computed.
        self.told: dict[tuple[str, object], int] = {}
        # What a group that administrators made may do, by its id.
        self.rights: dict[str, set[str]] = {}

    def enter(self, event: AuditEvent) -> None:
        data = event.data
        for kept, fact, key in (
            (self.submitted, data.get("submission"), "review"),
            (self.decided, data.get("decision"), "review"),
            (self.withdrawn, data.get("withdrawal"), "withdrawal"),
            (self.assigned, data.get("assignment"), "review"),
            (self.comments, data.get("comment"), "comment"),
            (self.answers, data.get("answer"), "answer"),
            (self.resolved, data.get("resolution"), "comment"),
        ):
            if fact:
                # A later event replaces an earlier one: of what may change (dates, assignee), the
                # last word counts.
                kept[fact[key]] = digest_of(fact)
        if "sign_off" in data:
            self.signed[data["sign_off"]] = data["sign_off_digest"]
            self.told["sign-off", data["sign_off"]] = event.sequence
        if save := data.get("save"):
            self.saves[save["revision"]] = save["digest"]
            self.authorship[save["document"], save["draft_version"]] = save["authorship"]
        if passages := data.get("passages"):
            self.passages[passages["edition"]] = passages["digest"]
        self._enter_people(event)
        for edition in data.get("editions", []):
            self.editions[edition["edition"]] = digest_of(edition)
            self.told["edition", edition["edition"]] = event.sequence
        if event.document_kind == "group":
            held = self.rights.setdefault(event.document_id, set())
            held |= set(data.get("given", []))
            held -= set(data.get("taken", []))
        if state := state_after(event):
            self.states[event.document_id] = state

    def _enter_people(self, event: AuditEvent) -> None:
        if own := event.data.get("key_signature"):
            self.own_keys[int(str(own["sign_off"]))] = str(own["digest"])
        if account := event.data.get("identity"):
            self.people[int(event.document_id)] = digest_of(account)
        if held := event.data.get("held"):
            self.held[event.sequence] = digest_of(held)
        if confirmation := event.data.get("confirmation"):
            self.confirmed[int(str(confirmation["hold"]))] = digest_of(confirmation)


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
        yield from chain_faults(_each(_events(), progress, "audit events"), ledger, kept_hash)
        asked = progress, ledger
        yield from _of_rows(_reviews(), "Review", review_faults, *asked)
        yield from _of_rows(_editions(), "Edition", edition_faults, *asked)
        yield from _of_rows(_comments(), "Comment", comment_faults, *asked)
        yield from _of_rows(_answers(), "Answer", answer_faults, *asked)
        yield from _of_rows(_saves(), "Save", save_faults, *asked)
        yield from _of_rows(_documents(), "Document", state_faults, *asked)
        yield from _of_rows(_passages(), "Passage record", passages_faults, *asked)
        yield from _of_rows(_editions(), "Receipt of edition", receipts.checker(), *asked)
        rows = _each(_authorship(), progress, "authors of passages")
        yield from authorship_faults(rows, ledger)
        yield from _of_rows(_people(), "Account", person_faults, *asked)
        yield from _of_rows(_holds(), "Account change", hold_faults, *asked)
        yield from ledger_faults(ledger)
        yield from receipts.key_faults()
        yield from behind.missing_rows()
        yield from behind.role_faults()
        yield from behind.group_faults(ledger.rights)
        for check in hooks.record_checks:
            yield from check()


def _people() -> QuerySet[User]:
    return User.objects.order_by("pk")


def _holds() -> QuerySet[IdentityHold]:
    return IdentityHold.objects.order_by("pk").select_related("person")


def _events() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.order_by("sequence")


def _reviews() -> QuerySet[Review]:
    people = "contributors", "change_contributors"
    return Review.objects.order_by("pk").prefetch_related("sign_offs__key_signature", *people)


def _editions() -> QuerySet[Edition]:
    reviews = Prefetch("review", Review.objects.defer("snapshot"))
    rows = Edition.objects.order_by("pk").select_related("receipt")
    of_each = "withdrawals", "facets", reviews, "review__sign_offs__key_signature"
    return rows.prefetch_related(*of_each)


def _comments() -> QuerySet[Comment]:
    return Comment.objects.order_by("pk")


def _answers() -> QuerySet[Answer]:
    return Answer.objects.order_by("pk")


def _saves() -> QuerySet[Revision]:
    """The history of drafts; sources have one of their own."""
    of_document = {"content_type__app_label": "editorial", "content_type__model": "document"}
    drafts = Version.objects.filter(revision=OuterRef("pk"), **of_document)
    rows: QuerySet[Revision] = Revision.objects.filter(Exists(drafts)).order_by("pk")
    return rows.prefetch_related("version_set")


def _passages() -> QuerySet[EditionPassages]:
    rows = EditionPassages.objects.order_by("pk").select_related("edition__review", "carried_from")
    return rows.prefetch_related("edition__review__sign_offs")


def _authorship() -> QuerySet[Authorship]:
    return Authorship.objects.order_by("document", "draft_version", "pk")


def _documents() -> QuerySet[Document]:
    return with_facts().order_by("pk")


def _of_rows(
    rows: QuerySet[M], name: str, check: Check[M], progress: Progress, ledger: Ledger
) -> Iterator[str]:
    yield from _checked(_each(rows, progress, f"{name.lower()}s"), name, check, ledger)


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


def review_faults(review: Review, ledger: Ledger) -> Iterator[str]:
    name = f"Review {review.pk}"
    # Taken out as it is found, so that what is left at the end is what was deleted.
    submitted = ledger.submitted.pop(review.pk, None)
    decided = ledger.decided.pop(review.pk, None)
    if digest_of(review.snapshot) != review.digest:
        yield f"{name}: the snapshot is not the one that was submitted."
    if submitted != digest_of(review.as_record()):
        yield f"{name}: the audit log has no such submission."
    if review.is_open and review.reason:
        yield f"{name}: it is open, and a reason for closing it stands there."
    closed = None if review.is_open else digest_of(review.decision_as_record())
    if decided != closed:
        yield f"{name}: its decision is not the one in the audit log."
    if ledger.assigned.pop(review.pk, None) != digest_of(review.assignment_as_record()):
        yield f"{name}: reviewer and due date are not those in the audit log."
    yield from signature_faults(review, ledger)


def signature_faults(review: Review, ledger: Ledger) -> Iterator[str]:
    # Four eyes are checked again and not believed: the row may have been written past the engine.
    people: dict[str, set[int]] = {
        Scope.WHOLE: {person.pk for person in review.contributors.all()},
        Scope.CHANGES: {person.pk for person in review.change_contributors.all()},
    }
    for sign_off in review.sign_offs.all():
        signature = f"Sign-off {sign_off.pk} on review {review.pk}"
        if sign_off.digest != review.digest:
            yield f"{signature}: signed another text."
        if sign_off.signer_id in people.get(sign_off.scope, set()):
            yield f"{signature}: the signer contributed to the text."
        if ledger.signed.pop(sign_off.pk, None) != digest_of(sign_off.as_record()):
            yield f"{signature}: the audit log has no such signature."
        if ledger.told.get(("sign-off", sign_off.pk)) != sign_off.event_id:
            yield f"{signature}: it names another audit event than its own."
        yield from key_faults(signature, sign_off, ledger)


def key_faults(name: str, sign_off: SignOff, ledger: Ledger) -> Iterator[str]:
    kept = getattr(sign_off, "key_signature", None)
    if (kept is not None) != (sign_off.method == Method.KEY):
        yield f"{name}: the signature of the signer's own key is missing, or one too many."
    if kept is None:
        return
    if ledger.own_keys.pop(sign_off.pk, None) != digest_of(kept.as_record()):
        yield f"{name}: the audit log has no such signature of a key."
    said = json.loads(kept.statement)
    stated_at = datetime.fromisoformat(said["time"])
    if kept.statement.encode() != stated(sign_off, stated_at):
        yield f"{name}: the key signed another statement."
    if not own_key.holds(kept):
        yield f"{name}: the signature of the key does not hold."


def edition_faults(edition: Edition, ledger: Ledger) -> Iterator[str]:
    name = f"Edition {edition.pk} ({edition.kind}/{edition.slug}, no. {edition.number})"
    if ledger.editions.pop(edition.pk, None) != digest_of(edition.as_record()):
        yield f"{name}: its dates are not those in the audit log."
    if ledger.told.get(("edition", edition.pk)) != edition.event_id:
        yield f"{name}: it names another audit event than its last."
    yield from withdrawal_faults(edition)
    for withdrawal in edition.withdrawals.all():
        if ledger.withdrawn.pop(withdrawal.pk, None) != digest_of(withdrawal.as_record()):
            yield f"Withdrawal {withdrawal.pk} of {name}: it is not the one in the audit log."
    # Three places, because each may be altered alone: the column, the round’s, and the text itself.
    if not edition.digest == edition.review.digest == digest_of(edition.snapshot):
        yield f"{name}: the text is not the one that was signed."
    # `len` of what was fetched ahead; a count would ask once for each edition.
    if len(edition.review.sign_offs.all()) < edition.review.required_signers:
        yield f"{name}: signatures are missing."
    # Columns that lists and addresses read: a plain UPDATE would put a title under somebody’s
    # signature.
    shown = {key: edition.snapshot[key] for key in ("kind", "slug", "title", "summary")}
    if shown != {key: getattr(edition, key) for key in shown}:
        yield f"{name}: address, title or summary are not those of the text."
    if _facets(edition.facets.all()) != _facets(facets_of(edition)):
        yield f"{name}: its facets are not those of the text."


def _facets(facets: Iterable[EditionFacet]) -> list[tuple[str, int, str]]:
    return sorted((facet.role, facet.document_id or 0, facet.value) for facet in facets)


def comment_faults(comment: Comment, ledger: Ledger) -> Iterator[str]:
    name = f"Comment {comment.pk}"
    if ledger.comments.pop(comment.pk, None) != digest_of(comment.as_record()):
        yield f"{name}: the audit log has no such comment."
    resolved = None if comment.is_open else digest_of(comment.resolution_as_record())
    if ledger.resolved.pop(comment.pk, None) != resolved:
        yield f"{name}: its resolution is not the one in the audit log."


def answer_faults(answer: Answer, ledger: Ledger) -> Iterator[str]:
    if ledger.answers.pop(answer.pk, None) != digest_of(answer.as_record()):
        yield f"Answer {answer.pk}: the audit log has no such answer."


def save_faults(revision: Revision, ledger: Ledger) -> Iterator[str]:
    texts = [version.serialized_data for version in revision.version_set.all()]
    if ledger.saves.pop(revision.pk, None) != digest_of_save(texts):
        yield f"Save {revision.pk}: what the history keeps of it is not what the audit log says."


def passages_faults(record: EditionPassages, ledger: Ledger) -> Iterator[str]:
    name = f"Passages of edition {record.edition_id}"
    if ledger.passages.pop(record.edition_id, None) != digest_of(record.as_record()):
        yield f"{name}: the audit log has no such record of who wrote and signed them."
    if record.root != passages_root(record.edition.snapshot):
        yield f"{name}: their root is not that of the text."
    if record.rows != standings_again(record):
        yield f"{name}: since when they stand and who signed them is not what the editions say."


def authorship_faults(rows: Iterable[Authorship], ledger: Ledger) -> Iterator[str]:
    for save, of_save in groupby(rows, key=lambda row: (row.document_id, row.draft_version)):
        if ledger.authorship.pop(save, None) != digest_of_rows(of_save):
            yield f"{_authors(*save)} are not those in the audit log."


def _authors(document: int, draft_version: int) -> str:
    return f"The authors in draft version {draft_version} of document {document}"


def state_faults(document: Document, ledger: Ledger) -> Iterator[str]:
    # A new document begins as a draft, and no act on the record says so.
    state = ledger.states.pop(str(document.pk), State.DRAFT)
    if document.state != state:
        yield (
            f"Document {document.pk} ({document.slug}): it is in {document.state}, "
            f"and by the audit log in {state.value}."
        )
    yield from standing_faults(document)


def person_faults(person: User, ledger: Ledger) -> Iterator[str]:
    if ledger.people.pop(person.pk, None) != digest_of(identity.standing(person)):
        yield (
            f"Account {person.pk} ({person.username}): password, names, roles, profile or second "
            "factors are not those in the audit log."
        )


def hold_faults(hold: IdentityHold, ledger: Ledger) -> Iterator[str]:
    name = f"Change of an account {hold.event} ({hold.person.username})"
    if ledger.held.pop(hold.event, None) != digest_of(hold.as_record()):
        yield f"{name}: the audit log has no such change."
    confirmed = digest_of(hold.confirmation_as_record()) if hold.confirmed_at else None
    if ledger.confirmed.pop(hold.event, None) != confirmed:
        yield f"{name}: its confirmation is not the one in the audit log."


def ledger_faults(ledger: Ledger) -> Iterator[str]:
    """What the log tells of and is not there any more."""
    left: dict[str, Iterable[object]] = {
        "Review": ledger.submitted,
        "Sign-off": ledger.signed,
        "Edition": ledger.editions,
        "Withdrawal": ledger.withdrawn,
        "Comment": ledger.comments,
        "Answer": ledger.answers,
        "Save": ledger.saves,
        "Document": ledger.states,
        "Passages of edition": ledger.passages,
        "Signature of a key, sign-off": ledger.own_keys,
        "Account": ledger.people,
        "Change of an account, event": ledger.held,
        "Confirmation of a change, event": ledger.confirmed,
    }
    for name, keys in left.items():
        for key in keys:
            yield f"{name} {key} stands in the audit log and is missing."
    for save in ledger.authorship:
        yield f"{_authors(*save)} stand in the audit log and are missing."
