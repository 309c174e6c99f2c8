"""The glossary in the writers' admin."""

from django.contrib import admin

from editorial.admin.documents import PLANNING
from glossary.links_admin import LinkingAdmin
from glossary.models import GlossaryEntry


@admin.register(GlossaryEntry)
class GlossaryEntryAdmin(LinkingAdmin):
    search_fields = ("title", "slug", "summary", "synonyms", "abbreviations")
    autocomplete_fields = ("see_also",)
    fieldsets = [
        (
            "The term",
            {
                "fields": ["title", "slug", "summary"],
                "description": "The title is the term; the summary is its meaning in one sentence.",
            },
        ),
        ("What it means", {"fields": ["patient_definition", "professional_definition"]}),
        (
            "How it is said and written",
            {"fields": ["pronunciation", "synonyms", "abbreviations", "owner"]},
        ),
        ("Related pages and codes", {"fields": ["see_also", "ncit_code", "mesh_code"]}),
        PLANNING,
    ]
