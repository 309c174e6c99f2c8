"""The pairs of spellings in the admin: editors keep them, whoever writes may look."""

from django.contrib import admin
from django.http import HttpRequest

from editorial.admin.base import ModelAdmin
from editorial.rights import is_editor, may_view
from immunosite.search.models import SpellingPair


@admin.register(SpellingPair)
class SpellingPairAdmin(ModelAdmin):
    list_display = ("word", "other")
    search_fields = ("word", "other")
    list_per_page = 100

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_view(request.user)

    def has_view_permission(self, request: HttpRequest, obj: SpellingPair | None = None) -> bool:
        return may_view(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_editor(request.user)

    def has_change_permission(self, request: HttpRequest, obj: SpellingPair | None = None) -> bool:
        return is_editor(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: SpellingPair | None = None) -> bool:
        return is_editor(request.user)
