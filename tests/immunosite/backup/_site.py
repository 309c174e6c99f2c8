"""A site with a published page, a draft and files; and all that it holds, as one value."""

from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command

from immunosite.backup.folders import files_in, folders
from tests._rows import everything


@pytest.fixture
def place(settings, tmp_path):
    """The site's own folders, under the test's."""
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    put("media/figures/cell.png", b"\x89PNG as it was")
    put("templates/about/_funding_text.html", "Nobody pays. Ünpaid.".encode())
    return tmp_path


@pytest.fixture
def backup(place, edition, edda):
    """The file of a backup of the site."""
    return taken(place / "site.backup")


def put(name, content):
    path = site_settings.VAR_DIR / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def taken(file):
    call_command("backup", str(file))
    return file


def restore(file, *options):
    call_command("restore", str(file), *options)


def contents():
    """Every row and every file."""
    return everything(), {
        str(path.relative_to(folder.parent)): path.read_bytes()
        for folder in folders().values()
        for path in files_in(folder)
    }


def leftovers(folder: Path):
    """What a run that was refused or stopped must not leave."""
    return [path.name for path in folder.iterdir() if path.name not in ("var", "site.backup")]
