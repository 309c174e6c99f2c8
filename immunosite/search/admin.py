"""The pairs of spellings in the admin: editors keep them, whoever writes may look."""

from django.contrib import admin
from django.http import HttpRequest

from editorial.admin.base import ModelAdmin
from immunosite.search.models import SpellingPair


def is_editor(request: HttpRequest) -> bool:
    return request.user.has_perm("editorial.reschedule_document")


@admin.register(SpellingPair)
class SpellingPairAdmin(ModelAdmin):
    list_display = ("word", "other")
    search_fields = ("word", "other")
    list_per_page = 100

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("editorial.view_document")

    def has_view_permission(self, request: HttpRequest, obj: SpellingPair | None = None) -> bool:
        return request.user.has_perm("editorial.view_document")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_change_permission(self, request: HttpRequest, obj: SpellingPair | None = None) -> bool:
        return is_editor(request)

    def has_delete_permission(self, request: HttpRequest, obj: SpellingPair | None = None) -> bool:
        return is_editor(request)
