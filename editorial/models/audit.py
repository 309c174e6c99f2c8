"""AuditEvent: every act, in one chain. No foreign keys: the record outlives what it is about."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypedDict

from django.db import models

if TYPE_CHECKING:
    from editorial.models.document import Document

# How what was refused is named in the log. Whose password was wrong is for administrators alone.
REFUSED = "sign off refused"
# The two events that may be recorded on a clock behind the last act: docs/adr on the clock.
CLOCK_PROPOSED = "propose the clock"
CLOCK_ACCEPTED = "accept the clock"
CLOCK_ACTS = (CLOCK_PROPOSED, CLOCK_ACCEPTED)


Fact = dict[str, object]  # the `as_record()` of a row


class Save(TypedDict):
    """Of a draft; `revision` is the number of django-reversion's, `digest` of what that keeps."""

    revision: int
    document: int
    draft_version: int
    digest: str
    authorship: str  # the digest of the rows of authors that it added


class PassagesFact(TypedDict):
    """Who wrote and signed each passage of an edition, by the digest of that record."""

    edition: int
    digest: str


class Facts(TypedDict, total=False):
    """What `data` holds of an act, as far as the record is recomputed from it."""

    submission: Fact
    decision: Fact | None
    assignment: Fact
    sign_off: int
    sign_off_digest: str
    editions: list[Fact]
    withdrawal: Fact
    comment: Fact
    answer: Fact
    resolution: Fact
    receipt_key: Fact
    save: Save
    passages: PassagesFact
    identity: dict[str, Any]
    held: Fact
    confirmation: Fact
    key_signature: Fact
    dismissal: Fact
    given: list[str]
    taken: list[str]


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def acts_on(self, document: "Document") -> Self:
        """What was done to a document: all that those who write and review it may know."""
        events = self.filter(document_kind=document.kind, document_id=str(document.pk))
        # A wrong password is the business of administrators, not of colleagues.
        return events.exclude(act__startswith=REFUSED)

    def last_on_clock(self, head: "AuditEvent | None" = None) -> "AuditEvent | None":
        """The event that no later act may be older than: the last, but for a clock that one person
        proposed and no second one has accepted. `head` is the last one, if it is known."""
        last = head or self.head()
        if last is None or last.act != CLOCK_PROPOSED:
            return last
        return self.exclude(act=CLOCK_PROPOSED).order_by("-sequence").first()

    def head(self) -> "AuditEvent | None":
        """The last event, without its data, which every act asks for and none of them reads."""
        return self.order_by("-sequence").defer("data").first()


class AuditEvent(models.Model):
    # Numbered by us: a database’s own sequence has gaps after a rollback, and a gap here means a
    # deleted event.
    sequence = models.PositiveBigIntegerField(primary_key=True)
    time = models.DateTimeField()
    actor = models.CharField(max_length=200)
    actor_id = models.CharField(max_length=40)
    act = models.CharField(max_length=40)
    document_kind = models.CharField(max_length=40)
    document_id = models.CharField(max_length=40)
    document_title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    data: "models.JSONField[Mapping[str, object], Facts]" = models.JSONField()
    # The last event by which what readers see may have changed: pages are kept until there is one.
    generation = models.PositiveBigIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ("sequence",)
        indexes: ClassVar = [
            models.Index(fields=["document_kind", "document_id", "sequence"]),
            models.Index(fields=["act", "actor_id", "time"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.actor}, {self.act}, “{self.document_title}”"

    def as_record(self) -> dict[str, object]:
        """All that the hash covers, as plain JSON."""
        return {
            "sequence": self.sequence,
            "time": self.time.isoformat(),
            "actor": self.actor,
            "actor_id": self.actor_id,
            "act": self.act,
            "document_kind": self.document_kind,
            "document_id": self.document_id,
            "document_title": self.document_title,
            "digest": self.digest,
            "reason": self.reason,
            "data": self.data,
            "generation": self.generation,
            "previous_hash": self.previous_hash,
        }
