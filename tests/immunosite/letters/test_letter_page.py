"""The page of one letter shows it as words, and does nothing else with it than its acts."""

import pytest

from immunosite.letters.models import Letter
from tests._answers import text_of
from tests.immunosite.letters._desk import *  # noqa: F403
from tests.immunosite.letters._desk import LIST, letter, url

pytestmark = pytest.mark.django_db


def test_no_letter_can_be_deleted_or_typed_in(desk, question):
    assert desk.post(f"{LIST}{question.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get(f"{LIST}add/").status_code in (403, 404)
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("number", ["999999", "x", "9" * 30])
def test_a_letter_that_is_not_there_is_told(desk, number):
    assert desk.get(f"{LIST}{number}/change/").status_code == 404


@pytest.mark.parametrize("name", ["", "burn", "answer\x00"])
def test_an_act_that_is_none_changes_nothing(desk, question, name):
    assert desk.post(url(question), {"act": name}).status_code == 200
    question.refresh_from_db()
    assert question.standing == "new"


def test_hostile_words_are_shown_as_words(desk):
    hostile = letter("<script>alert(1)</script>\n<b>bold</b>")
    for page in (LIST, url(hostile), "/admin/"):
        text = text_of(desk.get(page))
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text
