"""The audit log, to be read. Nothing here can be added, changed or deleted."""

from django.contrib import admin
from django.http import HttpRequest

from editorial.admin.base import ModelAdmin
from editorial.admin.seen_values import SeenFilter
from editorial.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(ModelAdmin[AuditEvent]):
    actions = None
    list_display = ("sequence", "time", "actor", "act", "document_kind", "document_title", "reason")
    list_filter = (("act", SeenFilter), ("document_kind", SeenFilter))
    sortable_by = ("sequence",)  # which is the order of time; by anything else all is read
    search_fields = ("actor", "document_title", "digest", "reason")
    ordering = ("-sequence",)
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
