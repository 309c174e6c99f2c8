"""What stops guessing: how many tries were made lately, and which one-time codes are spent."""

from typing import ClassVar

from django.db import models


class Tries(models.Model):
    """A bucket that each try fills by a measure and time empties; one row for each subject."""

    key = models.CharField(max_length=64, primary_key=True)
    empty_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tries"

    def __str__(self) -> str:
        return f"{self.key[:8]}…, empty at {self.empty_at:%d %B %Y, %H:%M} UTC"


class SpentCode(models.Model):
    """A one-time code that was accepted. Shared by all processes, so that it is accepted once."""

    authenticator = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    spent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authenticator", "digest"], name="code_spent_once")
        ]

    def __str__(self) -> str:
        return f"A code of authenticator {self.authenticator}"
