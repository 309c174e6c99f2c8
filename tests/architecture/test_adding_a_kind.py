"""docs/adding-a-kind.md is true: whoever follows it has a kind whose pages are everywhere, and
whoever forgets a part is told which."""

import re
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import Any

import pytest
import reversion
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core import checks as django_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings

from articles.admin import ArticleAdmin
from articles.models import Article
from editorial import checks, kinds
from editorial.apps import register_kinds
from editorial.kinds import Kind, all_kinds, kind_of
from editorial.models import Document
from editorial.public.page import Page
from immunosite import environment

PAGE = (settings.BASE_DIR / "docs" / "adding-a-kind.md").read_text(encoding="utf-8")
LISTING = re.compile(r"`(leaflets/[\w./]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)
SETTINGS = """
from tests.settings import *

INSTALLED_APPS = ["leaflets", *INSTALLED_APPS]
DATABASES = DATABASES | {"default": DATABASES["default"] | {"NAME": FOLDER + "/trial.sqlite3"}}
"""


@pytest.fixture
def folder(tmp_path):
    files = dict(LISTING.findall(PAGE))
    assert len(files) == 8
    files |= {"leaflets/__init__.py": "", "leaflets/migrations/__init__.py": ""}
    files |= {"trial_settings.py": f"FOLDER = {str(tmp_path)!r}{SETTINGS}"}
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


# --- What the check says --------------------------------------------------------------------------


def said() -> list[str]:
    return [message.msg for message in checks.check_kinds(None)]


@pytest.fixture
def with_article(monkeypatch):
    """The site's kinds, that of articles with some of its fields otherwise."""

    def put(**changed: Any) -> list[str]:
        monkeypatch.setitem(kinds._kinds, "article", replace(kind_of("article"), **changed))
        return said()

    return put


def test_the_site_as_it_is_lacks_nothing():
    assert said() == []


def test_manage_check_asks(monkeypatch):
    assert checks.check_kinds in django_checks.registry.registry.get_checks()
    monkeypatch.setitem(kinds._kinds, "article", replace(kind_of("article"), plural=""))
    with pytest.raises(SystemCheckError, match="The kind “article” lacks the words"):
        call_command("check")


class NoDataclass(Page):
    pass


@dataclass(frozen=True)
class NoPage:
    title: str


LACKS = [
    ({"singular": ""}, "the words for it that readers see (singular, such as “Leaflet”)"),
    ({"plural": ""}, "the words for it that readers see (plural, such as “Leaflets”)"),
    ({"topic": "page", "schema_type": "Thing"}, "a topic in small letters that means nothing"),
    ({"topic": "A topic", "schema_type": "Thing"}, "a topic in small letters that means nothing"),
    ({"topic": "essay"}, "both a topic and what it is to schema.org, or neither"),
    ({"list_name": ""}, "the words for it that readers see (list_name, such as “Leaflets”)"),
    ({"description": ""}, "the words for it that readers see (description, such as"),
    ({"path": ""}, "where its addresses begin, in small letters and hyphens"),
    ({"path": "The articles/"}, "where its addresses begin, in small letters and hyphens"),
    ({"path": "essays"}, "an address named “article-list” at /essays/ (in articles.urls)"),
    ({"path": "essays"}, "an address named “article” at /essays/a-page/ (in articles.urls)"),
    ({"urls": ""}, "the module of its addresses: none is named"),
    ({"urls": "articles.adresses"}, "the module of its addresses: there is none called"),
    ({"urls": "essays.urls"}, "the module of its addresses: there is none called “essays.urls”"),
    ({"page": Page}, "a page: a dataclass of its own"),
    ({"page": NoDataclass}, "a page: a dataclass of its own"),
    ({"page": NoPage}, "a page: a dataclass of its own"),
    ({"template": ""}, "a template that shows its pages"),
    ({"template": "articles/_essay.html"}, "the template “articles/_essay.html”"),
    ({"subject": None}, "what its pages are about for machines: a function for JSON-LD"),
    ({"model": "articles.Essay"}, "its model: there is none called “articles.Essay”"),
    ({"model": "articles.Risk"}, "a model that extends editorial.models.Document"),
]


@pytest.mark.parametrize(("changed", "lack"), LACKS)
def test_it_says_what_a_kind_lacks(changed, lack, with_article):
    found = with_article(**changed)
    assert any(f"“{lack}" in each or f"lacks {lack}" in each for each in found), found


def test_no_field_of_a_kind_has_a_default_that_passes(with_article):
    """A field that is added to Kind must be one that the check asks for."""
    for name, field in Kind.__dataclass_fields__.items():
        if name != "model":
            assert with_article(**{name: field.default}), name
            with_article(**{name: getattr(kind_of("condition"), name)})


def test_it_says_that_a_template_cannot_be_read(with_article, tmp_path):
    (tmp_path / "broken.html").write_text("{% if page %}")
    with override_settings(TEMPLATES=[settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]):
        assert "a template that can be read" in "".join(with_article(template="broken.html"))


def test_it_says_what_the_model_lacks(monkeypatch):
    monkeypatch.setattr(Article, "content", Document.content)
    monkeypatch.setattr(Article, "rich_fields", ("bodi",))
    assert [each.partition(" lacks ")[2] for each in said()] == [
        "what is signed: a method content() in the model.",
        "“body” in rich_fields, the order in which its texts stand on the page.",
        "the text “bodi”, which rich_fields names and the model has not as a RichTextField.",
    ]


def test_it_says_that_saves_would_not_be_kept(monkeypatch):
    monkeypatch.setattr(reversion, "is_registered", lambda model: model is not Article)
    assert said() == [
        "The kind “article” lacks a registration with reversion, which keeps every save."
    ]


def test_it_says_that_half_of_a_save_would_not_be_kept(monkeypatch):
    options = reversion.revisions._get_options(Article)
    monkeypatch.setattr(
        reversion.revisions,
        "_get_options",
        lambda model: options._replace(follow=()) if model is Article else options,
    )
    assert said() == ["The kind “article” lacks “document_ptr” in what reversion follows."]


def test_it_says_that_nobody_could_write_such_pages(monkeypatch):
    monkeypatch.delitem(admin.site._registry, Article)
    assert said() == [
        "The kind “article” lacks a page in the writers' admin that extends "
        "editorial.admin.documents.DocumentAdmin."
    ]


def test_it_names_a_field_that_nobody_could_fill_in(monkeypatch):
    most = [part for part in ArticleAdmin.fieldsets if "genre" not in part[1]["fields"]]
    monkeypatch.setattr(ArticleAdmin, "fieldsets", most)
    asked = "in the writers' form (fieldsets of ArticleAdmin)."
    assert f"The kind “article” lacks the field “short_answer” {asked}" in said()


def test_a_document_of_no_kind_is_named(monkeypatch):
    monkeypatch.delitem(kinds._kinds, "article")
    assert said() == [
        "articles.Article is a document of no kind: its pages are in no list, feed, search or API. "
        "Add a Kind to KINDS in articles/kinds.py."
    ]


def test_two_kinds_with_the_same_addresses_are_named(with_article):
    assert "both have the path “therapies”" in " ".join(with_article(path="therapies"))


def test_two_kinds_that_are_the_same_topic_are_named(with_article):
    told = " ".join(with_article(topic="therapy", schema_type="Thing"))
    assert "both the topic “therapy”" in told


def test_two_models_of_one_kind_are_refused_at_the_start():
    with pytest.raises(kinds.DoubleKind, match=r"articles\.Article and essays\.Article"):
        kinds.register(Kind(model="essays.Article"))
    assert kind_of("article").model == "articles.Article"


def test_an_app_is_asked_for_its_kinds_once_whatever_happens():
    before = all_kinds()
    register_kinds()
    assert all_kinds() == before


def test_a_kind_that_is_not_there_is_no_kind():
    with pytest.raises(LookupError, match="There is no kind of document called “essay”"):
        kind_of("essay")


def test_every_document_model_is_of_a_kind():
    models = {model for model in apps.get_models() if issubclass(model, Document)}
    assert models == {Document, *Document.all_models()}
