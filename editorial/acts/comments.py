"""Comments on a text under review: raise, answer, mark as done, resolve. Each is on the record.

A comment belongs to the document: it holds the signature in every round until it is resolved.
"""

from django.db import transaction
from django.utils import timezone

from editorial.acts.inputs import optional_text, required_text
from editorial.exceptions import Incomplete
from editorial.models import Answer, Comment, Review, User
from editorial.record import audit
from editorial.rights import is_reviewer
from editorial.workflow import Act, check


def comment(review: Review, *, by: User, body: str, place: str = "") -> Comment:
    """Remark on the text under review.

    Raises NotAllowed, Incomplete, WrongState when the round is closed.
    """
    place, body = optional_text(place, "place", 120), required_text(body, "comment", 4000)
    with transaction.atomic():
        # Else a comment could slip in beside the signature that it should hold back.
        audit.take_turn()
        review = Review.objects.select_related("document").get(pk=review.pk)
        check(Act.COMMENT, review, by=by)
        remark = Comment.objects.create(
            review=review, place=place, body=body, written_by=by, written_at=timezone.now()
        )
        _record(Act.COMMENT, remark, by, body, comment=remark.as_record())
    return remark


def answer(remark: Comment, *, by: User, body: str = "", done: bool = False) -> Answer:
    """Reply to an open comment, in a round or between two; `done` says: changed as you asked.

    It resolves nothing. Raises NotAllowed, Incomplete, WrongState when it is resolved already.
    """
    body = optional_text(body, "answer", 4000)
    if not (body or done):
        raise Incomplete("Write an answer, or mark the comment as done.")
    # Two acts, because the log is searched by them: “changed as asked” is a claim, an answer is
    # talk.
    act = Act.MARK_DONE if done else Act.ANSWER
    with transaction.atomic():
        audit.take_turn()
        remark = _fresh(remark)
        check(act, remark, by=by)
        reply = Answer.objects.create(
            comment=remark, body=body, done=done, written_by=by, written_at=timezone.now()
        )
        _record(act, remark, by, body, answer=reply.as_record())
    return reply


def resolve(remark: Comment, *, by: User, reason: str = "") -> None:
    """Close a comment, in view of a text that is under review.

    Raises NotAllowed, FourEyes, Incomplete, WrongState.
    """
    reason = optional_text(reason, "reason", 2000)
    with transaction.atomic():
        audit.take_turn()
        remark = _fresh(remark)
        check(Act.RESOLVE, remark, by=by)
        if in_anothers_place(by) and not reason:
            raise Incomplete("Give a reason: you resolve the comment in another’s place.")
        remark.resolved_by, remark.resolved_at, remark.resolution = by, timezone.now(), reason
        # Conditional for the day somebody forgets the turn above; a resolved comment is frozen by a
        # trigger in any case.
        Comment.objects.open().filter(pk=remark.pk).update(
            resolved_by=by, resolved_at=remark.resolved_at, resolution=reason
        )
        _record(Act.RESOLVE, remark, by, reason, resolution=remark.resolution_as_record())


def in_anothers_place(by: User) -> bool:
    """Whoever resolves and is no reviewer says why."""
    return not is_reviewer(by)


def _fresh(remark: Comment) -> Comment:
    # Without the snapshot, the longest column there is, of which a comment needs only the digest.
    rows = Comment.objects.select_related("review__document", "resolved_by", "written_by")
    return rows.defer("review__snapshot").get(pk=remark.pk)


def _record(act: Act, remark: Comment, by: User, words: str, **data: object) -> None:
    review = remark.review
    audit.record(act, review.document, by=by, digest=review.digest, reason=words, **data)
