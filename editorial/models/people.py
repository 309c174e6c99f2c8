"""People: accounts, reviewer profiles and review teams.

People are deactivated, never deleted: everything they did points at them with PROTECT.
"""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models.base import ModelBase
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from editorial.exceptions import ClockBehind


class User(AbstractUser):
    # How often the account was ended: a session of before does not come back with it.
    ended = models.PositiveIntegerField(default=0, editable=False)

    class Meta(AbstractUser.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                # “Mei” and “mei” would be one person to whoever reads a signature.
                Lower("username"),
                name="user_username_any_case_unique",
                violation_error_message="There is an account with this user name already.",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    # The address of before, which hears of a change, too.
    earlier_email = ""

    def save(
        self,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """With what is put on record of it (`editorial.people.listeners`) in one transaction."""
        fields = None if update_fields is None else set(update_fields)
        with transaction.atomic():
            if self._was_ended(fields):
                self.ended += 1
                fields = fields and {*fields, "ended"}
            super().save(
                force_insert=force_insert,
                force_update=force_update,
                using=using,
                update_fields=fields,
            )

    def _was_ended(self, fields: set[str] | None) -> bool:
        if fields is not None and not {"is_active", "email"} & fields:
            return False
        stored = User.objects.filter(pk=self.pk).only("is_active", "email").first()
        self.earlier_email = stored.email if stored else ""
        return stored is not None and stored.is_active and not self.is_active

    def check_password(self, raw_password: str | None) -> bool:
        """Django's; a newer hash of the same password is no change of the password."""

        def rehash(raw: str) -> None:
            from editorial.people.identity import rehashing  # noqa: PLC0415 - it needs the tables

            before = self.password
            self.set_password(raw)
            self._password = None
            try:
                with rehashing():
                    self.save(update_fields=["password"])
            except ClockBehind:
                self.password = before  # another time: whoever sets the clock right must come in

        return check_password(raw_password, self.password, rehash)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, which a new password changes, and a second reason to end."""
        own = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{own}{self.ended}" if self.ended else own


class ReviewTeam(models.Model):
    """A named group of reviewers on whose behalf a member may sign."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ReviewerProfile(models.Model):
    """How a reviewer's signature is printed. Frozen into each sign-off at the moment of signing.

    Whose it is and its address are for good: triggers refuse to change or delete them, so nothing
    that was signed ever comes to stand under somebody else's name.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="reviewer_profile")
    slug = models.SlugField(
        max_length=120,
        unique=True,
        help_text="What stands after /reviewers/ in the address of the reviewer's public page. "
        "It is for good: it cannot be changed later, nor given to anybody else.",
    )
    printed_name = models.CharField(
        max_length=150, help_text="As it shall stand under a signature."
    )
    credentials = models.CharField(
        max_length=200, help_text="Degrees and role, e.g. “MD, consultant in medical oncology”."
    )
    registration_body = models.CharField(
        max_length=120,
        blank=True,
        help_text="Who keeps the register, e.g. “General Medical Council”.",
    )
    registration_number = models.CharField(max_length=60, blank=True)
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    valid_until = models.DateField(
        null=True,
        blank=True,
        help_text="The last day on which this person may sign. Empty: without an end.",
    )
    teams = models.ManyToManyField(ReviewTeam, blank=True, related_name="members")

    class Meta:
        ordering = ("printed_name",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True, verified_at__isnull=True)
                | models.Q(verified_by__isnull=False, verified_at__isnull=False),
                name="profile_verified_by_and_at",
            )
        ]

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.credentials}"

    def save(
        self,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """With what is put on record of it in one transaction."""
        with transaction.atomic():
            super().save(
                force_insert=force_insert,
                force_update=force_update,
                using=using,
                update_fields=update_fields,
            )

    def get_absolute_url(self) -> str:
        return reverse("reviewer", args=[self.slug])

    @property
    def as_printed(self) -> tuple[str, str]:
        """Printed name and credentials."""
        return self.printed_name, self.credentials

    @property
    def has_expired(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    def as_record(self) -> dict[str, object]:
        """As plain JSON, for the audit log."""
        return {
            "id": self.pk,
            "slug": self.slug,
            "printed_name": self.printed_name,
            "credentials": self.credentials,
            "registration": [self.registration_body, self.registration_number],
            "verified": [self.verified_by_id, self.verified_at and self.verified_at.isoformat()],
            "valid_until": self.valid_until and str(self.valid_until),
            "teams": sorted(self.teams.values_list("pk", flat=True)),
        }
