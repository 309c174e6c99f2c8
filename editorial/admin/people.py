"""Accounts, reviewer profiles and teams. People are deactivated, never deleted."""

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.forms import UserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from editorial.admin.base import AccountAdmin, ModelAdmin
from editorial.models import ReviewerProfile, ReviewTeam, User
from editorial.people import identity
from editorial.text.characters import check_seen

SUPERUSER_ONLY = ("is_staff", "is_superuser", "user_permissions")
# Django's own speak of designating and of permissions; what stands above the fields says the rest.
LABELS = {"groups": "Roles"}
HELP_TEXTS = {
    "username": "To sign in with. At most 150 letters, digits and the characters @ . + - _",
    "is_active": "",
    "groups": "What the person may do on this site.",
}


class SeenNames:
    """Mixin: no name holds what cannot be seen."""

    def formfield_for_dbfield(
        self, db_field: object, request: object, **kwargs: object
    ) -> forms.Field | None:
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(field, forms.CharField):
            field.validators.append(check_seen)
        return field


class OneChange:
    """Mixin: one form is one change of an account."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        with identity.as_one_change():
            response: HttpResponse = super().changeform_view(  # type: ignore[misc]
                request, object_id, form_url, extra_context
            )
        return response


class NoDeletion:
    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(User)
class PeopleAdmin(OneChange, SeenNames, NoDeletion, AccountAdmin):
    actions = None
    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()  # boxes, each with its label, instead of two lists and a script
    readonly_fields = ("last_login", "date_joined")
    # Nobody signs in here without a password.
    add_form = UserCreationForm
    add_fieldsets = ((None, {"fields": ["username", "password1", "password2"]}),)
    fieldsets: ClassVar = (
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        (
            "Part in the work",
            {
                "fields": ["is_active", "groups"],
                "description": "To end somebody’s access, take “active” away. Accounts are never "
                "deleted, because the record of what they did must stay.",
            },
        ),
        (
            "For superusers",
            {
                "classes": ["collapse"],
                "fields": ["is_staff", "is_superuser", "user_permissions"],
            },
        ),
        ("Dates", {"classes": ["collapse"], "fields": ["last_login", "date_joined"]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: object
    ) -> type["forms.ModelForm[User]"]:
        words = {"labels": LABELS, "help_texts": HELP_TEXTS}
        return super().get_form(request, obj, change=change, **words | kwargs)

    @admin.display(description="roles")
    def roles(self, person: User) -> str:
        return ", ".join(group.name for group in person.groups.all()) or "–"

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        if request.user.is_superuser:
            return self.readonly_fields
        return (*self.readonly_fields, *SUPERUSER_ONLY)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser changes a superuser, or their password."""
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return bool(super().has_change_permission(request, obj))


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    is_verified = forms.BooleanField(
        label="I have compared name and number with the register just now",
        required=False,
        help_text="Goes on record with your name. A new number must be compared anew.",
    )

    checker: User  # whoever fills it in

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        if given.get("is_verified"):
            self._check_who_compared(given)
            self.instance.verified_by, self.instance.verified_at = self.checker, timezone.now()
        elif {"registration_body", "registration_number"} & set(self.changed_data):
            self.instance.verified_by = self.instance.verified_at = None
        return given

    def _check_who_compared(self, given: dict[str, object]) -> None:
        if not (given.get("registration_number") and given.get("registration_body")):
            self.add_error("is_verified", "Enter the register and the number that you compared.")
        if self.checker in (self.instance.user_id and self.instance.user, given.get("user")):
            self.add_error("is_verified", "Somebody else must compare your own registration.")


@admin.register(ReviewerProfile)
class ReviewerProfileAdmin(OneChange, SeenNames, NoDeletion, ModelAdmin[ReviewerProfile]):
    actions = None
    list_display = ("printed_name", "credentials", "user", "team_names", "valid_until")
    search_fields = ("printed_name", "credentials", "user__username")
    list_select_related = ("user",)
    autocomplete_fields = ("user",)
    form = ProfileForm
    fields = ("user", "slug", "printed_name", "credentials", "registration_body",
              "registration_number", "valid_until", "is_verified", "verified", "teams")  # fmt: skip
    readonly_fields = ("verified",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewerProfile]:
        return super().get_queryset(request).prefetch_related("teams")

    def get_readonly_fields(
        self, request: HttpRequest, obj: ReviewerProfile | None = None
    ) -> tuple[str, ...]:
        """Whose it is and its address are for good."""
        return (*self.readonly_fields, "user", "slug") if obj else self.readonly_fields

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: ReviewerProfile | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("printed_name",)}

    def get_form(  # type: ignore[override]  # as Django calls it
        self, request: HttpRequest, obj: ReviewerProfile | None = None, **kwargs: bool
    ) -> "type[forms.ModelForm[ReviewerProfile]]":
        form = super().get_form(request, obj, **kwargs)
        form.checker = request.user  # type: ignore[attr-defined]
        return form

    @admin.display(description="checked so far")
    def verified(self, profile: ReviewerProfile) -> str:
        if profile.verified_at is None:
            return "Nobody has compared it with the register yet."
        return f"By {profile.verified_by} on {profile.verified_at:%d %B %Y}."

    @admin.display(description="teams")
    def team_names(self, profile: ReviewerProfile) -> str:
        return ", ".join(team.name for team in profile.teams.all()) or "–"


@admin.register(ReviewTeam)
class ReviewTeamAdmin(SeenNames, NoDeletion, ModelAdmin[ReviewTeam]):
    actions = None
    list_display = ("name", "description")
    search_fields = ("name",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
