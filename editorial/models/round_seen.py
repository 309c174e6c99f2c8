"""RoundSeen: which rounds of review a reviewer has opened, to show what is new since then."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from editorial.models.review import Review


class RoundSeen(models.Model):
    """No part of the record: it serves its reader alone."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    first_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # Two tabs opened at once are one look.
            models.UniqueConstraint(fields=["reviewer", "review"], name="round_seen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} saw review {self.review_id}"
