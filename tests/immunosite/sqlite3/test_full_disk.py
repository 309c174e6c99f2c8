"""The disk is full, or read-only: readers read on, and nothing that is sent is lost (SQLite)."""

import shutil

import pytest

from tests import cast
from tests.immunosite.returned._tab import forms, opened, words_of
from tests.immunosite.sqlite3._full_disk import Visitor, disk, manage, mount, served

PAGES = ["/", "/articles/", "/articles/?q=signed", "/articles/signed/", "/therapies/", "/glossary/",
         "/search/?q=text", "/corrections/", "/ask/", "/sitemap.xml", "/feeds/all.xml",
         "/api/v1/pages/article/", "/accounts/login/"]  # fmt: skip
WORDS = "Five hours of work."


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    file = tmp_path_factory.mktemp("site") / "site.sqlite3"
    built = manage(file, "-m", "tests.immunosite.sqlite3._site")
    assert built.returncode == 0, built.stderr
    return file


@pytest.fixture(params=[True, False], ids=["a full file system", "a limit on files"])
def full(request, tmp_path, site):
    with disk(tmp_path / "disk", may_mount=request.param) as made:
        shutil.copy(site, made.folder)
        yield made


@pytest.fixture
def file(full):
    return full.folder / "site.sqlite3"


def test_readers_read_on_when_the_site_is_started_on_a_full_disk(full, file):
    with served(file, full, is_full=True) as address:
        reader = Visitor(address)
        assert {page: reader.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


def test_what_is_sent_while_the_disk_is_full_comes_back_and_goes_when_there_is_room(full, file):
    with served(file, full) as address:
        writer, page = Visitor(address), "/admin/articles/article/3/change/"
        sign_in = opened(writer, "/accounts/login/", "username")
        assert sign_in.send(username="wen", password=cast.PASSWORD).status_code == 302
        form = opened(writer, page, "summary")
        letter = opened(Visitor(address), "/ask/", "text")
        sign_in = opened(Visitor(address), "/accounts/login/", "username")
        full.fill()
        password = {"username": "ravi", "password": cast.PASSWORD}
        for sent, typed in (
            (form, {"summary": WORDS}), (letter, {"text": WORDS}), (sign_in, password),
        ):  # fmt: skip
            refused = sent.send(**typed)
            assert refused.status_code == 503
            assert next(iter(typed.values())) in words_of(refused)
            (again,) = forms(sent.client, refused, sent.url)
            assert again.send(**typed).status_code == 503
        assert {each: writer.get(each).status_code for each in PAGES} == dict.fromkeys(PAGES, 200)
        full.free()
        assert again.send(**password).status_code == 302
        assert form.send(summary=WORDS).status_code == 302
        assert WORDS in writer.get(page).content.decode()


def test_the_record_is_verified_on_a_file_system_that_is_read_only(tmp_path, site):
    """Mounted read-only where we may; else a folder without the right to write, unless root."""
    with disk(tmp_path / "disk", may_mount=True) as made:
        file = made.folder / "site.sqlite3"
        shutil.copy(site, file)
        if made.is_mounted:
            assert mount("-o", "remount,ro", made.folder)
        else:
            file.chmod(0o444)
            made.folder.chmod(0o555)
        verified = manage(file, "manage.py", "verify_records")
        if not made.is_mounted:
            made.folder.chmod(0o755)
    assert verified.returncode == 0, verified.stderr
    assert "No faults." in verified.stdout
