"""A small site with all that an export has to tell apart, and the files of its export."""

from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from django.core.management import call_command
from django.test import override_settings

from editorial import acts
from editorial.public.paging import page_of
from immunosite.export.routes import routes
from tests import cast

PER_PAGE = 3  # of lists, while the site is `as_in_production`
HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def build():
    """Live, withdrawn, moved and run-out pages; a list of two pages."""
    wen, edda = cast.person("Wen", "Writer"), cast.person("Edda", "Editor")
    mei = cast.clinician("Mei", "Reviewer")
    gone = cast.article(wen, slug="gone")
    cast.publish(gone, wen, mei)
    acts.withdraw(gone.stored(), by=edda, reason="A study behind it was retracted.")
    moved = cast.article(wen, slug="old-place")
    cast.publish(moved, wen, mei)
    moved = acts.revise(moved, by=wen).specific
    moved.slug, moved.change_note = "new-place", "It moved."
    cast.publish(cast.save(moved, wen), wen, mei)
    cast.publish(cast.entry(wen, title="Text", slug="text"), wen, mei)
    melanoma = cast.condition(wen, title="Melanoma", slug="melanoma")
    cast.publish(melanoma, wen, mei)
    cast.publish(cast.therapy(wen, slug="til", conditions=[melanoma]), wen, mei)
    for number in range(PER_PAGE):
        cast.publish(cast.article(wen, slug=f"one-{number}"), wen, mei)
    return wen, mei, edda


@contextmanager
def as_in_production():
    """Static files collected, with hashes in their names; and addresses of all sorts."""
    with TemporaryDirectory() as folder:
        storages = {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": HASHED},
        }
        given = {
            "STATIC_ROOT": Path(folder),
            "STORAGES": storages,
            "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],
            "WHITENOISE_AUTOREFRESH": False,
            "ROOT_URLCONF": "tests.immunosite.export._more_urls",
        }
        with override_settings(**given), patch.object(page_of, "__defaults__", (PER_PAGE, None)):
            routes.cache_clear()
            call_command("collectstatic", interactive=False, verbosity=0)
            yield
        routes.cache_clear()


def export(folder, *options):
    """What the command said."""
    said = StringIO()
    call_command("export_site", str(folder), *options, stdout=said, stderr=said)
    return said.getvalue()


def files(folder):
    """All that nginx may read: by name, the bytes."""
    root = Path(folder) / "current"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
