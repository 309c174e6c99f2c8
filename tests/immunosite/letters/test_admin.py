"""Editors deal with readers' letters: a list, an answer by mail, a draft, and an end."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reversion.models import Version

from articles.models import Article
from editorial.exceptions import Incomplete, NotAllowed, WrongState
from editorial.models import State
from immunosite.letters import handling
from immunosite.letters.models import Letter
from immunosite.letters.receiving import receive
from tests import cast
from tests._answers import text_of

pytestmark = pytest.mark.django_db
LIST = "/admin/letters/letter/"
READER = "reader@example.org"


@pytest.fixture
def question() -> Letter:
    return letter("May I have a flu jab?", reply_to=READER)


def letter(text: str, edition: Any = None, reply_to: str = "") -> Letter:
    kind = "problem" if edition else "question"
    receive(kind, text, edition=edition, reply_to=reply_to, sender="")
    return Letter.objects.latest("pk")


@pytest.fixture
def desk(edda) -> Client:
    client = Client()
    client.force_login(edda)
    return client


def url(letter: Letter) -> str:
    return f"{LIST}{letter.pk}/change/"


def act(desk: Client, letter: Letter, name: str, **fields):
    answer = desk.post(url(letter), {"act": name, **fields}, follow=True)
    letter.refresh_from_db()
    return answer


# --- The list -------------------------------------------------------------------------------------


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


# --- An answer ------------------------------------------------------------------------------------


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


# --- A draft --------------------------------------------------------------------------------------


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


# --- An end ---------------------------------------------------------------------------------------


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
