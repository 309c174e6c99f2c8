"""An answer goes to the reader by mail once, and what went wrong with it is told and kept."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from editorial.exceptions import Incomplete, WrongState
from immunosite.letters import handling
from immunosite.letters.models import Letter
from tests._answers import text_of
from tests.immunosite.letters._desk import *  # noqa: F403
from tests.immunosite.letters._desk import LIST, READER, act, letter, url

pytestmark = pytest.mark.django_db


def test_an_answer_goes_to_the_reader_once(desk, edda, question):
    answer = act(desk, question, "answer", text="See the page on vaccines.")
    assert "The answer was sent." in text_of(answer)
    assert (question.standing, question.answered_by) == ("answered", edda)
    sent = mail.outbox[0]
    assert sent.to == [READER]
    assert sent.from_email == "editors@example.org"
    assert "See the page on vaccines." in sent.body
    assert question.text not in sent.body  # nobody can have us send their words to a stranger
    again = act(desk, question, "answer", text="Once more.")
    assert "Somebody else has dealt with this letter" in text_of(again)
    assert "Once more." in text_of(again)
    assert len(mail.outbox) == 1


def test_who_left_no_address_cannot_be_answered(desk, edda):
    nameless = letter("May I?")
    assert "left no address" in text_of(desk.get(url(nameless)))
    assert "Send the answer" not in text_of(desk.get(url(nameless)))
    with pytest.raises(Incomplete, match="no address"):
        handling.answer(nameless, by=edda, text="Yes.")


def test_an_answer_that_the_mail_server_refuses_is_not_kept_as_sent(desk, question, monkeypatch):
    def refuse(*given):
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    answer = act(desk, question, "answer", text="See the page on vaccines.")
    assert "did not take the answer (no server)" in text_of(answer)
    assert "See the page on vaccines." in text_of(answer)
    assert (question.standing, question.answer) == ("not sent", "See the page on vaccines.")
    assert "mail server did not take it: no server" in text_of(answer)
    # It waits among the editor's work, with the answer in it, and can be sent again.
    assert question.text in text_of(desk.get(LIST))
    assert question.text in text_of(desk.get("/admin/"))
    monkeypatch.undo()
    assert "See the page on vaccines.</textarea>" in text_of(desk.get(url(question)))
    act(desk, question, "answer", text="See the page on vaccines, too.")
    assert (question.standing, question.mail_error) == ("answered", "")
    assert "vaccines, too." in mail.outbox[0].body


@pytest.mark.parametrize("fault", [ValueError("a header"), UnicodeError("x" * 900), TimeoutError()])
def test_whatever_goes_wrong_is_told_and_kept(desk, question, monkeypatch, fault):
    def fail(*given):
        raise fault

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    assert "did not take the answer" in text_of(act(desk, question, "answer", text="Yes."))
    assert question.standing == "not sent"


def test_it_is_on_record_before_it_is_sent(edda, question, monkeypatch):
    seen = []

    def look(backend, messages):
        question.refresh_from_db()
        seen.append((question.mail, question.answered_by))

    monkeypatch.setattr(EmailBackend, "send_messages", look)
    handling.answer(question, by=edda, text="Yes.")
    assert seen == [("sending", edda)]


def test_a_mail_that_nobody_heard_of_is_not_sent_again_by_itself(desk, edda, question, monkeypatch):
    def die(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(EmailBackend, "send_messages", die)
    with pytest.raises(KeyboardInterrupt):
        handling.answer(question, by=edda, text="Yes.")
    monkeypatch.undo()
    with pytest.raises(WrongState):
        handling.answer(question, by=edda, text="Yes.")
    assert "Send the answer" not in text_of(desk.get(url(question)))
    earlier = timezone.now() - timedelta(minutes=6)
    Letter.objects.update(answered_at=earlier)
    page = text_of(desk.get(url(question)))
    assert "Whether it went out is not known" in page
    assert "Send the answer" in page
    handling.answer(question, by=edda, text="Yes.")
    assert len(mail.outbox) == 1


def test_the_longest_answer_is_sent_however_its_lines_end(desk, question):
    """The field counts a line's end once; a browser sends it as two characters."""
    act(desk, question, "answer", text="a\r\n" * 1999 + "bc")
    assert len(question.answer) == 4000


def test_an_answer_that_is_too_long_is_told_at_its_field_and_kept(desk, question):
    page = act(desk, question, "answer", text="a" * 4001)
    errors = page.context["forms"][0].errors
    assert errors == {"text": ["The answer has 4001 characters; 4000 are the most."]}
    assert "a" * 4001 in text_of(page)
    assert not mail.outbox


def test_an_empty_answer_is_refused(desk, question):
    act(desk, question, "answer", text="  ")
    assert not mail.outbox
    assert question.standing == "new"
