"""The data of Retraction Watch as imported last, and the editions that they concern."""

from typing import ClassVar

from django.db import models

from editorial.models import Edition


class Nature(models.TextChoices):
    RETRACTION = "retraction", "Retraction"
    CONCERN = "concern", "Expression of concern"
    CORRECTION = "correction", "Correction"
    REINSTATEMENT = "reinstatement", "Reinstatement"
    # Its row could not be read whole, or says something new: a person has to look.
    UNREAD = "unread", "Not readable"


class RetractionData(models.Model):
    """One import. The one that is current answers; the next replaces it when it is complete."""

    as_of = models.DateField()
    imported_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the notices in their order
    current = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "retraction data"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["current"],
                condition=models.Q(current=True),
                name="retraction_data_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"Retraction Watch as of {self.as_of:%-d %B %Y}"

    def as_record(self) -> dict[str, object]:
        return {
            "data": self.pk,
            "as_of": self.as_of.isoformat(),
            "rows": self.rows,
            "unread": self.unread,
            "digest": self.digest,
        }


class RetractionNotice(models.Model):
    """What one row says of one paper. Numbers are in the form that `identifiers` gives them."""

    data = models.ForeignKey(RetractionData, on_delete=models.CASCADE, related_name="notices")
    line = models.PositiveIntegerField()
    nature = models.CharField(max_length=20, choices=Nature.choices)
    date = models.DateField(null=True)
    doi = models.CharField(max_length=255, blank=True)
    pmid = models.CharField(max_length=20, blank=True)
    title_key = models.CharField(max_length=32, blank=True)  # of the folded title
    year = models.PositiveSmallIntegerField(null=True)
    notice_doi = models.CharField(max_length=255, blank=True)
    reasons = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["doi"]),
            models.Index(fields=["pmid"]),
            models.Index(fields=["title_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} of {self.doi or self.pmid or 'a paper'}"

    def as_record(self) -> list[object]:
        date = self.date and self.date.isoformat()
        told = [self.line, self.nature, date, self.doi, self.pmid, self.title_key, self.year]
        return [*told, self.notice_doi, self.reasons]


class SourceAlert(models.Model):
    """An edition, live or to come, that cites a paper retracted or under concern. Made anew by
    each import; `verify_records` compares it with the editions."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="source_alerts")
    key = models.CharField(max_length=80)
    listed = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "key"], name="source_alert_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.key}, {self.listed}"
