"""Editors find readers' letters in a list, in their work and beside the page; nobody else does."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from editorial.exceptions import NotAllowed
from immunosite.letters import handling
from tests._answers import text_of
from tests.immunosite.letters._desk import *  # noqa: F403
from tests.immunosite.letters._desk import LIST, letter, url

pytestmark = pytest.mark.django_db


def test_the_list_begins_with_what_waits(desk, edda, question, edition):
    problem = letter("A word is wrong.", edition)
    closed = letter("Rubbish.")
    handling.close(closed, by=edda)
    page = text_of(desk.get(LIST))
    assert question.text in page
    assert problem.text in page
    assert f"{edition.title}, edition 1" in page
    assert closed.text not in page
    assert closed.text in text_of(desk.get(f"{LIST}?standing=closed"))
    assert closed.text in text_of(desk.get(f"{LIST}?standing=all"))
    assert question.text not in text_of(desk.get(f"{LIST}?kind=problem"))


def test_new_letters_stand_among_an_editors_work(desk, question, wen):
    assert question.text in text_of(desk.get("/admin/"))
    desk.force_login(wen)
    assert "Letters from readers" not in text_of(desk.get("/admin/"))


def test_whoever_has_the_page_open_is_told_of_its_letters(desk, edda, edition, wen):
    problem = letter("A word is wrong.", edition)
    other = letter("May I?")
    form = f"/admin/articles/article/{edition.document_id}/change/"
    told = f'<a href="{LIST}?edition__document={edition.document_id}">1 letter from readers'
    assert told in text_of(desk.get(form))
    theirs = text_of(desk.get(f"{LIST}?edition__document={edition.document_id}"))
    assert problem.text in theirs
    assert other.text not in theirs
    handling.close(problem, by=edda)
    assert "from readers about this page" not in text_of(desk.get(form))
    letter("A word is wrong.", edition)
    desk.force_login(wen)
    assert "from readers about this page" not in text_of(desk.get(form))


def test_the_list_costs_the_same_for_many_letters(desk, edition, question):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(LIST)
        return len(queries)

    few = cost()
    for number in range(3):
        letter(f"Number {number}", edition)
    assert cost() == few


@pytest.mark.parametrize("who", ["wen", "ravi", "ada", "olga"])
def test_only_editors_see_letters(request, question, who):
    client = Client()
    client.force_login(request.getfixturevalue(who))
    assert question.text not in text_of(client.get(LIST, follow=True))
    assert question.text not in text_of(client.get(url(question), follow=True))
    client.post(url(question), {"act": "close"})
    question.refresh_from_db()
    assert question.standing == "new"


@pytest.mark.parametrize("who", ["wen", "ravi", "ada", "olga"])
def test_the_acts_themselves_refuse_everybody_else(request, question, who):
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        handling.answer(question, by=person, text="Yes.")
    with pytest.raises(NotAllowed):
        handling.close(question, by=person)
    with pytest.raises(NotAllowed):
        handling.draft_from(question, by=person, title="May I?")
    assert not mail.outbox
    assert not Article.objects.exists()
