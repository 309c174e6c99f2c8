"""docs/adding-a-kind.md is true: whoever follows it has a kind whose pages are everywhere."""

import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import RequestFactory

from immunosite import checks, environment
from immunosite.machines import sitemap
from immunosite.machines.structured_data import subjects

PAGE = (settings.BASE_DIR / "docs" / "adding-a-kind.md").read_text(encoding="utf-8")
LISTING = re.compile(r"`(leaflets/[\w./]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)
SETTINGS = """
from tests.settings import *

INSTALLED_APPS = ["leaflets", *INSTALLED_APPS]
ROOT_URLCONF = "trial_urls"
DATABASES = DATABASES | {"default": DATABASES["default"] | {"NAME": FOLDER + "/trial.sqlite3"}}
"""
URLS = """
from django.urls import include, path

from immunosite.page_store import stored
from immunosite.urls import urlpatterns as others

urlpatterns = [*stored([path("", include("leaflets.urls"))]), *others]
"""


@pytest.fixture
def folder(tmp_path):
    files = dict(LISTING.findall(PAGE))
    assert len(files) == 7
    files |= {"leaflets/__init__.py": "", "leaflets/migrations/__init__.py": ""}
    files |= {"trial_urls.py": URLS, "trial_settings.py": f"FOLDER = {str(tmp_path)!r}{SETTINGS}"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_whoever_follows_the_page_has_a_kind_that_is_everywhere(folder):
    given = {"DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "trial_settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.architecture._following_the_page", str(folder)],
        cwd=settings.BASE_DIR,
        env=environment.for_child(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 0), done.stdout + done.stderr[-3000:]


def test_the_page_names_each_place_that_lists_the_kinds():
    assert [where for where in checks.registries() if f"`{where}`" not in PAGE] == []


def test_the_site_as_it_is_lacks_nothing():
    assert checks.check_kinds(None) == []


@pytest.mark.parametrize("where", checks.registries())
def test_the_check_says_where_a_kind_is_missing(where, monkeypatch):
    found = checks.registries() | {where: []}
    monkeypatch.setattr(checks, "registries", lambda: found)
    said = [message.msg for message in checks.check_kinds(None)]
    assert f"Pages of the kind “article” lack a line in {where}." in said


@pytest.mark.django_db
def test_a_kind_without_its_lines_still_has_its_pages(client, edition, monkeypatch):
    assert client.get("/sitemap.xml").status_code == 200  # the addresses are known
    monkeypatch.delitem(subjects.SUBJECTS, "article")
    monkeypatch.delitem(sitemap.SECTIONS, "articles")
    assert client.get(edition.get_absolute_url()).status_code == 200
    index = sitemap.index(RequestFactory().get("/sitemap.xml"))
    assert index.status_code == 200
    assert b"sitemap-articles" not in index.content
