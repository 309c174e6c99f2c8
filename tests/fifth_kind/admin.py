"""Trials in the writers' admin."""

from django.contrib import admin

from editorial.admin.documents import PLANNING
from editorial.admin.inlines import DraftRows
from evidence.citing_admin import CitingAdmin, Sources
from tests.fifth_kind.models import Arm, Trial


class ArmRows(DraftRows[Arm]):
    model = Arm
    fields = ("name", "given", "position")


@admin.register(Trial)
class TrialAdmin(CitingAdmin):
    autocomplete_fields = ("therapies", "earlier", "see_also")
    inlines = (ArmRows, Sources)
    fieldsets = [
        ("The page", {"fields": ["title", "slug", "summary"]}),
        ("The text", {"fields": ["question", "results"]}),
        ("The trial", {"fields": ["phase", "synonyms", "owner"]}),
        ("What it is about", {"fields": ["therapies", "earlier", "see_also"]}),
        PLANNING,
    ]
