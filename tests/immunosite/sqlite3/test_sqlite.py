"""SQLite's kept connections: many who write, a fork, a new file, a disk that is full."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from threading import Thread

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from immunosite.start.connections import database
from tests import cast
from tests._racing import check_the_record_is_whole
from tests.editorial.acts.test_kills import address

# Only so that pytest-django lets any database be opened.
pytestmark = pytest.mark.django_db
PROCESSES, ROUNDS = 16, 8


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "site.sqlite3"
    make(path, "as it was")
    return path


def make(path, word):
    with closing(sqlite3.connect(path)) as made:
        made.executescript("PRAGMA journal_mode=WAL; CREATE TABLE words (word TEXT)")
        made.execute("INSERT INTO words VALUES (?)", [word])
        made.commit()


@contextmanager
def opened(file, **options):
    """A connection of the site's own kind."""
    given = database(f"sqlite:///{file}")
    given["OPTIONS"] |= options
    handler = ConnectionHandler({"default": given})
    try:
        yield handler["default"]
    finally:
        handler.close_all()


def words(wrapper):
    with wrapper.cursor() as cursor:
        return [word for (word,) in cursor.execute("SELECT word FROM words").fetchall()]


def write(wrapper, word="new"):
    with wrapper.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("INSERT INTO words VALUES (%s)", [word])
        cursor.execute("COMMIT")


def next_request(wrapper):
    wrapper.close_if_unusable_or_obsolete()


# --- Many who write -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_sixteen_processes_act_and_none_is_told_that_the_database_is_locked(wen, edda):
    for number in range(PROCESSES):
        cast.clinician(f"Rita{number}", "Reviewer")
    many = subprocess.run(
        [sys.executable, "-m", "tests.immunosite.sqlite3._many", str(PROCESSES), str(ROUNDS)],
        check=False,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": address()},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert many.returncode == 0, many.stderr
    check_the_record_is_whole()


def test_whoever_has_waited_long_gets_the_lock_in_the_first_short_gap(file):
    """SQLite's own waiting looks ten times a second by then, and misses nine gaps of ten."""
    gaps = []

    def hold_again_and_again():
        with closing(sqlite3.connect(file, isolation_level=None)) as holder:
            while not gaps or (len(gaps) < 40 and waiting.is_alive()):
                holder.execute("BEGIN IMMEDIATE")
                time.sleep(0.385)
                holder.execute("ROLLBACK")
                gaps.append(1)
                time.sleep(0.015)

    def wait():
        with opened(file, timeout=30) as waiter:
            write(waiter)

    waiting, holding = Thread(target=wait), Thread(target=hold_again_and_again)
    holding.start()
    time.sleep(0.1)
    waiting.start()
    waiting.join()
    holding.join()
    assert len(gaps) <= 5


def test_the_wait_ends_and_says_that_the_database_is_locked(file):
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as holder,
        opened(file, timeout=0.1) as late,
    ):
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            write(late)
        holder.execute("ROLLBACK")
        next_request(late)
        write(late)
        assert words(late) == ["as it was", "new"]


# --- Kept -----------------------------------------------------------------------------------------


def test_a_connection_outlives_the_request(file):
    with opened(file) as kept:
        words(kept)
        before = kept.connection
        next_request(kept)
        assert kept.connection is before


def test_a_connection_that_failed_does_not(file):
    with opened(file) as kept:
        with pytest.raises(OperationalError):
            kept.cursor().execute("SELECT nothing FROM nowhere")
        next_request(kept)
        assert kept.connection is None


def test_a_file_put_in_the_place_of_the_old_one_is_read_at_the_next_request(file, tmp_path):
    with opened(file) as kept:
        assert words(kept) == ["as it was"]
        make(tmp_path / "backup", "as restored")
        for beside in ("-wal", "-shm"):
            file.with_name(file.name + beside).unlink()
        (tmp_path / "backup").replace(file)
        next_request(kept)
        assert words(kept) == ["as restored"]


def test_a_backup_restored_by_sqlite_itself_is_read_at_once(file, tmp_path):
    with opened(file) as kept:
        assert words(kept) == ["as it was"]
        make(tmp_path / "backup", "as restored")
        with (
            closing(sqlite3.connect(tmp_path / "backup")) as backup,
            closing(sqlite3.connect(file)) as site,
        ):
            backup.backup(site)
        assert words(kept) == ["as restored"]


def test_a_forked_child_opens_its_own(file):
    with opened(file) as kept:
        words(kept)
        parents = kept.connection
        if (pid := os.fork()) == 0:
            try:
                write(kept, "by the child")
                os._exit(kept.connection is parents)
            finally:
                os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        assert kept.connection is parents
        write(kept, "by the parent")
        assert words(kept) == ["as it was", "by the child", "by the parent"]


def test_threads_have_a_connection_each(file):
    seen = {}
    with opened(file) as kept:
        words(kept)
        seen["first"] = kept.connection
        handler = ConnectionHandler({"default": kept.settings_dict})

        def other():
            words(handler["default"])
            seen["second"] = handler["default"].connection
            handler.close_all()

        thread = Thread(target=other)
        thread.start()
        thread.join()
    assert seen["first"] is not seen["second"]
