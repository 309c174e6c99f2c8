"""The desk's lists, with all that a row shows; the number of queries never grows with the rows."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from editorial.models import Edition, Review, SignOff, User

RUNNING_OUT_DAYS = 60


def open_reviews(user: User) -> QuerySet[Review]:
    """Adds the signatures so far, open comments, and what the user has to do with the text."""
    contributors = Review.contributors.through.objects.filter(review=OuterRef("pk"), user=user)
    signatures = SignOff.objects.filter(review=OuterRef("pk"), signer=user)
    return (
        Review.objects.open()
        .select_related("document", "submitted_by", "assignee")
        .defer("snapshot")
        .annotate(
            signatures=Count("sign_offs", distinct=True),
            remarks=Count("comments", distinct=True, filter=Q(comments__resolved_at=None)),
            contributed=Exists(contributors),
            signed=Exists(signatures),
        )
        .order_by("due", "pk")
    )


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
