"""Letter: what a reader wrote to the editors, and what became of it."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from editorial.models import Document, Edition
from immunosite.letters import TEXT_LIMIT

ANSWER_LIMIT = 4000
BY: dict[str, Any] = {
    "to": settings.AUTH_USER_MODEL,
    "on_delete": models.PROTECT,
    "related_name": "+",
    "null": True,
    "editable": False,
}


class LetterKind(models.TextChoices):
    PROBLEM = "problem", "Problem with a page"
    QUESTION = "question", "Question"


class LetterQuerySet(models.QuerySet["Letter"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def new(self) -> Self:
        """Nobody has answered or closed them."""
        return self.open().filter(answered_at__isnull=True)


class Letter(models.Model):
    """`edition` is the text that the reader had before them; a question is about none.

    What could tell who wrote it, `reply_to` and `sender`, is erased when the letter is closed.
    """

    kind = models.CharField(max_length=10, choices=LetterKind.choices, editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, editable=False, related_name="letters"
    )
    text = models.TextField(max_length=TEXT_LIMIT, editable=False)
    reply_to = models.EmailField(blank=True, editable=False)
    sender = models.CharField(max_length=32, blank=True, editable=False)
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    answer = models.TextField(max_length=ANSWER_LIMIT, blank=True, editable=False)
    answered_by = models.ForeignKey(**BY)
    answered_at = models.DateTimeField(null=True, editable=False)
    outcome = models.TextField(max_length=600, blank=True, editable=False)
    closed_by = models.ForeignKey(**BY)
    closed_at = models.DateTimeField(null=True, editable=False)
    draft = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "letter from a reader"
        verbose_name_plural = "letters from readers"
        ordering = ("-received_at", "-pk")
        default_permissions = ("view", "change")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="problem", edition__isnull=False)
                | models.Q(kind="question", edition__isnull=True),
                name="letter_problem_is_with_an_edition",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_by__isnull=True, answered_at__isnull=True)
                | models.Q(answered_by__isnull=False, answered_at__isnull=False),
                name="letter_answered_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_by__isnull=True, closed_at__isnull=True)
                | models.Q(
                    closed_by__isnull=False, closed_at__isnull=False, reply_to="", sender=""
                ),
                name="letter_closed_by_and_at_and_nameless",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["received_at"]),
            models.Index(fields=["closed_at", "-received_at"]),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"

    @property
    def standing(self) -> str:
        if self.closed_at:
            return "closed"
        return "answered" if self.answered_at else "new"
