"""What costs much is done once for a row, and asked once for many rows."""

import json
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from editorial.text.characters import clean_text, refused_in
from editorial.text.incoming import of_schema, transform
from editorial.text.incoming.transform import _transformed
from immunosite.importing import spool
from immunosite.importing.draft import Draft
from immunosite.importing.rows import Place
from immunosite.importing.text_to_html import to_html

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    def write(count, **more):
        path = tmp_path / "rows.jsonl"
        rows = [
            {"kind": "article", "title": f"Row {n}", "body": f"**Text** {n}."} | more
            for n in range(count)
        ]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return str(path)

    return write


def run(*arguments):
    call_command("import_documents", *arguments, "--writer=wen", stdout=StringIO())


def test_each_text_is_transformed_once_however_many_there_are(wen, file, monkeypatch):
    seen = []

    def counted(html):
        seen.append(html)
        return _transformed(html)

    module = import_module("editorial.text.incoming.transform")
    monkeypatch.setattr(module, "_transformed", counted)
    run(file(600))  # more than the transform remembers
    assert len(seen) == 600
    assert Article.objects.count() == 600
    assert Article.objects.get(title="Row 7").body == "<p><strong>Text</strong> 7.</p>"


def test_the_check_asks_for_many_rows_at_once(wen, file):
    def asked(count):
        with CaptureQueriesContext(connection) as captured:
            run(file(count), "--dry-run")
        return len(captured)

    assert asked(100) <= asked(10) + 3


def test_what_does_not_fit_into_memory_comes_back_from_a_file(monkeypatch):
    monkeypatch.setattr(spool, "IN_MEMORY", 1)
    drafts = spool.Spool()
    given = [Draft(Place("a", n), Article, ("article", f"a-{n}"), {"title": "T"}) for n in range(3)]
    for draft in given:
        drafts.add(draft)
    assert list(drafts) == given
    drafts.close()


ALPHABET = "ab.:;-•*  \n\t\u00a0<>&'\"\u2028é\u0301;x#&amp1"


@given(st.text(alphabet=ALPHABET, max_size=40) | st.text(max_size=40))
def test_plain_text_makes_what_the_transform_would_leave_as_it_is(text):
    text = clean_text(text)
    html = of_schema(to_html(text).replace("\n", ""))
    assert html == _transformed(to_html(text)).html
    if not refused_in(text):
        assert _transformed(html).messages == []


def test_what_would_be_refused_is_not_taken_for_known():
    html = of_schema("<p>5&#x202E;0</p>")
    assert transform(html).misleading
