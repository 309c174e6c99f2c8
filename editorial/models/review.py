"""Review: one round over one frozen snapshot."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from reversion.models import Revision

from editorial.kinds import kind_of
from editorial.models.document import Document
from editorial.models.people import User
from editorial.public.page import Page
from editorial.snapshot import Snapshot


class Decision(models.TextChoices):
    OPEN = "open", "Open"
    SIGNED = "signed", "Signed off"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    RECALLED = "recalled", "Recalled"
    WITHDRAWN = "withdrawn", "Closed by a withdrawal"


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> Self:
        return self.filter(decision=Decision.OPEN)

    def decided_on_the_text(self) -> Self:
        """Not those that were recalled or ended by a withdrawal: nobody said a word of the text."""
        return self.filter(decision__in=(Decision.SIGNED, Decision.CHANGES_REQUESTED))

    def for_person(self, person: User) -> Self:
        """With what the rules ask of each round about this person, so that no row asks again."""
        from editorial.models.sign_off import SignOff  # noqa: PLC0415 - that table leads to this one

        of_this = {"review": models.OuterRef("pk"), "user": person}
        contributors = self.model.contributors.through.objects.filter(**of_this)
        of_changes = self.model.change_contributors.through.objects.filter(**of_this)
        signatures = SignOff.objects.filter(review=models.OuterRef("pk"), signer=person)
        return self.annotate(
            asked_for=models.Value(person.pk),
            contributed=models.Exists(contributors),
            contributed_to_changes=models.Exists(of_changes),
            signed=models.Exists(signatures),
        )


class Review(models.Model):
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    reaffirms = models.BooleanField(
        default=False, help_text="The live text itself is reviewed again, unchanged."
    )
    snapshot: "models.JSONField[Snapshot, Snapshot]" = models.JSONField()
    digest = models.CharField(max_length=64)
    draft_version = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    contributors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="contributions")
    # The edition in force at the submission, with which the text is compared passage by passage.
    baseline = models.ForeignKey(
        "editorial.Edition", on_delete=models.PROTECT, null=True, related_name="+"
    )
    change_contributors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="contributions_to_changes"
    )
    required_signers = models.PositiveSmallIntegerField(default=1)
    note = models.TextField(max_length=2000, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submissions"
    )
    submitted_at = models.DateTimeField()
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_reviews",
    )
    due = models.DateField()
    decision = models.CharField(max_length=20, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("due", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="review_number_unique"),
            models.UniqueConstraint(
                # The claim in the workflow allows one open round already; this one holds against
                # whatever comes past it.
                fields=["document"],
                condition=models.Q(decision=Decision.OPEN),
                name="review_one_open_per_document",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    decision=Decision.OPEN, decided_by__isnull=True, decided_at__isnull=True
                )
                | (
                    models.Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~models.Q(decision=Decision.OPEN)
                ),
                name="review_decided_by_and_at",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["decision", "due"]),
            models.Index(fields=["decision", "assignee", "due"], name="review_of_assignee"),
        ]

    def __str__(self) -> str:
        return f"Review {self.number} of “{self.snapshot['title']}”"

    @property
    def is_open(self) -> bool:
        return self.decision == Decision.OPEN

    @property
    def asks_for_changes(self) -> bool:
        return self.decision == Decision.CHANGES_REQUESTED

    def has_contributor(self, person: User) -> bool:
        # The annotation is about one person: for anybody else it would be a wrong answer, and four
        # eyes hang on it.
        if self.__dict__.get("asked_for") == person.pk:
            return bool(self.__dict__["contributed"])
        return self.contributors.filter(pk=person.pk).exists()

    def has_change_contributor(self, person: User) -> bool:
        if self.__dict__.get("asked_for") == person.pk:
            return bool(self.__dict__["contributed_to_changes"])
        return self.change_contributors.filter(pk=person.pk).exists()

    @property
    def offers_changes(self) -> bool:
        """Whether there is an edition whose changes could be signed alone."""
        return self.baseline_id is not None and not self.reaffirms

    def has_live_baseline(self) -> bool:
        """Whether what this text was compared with at its submission is what readers have now."""
        live = self.document.live_edition()
        return live is not None and live.pk == self.baseline_id

    def text_frozen_at(self) -> datetime:
        """When these very bytes were first submitted; a re-affirmation is of an older text."""
        rounds = Review.objects.filter(document=self.document_id, digest=self.digest)
        first: datetime = rounds.aggregate(first=models.Min("submitted_at"))["first"]
        return first

    def was_signed_by(self, person: User) -> bool:
        if self.__dict__.get("asked_for") == person.pk:
            return bool(self.__dict__["signed"])
        return bool(self.sign_offs.filter(signer=person).exists())

    @property
    def page(self) -> Page:
        """The frozen text as the kind's typed content, to be shown as readers would see it."""
        return kind_of(self.snapshot["kind"]).page.read(self.snapshot)

    def as_record(self) -> dict[str, object]:
        """What was submitted as plain JSON, for the audit log; `digest` stands for the text."""
        return {
            "review": self.pk,
            "document": self.document_id,
            "number": self.number,
            "reaffirms": self.reaffirms,
            "digest": self.digest,
            "draft_version": self.draft_version,
            "revision": self.revision_id,
            # In an order of their own, because the record’s digest must not depend on how the
            # database returns them.
            "contributors": sorted(person.pk for person in self.contributors.all()),
            "baseline": self.baseline_id,
            "change_contributors": sorted(each.pk for each in self.change_contributors.all()),
            "required_signers": self.required_signers,
            "note": self.note,
            "submitted_by": self.submitted_by_id,
            "submitted_at": self.submitted_at.isoformat(),
        }

    def decision_as_record(self) -> dict[str, object]:
        """How the round was closed, as plain JSON for the audit log."""
        return {
            "review": self.pk,
            "decision": str(self.decision),
            "decided_by": self.decided_by_id,
            "decided_at": self.decided_at and self.decided_at.isoformat(),
            "reason": self.reason,
        }

    def assignment_as_record(self) -> dict[str, object]:
        """Who shall review by when, as plain JSON for the audit log."""
        return {
            "review": self.pk,
            "assignee": self.assignee_id,
            "due": self.due.isoformat(),
        }

    @property
    def previous(self) -> "Review | None":
        """The round before this one, however it ended."""
        earlier = Review.objects.filter(document=self.document_id, number__lt=self.number)
        return earlier.order_by("-number").first()
