"""`load_content FILE`: the pages that `benchmarks.content` wrote, as published pages of Wagtail."""

import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from benchmarks.wagtail_site.models import (
    ArticleIndexPage,
    ArticlePage,
    GlossaryIndexPage,
    GlossaryPage,
    HomePage,
    Reviewer,
    TopicIndexPage,
    TopicPage,
)

# Where each kind stands, as on our site.
LISTS = {
    "article": ("Articles", "articles", ArticleIndexPage),
    "therapytype": ("Therapies", "therapies", TopicIndexPage),
    "condition": ("Conditions", "conditions", TopicIndexPage),
    "glossaryentry": ("Glossary", "glossary", GlossaryIndexPage),
}
TEXT = ("slug", "title", "summary", "body", "meanings", "writer")


class Command(BaseCommand):
    help = "Load the content of the benchmark into an empty database."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    @transaction.atomic
    def handle(self, *args, file, **options):
        Locale.objects.get_or_create(language_code="en-gb")
        lists = self.lists()
        self.topics = {}
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        # What is named goes before what names it.
        for row in sorted(rows, key=lambda row: row["kind"] == "article"):
            page = lists[row["kind"]].add_child(instance=self.page(row))
            if row["kind"] == "article":
                page.therapies.set(self.named(row, "therapy"))
                page.conditions.set(self.named(row, "condition"))
                page.save()

    def lists(self):
        Page.objects.filter(depth__gt=1).delete()
        root = Page.objects.get(depth=1)
        home = root.add_child(instance=HomePage(title="Home", slug="home"))
        named = {"hostname": "localhost", "site_name": "ImmunoSite", "is_default_site": True}
        Site.objects.update_or_create(port=80, defaults={**named, "root_page": home})
        return {
            kind: home.add_child(instance=model(title=title, slug=slug, show_in_menus=True))
            for kind, (title, slug, model) in LISTS.items()
        }

    def page(self, row):
        signer = row["reviewer"]
        facts = {name: signer[name] for name in ("name", "credentials")}
        reviewer, _ = Reviewer.objects.get_or_create(slug=signer["slug"], defaults=facts)
        now = timezone.now()
        given = {
            **{name: row[name] for name in TEXT},
            "reviewer": reviewer,
            "last_reviewed": date.fromisoformat(row["last_reviewed"]),
            "next_review_due": date.fromisoformat(row["next_review_due"]),
            "first_published_at": now,
            "last_published_at": now,
        }
        if row["kind"] == "article":
            return ArticlePage(genre=row["genre"], **given)
        if row["kind"] == "glossaryentry":
            return GlossaryPage(**given)
        page = self.topics[row["document"]] = TopicPage(kind=row["kind"], **given)
        return page

    def named(self, row, role):
        return [self.topics[each] for each in row["facets"].get(role, []) if each in self.topics]
