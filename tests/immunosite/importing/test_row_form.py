"""A row is filled into a form: its messages are the admin's, and types are not guessed."""

from datetime import UTC, datetime

import pytest

from articles.models import Article, Risk
from evidence.models import Reference
from immunosite.importing.row_form import filled

WHOLE = {"title": "T", "slug": "t"}


@pytest.mark.parametrize(
    ("model", "values", "said"),
    [
        (Article, {}, "title: This field is required."),
        (Article, {"title": True}, "title: must be text, not true or false."),
        (Article, {"title": ["a"]}, "title: must be text, not a list."),
        (Article, {"title": "x" * 201}, "title: Ensure this value has at most 200"),
        (Article, {"title": "5\u202e0"}, "title: The character U+202E before “0” turns"),
        (Article, {"slug": "not one"}, "slug: Enter a valid “slug” consisting of letters"),
        (Article, {"genre": "poem"}, "genre: Select a valid choice. poem is not one of"),
        (Article, {"review_interval_months": 1.5}, "review_interval_months: Enter a whole"),
        (Article, {"review_interval_months": 61}, "review_interval_months: Ensure this"),
        (Article, {"publish_at": "2030-01-31"}, "publish_at: needs its time zone"),
        (Article, {"publish_at": "2030-13-31T00:00:00Z"}, "publish_at: Enter a valid date/time."),
        (Article, {"key_points": ["a", 1]}, "key_points: must be text, not a list."),
        (Risk, {"name": "Fever"}, "seek_help: This field is required."),
        (Reference, {"key": "k", "title": "T", "et_al": "no"}, "et_al: must be true or false."),
        (Reference, {"key": "k", "title": "T", "accessed": "May"}, "accessed: Enter a valid date."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_words_of_the_admin(model, values, said):
    faults = filled(model, (WHOLE if model is Article and values else {}) | values).faults
    assert any(fault.startswith(said) for fault in faults), faults


def test_what_is_given_comes_in_the_types_of_the_model():
    form = filled(
        Article,
        WHOLE | {"title": 2020, "key_points": ["a  b", "c"], "review_interval_months": "6",
                 "publish_at": "2030-01-31T09:00:00+01:00"},
    )  # fmt: skip
    assert form.faults == []
    assert form.values["title"] == "2020"
    assert form.values["key_points"] == "a b\nc"
    assert form.values["review_interval_months"] == 6
    assert form.values["publish_at"] == datetime(2030, 1, 31, 8, tzinfo=UTC)


def test_no_question_is_asked_of_the_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert filled(Article, WHOLE | {"body": "<p>a</p>"}).faults == []
        assert filled(Reference, {"key": "k", "title": "T", "doi": "10.1000/x"}).faults == []
