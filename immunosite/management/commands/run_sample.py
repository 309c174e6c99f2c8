"""`manage.py run_sample`: what `make run` does once the packages are there."""

import hashlib
import os
import re
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from editorial.receipts import keys
from immunosite.sample_site import loading

HOST = "127.0.0.1"
ACCOUNTS = settings.VAR_DIR / "sample-accounts.txt"


class Command(BaseCommand):
    help = "Start the sample site on this machine: database, sample content, static files, server."
    # The checks would complain about a static folder that the first run has yet to build.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000")

    def handle(self, *args: object, port: str, **options: object) -> None:
        if not settings.SAMPLE_SITE:
            raise CommandError("Only with IMMUNOSITE_SAMPLE=true, as in make run.")
        check_port(port)
        call_command("migrate", interactive=False, verbosity=0)
        keys.make_if_missing(keys.key_file())
        if loading.is_wanted():
            before = (
                "A load was stopped: going on with"
                if loading.was_stopped()
                else "First run: loading"
            )
            self.stdout.write(f"{before} the sample content ...")
            call_command("load_sample", accounts=False)  # they are announced below
        if build_static_files():
            self.stdout.write("Static files built.")
        self.announce(f"http://{HOST}:{port}")
        # Replaced, not wrapped, so that Ctrl-C and signals reach the server itself.
        sys.stdout.flush()
        os.chdir(settings.BASE_DIR)
        server = [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}"]
        os.execv(sys.executable, server)  # noqa: S606

    def announce(self, address: str) -> None:
        self.stdout.write("")
        self.stdout.write(f"  Public site      {address}/")
        self.stdout.write(f"  Writers' admin   {address}/admin/")
        self.stdout.write(f"  Reviewers' desk  {address}/review/")
        self.stdout.write("")
        if ACCOUNTS.exists():
            self.stdout.write(f"Sample accounts ({ACCOUNTS.relative_to(settings.BASE_DIR)}):")
            self.stdout.write(ACCOUNTS.read_text(encoding="utf-8"))
        self.stdout.write("Ctrl-C stops the site; the next `make run` goes on with the same data.")


def check_port(port: str) -> None:
    if not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {port!r}.")
    try:
        socket.create_server((HOST, int(port))).close()
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise CommandError(
            f"Cannot listen on {HOST}:{port}: {reason}. Is the site running already?"
            " Another port: make run PORT=8001"
        ) from None


def build_static_files() -> bool:
    """Build them when a source file differs from the last build's; tell whether they were built."""
    stamp = Path(settings.VAR_DIR / "static.stamp")
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            digest.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())
    return True
