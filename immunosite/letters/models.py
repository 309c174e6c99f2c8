"""Letter: what a reader wrote to the editors, and what became of it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from editorial.models import Document, Edition
from immunosite.letters import TEXT_LIMIT

ANSWER_LIMIT = 4000
# Far longer than a mail server is waited for (settings.EMAIL_TIMEOUT, for each step).
SENDING_TAKES = timedelta(minutes=5)
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


class Mail(models.TextChoices):
    """What became of the answer. Sent can be known of a mail server's word alone: whoever dies
    between asking and hearing leaves SENDING behind."""

    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"


class LetterQuerySet(models.QuerySet["Letter"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def new(self) -> Self:
        """Nobody has closed them, nor does the mail server have an answer."""
        return self.open().exclude(mail=Mail.SENT)

    def to_answer(self, moment: datetime) -> Self:
        """Not answered; or the answer was not sent, or nobody knows for longer than it takes."""
        unknown = models.Q(mail=Mail.SENDING, answered_at__lte=moment - SENDING_TAKES)
        return self.open().filter(models.Q(mail__in=["", Mail.FAILED]) | unknown)


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
    mail = models.CharField(max_length=8, choices=Mail.choices, blank=True, editable=False)
    mail_error = models.CharField(max_length=300, blank=True, editable=False)
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
                condition=models.Q(answered_by__isnull=True, answered_at__isnull=True, mail="")
                | models.Q(
                    answered_by__isnull=False, answered_at__isnull=False, mail__in=Mail.values
                ),
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
        return {"": "new", Mail.SENT: "answered"}.get(self.mail, self.get_mail_display().lower())

    @property
    def can_be_answered(self) -> bool:
        return bool(self.reply_to) and (self.mail in ("", Mail.FAILED) or self.is_unknown)

    @property
    def is_unknown(self) -> bool:
        """Whether the answer went out: it was begun, and nobody heard the end of it."""
        begun = self.answered_at
        return self.mail == Mail.SENDING and bool(begun and begun <= timezone.now() - SENDING_TAKES)
