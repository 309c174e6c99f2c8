"""The desk's lists, with all that a row shows; the number of queries never grows with the rows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from editorial.models import Comment, Edition, Review, SignOff, User
from editorial.plan import Plan, plan_of
from editorial.rights import is_reviewer
from editorial.rules import may_sign_at_all
from editorial.workflow import Act, bar, can

RUNNING_OUT_DAYS = 60


def open_reviews(user: User) -> QuerySet[Review]:
    """Adds the signatures so far, open comments, and what the user has to do with the text."""
    remarks = Comment.objects.open().about(OuterRef("document"))
    signatures = SignOff.objects.filter(review=OuterRef("pk"))
    latest = Edition.objects.filter(document=OuterRef("document")).order_by("-number")
    return (
        Review.objects.open()
        .for_person(user)
        .select_related("document", "submitted_by", "assignee")
        # The longest column, of which a row of the queue shows nothing.
        .defer("snapshot")
        .annotate(
            # Each by a question of its own: to count the rows of the list, none of them is asked.
            signatures=_count(signatures, "review"),
            remarks=_count(remarks, "review__document"),
            done_remarks=_count(remarks.done(), "review__document"),
            kept_expiry=Subquery(latest.values("expires_at")[:1]),
        )
        .order_by("due", "pk")
    )


def _count(rows: QuerySet[Comment] | QuerySet[SignOff], of: str) -> Coalesce:
    """Counted by the database for each row that is shown of the queue."""
    counted = rows.order_by().values(of).annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")[:1]), 0)


def signable(user: User) -> QuerySet[Review]:
    """The rows of the queue whose signing nothing bars this user from: `workflow.bar`, in SQL."""
    # Of the person once; of the rows in SQL: asked one by one they would cost a query for each.
    if not is_reviewer(user) or not may_sign_at_all(user):
        return Review.objects.none()
    changes = Q(baseline__isnull=False, reaffirms=False, contributed_to_changes=False)
    return open_reviews(user).filter(Q(contributed=False) | changes, Q(signed=False))


def running_out_editions() -> QuerySet[Edition]:
    """Live editions that are due for review within RUNNING_OUT_DAYS, the oldest first.

    Adds the open review of the document, and when a newer edition begins that is scheduled.
    """
    until = timezone.localdate() + timedelta(days=RUNNING_OUT_DAYS)
    reviews = Review.objects.open().filter(document=OuterRef("document"))
    scheduled = Edition.objects.scheduled().filter(document=OuterRef("document"))
    starts = scheduled.order_by("-number").values("effective_from")
    return (
        Edition.objects.live()
        .to_review_by(until)
        .for_list()
        .select_related("document")
        .annotate(
            open_review=Subquery(reviews.values("pk")[:1]), scheduled_from=Subquery(starts[:1])
        )
        .order_by(F("called").desc(), "next_review_due", "pk")
    )


@dataclass(frozen=True)
class QueueRow:
    """One review of the queue, as this user sees it; `obstacle` is why they cannot sign it."""

    review: Review
    obstacle: str
    may_take: bool
    may_give_back: bool
    plan: Plan

    @classmethod
    def of(cls, review: Review, user: User) -> Self:
        kept = Plan(None, vars(review)["kept_expiry"]) if review.reaffirms else None
        plan = kept or plan_of(review, timezone.now())
        return cls(
            review,
            bar(user, Act.SIGN_OFF, review),
            can(user, Act.TAKE, review),
            can(user, Act.GIVE_BACK, review),
            plan,
        )


@dataclass(frozen=True)
class RunningOut:
    """One edition whose review runs out, and whether this user may send it to review again."""

    edition: Edition
    may_reaffirm: bool

    @classmethod
    def of(cls, edition: Edition, user: User) -> Self:
        document = edition.document
        # What the list knows, so that the rule asks nothing for each row.
        scheduled_from = vars(edition)["scheduled_from"]
        called = vars(edition)["called"]
        vars(document).update(
            live_number=edition.number, scheduled_from=scheduled_from, called=called
        )
        return cls(edition, can(user, Act.REAFFIRM, document))
