"""During a review: assign, take and give back, recall, request changes."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from editorial.acts.inputs import optional_text, required_text
from editorial.exceptions import Incomplete, WrongState
from editorial.models import Decision, Review, User
from editorial.record import audit
from editorial.rules import check_can_review, whose
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
        review = _in_turn(review)
        check(act, review, by=by)
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
    # Conditional on its being open still: two people who decide at once both pass the check, and
    # the second must learn of the first.
    rows = Review.objects.open().filter(pk=review.pk)
    if not rows.update(
        decision=decision, decided_by=by, decided_at=review.decided_at, reason=reason
    ):
        raise WrongState("This round of review was closed by somebody else. Nothing was changed.")


def plan_review(review: Review, *, by: User, assignee: User | None, due: date) -> None:
    """Say who shall review by when.

    Raises NotAllowed, FourEyes, Incomplete (no reviewer, a day that has passed), WrongState.
    """
    if due < timezone.localdate():
        raise Incomplete("The due date has passed; choose today or a later day.")
    with transaction.atomic():
        review = _in_turn(review)
        check(Act.PLAN_REVIEW, review, by=by)
        # Nobody is a reviewer too, and needs no rights: the round then waits in the queue.
        if assignee:
            check_can_review(review, assignee)
        review.due = due
        _assign(Act.PLAN_REVIEW, review, assignee, by=by)


def take(review: Review, *, by: User, shown_assignee: int | None) -> None:
    """Become the reviewer of an open round. `shown_assignee` is whose it was on the screen.

    Raises NotAllowed, FourEyes, WrongState when somebody was faster.
    """
    with transaction.atomic():
        review = _in_turn(review)
        check(Act.TAKE, review, by=by)
        # A page that is an hour old must not take the text from a colleague who began to read it
        # meanwhile.
        if review.assignee_id != shown_assignee:
            raise WrongState(whose(review))
        _assign(Act.TAKE, review, by, by=by)


def give_back(review: Review, *, by: User) -> None:
    """Leave an open round to whoever takes it. Raises WrongState for whoever has it not."""
    with transaction.atomic():
        review = _in_turn(review)
        check(Act.GIVE_BACK, review, by=by)
        _assign(Act.GIVE_BACK, review, None, by=by)


def _in_turn(review: Review) -> Review:
    """As it is now, and no other act changes it before this one ends."""
    # The lock before the reading: what is read first may be old by the time the lock is there.
    audit.take_turn()
    return Review.objects.select_related("document", "assignee").get(pk=review.pk)


def _assign(act: Act, review: Review, assignee: User | None, *, by: User) -> None:
    review.assignee = assignee
    # Only these: the other columns are frozen by a trigger, or belong to an act that claims them.
    review.save(update_fields=["assignee", "due"])
    assignment = review.assignment_as_record()
    audit.record(act, review.document, by=by, digest=review.digest, assignment=assignment)
