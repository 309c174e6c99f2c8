"""What the benchmarks with a database have in common: their arguments, and a site of their own."""

import argparse
import io
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from immunosite import environment

REPOSITORY = Path(__file__).resolve().parent.parent
MEDQUAD = REPOSITORY.parent / "shared" / "data" / "medquad-sample.jsonl"


def parser_of(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}")
    parser.add_argument("file", nargs="?", type=Path, default=MEDQUAD)
    parser.add_argument("--database-url", default=environment.text("DATABASE_URL"))
    return parser


@contextmanager
def site(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.Namespace, Path]]:
    """The arguments and a folder to be thrown away, with Django set up over an empty database."""
    given = parser.parse_args()
    if not given.file.is_file():
        parser.error(f"{given.file} is not there; name the file of MedQuAD's sample.")
    with tempfile.TemporaryDirectory() as folder:
        values = {
            "IMMUNOSITE_ENV_FILE": os.devnull,
            "IMMUNOSITE_SAMPLE": "true",
            "IMMUNOSITE_HTTPS": "false",
            "PAGE_FILES_MEGABYTES": "0",  # a cold page is cold
            "ALLOWED_HOSTS": "localhost",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "LOG_LEVEL": "ERROR",
            "DATABASE_URL": given.database_url or f"sqlite:///{folder}/benchmark.sqlite3",
            "RECEIPT_KEY_FILE": f"{folder}/receipt-key.json",
            "DJANGO_SETTINGS_MODULE": "immunosite.settings",
        }
        environment.put(values)
        import django  # noqa: PLC0415 - not before the settings are named
        from django.conf import settings  # noqa: PLC0415
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        # Nothing was collected here: static files go by their plain names.
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
        call_command("make_receipt_key", stdout=io.StringIO())
        yield given, Path(folder)


def among_many_editions(name: str) -> None:
    """Run `benchmarks.NAME_steps` over a rising number of editions."""
    parser = parser_of(name)
    parser.add_argument("--sizes", default="2000,20000", help="numbers of editions, rising")
    with site(parser) as (given, _):
        # They import models, so not before the setup.
        steps = import_module(f"benchmarks.{name}_steps")
        steps.run(given.file, [int(size) for size in given.sizes.split(",")])
