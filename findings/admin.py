"""Big words in the admin: editors keep the list, and each change of it is kept."""

import reversion
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from editorial.admin.base import ModelAdmin
from editorial.admin.people import NoDeletion
from editorial.rights import is_editor, may_view
from findings.models import HypePhrase


@admin.register(HypePhrase)
class HypePhraseAdmin(NoDeletion, ModelAdmin[HypePhrase]):
    list_display = ("words", "unless", "is_used")
    list_filter = ("is_used",)
    search_fields = ("words",)
    list_per_page = 100

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_view(request.user)

    def has_view_permission(self, request: HttpRequest, obj: HypePhrase | None = None) -> bool:
        return may_view(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_editor(request.user)

    def has_change_permission(self, request: HttpRequest, obj: HypePhrase | None = None) -> bool:
        return is_editor(request.user)

    def save_model(
        self, request: HttpRequest, obj: HypePhrase, form: "ModelForm[HypePhrase]", change: bool
    ) -> None:
        with reversion.create_revision():
            reversion.set_user(request.user)
            obj.save()
