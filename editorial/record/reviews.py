"""Are the rounds, their signatures and what was said in them those in the audit log?"""

import json
from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from editorial.acts.statement import stated
from editorial.digests import digest_of
from editorial.models import Answer, Comment, Method, Review, Scope, SignOff
from editorial.people import own_key
from editorial.record.ledger import Ledger


def all_reviews() -> QuerySet[Review]:
    people = "contributors", "change_contributors"
    return Review.objects.prefetch_related("sign_offs__key_signature", *people)


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
    yield from _signature_faults(review, ledger)


def _signature_faults(review: Review, ledger: Ledger) -> Iterator[str]:
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
        yield from _key_faults(signature, sign_off, ledger)


def _key_faults(name: str, sign_off: SignOff, ledger: Ledger) -> Iterator[str]:
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
