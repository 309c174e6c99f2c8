"""Closing a letter erases the reader's address, and the words if asked."""

import pytest

from editorial.exceptions import WrongState
from immunosite.letters import handling
from immunosite.letters.models import Letter
from tests._answers import text_of
from tests.immunosite.letters._desk import *  # noqa: F403
from tests.immunosite.letters._desk import LIST, READER, act, letter, url

pytestmark = pytest.mark.django_db


def test_closing_erases_the_address(desk, edda, question):
    answer = act(desk, question, "close", outcome="Answered in edition 3.")
    assert "The letter is closed" in text_of(answer)
    assert (question.standing, question.closed_by) == ("closed", edda)
    assert (question.reply_to, question.sender) == ("", "")
    assert question.text == "May I have a flu jab?"
    page = text_of(desk.get(url(question)))
    assert "Answered in edition 3." in page
    assert READER not in page
    assert 'name="act"' not in page


def test_closing_erases_the_words_if_asked(desk, question):
    act(desk, question, "close", erase_text="on")
    assert question.text == ""
    assert "The reader’s words were erased." in text_of(desk.get(url(question)))
    assert "(erased)" in text_of(desk.get(f"{LIST}?standing=closed"))


def test_a_letter_is_closed_once(edda, question):
    handling.close(question, by=edda, outcome="Done.")
    with pytest.raises(WrongState):
        handling.close(question, by=edda, outcome="Done again.")
    question.refresh_from_db()
    assert question.outcome == "Done."


def test_several_letters_are_closed_from_the_list(desk, question):
    rubbish = [letter(f"Rubbish {n}", reply_to=READER) for n in range(3)]
    chosen = [each.pk for each in rubbish]
    given = {"action": "close_chosen", "_selected_action": chosen}
    answer = desk.post(LIST, given, follow=True)
    assert "3 letters closed" in text_of(answer)
    assert Letter.objects.get(reply_to=READER) == question
