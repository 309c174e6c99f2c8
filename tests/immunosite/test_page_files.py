"""The second level of the page store: files that all processes of a machine share."""

import errno
import logging
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core import signals
from django.core.management import CommandError, call_command
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from editorial import acts
from editorial.public import views
from immunosite import page_store, release
from immunosite.each_time import each_time
from immunosite.invalidation.heard import heard
from immunosite.page_files import PageFiles
from immunosite.page_store import store
from immunosite.stored_page import stored_page
from tests import cast

STATE = ("7", timezone.now().replace(year=9999))


@pytest.fixture
def files(tmp_path, monkeypatch):
    files = PageFiles(tmp_path / "pages", 10_000_000, "one")
    monkeypatch.setattr(page_store, "page_files", lambda: files)
    return files


def page(body=b"<p>Words.</p>", **headers):
    response = HttpResponse(body, content_type="text/html", headers=headers)
    return stored_page(response, STATE, ["document-7", "kind-article"])


def on_disk(files):
    return [each for each in files.folder.rglob("*") if each.is_file()]


def another_process():
    store.clear()
    heard.forget()


def reads(client, address, counted):
    """Whether a process that has just begun makes the page anew."""
    another_process()
    before = len(counted)
    response = client.get(address)
    return response, len(counted) > before


@pytest.fixture
def made(monkeypatch):
    """A list that grows by one for each page of a document that is made."""
    counted, neighbours = [], views._neighbours
    monkeypatch.setattr(
        views, "_neighbours", lambda *given: counted.append(1) or neighbours(*given)
    )
    return counted


# --- A file ---------------------------------------------------------------------------------------


def test_a_page_comes_back_as_it_was(files):
    kept = page(Link="<https://example.org/>; rel=original")
    files.keep("localhost /a/", kept)
    assert files.find("localhost /a/") == kept
    assert files.find("localhost /b/") is None


def test_only_its_user_may_look_into_the_folders(files):
    files.keep("a", page())
    assert {each.stat().st_mode & 0o077 for each in files.folder.rglob("*") if each.is_dir()} == {0}


def test_another_release_finds_nothing_of_this_one(files):
    files.keep("a", page())
    other = PageFiles(files.folder, files.max_bytes, "two")
    assert other.find("a") is None
    # Not even where the file has its name.
    (file,) = on_disk(files)
    other._path("a").parent.mkdir(parents=True, exist_ok=True)
    file.rename(other._path("a"))
    assert other.find("a") is None


def test_a_damaged_file_is_no_page(files):
    files.keep("a", page())
    (file,) = on_disk(files)
    whole = file.read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        file.write_bytes(changed)
        assert files.find("a") is None
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert files.find("a") is None
    file.write_bytes(whole)
    assert files.find("a")


