"""Two editors at one letter: one of them deals with it, the other is told."""

from functools import partial

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from articles.models import Article
from editorial.exceptions import WrongState
from immunosite.letters import handling, receiving
from immunosite.letters.models import Letter
from tests import cast
from tests._racing import ROUNDS, check_the_record_is_whole, one_winner, race, refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=range(ROUNDS), autouse=True)
def each_round(db, request):
    yield
    check_the_record_is_whole()


@pytest.fixture
def letter() -> Letter:
    receiving.receive("question", "May I?", sender="x", reply_to="reader@example.org")
    return Letter.objects.get()


@pytest.fixture
def emil(db):
    return cast.person("Emil", "Editor", is_staff=True)


def test_one_answer_is_sent(letter, edda, emil):
    one, other = (partial(handling.answer, letter, by=who, text="Yes.") for who in (edda, emil))
    one_winner(race(one, other))
    assert len(mail.outbox) == 1


def test_one_answer_is_sent_after_one_failed(letter, edda, emil, monkeypatch):
    def refuse(*given):
        raise ConnectionRefusedError("no server")

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(OSError, match="no server"):
            handling.answer(letter, by=edda, text="Yes.")
    again = [partial(handling.answer, letter, by=who, text="Yes.") for who in (edda, emil)]
    one_winner(race(*again))
    assert len(mail.outbox) == 1


def test_no_lock_is_held_while_the_mail_server_thinks(letter, edda, emil, monkeypatch):
    """Another editor's act goes through while the mail is under way."""
    other = partial(handling.draft_from, letter, by=emil, title="May I?")
    meanwhile = []
    send = EmailBackend.send_messages

    def slowly(backend, messages):
        assert not connection.in_atomic_block
        meanwhile.extend(race(other))
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", slowly)
    handling.answer(letter, by=edda, text="Yes.")
    assert Article.objects.get() == meanwhile[0]
    letter.refresh_from_db()
    assert letter.standing == "answered"


def test_one_draft_is_made(letter, edda, emil):
    titles = {edda: "May I?", emil: "Am I allowed to?"}
    attempts = [partial(handling.draft_from, letter, by=w, title=t) for w, t in titles.items()]
    won = one_winner(race(*attempts))
    assert Article.objects.get() == won


def test_a_closed_letter_is_not_answered(letter, edda, emil):
    closing = partial(handling.close, letter, by=edda)
    answering = partial(handling.answer, letter, by=emil, text="Yes.")
    outcomes = race(closing, answering)
    letter.refresh_from_db()
    assert letter.closed_at
    assert len(mail.outbox) == (1 if letter.answered_at else 0)
    assert all(isinstance(each, WrongState) for each in refusals(outcomes))
