"""A file that is not, byte for byte, what `backup` wrote is refused, and nothing is changed."""

import json
import os
import resource
import shutil
import sqlite3
from contextlib import contextmanager
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection, connections

from editorial.models import Comment, Edition
from immunosite.backup import archive
from tests._tampering import unguarded
from tests.immunosite.backup._site import *  # noqa: F403
from tests.immunosite.backup._site import contents, leftovers, put, restore, taken

pytestmark = pytest.mark.django_db(transaction=True)
ROOM = 64 * 1024  # bytes: more than a test's own output, less than a database


@contextmanager
def nothing_changes():
    before = contents()
    yield
    assert contents() == before
    assert not (settings.VAR_DIR / "restoring").exists()


def refused(file, match):
    with nothing_changes(), pytest.raises(CommandError, match=match) as told:
        restore(file, "--replace")
    assert str(told.value).endswith("Nothing was changed.")


def resealed(file, change):
    """Another backup, whose manifest somebody changed with care."""
    other = file.with_name("other.backup")
    with ZipFile(file) as old, archive.writing(other, connection.vendor) as writer:
        for name in json.loads(old.read(archive.MANIFEST))["digests"]:
            with old.open(name) as part:
                writer.add(name, part)
        writer.manifest.last_hash = json.loads(old.read(archive.MANIFEST))["last_hash"]
        change(writer.manifest)
    return other


def test_one_bit_anywhere(backup, place):
    """In each header of the archive, in each part, in the list of them and in the seal."""
    whole = backup.read_bytes()
    with ZipFile(backup) as opened:
        starts = [part.header_offset for part in opened.infolist()]
        places = [at + more for at in starts for more in (0, 10, 40)]
        places += [opened.start_dir + more for more in (0, 12, 40)]
    places += [len(whole) // 3, len(whole) // 2, len(whole) - 70, len(whole) - 1]
    with nothing_changes():
        for at in places:
            flipped = bytearray(whole)
            flipped[at] ^= 1
            file = place / "site.backup"
            file.write_bytes(flipped)
            with pytest.raises(CommandError, match=r"is no whole backup.*Nothing was changed\.$"):
                restore(file, "--replace")


def test_a_file_that_was_cut_or_goes_on(backup, place):
    whole = backup.read_bytes()
    lengths = [0, 1, 63, 64, 65, 1000, len(whole) // 2, len(whole) - 64, len(whole) - 1]
    with nothing_changes():
        for content in [*(whole[:length] for length in lengths), whole + b"\0", whole + whole]:
            backup.write_bytes(content)
            with pytest.raises(CommandError, match="is no whole backup"):
                restore(backup, "--replace")


def test_another_program_s_file(backup, place):
    zipped = shutil.make_archive(str(place / "zipped"), "zip", settings.MEDIA_ROOT)
    refused(place / "absent", "No such file")
    refused(place, "Is a directory")
    refused(zipped, "is no whole backup")
    database = sqlite3.connect(place / "other.sqlite3")
    database.execute("CREATE TABLE words (word TEXT)")
    database.close()
    refused(place / "other.sqlite3", "is no whole backup")


def test_a_sealed_archive_of_something_else(place):
    file = place / "site.backup"
    with archive.writing(file, "sqlite") as writer:
        writer.archive.writestr("database", "nothing")
    for name, manifest in {
        "no manifest": None, "no JSON": "{", "a list": "[]", "other names": '{"version": 2}',
    }.items():  # fmt: skip
        with file.open("w+b") as whole:
            with ZipFile(whole, "w") as opened:
                opened.writestr("database", name)
                if manifest:
                    opened.writestr(archive.MANIFEST, manifest)
                opened.comment = b"-" * archive.SEAL
            archive._seal(whole)
        refused(file, "The file has no backup.json that this program can read")


def test_what_this_program_cannot_hold(backup):
    refused(resealed(backup, lambda it: setattr(it, "vendor", "oracle")), "is of a oracle database")
    refused(resealed(backup, lambda it: setattr(it, "format", 2)), "A newer version")
    refused(
        resealed(backup, lambda it: setattr(it, "last_hash", "0" * 64)), "is not in the audit log"
    )
    changed = resealed(backup, lambda it: it.digests.update({"media/figures/cell.png": "0" * 64}))
    refused(changed, "came out of the backup other than it went in")


def test_a_newer_version_s_database(backup, place):
    with connection.cursor() as cursor:
        made = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)"
        cursor.execute(made, ["editorial", "9999_tomorrow", "2026-01-01"])
    newer = taken(place / "newer.backup")
    refused(newer, r"A newer version.*editorial\.9999_tomorrow")


def test_a_record_that_was_altered_before_the_backup(backup, place, edition):
    with unguarded():
        Edition.objects.filter(pk=edition.pk).update(title="Take twice as much")
    altered = taken(place / "altered.backup")
    restore(backup, "--replace")
    assert Comment.objects.count() == 0
    refused(altered, rf"The record in the backup does not hold:\nEdition {edition.pk}")


def test_what_stands_here_is_no_database(backup, place, monkeypatch):
    """On PostgreSQL it is a database that is not there."""
    elsewhere = place / "elsewhere"
    elsewhere.write_text("no database")
    other = connection.copy()
    other.settings_dict["NAME"] = str(elsewhere)
    site = connections["default"]
    try:
        connections["default"] = other
        with pytest.raises(CommandError, match=r"Nothing was changed\.$"):
            restore(backup)
        with pytest.raises(CommandError, match=r"Nothing was changed\.$"):
            restore(backup, "--replace")
    finally:
        other.close()
        connections["default"] = site
    assert elsewhere.read_text() == "no database"


# --- No room --------------------------------------------------------------------------------------


@contextmanager
def no_room():
    """The kernel's limit on the size of files stands for the end of the disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("name", ["media/large.png", "templates/large.html"])
def test_a_full_disk_leaves_no_half_backup(place, edition, name):
    put(name, os.urandom(2 * ROOM))
    with nothing_changes():
        with no_room(), pytest.raises(CommandError, match=r"No backup was written\.$"):
            taken(place / "site.backup")
        assert [path.name for path in place.iterdir()] == ["var"]


def test_a_full_disk_leaves_the_site_as_it_was(backup, place):
    with nothing_changes(), no_room(), pytest.raises(CommandError, match=r"Nothing was changed\.$"):
        restore(backup, "--replace")
    assert leftovers(place) == []
    restore(backup, "--replace")
