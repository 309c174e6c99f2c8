"""Authorship: who brought which passage into which document. Never updated, never deleted."""

from typing import ClassVar, Self, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Q

from editorial.models.document import Document

WHOLE_DRAFT = ""  # in place of a passage: whoever saved the draft, whatever it changed


class AuthorshipRecord(TypedDict):
    """A row as plain JSON; the audit event of the save holds the digest of them all."""

    document: int
    passage: str
    author: int
    took_out: bool
    draft_version: int
    words: str


class AuthorshipQuerySet(models.QuerySet["Authorship"]):
    def contributing(self, names: set[str], since: int) -> Self:
        """Authors of these passages, and whoever saved the draft after a version of it."""
        saved = Q(passage=WHOLE_DRAFT, draft_version__gt=since)
        return self.filter(Q(passage__in=names, took_out=False) | saved)


class Authorship(models.Model):
    """One author of one passage. A save adds rows only for what it changed, and each time all
    authors of that: so no look-up ever walks over the saves before it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="authorship")
    passage = models.CharField(max_length=64, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    took_out = models.BooleanField(default=False)
    draft_version = models.PositiveIntegerField()
    # Once for each passage, to find it again in another wording after it was taken out.
    words = models.TextField(blank=True)

    objects = AuthorshipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "draft_version", "passage", "author", "took_out"],
                name="authorship_once_a_save",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["document", "passage", "took_out", "author"])]

    def __str__(self) -> str:
        return f"{self.author_id}: {self.passage[:12]} of {self.document_id}"

    def as_record(self) -> AuthorshipRecord:
        return {
            "document": self.document_id,
            "passage": self.passage,
            "author": self.author_id,
            "took_out": self.took_out,
            "draft_version": self.draft_version,
            "words": self.words,
        }
