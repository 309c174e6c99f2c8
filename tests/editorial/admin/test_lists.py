"""The writers' lists: their columns, filters and searches, and how little they ask."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.editorial.admin._lists import LISTS, LISTS_ALL

MAKERS: dict[str, Any] = dict(
    zip(LISTS, (cast.article, cast.therapy, cast.condition, cast.entry), strict=True)
)


def list_url(name: str) -> str:
    return reverse(f"admin:{name}_changelist")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_questions_for_5_rows_and_for_25(
    writing, wen, ravi, name, django_assert_num_queries
):
    make = MAKERS[name]
    for _ in range(5):
        cast.publish(make(wen), wen, ravi)
    writing.get(list_url(name))  # content types and the like are remembered
    with django_assert_num_queries(7):
        writing.get(list_url(name))
    for _ in range(20):
        make(wen)
    with django_assert_num_queries(7):
        assert b"25 " in writing.get(list_url(name)).content


def test_the_list_of_all_pages_asks_as_little(writing, wen, django_assert_max_num_queries):
    for make in MAKERS.values():
        for _ in range(6):
            make(wen)
    writing.get(list_url("editorial_document"))
    with django_assert_max_num_queries(9):
        writing.get(list_url("editorial_document"))


def test_a_row_says_state_edition_and_next_review(writing, edition, wen):
    cast.article(wen, title="Not yet public")
    page = writing.get(list_url("articles_article")).content.decode()
    due = edition.next_review_due
    assert "edition 1" in page
    assert f"{due.day} {due:%b %Y}" in page
    assert "not public" in page


def test_an_overdue_review_is_said_in_words(writing, edition, monkeypatch):
    later = edition.next_review_due + timedelta(days=12)
    monkeypatch.setattr(timezone, "localdate", lambda *_: later)
    page = writing.get(list_url("articles_article") + "?review=overdue").content.decode()
    assert "overdue by 12 days" in page


@pytest.mark.usefixtures("edition", "scheduled")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state__exact=draft", 0),
        ("state__exact=published", 2),
        ("live=yes", 1),
        ("live=scheduled", 1),
        ("live=no", 1),
        ("review=overdue", 0),
        ("review=later", 1),
        ("q=unheard-of", 0),
        ("genre__exact=explainer", 2),
    ],
)
def test_lists_are_filtered_and_searched(writing, query, count):
    response = writing.get(f"{list_url('articles_article')}?{query}")
    assert response.context["cl"].result_count == count


@pytest.mark.parametrize("name", LISTS_ALL)
@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "%FF=%FF", "state__exact=%00", "owner__id__exact=x", "live=x",
        "owner__id__exact=" + "9" * 30,
        "review=%FF", "p=-1", "p=" + "9" * 30, "o=9.9", "nonsense=1", "q=" + "x" * 5000,
    ],
)  # fmt: skip
def test_no_query_breaks_a_list(writing, name, query, draft):
    assert writing.get(f"{list_url(name)}?{query}", follow=True).status_code in (200, 404)


@pytest.mark.parametrize("pk", ["0", "9" * 30, "x", "%00", "-1", "1_0"])
def test_no_number_breaks_a_form(writing, pk):
    for page in ("change", "history", "preview", "act/submit", "act/nothing", "delete"):
        response = writing.get(f"/admin/articles/article/{pk}/{page}/", follow=True)
        assert response.status_code in (200, 403, 404)
