"""During a review: assign and plan, comment and resolve, recall, request changes."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from editorial import audit
from editorial.exceptions import Incomplete, NotAllowed, WrongState
from editorial.inputs import optional_text, required_text
from editorial.models import Comment, Decision, Review, User
from editorial.rules import check_permission, check_signed_in
from editorial.workflow import TRANSITIONS, Act, check, claim


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
    if assignee and not assignee.has_perm("editorial.review_document"):
        raise Incomplete(f"{assignee} is not a reviewer.")
    if due < timezone.localdate():
        raise Incomplete("The due date has passed; choose today or a later day.")
    if not Review.objects.open().filter(pk=review.pk).update(assignee=assignee, due=due):
        raise WrongState("This round of review is closed.")


def comment(review: Review, *, by: User, body: str, place: str = "") -> Comment:
    """Remark on the text under review. Reviewers, and whoever may edit, take part."""
    given = {
        "place": optional_text(place, "place", 120),
        "body": required_text(body, "comment", 4000),
    }
    with transaction.atomic():
        # Else a comment could slip in beside the signature that it should hold back.
        audit.take_turn()
        _check_open(review, by)
        return Comment.objects.create(
            review=review, written_by=by, written_at=timezone.now(), **given
        )


def resolve(remark: Comment, *, by: User) -> None:
    """Close a comment. Only a reviewer may: they hold back the sign-off."""
    check_signed_in(by)
    who = TRANSITIONS[Act.SIGN_OFF]
    check_permission(by, who.permission, "resolve comments", who.who)
    open_ones = Comment.objects.filter(
        pk=remark.pk, resolved_at__isnull=True, review__decision=Decision.OPEN
    )
    open_ones.update(resolved_by=by, resolved_at=timezone.now())


def _check_open(review: Review, by: User) -> None:
    check_signed_in(by)
    check_permission(by, "change_document", "comment on a review", TRANSITIONS[Act.EDIT].who)
    if not Review.objects.open().filter(pk=review.pk).exists():
        raise WrongState("This round of review is closed; comments belong to the next one.")
