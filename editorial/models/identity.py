"""IdentityHold: what somebody else changed of an account, until a second person confirms it."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from editorial.models.people import User


class IdentityHoldQuerySet(models.QuerySet["IdentityHold"]):
    def open(self) -> Self:
        return self.filter(confirmed_at__isnull=True)

    def on(self, person: User) -> Self:
        return self.filter(person=person)


class IdentityHold(models.Model):
    """While one is open, the person signs nothing and confirms nothing."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="identity_holds"
    )
    # The audit event of the change: its number, as nothing in the log is pointed at.
    event = models.PositiveBigIntegerField(unique=True)
    changer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Nobody for a command.",
    )
    since = models.DateTimeField()
    what = models.CharField(max_length=400)
    # The passkey that a person added for themself: it signs in at once, and signs pages when a
    # second person has confirmed it. Such a hold keeps the person from nothing else.
    key = models.PositiveBigIntegerField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)

    objects = IdentityHoldQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="identity_hold_confirmed_by_and_at",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.what}"

    def as_record(self) -> dict[str, object]:
        """The change as plain JSON, for the audit log; the number of its event is the log's own."""
        return {
            "person": self.person_id,
            "changer": self.changer_id,
            "since": self.since.isoformat(),
            "what": self.what,
            "key": self.key,
        }

    def confirmation_as_record(self) -> dict[str, object]:
        return {
            "hold": self.event,
            "confirmed_by": self.confirmed_by_id,
            "confirmed_at": self.confirmed_at and self.confirmed_at.isoformat(),
        }
