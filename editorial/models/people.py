"""People: accounts, reviewer profiles and review teams.

People are deactivated, never deleted: everything they did points at them with PROTECT.
"""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.base import ModelBase
from django.db.models.functions import Lower
from django.urls import reverse


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

    def save(
        self,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        fields = None if update_fields is None else set(update_fields)
        if not self.is_active and (fields is None or "is_active" in fields) and self._was_active():
            self.ended += 1
            fields = fields and {*fields, "ended"}
        super().save(
            force_insert=force_insert, force_update=force_update, using=using, update_fields=fields
        )

    def _was_active(self) -> bool:
        return User.objects.filter(pk=self.pk, is_active=True).exists()

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
    """How a reviewer's signature is printed. Frozen into each sign-off at the moment of signing."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="reviewer_profile")
    slug = models.SlugField(
        max_length=120,
        unique=True,
        help_text="What stands after /reviewers/ in the address of the reviewer's public page.",
    )
    printed_name = models.CharField(
        max_length=150, help_text="As it shall stand under a signature."
    )
    credentials = models.CharField(
        max_length=200, help_text="Degrees and role, e.g. “MD, consultant in medical oncology”."
    )
    teams = models.ManyToManyField(ReviewTeam, blank=True, related_name="members")

    class Meta:
        ordering = ("printed_name",)

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.credentials}"

    def get_absolute_url(self) -> str:
        return reverse("reviewer", args=[self.slug])
