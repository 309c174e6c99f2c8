"""A backup holds database and files of one moment, and a restore brings that moment back."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connections

from editorial import acts
from editorial.models import AuditEvent, Document
from immunosite.backup.restoring import _staging_folder
from tests import cast
from tests._racing import check_the_record_is_whole
from tests.immunosite.backup._site import *  # noqa: F403
from tests.immunosite.backup._site import contents, leftovers, put, restore, taken

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, WRITES = 3, 4


def change_everything(edition, edda):
    acts.withdraw(edition.document, by=edda, reason="The study was retracted.")
    put("media/figures/cell.png", b"another")
    put("media/new.png", b"new")


def test_a_restored_site_is_the_one_that_was_backed_up(backup, place, edition, edda):
    before = contents()
    change_everything(edition, edda)
    assert contents() != before
    restore(backup, "--replace")
    assert contents() == before
    check_the_record_is_whole()
    assert leftovers(place) == []


def test_it_goes_on_from_there(backup, edition, edda):
    change_everything(edition, edda)
    restore(backup, "--replace")
    change_everything(edition, edda)
    check_the_record_is_whole()


def test_an_open_connection_of_a_server_reads_the_restored_site(backup, edition, edda):
    change_everything(edition, edda)
    server = connections["default"].copy()
    server.ensure_connection()
    try:
        restore(backup, "--replace")
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(server.settings_dict, "CONN_HEALTH_CHECKS", True)
            server.close_if_unusable_or_obsolete()  # as before each request
            server.health_check_enabled = True
            server.close_if_health_check_failed()
        with server.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM editorial_withdrawal")
            assert cursor.fetchone() == (0,)
    finally:
        server.close()


def test_a_backup_taken_while_people_write_is_of_one_moment(place, wen):
    numbers, stop, enough = count(), Event(), Event()

    def write():
        try:
            while not stop.is_set():
                number = next(numbers)
                cast.submit(cast.article(wen, slug=f"article-{number}"), wen)
                if number > WRITES:
                    enough.set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(write) for _ in range(WRITERS)]
        assert enough.wait(60)
        try:
            file = taken(place / "site.backup")
        finally:
            stop.set()
        for each in running:
            each.result(60)
    written = AuditEvent.objects.count()
    restore(file, "--replace")
    check_the_record_is_whole()
    assert Document.objects.count() > 1
    assert AuditEvent.objects.count() <= written
    with ZipFile(file) as archive:
        manifest = json.loads(archive.read("backup.json"))
    assert manifest["last_hash"] == AuditEvent.objects.last().hash


# --- The file -------------------------------------------------------------------------------------


def test_any_unzip_opens_it_and_no_key_is_in_it(backup):
    with ZipFile(backup) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "database",
            "media/figures/cell.png",
            "templates/about/_funding_text.html",
            "backup.json",
        ]
    assert settings.RECEIPT_KEY_FILE.read_bytes() not in backup.read_bytes()


def test_only_its_user_may_read_it(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_it_never_takes_the_place_of_another_file(place):
    file = place / "site.backup"
    file.write_text("what else stood there")
    with pytest.raises(CommandError, match=r"is there already.*No backup was written"):
        taken(file)
    assert file.read_text() == "what else stood there"


def test_what_could_not_be_backed_up_is_told_before_anybody_relies_on_it(place):
    (settings.MEDIA_ROOT / "elsewhere").symlink_to(place, target_is_directory=True)
    with pytest.raises(CommandError, match="elsewhere is neither a file nor a folder"):
        taken(place / "site.backup")
    assert [path.name for path in place.iterdir()] == ["var"]


# --- What stands in the way -----------------------------------------------------------------------


def test_a_site_that_holds_something_is_replaced_on_demand_alone(backup, place, edition, edda):
    change_everything(edition, edda)
    before = contents()
    with pytest.raises(CommandError, match=r"This site is not empty.*Nothing was changed"):
        restore(backup)
    assert contents() == before


@pytest.fixture
def empty(settings, tmp_path):
    """The backup of a site that was migrated just now."""
    settings.VAR_DIR = tmp_path / "empty"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    settings.VAR_DIR.mkdir()
    return taken(tmp_path / "empty.backup")


def test_an_empty_site_needs_no_option(empty, backup):
    now = contents()
    restore(empty, "--replace")
    assert contents() != now
    restore(backup)
    assert contents() == now


def test_people_alone_make_a_site_that_is_not_empty(backup, place):
    for name in ("media", "templates"):
        (settings.VAR_DIR / name).rename(place / name)
    with pytest.raises(CommandError, match="its database holds users"):
        restore(backup)


def test_a_dry_run_checks_all_and_changes_nothing(backup, edition, edda, capsys):
    change_everything(edition, edda)
    before = contents()
    restore(backup, "--dry-run")
    assert contents() == before
    assert "could be restored; nothing was changed" in capsys.readouterr().out


def test_two_restores_do_not_run_at_once(backup):
    before = contents()
    with (
        _staging_folder(),
        pytest.raises(CommandError, match=r"Another restore is running.*Nothing was changed"),
    ):
        restore(backup, "--replace")
    assert contents() == before
