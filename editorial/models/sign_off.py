"""SignOff: one person's signature on one review's digest. Never updated, never deleted."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from editorial.constraints import EnforcedCheck
from editorial.models.audit import AuditEvent
from editorial.models.review import Review


class Scope(models.TextChoices):
    WHOLE = "whole", "The whole page"
    CHANGES = "changes", "Only the changes since the live edition"


class Method(models.TextChoices):
    """How the signer was recognised; the first two are this site's attestation."""

    PASSWORD = "password", "with a password"
    CODE = "code", "with password and code"
    KEY = "key", "with the signer’s own key"


class SignOff(models.Model):
    """Fields after 21 CFR Part 11, 11.50: printed name, date and time, and meaning of signing."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="sign_offs")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_offs"
    )
    # Frozen like the name: the reviewer’s public page is found by it even after the profile got
    # another.
    signer_slug = models.SlugField(max_length=120, db_index=True)
    printed_name = models.CharField(max_length=150)
    credentials = models.CharField(max_length=200)
    team = models.CharField(max_length=120, blank=True)
    meaning = models.TextField()
    scope = models.CharField(max_length=10, choices=Scope.choices)
    conflict_of_interest = models.TextField(max_length=1000)
    checklist = models.JSONField()
    next_review_due = models.DateField()
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.PASSWORD)
    # Which holds the digest of this row; the database takes no signature without it.
    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("signed_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "signer"], name="sign_off_once_per_signer"),
            EnforcedCheck(condition=models.Q(scope__in=Scope.values), name="sign_off_scope_known"),
            EnforcedCheck(
                condition=models.Q(method__in=Method.values), name="sign_off_method_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["signer_slug", "signed_at"])]

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.signed_at:%d %B %Y}"

    def as_record(self) -> dict[str, object]:
        """The signature as plain JSON; its digest stands in the audit log."""
        return {
            "review": self.review_id,
            "signer": self.signer_id,
            "signer_slug": self.signer_slug,
            "printed_name": self.printed_name,
            "credentials": self.credentials,
            "team": self.team,
            "meaning": self.meaning,
            "scope": self.scope,
            "conflict_of_interest": self.conflict_of_interest,
            "checklist": self.checklist,
            "next_review_due": self.next_review_due.isoformat(),
            "digest": self.digest,
            "signed_at": self.signed_at.isoformat(),
            "method": str(self.method),
        }
