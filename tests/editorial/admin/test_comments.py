"""Reviewers' comments in the writer's form, and what a reviewer who opens a draft is told."""

import pytest
from django.urls import reverse
from lxml import html

from editorial import acts
from editorial.models import Answer
from tests import cast


def address(document, page="change", *more):
    return reverse(f"admin:articles_article_{page}", args=[document.pk, *more])


def read(client, document, page="change", *more):
    response = client.get(address(document, page, *more))
    assert response.status_code == 200
    return " ".join(html.fromstring(response.text).text_content().split())


@pytest.fixture
def remark(review, mei):
    return acts.comment(review, by=mei, body="Which study?", place="First")


@pytest.fixture
def sent_back(review, remark, mei, client, wen):
    """A draft with an open comment; Wen has it before her."""
    acts.request_changes(review, by=mei, reason="One study is missing.")
    client.force_login(wen)
    return review.document.stored()


def test_the_writer_sees_open_comments_of_every_round(client, sent_back, wen, ravi):
    newer = cast.submit(sent_back, wen)
    acts.comment(newer, by=ravi, body="And which year?")
    acts.recall(newer, by=wen)
    text = read(client, sent_back)
    assert "2 open comments of the review" in text
    assert "Mei Sample on “First”" in text
    assert "in round 1" in text
    assert "And which year?" in text


def test_the_writer_answers_beside_the_text(client, sent_back, remark, wen):
    sent = {"body": "The new one.", "done": "on"}
    response = client.post(address(sent_back, "answer", remark.pk), sent)
    assert response.url == f"{address(sent_back)}#comment-{remark.pk}"
    answer = Answer.objects.get()
    assert (answer.written_by, answer.body, answer.done) == (wen, "The new one.", True)
    text = read(client, sent_back)
    assert "The new one." in text
    assert "marked as done" in text


def test_a_refused_answer_is_given_back(client, sent_back, remark, wen, mei):
    response = client.post(address(sent_back, "answer", remark.pk), {"body": " "})
    assert response.status_code == 422
    cast.submit(sent_back, wen)
    acts.resolve(remark, by=mei)
    response = client.post(address(sent_back, "answer", remark.pk), {"body": "The new one."})
    assert response.status_code == 409
    assert "Mei Sample resolved this comment" in response.text
    assert "The new one.</textarea>" in response.text


def test_who_may_not_edit_reads_and_does_not_answer(client, sent_back, remark, ada):
    client.force_login(ada)
    assert "Which study?" in read(client, sent_back)
    response = client.post(address(sent_back, "answer", remark.pk), {"body": "Hm."})
    assert response.status_code == 403
    assert not Answer.objects.exists()


def test_a_comment_of_another_page_is_not_found(client, sent_back, remark, wen):
    other = cast.article(wen)
    assert client.post(address(other, "answer", remark.pk), {"body": "Hm."}).status_code == 404


def test_a_place_that_is_gone_says_so(client, sent_back, wen):
    sent_back.body = "<h2>Other</h2><p>Some text.</p>"
    cast.save(sent_back, wen)
    assert "There is no place “First” in the text as it is saved now." in read(client, sent_back)


def test_the_pages_of_acts_name_what_is_open(client, sent_back):
    text = read(client, sent_back, "act", "submit")
    assert "1 open comment of the review" in text
    assert "Which study?" in text


def test_a_locked_text_shows_them_too(client, review, remark, wen):
    client.force_login(wen)
    assert "Which study?" in read(client, review.document)


def test_a_recall_does_not_hide_what_was_asked_for(client, sent_back, wen):
    acts.recall(cast.submit(sent_back, wen), by=wen)
    assert "One study is missing." in read(client, sent_back)
    first_page = client.get(reverse("admin:index")).text
    assert "One study is missing." in first_page


# --- Reviewers who open a draft -------------------------------------------------------------------


def test_a_reviewer_is_told_that_one_save_ends_the_right_to_sign(client, draft, ravi):
    client.force_login(ravi)
    assert "If you save this draft, even once, you may not sign it any more" in read(client, draft)
    cast.save(draft, ravi)
    assert "You wrote or edited this text, so" in read(client, draft)


@pytest.mark.parametrize("name", ["wen", "edda"])
def test_who_does_not_sign_is_not_told(client, draft, request, name):
    client.force_login(request.getfixturevalue(name))
    assert "You are a reviewer." not in read(client, draft)


def test_a_preview_has_the_glossary_links_that_readers_get(client, wen, ravi):
    cast.publish(cast.entry(wen, title="Antigen", slug="antigen"), wen, ravi)
    draft = cast.article(wen, body="<p>An antigen binds.</p>")
    client.force_login(wen)
    page = html.fromstring(client.get(address(draft, "preview")).text)
    assert page.xpath("//a[@class='term']/@href") == ["/glossary/antigen/"]
