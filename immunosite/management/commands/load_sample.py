"""`manage.py load_sample`: the sample site's people and pages, into an empty database."""

import time
from argparse import ArgumentParser
from functools import partial
from typing import NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from editorial.models import Document, Edition
from immunosite.sample_site.loading import CannotLoad, load


class Command(BaseCommand):
    help = "Load the sample content through the real workflow. Stopped, it goes on."
    # `make run` calls it before the static files are built, which the checks would miss.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-accounts", dest="accounts", action="store_false",
            help="Do not print the accounts; var/sample-accounts.txt keeps them all the same.",
        )  # fmt: skip

    def handle(self, *args: object, accounts: bool, **options: object) -> None:
        if not settings.SAMPLE_SITE:
            raise CommandError(
                "Only with IMMUNOSITE_SAMPLE=true, as in make run: the pages are not medical "
                "advice, and only a sample site says so on each."
            )
        start = time.monotonic()
        try:
            with tqdm(desc="steps", disable=None, leave=False) as bar:
                listing = load(partial(show, bar))
        except CannotLoad as error:
            raise CommandError(str(error)) from None
        live = Edition.objects.live().count()
        seconds = time.monotonic() - start
        self.stdout.write(
            f"Loaded {Document.objects.count()} pages in {seconds:.0f} s; {live} are public."
        )
        if accounts:
            self.stdout.write(listing)


def show(bar: "tqdm[NoReturn]", done: int, steps: int) -> None:
    bar.total = steps
    bar.update(done - bar.n)
