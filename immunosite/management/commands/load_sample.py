"""`manage.py load_sample`: the sample site's people and pages, into an empty database."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from editorial.models import Document, Edition
from immunosite.sample_site import story
from immunosite.sample_site.loading import NotEmpty, load


class Command(BaseCommand):
    help = "Load the sample content through the real workflow. All of it or nothing."
    # `make run` calls it before the static files are built, which the checks would miss.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-accounts", dest="accounts", action="store_false",
            help="Do not print the accounts; var/sample-accounts.txt keeps them all the same.",
        )  # fmt: skip

    def handle(self, *args: Any, accounts: bool, **options: Any) -> None:
        if not settings.SAMPLE_SITE:
            raise CommandError(
                "Only with IMMUNOSITE_SAMPLE=true, as in make run: the pages are not medical "
                "advice, and only a sample site says so on each."
            )
        start = time.monotonic()
        with tqdm(total=story.steps(), desc="pages signed", disable=None, leave=False) as bar:
            try:
                listing = load(step=bar.update)
            except NotEmpty as error:
                raise CommandError(str(error)) from None
        live = Edition.objects.live().count()
        seconds = time.monotonic() - start
        self.stdout.write(
            f"Loaded {Document.objects.count()} pages in {seconds:.0f} s; {live} are public."
        )
        if accounts:
            self.stdout.write(listing)
