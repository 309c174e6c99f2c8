"""The desk's lists, with all that a row shows; the number of queries never grows with the rows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from editorial.models import Comment, Edition, Review, SignOff, User
from editorial.plan import Plan, plan_of

RUNNING_OUT_DAYS = 60


def open_reviews(user: User) -> QuerySet[Review]:
    """Adds the signatures so far, open comments, and what the user has to do with the text."""
    contributors = Review.contributors.through.objects.filter(review=OuterRef("pk"), user=user)
    signatures = SignOff.objects.filter(review=OuterRef("pk"), signer=user)
    remarks = Comment.objects.open().about(OuterRef("document"))
    latest = Edition.objects.filter(document=OuterRef("document")).order_by("-number")
    return (
        Review.objects.open()
        .select_related("document", "submitted_by", "assignee")
        .defer("snapshot")
        .annotate(
            signatures=Count("sign_offs", distinct=True),
            remarks=_count(remarks),
            done_remarks=_count(remarks.done()),
            kept_expiry=Subquery(latest.values("expires_at")[:1]),
            contributed=Exists(contributors),
            signed=Exists(signatures),
        )
        .order_by("due", "pk")
    )


def _count(rows: QuerySet[Comment]) -> Coalesce:
    """Counted by the database for each row of the queue."""
    counted = rows.order_by().values("review__document").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")[:1]), 0)


def next_to_sign(user: User, *, but: Review) -> Review | None:
    """The first of the queue that this user may sign."""
    others: Any = open_reviews(user).exclude(pk=but.pk)
    first = others.filter(contributed=False, signed=False).first()
    return first if first and not may_sign(first, user) else None


def running_out_editions() -> QuerySet[Edition]:
    """Live editions that are due for review within RUNNING_OUT_DAYS, the oldest first.

    Adds the open review of the document, and whether a newer edition is scheduled.
    """
    until = timezone.localdate() + timedelta(days=RUNNING_OUT_DAYS)
    reviews = Review.objects.open().filter(document=OuterRef("document"))
    scheduled = Edition.objects.scheduled().filter(document=OuterRef("document"))
    return (
        Edition.objects.live()
        .filter(next_review_due__lte=until)
        .for_list()
        .select_related("document")
        .annotate(
            open_review=Subquery(reviews.values("pk")[:1]), newer_is_scheduled=Exists(scheduled)
        )
        .order_by("next_review_due", "pk")
    )


@dataclass(frozen=True)
class QueueRow:
    """One review of the queue, as this user sees it; `obstacle` is why they cannot sign it."""

    review: Any
    obstacle: str
    may_take: bool
    plan: Plan

    @classmethod
    def of(cls, review: Any, user: User) -> Self:
        is_reviewer = user.has_perm("editorial.review_document")
        may_take = is_reviewer and not review.contributed and review.assignee_id != user.pk
        kept = Plan(None, review.kept_expiry) if review.reaffirms else None
        plan = kept or plan_of(review, timezone.now())
        return cls(review, may_sign(review, user), may_take, plan)


def may_sign(review: Any, user: User) -> str:
    """Why this user cannot sign this row of the queue, in a few words, or an empty string.

    The engine's rules decide when it comes to signing; this is their answer for a list, made of
    what `open_reviews` brought along.
    """
    if not user.has_perm("editorial.review_document"):
        return "you are not a reviewer"
    if not hasattr(user, "reviewer_profile"):
        return "you have no reviewer profile"
    if review.contributed:
        return "you contributed"
    if review.signed:
        return "you have signed"
    return ""
