"""EditionPassages: who wrote and who signed each passage of an edition, frozen with it."""

from typing import TypedDict

from django.db import models

from editorial.digests import digest_of
from editorial.models.audit import AuditEvent
from editorial.models.edition import Edition


class Author(TypedDict):
    id: int
    name: str  # as it was at publication


class Standing(TypedDict):
    """Of one passage, in the order of the text. `signed`, `first` and `last` are ids of sign-offs:
    those it was signed under as it stands, and those of the first and last reading of the whole."""

    passage: str
    since: int  # the edition from which it stands unchanged
    signed: list[int]
    first: list[int]
    last: list[int]
    authors: list[Author]


class EditionPassages(models.Model):
    """Never updated, never deleted; its digest stands in the event of the last signature."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="passages")
    # The live edition whose signatures carry on for what it left unchanged.
    carried_from = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    root = models.CharField(max_length=64)
    rows: "models.JSONField[list[Standing], list[Standing]]" = models.JSONField()

    def __str__(self) -> str:
        return f"Passages of {self.edition}"

    def as_record(self) -> dict[str, object]:
        """All of it as plain JSON, for the audit log."""
        return {
            "edition": self.edition_id,
            "carried_from": self.carried_from_id,
            "root": self.root,
            "rows": self.rows,
        }

    def is_on_record(self) -> bool:
        """Whether the event of the edition's last signature tells of these very rows."""
        edition = self.edition
        events = AuditEvent.objects.filter(
            document_kind=edition.kind, document_id=str(edition.document_id), digest=edition.digest
        )
        facts = events.filter(data__has_key="passages").values_list("data__passages", flat=True)
        told = [each["digest"] for each in facts if each["edition"] == edition.pk]
        return told == [digest_of(self.as_record())]
