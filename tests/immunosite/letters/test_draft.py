"""A reader's question becomes one draft."""

import pytest
from reversion.models import Version

from articles.models import Article
from editorial.exceptions import WrongState
from editorial.models import State
from immunosite.letters import handling
from tests import cast
from tests._answers import text_of
from tests.immunosite.letters._desk import *  # noqa: F403
from tests.immunosite.letters._desk import act, letter, url

pytestmark = pytest.mark.django_db


def test_a_question_becomes_a_draft(desk, edda, question):
    answer = act(desk, question, "draft", title="Can I have a flu jab during immunotherapy?")
    draft = Article.objects.get()
    assert answer.redirect_chain[-1][0] == f"/admin/articles/article/{draft.pk}/change/"
    assert (draft.state, draft.genre, draft.owner) == (State.DRAFT, "question", edda)
    assert draft.title == "Can I have a flu jab during immunotherapy?"
    assert draft.slug == "can-i-have-a-flu-jab-during-immunotherapy"
    assert question.draft_id == draft.pk
    comment = Version.objects.get_for_object(draft).first().revision.comment
    assert comment == f"First version, from a reader’s question (letter {question.pk})."
    assert draft.title in text_of(desk.get(url(question)))


def test_a_question_becomes_one_draft_only(edda, question):
    handling.draft_from(question, by=edda, title="A flu jab?")
    with pytest.raises(WrongState):
        handling.draft_from(question, by=edda, title="A flu jab, again?")
    assert Article.objects.count() == 1


def test_an_address_that_is_taken_gets_the_number_of_the_letter(edda, question, wen):
    cast.article(wen, slug="a-flu-jab")
    draft = handling.draft_from(question, by=edda, title="A flu jab?")
    assert draft.slug == f"a-flu-jab-{question.pk}"


@pytest.mark.parametrize("title", ["", "?" * 201, "\x00"])
def test_a_title_that_is_none_is_told(desk, question, title):
    answer = act(desk, question, "draft", title=title)
    assert "errorlist" in text_of(answer)
    assert not Article.objects.exists()


@pytest.mark.parametrize("title", ["流感疫苗?", "???", "<script>alert(1)</script>"])
def test_a_title_without_latin_letters_makes_a_draft_too(edda, question, title):
    assert handling.draft_from(question, by=edda, title=title).title == title


def test_a_report_becomes_no_draft(desk, edda, edition):
    problem = letter("A word is wrong.", edition)
    assert "Make a draft" not in text_of(desk.get(url(problem)))
    with pytest.raises(WrongState):
        handling.draft_from(problem, by=edda, title="A word?")
    assert Article.objects.count() == 1
