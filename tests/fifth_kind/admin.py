"""Trials in the writers' admin."""

from typing import Any, ClassVar

from django.contrib import admin

from editorial.admin.base import StackedInline
from editorial.admin.documents import PLANNING
from editorial.admin.inlines import DraftRows
from evidence.citing_admin import CitingAdmin, Sources
from tests.fifth_kind.models import Arm, Trial


class ArmRows(DraftRows, StackedInline):
    model = Arm
    fields = ("name", "given", "position")


@admin.register(Trial)
class TrialAdmin(CitingAdmin):
    autocomplete_fields = ("therapies", "earlier", "see_also")
    inlines: ClassVar[Any] = (ArmRows, Sources)
    fieldsets: ClassVar[Any] = [
        ("The page", {"fields": ["title", "slug", "summary"]}),
        ("The text", {"fields": ["question", "results"]}),
        ("The trial", {"fields": ["phase", "synonyms", "owner"]}),
        ("What it is about", {"fields": ["therapies", "earlier", "see_also"]}),
        PLANNING,
    ]
