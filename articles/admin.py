"""Articles, therapy types and conditions in the writers' admin."""

from django import forms
from django.contrib import admin

from articles.choices import Route
from articles.models import Article, Condition, Risk, TherapyType
from editorial.admin.documents import PLANNING, DocumentAdmin, Fieldset
from editorial.admin.forms import DraftForm
from editorial.admin.inlines import DraftRows
from evidence.citing_admin import Sources
from glossary.links_admin import LinkingAdmin

# The text stands right below what it is called; whatever else belongs to the page, after it.
PAGE: Fieldset = ("The page", {"fields": ["title", "slug", "summary"]})


@admin.register(Article)
class ArticleAdmin(LinkingAdmin):
    list_filter = (*DocumentAdmin.list_filter, "genre")
    autocomplete_fields = ("therapies", "conditions", "see_also")
    fieldsets = [
        PAGE,
        ("The text", {"fields": ["body"]}),
        ("Genre and points", {"fields": ["genre", "short_answer", "key_points", "owner"]}),
        (
            "What it is about",
            {
                "fields": ["therapies", "conditions", "see_also"],
                "description": "Readers see a link to each of these that is public.",
            },
        ),
        PLANNING,
    ]


class TherapyForm(DraftForm):
    routes = forms.MultipleChoiceField(
        label="How it is given, in short",
        choices=Route.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Readers can filter treatments by it.",
    )


class RiskRows(DraftRows[Risk]):
    model = Risk
    verbose_name_plural = "List of risks"
    fields = ("name", "frequency", "seek_help", "position")


@admin.register(TherapyType)
class TherapyTypeAdmin(LinkingAdmin):
    form = TherapyForm
    list_filter = (*DocumentAdmin.list_filter, "mechanism")
    autocomplete_fields = ("conditions", "see_also")
    inlines = (RiskRows, Sources)
    fieldsets = [
        PAGE,
        ("The text", {"fields": list(TherapyType.rich_fields)}),
        ("The treatment", {"fields": ["mechanism", "routes", "key_points", "owner"]}),
        ("What it is about", {"fields": ["conditions", "see_also"]}),
        PLANNING,
    ]


@admin.register(Condition)
class ConditionAdmin(LinkingAdmin):
    autocomplete_fields = ("see_also",)
    fieldsets = [
        PAGE,
        ("The text", {"fields": list(Condition.rich_fields)}),
        ("Names and points", {"fields": ["synonyms", "key_points", "owner"]}),
        ("Related pages", {"fields": ["see_also"]}),
        PLANNING,
    ]
