"""Groups beside the four roles: an administrator may bundle rights that some role has."""

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.contrib.auth.models import Group, Permission
from django.db.models import ManyToManyField, Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from editorial.admin.base import ModelAdmin
from editorial.admin.people import NoDeletion, SeenNames
from editorial.record import audit
from editorial.roles import ROLES

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec


def rights() -> QuerySet[Permission]:
    """All that any role may do. The rest (to delete, to write on the record) is nobody's."""
    return Permission.objects.filter(group__name__in=ROLES).distinct()


class RightsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, right: Permission) -> str:
        return right.name


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.strip().casefold() in {role.casefold() for role in ROLES}:
            raise forms.ValidationError("One of the four roles has this name. Choose another.")
        return name


class GroupAdmin(SeenNames, NoDeletion, ModelAdmin[Group]):
    form = GroupForm
    actions = None
    search_fields = ("name",)
    list_display = ("name", "is_role")
    fieldsets: ClassVar = (
        (
            None,
            {
                "fields": ["name", "permissions"],
                "description": "What the four roles may do is written in the site’s code, and can "
                "only be read here. Four eyes and the other rules hold for every group.",
            },
        ),
    )

    readonly_fields = ("rights",)

    def rights(self, group: Group) -> SafeString:
        names = group.permissions.values_list("name")
        return format_html_join(mark_safe("<br>"), "{}", names)

    def get_fieldsets(self, request: HttpRequest, obj: Group | None = None) -> "_FieldsetSpec":
        """What can only be read stands one right a line."""
        (name, options), *rest = super().get_fieldsets(request, obj)
        held = "permissions" if self.has_change_permission(request, obj) else "rights"
        return [(name, {**options, "fields": ["name", held]}), *rest]

    def is_role(self, group: Group) -> bool:
        return group.name in ROLES

    is_role.boolean = True  # type: ignore[attr-defined]
    is_role.short_description = "one of the four roles"  # type: ignore[attr-defined]

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        if obj and obj.name in ROLES:
            return False
        return bool(super().has_change_permission(request, obj))

    def formfield_for_manytomany(
        self,
        db_field: "ManyToManyField[Model, Model]",
        request: HttpRequest,
        **kwargs: object,
    ) -> "forms.ModelMultipleChoiceField[Model] | None":
        kwargs |= {"queryset": rights(), "form_class": RightsField}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(
        self, request: HttpRequest, form: GroupForm, formsets: object, change: bool
    ) -> None:
        """In the transaction of the form, with what changed on the record."""
        group = form.instance
        audit.take_turn()
        before = _names(group)
        super().save_related(request, form, formsets, change)
        after = _names(group)
        given, taken = sorted(after - before), sorted(before - after)
        act = "change group" if change else "make group"
        audit.record_of_group(
            act,
            group,
            by=request.user,  # type: ignore[arg-type]
            given=given,
            taken=taken,
        )


def _names(group: Group) -> set[str]:
    held = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in held}
