"""A second round of review: what was asked for in the first, and what is open."""

from lxml import html

from editorial import acts
from editorial.models import Comment, RiskLevel
from tests import cast
from tests.editorial.desk._rounds import DOSE, QUEUE, again, get, url


def test_what_the_last_round_asked_for_stands_at_the_top(reviewer, second):
    text = get(reviewer, second)
    assert text.index("Mei Sample closed round 1 (changes requested)") < text.index("Comments")


def test_open_comments_of_earlier_rounds_stand_at_the_top(client, first, wen, mei, ravi):
    acts.comment(first, by=mei, body="Is 0.16 mg right?", place="Dose")
    acts.request_changes(first, by=mei, reason="Which dose?")
    review = again(first, wen, body="<h2>How much</h2><p>Take 1.6 mg.</p>")
    client.force_login(ravi)
    text = get(client, review)
    assert "1 open comment holds the signature: Mei Sample on “Dose” (round 1)." in text
    assert "in round 1" in text
    assert "There is no place “Dose” in this text any more." in text
    assert "Comments: 1 open" in text
    assert "first: 1 by Mei Sample" in text


def test_the_writer_answers_on_the_desk_and_marks_it_as_done(client, first, wen, mei):
    remark = acts.comment(first, by=mei, body="Is 0.16 mg right?", place="Dose")
    client.force_login(wen)
    assert "Resolve" not in get(client, first).partition("Comments: 1 open")[2].split("Changes")[0]
    page = html.fromstring(client.get(url(first)).text)
    (form,) = (each for each in page.forms if each.action == url(first, "answer", remark.pk))
    sent = {"body": "Corrected.", "done": "on"}
    assert sent.keys() <= set(form.inputs.keys())
    response = client.post(form.action, sent)
    assert response.url == f"{url(first)}#review-comments"
    client.force_login(mei)
    text = get(client, first)
    assert "Marked as done" in text
    assert "Corrected." in text
    assert "1 open comment, 1 marked as done" in " ".join(
        html.fromstring(client.get(QUEUE).text).text_content().split()
    )


def test_an_empty_answer_is_refused_at_its_field(client, first, wen, mei):
    one, two = (acts.comment(first, by=mei, body=body) for body in ("One?", "Two?"))
    client.force_login(wen)
    response = client.post(url(first, "answer", two.pk), {"body": " "})
    assert response.status_code == 422
    assert f'id="answer-{two.pk}-body_error"' in response.text
    assert f'id="answer-{one.pk}-body_error"' not in response.text


def test_an_answer_that_comes_too_late_is_given_back(client, first, wen, mei):
    remark = acts.comment(first, by=mei, body="Is 0.16 mg right?")
    acts.resolve(remark, by=mei)
    client.force_login(wen)
    response = client.post(url(first, "answer", remark.pk), {"body": "Yes, see the label."})
    assert response.status_code == 409
    assert "Mei Sample resolved this comment" in response.text
    assert "Yes, see the label." in response.text


def test_a_contributor_reads_why_he_cannot_resolve(client, draft, wen, ravi, mei):
    cast.save(draft, ravi)
    review = cast.submit(draft, wen)
    remark = acts.comment(review, by=mei, body="Is this so?")
    client.force_login(ravi)
    assert "you cannot resolve a comment of Mei Sample on it" in get(client, review)
    assert client.post(url(review, "resolve", remark.pk)).status_code == 403
    assert Comment.objects.open().count() == 1


def test_an_editor_gives_a_reason_where_the_reviewer_has_left(client, first, mei, edda):
    remark = acts.comment(first, by=mei, body="Is 0.16 mg right?")
    mei.is_active = False
    mei.save()
    client.force_login(edda)
    assert client.post(url(first, "resolve", remark.pk), {"reason": ""}).status_code == 422
    client.post(url(first, "resolve", remark.pk), {"reason": "Ravi agrees."})
    assert "Resolved by Edda Sample" in get(client, first)
    assert "Ravi agrees." in get(client, first)


def test_a_comment_resolved_in_a_later_round_is_told_in_both(client, first, wen, mei):
    remark = acts.comment(first, by=mei, body="Is 0.16 mg right?")
    acts.request_changes(first, by=mei, reason="Which dose?")
    second = again(first, wen, body=DOSE.format("1.6"))
    client.force_login(mei)
    assert client.post(url(second, "resolve", remark.pk)).status_code == 302
    assert "Resolved by Mei Sample" in get(client, second)
    assert "Resolved by Mei Sample" in get(client, first)
    cast.sign(second, mei)
    acts.revise(second.document, by=wen)
    third = again(second, wen, summary="Other words.", change_note="Clearer.")
    assert "No comments yet" in get(client, third)


def test_a_lower_number_of_signatures_is_told(reviewer, wen, edda, mei):
    document = cast.article(wen, risk=RiskLevel.HIGH)
    acts.request_changes(cast.submit(document, wen), by=mei, reason="One word.")
    draft = document.stored()
    draft.risk = RiskLevel.STANDARD
    cast.save(draft, edda)
    assert "0 of 1 (round 1 needed 2)" in get(reviewer, cast.submit(draft, wen))
