"""During a review: assign, take and give back, recall, request changes."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from editorial.acts.inputs import optional_text, required_text
from editorial.exceptions import Incomplete, NotAllowed, WrongState
from editorial.models import Decision, Review, User
from editorial.models.review import ReviewQuerySet
from editorial.record import audit
from editorial.rules import check_can_review, check_permission, check_signed_in
from editorial.workflow import Act, check, claim


def recall(review: Review, *, by: User, reason: str = "") -> Review:
    """Take a submission back to draft; closes the round."""
    return _close(
        Act.RECALL, review, Decision.RECALLED, by=by, reason=optional_text(reason, "reason", 2000)
    )


def request_changes(review: Review, *, by: User, reason: str) -> Review:
    """Send the draft back with a reason; closes the round."""
    reason = required_text(reason, "reason: the writer must know what to change")
    return _close(Act.REQUEST_CHANGES, review, Decision.CHANGES_REQUESTED, by=by, reason=reason)


def _close(act: Act, review: Review, decision: Decision, *, by: User, reason: str) -> Review:
    with transaction.atomic():
        audit.take_turn()
        review = Review.objects.select_related("document").get(pk=review.pk)
        check(act, review.document, by=by)
        decide(review, decision, by=by, reason=reason)
        claim(act, review.document)
        audit.record(
            act,
            review.document,
            by=by,
            digest=review.digest,
            reason=reason,
            decision=review.decision_as_record(),
        )
    return review


def decide(review: Review, decision: Decision, *, by: User, reason: str = "") -> None:
    """Close the round by one conditional update. Raises WrongState when it is closed already."""
    review.decision, review.decided_by, review.reason = decision, by, reason
    review.decided_at = timezone.now()
    rows = Review.objects.open().filter(pk=review.pk)
    if not rows.update(
        decision=decision, decided_by=by, decided_at=review.decided_at, reason=reason
    ):
        raise WrongState("This round of review was closed by somebody else. Nothing was changed.")


def plan_review(review: Review, *, by: User, assignee: User | None, due: date) -> None:
    """Say who shall review by when. Reviewers and editors may."""
    check_signed_in(by)
    if not (by.has_perm("editorial.review_document") or by.has_perm("editorial.recall_document")):
        raise NotAllowed("Only a reviewer or an editor can assign a review.")
    if assignee:
        check_can_review(review, assignee)
    if due < timezone.localdate():
        raise Incomplete("The due date has passed; choose today or a later day.")
    _assign("plan review", review, by, Review.objects.open(), assignee=assignee, due=due)


def take(review: Review, *, by: User, shown_assignee: int | None) -> None:
    """Become the reviewer of an open round. `shown_assignee` is whose it was on the screen.

    Raises NotAllowed, FourEyes, WrongState when somebody was faster.
    """
    check_signed_in(by)
    check_permission(by, "review_document", "take a review", "a reviewer")
    check_can_review(review, by)
    rows = Review.objects.open().filter(assignee=shown_assignee)
    _assign("take review", review, by, rows, assignee=by)


def give_back(review: Review, *, by: User) -> None:
    """Leave an open round to whoever takes it. Only its reviewer can."""
    check_signed_in(by)
    _assign(
        "give back review", review, by, Review.objects.open().filter(assignee=by), assignee=None
    )


def _assign(act: str, review: Review, by: User, rows: ReviewQuerySet, **plan: Any) -> None:
    with transaction.atomic():
        audit.take_turn()
        if not rows.filter(pk=review.pk).update(**plan):
            raise WrongState(_whose(Review.objects.get(pk=review.pk)))
        review = Review.objects.select_related("document").get(pk=review.pk)
        assignment = review.assignment_as_record()
        audit.record(act, review.document, by=by, digest=review.digest, assignment=assignment)


def _whose(review: Review) -> str:
    if not review.is_open:
        return "This round of review is closed. Nothing was changed."
    if review.assignee is None:
        return "This review is nobody’s now. Nothing was changed."
    return f"This review is with {review.assignee} now. Nothing was changed."
