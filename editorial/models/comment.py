"""Comments on a text under review, and their answers. They outlive the round they were made in."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value

from editorial.models.document import Document
from editorial.models.people import User
from editorial.models.review import Review


class CommentQuerySet(models.QuerySet["Comment"]):
    def open(self) -> Self:
        """Unresolved: they hold back each signature on their document, in whatever round."""
        return self.filter(resolved_at__isnull=True)

    def about(self, document: Document | OuterRef) -> Self:
        return self.filter(review__document=document)

    def done(self) -> Self:
        """Those whose last word is that the text was changed as asked."""
        last = Answer.objects.filter(comment=OuterRef("pk")).order_by("-pk")
        return self.annotate(last_done=Subquery(last.values("done")[:1])).filter(last_done=True)

    def seen_in(self, review: Review) -> Self:
        """Those made in this round, and those of earlier rounds that were open when it began."""
        # By the time it was resolved: a comment that this round settled belongs on its page for
        # ever.
        still_open = Q(resolved_at__isnull=True) | Q(resolved_at__gte=review.submitted_at)
        earlier = Q(review__number__lt=review.number) & still_open
        return self.filter(Q(review=review.pk) | earlier, review__document=review.document_id)

    def for_person(self, person: User) -> Self:
        """With what the rules ask of each comment about this person."""
        rounds = _rounds_with_a_part(person).filter(
            document=OuterRef("review__document"), number__gte=OuterRef("review__number")
        )
        return self.annotate(asked_for=Value(person.pk), had_part=Exists(rounds))

    def with_answers(self) -> Self:
        """With all that a thread shows, in two queries."""
        answers = models.Prefetch("answers", Answer.objects.select_related("written_by"))
        named = self.select_related("review", "written_by", "resolved_by")
        return named.defer("review__snapshot").prefetch_related(answers)


def _rounds_with_a_part(person: User) -> models.QuerySet[Review]:
    return Review.objects.filter(contributors=person)


class Comment(models.Model):
    """A remark on one place of the snapshot of a round. Closed once, by `acts.resolve`."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="comments")
    place = models.CharField(max_length=120, blank=True)
    body = models.TextField(max_length=4000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_comments"
    )
    written_at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)
    resolution = models.TextField(max_length=2000, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("written_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | models.Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(resolution="") | models.Q(resolved_at__isnull=False),
                name="comment_resolution_only_when_resolved",
            ),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    def had_a_part(self, person: User) -> bool:
        """Whether the person had a hand in the text that it is about, or in a later one."""
        if self.__dict__.get("asked_for") == person.pk:
            return bool(self.__dict__["had_part"])
        # From the comment’s round on: who wrote a later text would judge a remark on their own
        # words.
        rounds = _rounds_with_a_part(person).filter(number__gte=self.review.number)
        return rounds.filter(document=self.review.document_id).exists()

    @property
    def is_done(self) -> bool:
        """Whether the last word on it is that the text was changed as asked."""
        answers = list(self.answers.all())
        return bool(answers) and answers[-1].done

    def as_record(self) -> dict[str, object]:
        """The comment as it was made, as plain JSON; its digest stands in the audit log."""
        return {
            "comment": self.pk,
            "review": self.review_id,
            "place": self.place,
            "body": self.body,
            "written_by": self.written_by_id,
            "written_at": self.written_at.isoformat(),
        }

    def resolution_as_record(self) -> dict[str, object]:
        """How it was closed, as plain JSON for the audit log."""
        return {
            "comment": self.pk,
            "resolved_by": self.resolved_by_id,
            "resolved_at": self.resolved_at and self.resolved_at.isoformat(),
            "resolution": self.resolution,
        }


class Answer(models.Model):
    """A reply to a comment, or the writer's word that it is done. Never updated, never deleted."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="answers")
    body = models.TextField(max_length=4000, blank=True)
    done = models.BooleanField(default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done=True) | ~models.Q(body=""),
                name="answer_says_something",
            )
        ]

    def __str__(self) -> str:
        return self.body[:60] or "Done"

    def as_record(self) -> dict[str, object]:
        """The answer as plain JSON for the audit log."""
        return {
            "answer": self.pk,
            "comment": self.comment_id,
            "body": self.body,
            "done": self.done,
            "written_by": self.written_by_id,
            "written_at": self.written_at.isoformat(),
        }
