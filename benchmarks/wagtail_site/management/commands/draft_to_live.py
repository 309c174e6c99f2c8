"""As `benchmarks.draft_to_live`: a new draft, submitted to moderation, approved by another."""

import json
import sys
import time

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Workflow

from benchmarks.wagtail_site.models import ArticleIndexPage, ArticlePage

SENTENCE = "Immune cells find what does not belong to the body and take it away."
BODY = "".join(f"<p>{SENTENCE} This is paragraph {n} of the page.</p>" for n in range(30))


class Command(BaseCommand):
    help = "Publish one page for each line read."

    def handle(self, *args, **options):
        self.parent = ArticleIndexPage.objects.first()
        writer, _ = User.objects.get_or_create(username="wen")
        moderator, _ = User.objects.get_or_create(username="mei")
        moderator.groups.add(Group.objects.get(name="Moderators"))
        for number, _ in enumerate(sys.stdin):
            with CaptureQueriesContext(connection) as captured:
                clock, processor = time.perf_counter(), time.process_time()
                self.publish(number, writer, moderator)
                took = [time.process_time() - processor, time.perf_counter() - clock]
            row = [*(1000 * each for each in took), len(captured)]
            print(json.dumps([row]), flush=True)

    def publish(self, number, writer, moderator):
        page = ArticlePage(
            title=f"Page {number}", slug=f"draft-{number}-{time.time_ns()}", live=False, body=BODY,
            summary="A page of the benchmark.", owner=writer,
        )  # fmt: skip
        self.parent.add_child(instance=page)
        page.save_revision(user=writer)
        Workflow.objects.get(name="Moderators approval").start(page, writer)
        page.current_workflow_task_state.approve(user=moderator)
        page.refresh_from_db()
        if not page.live:
            raise SystemExit("The page did not go live.")
