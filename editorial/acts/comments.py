"""Comments on a text under review: raise, answer, mark as done, resolve. Each is on the record.

A comment belongs to the document: it holds the signature in every round until it is resolved.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from editorial.acts.inputs import optional_text, required_text
from editorial.exceptions import Incomplete, WrongState
from editorial.models import Answer, Comment, Document, Review, User
from editorial.record import audit
from editorial.rules import (
    check_may_resolve,
    check_permission,
    check_signed_in,
    last_part_of,
)
from editorial.workflow import TRANSITIONS, Act

COMMENT, ANSWER, DONE, RESOLVE = "comment", "answer", "mark as done", "resolve"


def comment(review: Review, *, by: User, body: str, place: str = "") -> Comment:
    """Remark on the text under review. Reviewers, and whoever may edit, take part.

    Raises NotAllowed, Incomplete, WrongState when the round is closed.
    """
    place, body = optional_text(place, "place", 120), required_text(body, "comment", 4000)
    with transaction.atomic():
        # Else a comment could slip in beside the signature that it should hold back.
        audit.take_turn()
        _check_takes_part(by, "comment on a review")
        if not Review.objects.open().filter(pk=review.pk).exists():
            raise WrongState("This round of review is closed; comments belong to the next one.")
        remark = Comment.objects.create(
            review=review, place=place, body=body, written_by=by, written_at=timezone.now()
        )
        _record(COMMENT, remark, by, body, comment=remark.as_record())
    return remark


def answer(remark: Comment, *, by: User, body: str = "", done: bool = False) -> Answer:
    """Reply to an open comment, in a round or between two; `done` says: changed as you asked.

    It resolves nothing. Raises NotAllowed, Incomplete, WrongState when it is resolved already.
    """
    body = optional_text(body, "answer", 4000)
    if not (body or done):
        raise Incomplete("Write an answer, or mark the comment as done.")
    with transaction.atomic():
        audit.take_turn()
        _check_takes_part(by, "answer a comment")
        remark = _open(remark)
        reply = Answer.objects.create(
            comment=remark, body=body, done=done, written_by=by, written_at=timezone.now()
        )
        _record(DONE if done else ANSWER, remark, by, body, answer=reply.as_record())
    return reply


def resolve(remark: Comment, *, by: User, reason: str = "") -> None:
    """Close a comment, in view of a text that is under review.

    Raises NotAllowed, FourEyes, Incomplete, WrongState.
    """
    reason = optional_text(reason, "reason", 2000)
    with transaction.atomic():
        audit.take_turn()
        check_signed_in(by)
        remark = _open(remark)
        last_part = last_part_of(by, remark.review.document_id)
        check_may_resolve(remark, by, reason, last_part=last_part)
        if not Review.objects.open().filter(document=remark.review.document_id).exists():
            raise WrongState(
                "The text is not under review now. The comment stays open for the next round."
            )
        remark.resolved_by, remark.resolved_at, remark.resolution = by, timezone.now(), reason
        Comment.objects.open().filter(pk=remark.pk).update(
            resolved_by=by, resolved_at=remark.resolved_at, resolution=reason
        )
        _record(RESOLVE, remark, by, reason, resolution=remark.resolution_as_record())


def _check_takes_part(by: User, act: str) -> None:
    check_signed_in(by)
    check_permission(by, "change_document", act, TRANSITIONS[Act.EDIT].who)


def _open(remark: Comment) -> Comment:
    rows = Comment.objects.select_related("review", "resolved_by", "written_by")
    now = rows.defer("review__snapshot").get(pk=remark.pk)
    if not now.is_open:
        raise WrongState(
            f"{now.resolved_by} resolved this comment on {now.resolved_at:%d %B %Y, %H:%M} UTC. "
            "Nothing was changed."
        )
    return now


def _record(act: str, remark: Comment, by: User, words: str, **data: Any) -> None:
    document = Document.objects.get(pk=remark.review.document_id)
    audit.record(act, document, by=by, digest=remark.review.digest, reason=words, **data)