def test_what_has_something_to_do_each_time_is_not_written(files):
    response = HttpResponse("counted")
    each_time(response, lambda: None)
    files.keep("a", stored_page(response, STATE))
    assert on_disk(files) == []


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_full_disk_leaves_no_half_file_and_is_told_once(files, monkeypatch, caplog, fault):
    write = Path.write_bytes

    def half(path, content):
        write(path, content[: len(content) // 2])
        raise OSError(fault, os.strerror(fault))

    with caplog.at_level(logging.WARNING), monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", half)
        files.keep("a", page())
        files.keep("a", page())
    assert (on_disk(files), len(caplog.messages)) == ([], 1)
    assert "made anew" in caplog.messages[0]
    files.keep("a", page())
    assert files.find("a")


def test_what_was_used_longest_ago_goes_when_there_are_too_many(files):
    files.written = -files.max_bytes  # else a thread that sweeps may be at it
    for number in range(20):
        files.keep(str(number), page())
        os.utime(files._path(str(number)), (number, number))
    size = on_disk(files)[0].stat().st_size
    assert files.find("0")  # used now
    files.max_bytes = 10 * size
    files.sweep()
    left = [number for number in range(20) if files.find(str(number))]
    assert left in ([0, *range(13, 20)], [0, *range(14, 20)])  # names of one digit are shorter
    assert sum(each.stat().st_size for each in on_disk(files)) <= files.max_bytes


# --- The site -------------------------------------------------------------------------------------


def test_a_process_that_has_just_begun_finds_what_another_made(client, files, edition, made):
    address = edition.get_absolute_url()
    first, was_made = reads(client, address, made)
    assert was_made
    second, was_made = reads(client, address, made)
    assert not was_made
    assert (first.content, first.headers) == (second.content, second.headers)


def test_it_does_so_also_after_acts_on_other_pages(client, files, edition, made, wen, mei):
    address = edition.get_absolute_url()
    reads(client, address, made)
    cast.publish(cast.article(wen), wen, mei)
    assert not reads(client, address, made)[1]


def test_what_an_act_touched_is_not_shown_again(client, files, edition, made, edda):
    address = edition.get_absolute_url()
    reads(client, address, made)
    acts.withdraw(edition.document, by=edda, reason="Retracted study.")
    for _ in range(2):
        assert reads(client, address, made)[0].status_code == 410


def test_nor_is_what_was_made_before_acts_that_are_not_remembered(
    client, files, edition, made, wen, mei, monkeypatch
):
    address = edition.get_absolute_url()
    reads(client, address, made)
    monkeypatch.setattr("immunosite.invalidation.heard.MOST", 3)
    for _ in range(3):
        cast.publish(cast.article(wen), wen, mei)
    assert reads(client, address, made)[1]


def test_a_disk_that_does_not_answer_takes_no_reader_down(client, files, edition, monkeypatch):
    def fails(*_, **__):
        raise OSError(errno.EIO, "broken")

    for name in ("read_bytes", "write_bytes", "mkdir"):
        monkeypatch.setattr(Path, name, fails)
    for _ in range(2):
        another_process()
        assert client.get(edition.get_absolute_url()).status_code == 200


# --- The release ----------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path, settings):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("One")
    settings.BASE_DIR, settings.VAR_DIR = tmp_path, tmp_path / "var"
    (tmp_path / "var" / "templates").mkdir(parents=True)
    return tmp_path


def test_it_changes_with_each_file_and_each_setting_and_with_nothing_else(tree, settings):
    def now():
        release.release.cache_clear()
        return release.release()

    try:
        seen = [now(), now()]
        (tree / "templates" / "page.html").write_text("Two")
        seen.append(now())
        (tree / "var" / "templates" / "own.html").write_text("Own")
        seen.append(now())
        settings.SITE_NAME = "Another name"
        seen.append(now())
        assert seen[0] == seen[1]
        assert len(set(seen)) == 4
    finally:
        release.release.cache_clear()


# --- manage.py warm -------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def one_connection():
    """A test that is rolled back has one, which the end of a request must not close."""
    around = (signals.request_started, signals.request_finished)
    for each in around:
        each.disconnect(close_old_connections)
    yield
    for each in around:
        each.connect(close_old_connections)


def test_warm_makes_the_pages_before_readers_ask(files, edition, made, settings):
    said = StringIO()
    call_command("warm", stdout=said)
    count = len(made)
    assert "pages are ready" in said.getvalue()
    client = Client(headers={"host": "localhost"})
    for address in ("/", "/articles/", "/glossary/", "/about/privacy/"):
        assert files.find(f"localhost {address}"), address
    assert not reads(client, edition.get_absolute_url(), made)[1]
    another_process()
    call_command("warm", stdout=said)
    assert len(made) == count


def test_warm_can_be_told_how_many(files, edition, wen, mei):
    newer = cast.publish(cast.article(wen), wen, mei)
    call_command("warm", most=1, stdout=StringIO())
    assert files.find(f"localhost {newer.get_absolute_url()}")
    assert not files.find(f"localhost {edition.get_absolute_url()}")


def test_warm_says_so_where_there_is_nowhere_to_keep_them(db, monkeypatch):
    monkeypatch.setattr("immunosite.management.commands.warm.page_files", lambda: None)
    with pytest.raises(CommandError, match="PAGE_FILES_MEGABYTES"):
        call_command("warm")
