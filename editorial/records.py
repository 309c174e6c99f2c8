"""Is the record whole? Recomputes the chain, the digests and the facts, and looks at the triggers.

Each check yields faults as plain sentences. `manage.py verify_records` prints them.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Prefetch

from editorial import triggers
from editorial.acts.publication import facets_of
from editorial.audit import FIRST_PREVIOUS_HASH, hash_of
from editorial.models import AuditEvent, Decision, Document, Edition, Review, State
from editorial.snapshots import digest_of
from editorial.workflow import Act

CHUNK = 200
Progress = Callable[[Iterable[Any], int, str], Iterable[Any]]

# The act that closes a review with each decision.
CLOSES = {
    Act.RECALL: Decision.RECALLED,
    Act.REQUEST_CHANGES: Decision.CHANGES_REQUESTED,
    Act.WITHDRAW: Decision.WITHDRAWN,
}


class Ledger:
    """What the chain says of reviews, signatures, editions and withdrawals, by their ids."""

    def __init__(self) -> None:
        self.submitted: dict[int, tuple[str, list[int], int]] = {}
        self.closed: dict[int, tuple[str, str]] = {}
        self.signed: dict[int, tuple[int, str]] = {}
        self.editions: dict[int, dict[str, Any]] = {}
        self.withdrawn: dict[int, str] = {}

    def enter(self, event: AuditEvent) -> None:
        data = event.data
        review = data.get("review")
        if event.act in (Act.SUBMIT, Act.REAFFIRM):
            people, needed = data["contributors"], data["required_signers"]
            self.submitted[review] = (event.digest, people, needed)
        elif event.act == Act.SIGN_OFF:
            self.signed[data["sign_off"]] = (review, data["sign_off_digest"])
            if "editions" in data:
                self.closed[review] = (Decision.SIGNED, "")
        elif event.act in CLOSES and review:
            self.closed[review] = (CLOSES[Act(event.act)], event.reason)
        if event.act == Act.WITHDRAW:
            self.withdrawn[data["withdrawal"]] = event.reason
        for record in data.get("editions", []):
            self.editions[record["edition"]] = record


def faults(progress: Progress) -> Iterator[str]:
    """Every fault found. `progress(rows, total, name)` may show how far the run has come."""
    yield from triggers.faults(connection)
    ledger = Ledger()
    events = AuditEvent.objects.order_by("sequence")
    yield from chain_faults(_each(events, progress, "audit events"), ledger)
    reviews = Review.objects.order_by("pk").prefetch_related("sign_offs", "contributors")
    for review in _each(reviews, progress, "reviews"):
        yield from review_faults(review, ledger)
    editions = (
        Edition.objects.order_by("pk")
        .select_related("withdrawal")
        .prefetch_related("facets", Prefetch("review", Review.objects.defer("snapshot")),
                          "review__sign_offs")
    )  # fmt: skip
    for edition in _each(editions, progress, "editions"):
        yield from edition_faults(edition, ledger)
    yield from ledger_faults(ledger)
    yield from state_faults()


def _each(rows: Any, progress: Progress, name: str) -> Iterable[Any]:
    return progress(rows.iterator(chunk_size=CHUNK), rows.count(), name)


def chain_faults(events: Iterable[AuditEvent], ledger: Ledger) -> Iterator[str]:
    sequence, previous = 0, FIRST_PREVIOUS_HASH
    for event in events:
        if event.sequence != sequence + 1:
            yield f"Audit events {sequence + 1} to {event.sequence - 1} are missing."
        if event.previous_hash != previous:
            yield f"Audit event {event.sequence} does not follow the one before it."
        if hash_of(event.as_record()) != event.hash:
            yield f"Audit event {event.sequence} was altered."
        sequence, previous = event.sequence, event.hash
        ledger.enter(event)


def review_faults(review: Review, ledger: Ledger) -> Iterator[str]:
    name = f"Review {review.pk} ({review.snapshot['kind']}/{review.snapshot['slug']})"
    if digest_of(review.snapshot) != review.digest:
        yield f"{name}: the snapshot is not the one that was submitted."
    people = sorted(person.pk for person in review.contributors.all())
    submitted = (review.digest, people, review.required_signers)
    if ledger.submitted.pop(review.pk, None) != submitted:
        yield f"{name}: the audit log has no such submission."
    closed = ledger.closed.pop(review.pk, (Decision.OPEN, ""))
    if closed != (review.decision, review.reason):
        yield f"{name}: its decision is not the one in the audit log."
    for sign_off in review.sign_offs.all():
        signature = f"Sign-off {sign_off.pk} on {name}"
        if sign_off.digest != review.digest:
            yield f"{signature}: signed another text."
        if sign_off.signer_id in people:
            yield f"{signature}: the signer contributed to the text."
        entry = (review.pk, digest_of(sign_off.as_record()))
        if ledger.signed.pop(sign_off.pk, None) != entry:
            yield f"{signature}: the audit log has no such signature."


def edition_faults(edition: Edition, ledger: Ledger) -> Iterator[str]:
    name = f"Edition {edition.pk} ({edition.kind}/{edition.slug}, no. {edition.number})"
    if not edition.digest == edition.review.digest == digest_of(edition.content):
        yield f"{name}: the text is not the one that was signed."
    if len(edition.review.sign_offs.all()) < edition.review.required_signers:
        yield f"{name}: signatures are missing."
    shown = {key: edition.content[key] for key in ("kind", "slug", "title", "summary")}
    if shown != {key: getattr(edition, key) for key in shown}:
        yield f"{name}: address, title or summary are not those of the text."
    if ledger.editions.pop(edition.pk, None) != edition.as_record():
        yield f"{name}: its dates are not those in the audit log."
    if _facets(edition.facets.all()) != _facets(facets_of(edition)):
        yield f"{name}: its facets are not those of the text."
    withdrawal = getattr(edition, "withdrawal", None)
    if withdrawal and ledger.withdrawn.pop(withdrawal.pk, None) != withdrawal.reason:
        yield f"{name}: its withdrawal is not the one in the audit log."


def _facets(facets: Iterable[Any]) -> list[tuple[str, int, str]]:
    return sorted((facet.role, facet.document_id or 0, facet.value) for facet in facets)


def ledger_faults(ledger: Ledger) -> Iterator[str]:
    """What the log tells of and is not there any more."""
    left: dict[str, dict[int, Any]] = {
        "Review": ledger.submitted,
        "Sign-off": ledger.signed,
        "Edition": ledger.editions,
        "Withdrawal": ledger.withdrawn,
    }
    for name, entries in left.items():
        for key in entries:
            yield f"{name} {key} stands in the audit log and is missing."


def state_faults() -> Iterator[str]:
    """A state that the record does not bear out."""
    under_review = Document.objects.filter(state=State.MEDICAL_REVIEW)
    open_ones = Review.objects.open().values("document")
    for document in under_review.exclude(pk__in=open_ones):
        yield f"Document {document.pk} ({document.slug}): under review, without a review."
    for document in Document.objects.filter(state=State.PUBLISHED, editions=None):
        yield f"Document {document.pk} ({document.slug}): published, without an edition."
    for review in Review.objects.open().exclude(document__state=State.MEDICAL_REVIEW):
        yield f"Review {review.pk}: open, but its document is not under review."
