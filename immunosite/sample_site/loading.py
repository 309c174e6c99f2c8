"""Loading the sample: into an empty database only, all or nothing."""

from django.conf import settings
from django.db import transaction

from editorial.models import Document, User
from evidence.models import Reference
from immunosite.sample_site import accounts
from immunosite.sample_site.cast import PEOPLE, Cast
from immunosite.sample_site.story import Step, Story


class NotEmpty(Exception):
    """The database holds something already."""


def check_empty() -> None:
    for model in (Document, User, Reference):
        if count := model._default_manager.count():
            name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            raise NotEmpty(
                f"The database holds {count} {name}; the sample content goes into an empty one "
                "only. Nothing was changed."
            )


def load(step: Step = lambda: None) -> str:
    """Load the sample and return the list of accounts. Raises NotEmpty."""
    password = accounts.password()
    listing = accounts.listing(PEOPLE, password)
    with transaction.atomic():
        check_empty()
        Story(Cast(password), step).tell()
        # Before the end of the transaction: no accounts without their password on file.
        accounts.keep(listing, settings.VAR_DIR / "sample-accounts.txt")
    return listing
