"""Our site as it is measured: the environment of its processes."""

import os
import secrets
import shutil
from pathlib import Path

from benchmarks.start import REPOSITORY

# What empties the store of finished pages, so that each is made anew.
FORGET = "immunosite.page_store:store.clear"
MODULE = "immunosite.wsgi"


def environment_of(folder: Path, database_url: str = "") -> dict[str, str]:
    """A production site's, but open to this machine only and without HTTPS. SQLite, in the folder,
    where no other address is given."""
    return os.environ | {
        "IMMUNOSITE_ENV_FILE": os.devnull,
        "IMMUNOSITE_SAMPLE": "true",
        "IMMUNOSITE_HTTPS": "false",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "LOG_LEVEL": "ERROR",
        "DATABASE_URL": database_url or f"sqlite:///{folder}/immunosite.sqlite3",
        "RECEIPT_KEY_FILE": f"{folder}/receipt-key.json",
        # A cold page would be read from there, made by an earlier round.
        "PAGE_FILES_MEGABYTES": "0",
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PYTHONWARNINGS": "ignore",
        "PYTHONPATH": str(REPOSITORY),
    }


def emptied(folder: Path) -> Path:
    """For a site of its own, whatever a run before left there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
