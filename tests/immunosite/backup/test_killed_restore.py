"""A restore that is killed leaves the site as it was, and the next one goes through."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from editorial import acts
from tests._racing import check_the_record_is_whole
from tests.editorial.acts.test_kills import address
from tests.immunosite.backup._site import *  # noqa: F403
from tests.immunosite.backup._site import contents, leftovers, put, restore

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = ["unpack", "check_movable", "_check_record", "call_command", "_exchange", "half copied"]


def killed(file, moment):
    connection.close()
    command = [sys.executable, "-m", "tests.immunosite.backup._killed"]
    died = subprocess.run(
        [*command, settings.VAR_DIR, file, moment],
        check=False, cwd=settings.BASE_DIR, capture_output=True, text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": address()},
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr


@pytest.fixture
def then(backup, edition, edda):
    """What the backup holds; since then everything was changed."""
    before = contents()
    acts.withdraw(edition.document, by=edda, reason="The study was retracted.")
    put("media/figures/cell.png", b"another")
    return before


@pytest.mark.parametrize("moment", BEFORE)
def test_until_the_database_is_exchanged_nothing_is_changed(backup, then, place, moment):
    now = contents()
    killed(backup, moment)
    assert contents() == now
    check_the_record_is_whole()
    restore(backup, "--replace")
    assert contents() == then
    assert leftovers(place) == []
    assert sorted(leftovers(settings.VAR_DIR)) == ["media", "templates"]


def test_between_database_and_files_the_database_is_whole(backup, then):
    files = contents()[1]
    killed(backup, "exchange")
    assert contents() == (then[0], files)
    restore(backup, "--replace")
    assert contents() == then
