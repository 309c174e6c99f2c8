"""The page of one review: the frozen text, what changed, and everything around it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from editorial import acts
from editorial.models import Comment, Review
from editorial.record import triggers
from tests import cast

HOSTILE = '<img src=x onerror="alert(1)">'
ESCAPED = "&lt;img src=x onerror="


def url(review, route="review", *more):
    return reverse(f"desk-{route}", args=[review.pk, *more])


def page(client, review):
    response = client.get(url(review))
    assert response.status_code == 200
    return response.text


def revised(edition, by, **fields):
    """A new round over the edition's document with other words."""
    acts.revise(edition.document, by=by)
    draft = edition.document.stored()
    for name, value in fields.items():
        setattr(draft, name, value)
    cast.save(draft, by)
    return cast.submit(draft, by)


@pytest.fixture
def reviewer(client, ravi):
    client.force_login(ravi)
    return client


def test_it_shows_the_frozen_text_as_readers_would_see_it(reviewer, review):
    text = page(reviewer, review)
    assert '<h2 id="first">First</h2>' in text or ">First</h2>" in text
    assert "first edition" in text
    assert "no-store" in reviewer.get(url(review))["Cache-Control"]


def test_every_kind_can_be_reviewed(reviewer, wen):
    for make in (cast.article, cast.therapy, cast.condition, cast.entry):
        assert "as readers would see it" in page(reviewer, cast.submit(make(wen), wen))


@pytest.mark.parametrize("make", [cast.article, cast.therapy, cast.condition, cast.entry])
def test_the_title_of_the_text_is_the_one_h1(reviewer, wen, make):
    tree = html.fromstring(page(reviewer, cast.submit(make(wen, title="Of cells"), wen)))
    assert [each.text_content() for each in tree.iter("h1")] == ["Of cells"]
    assert tree.xpath("//h1/ancestor::section/@id") == ["review-text"]


def test_it_shows_the_snapshot_not_the_draft(reviewer, review, wen, edda):
    acts.recall(review, by=edda)
    draft = review.document.stored()
    draft.body = "<p>Words of a later draft.</p>"
    cast.save(draft, wen)
    assert "later draft" not in page(reviewer, review)


def test_it_shows_what_changed_since_the_live_edition(reviewer, edition, wen):
    text = page(reviewer, revised(edition, wen, summary="What it is, in two sentences."))
    assert "What changed since the live edition" in text
    assert "[deleted: </span>one sentence" in text
    assert "[inserted: </span>two sentences" in text
    assert "Unchanged: Title" in text


def test_a_withdrawn_page_says_so_and_compares_with_the_last_edition(reviewer, withdrawn, wen):
    text = page(reviewer, revised(withdrawn, wen, summary="Now with the new study."))
    assert "withdrawn from the public" in text
    assert "A study behind this page was retracted." in text
    assert "What changed since the last edition" in text


def test_a_signed_round_still_shows_what_it_changed(reviewer, edition, wen, mei):
    review = revised(edition, wen, summary="What it is, in two sentences.")
    cast.sign(review, mei)
    text = page(reviewer, review)
    assert "compared with edition 1" in text
    assert "This round is closed: signed off" in text
    assert "Mei Sample" in text


def test_it_names_the_people_and_the_note(reviewer, draft, wen, will):
    cast.save(draft, will)
    text = page(reviewer, cast.submit(draft, wen, note="Please look at the doses."))
    assert "Wen Sample, Will Sample" in text
    assert "Please look at the doses." in text


def test_earlier_rounds_show_their_reasons(reviewer, review, wen, mei):
    acts.request_changes(review, by=mei, reason="The dose is missing.")
    text = page(reviewer, cast.submit(review.document.stored(), wen))
    assert "Round 1</a>: changes requested" in text
    assert "The dose is missing." in text


def test_a_closed_round_leads_to_the_newer_one(reviewer, review, wen, mei):
    acts.request_changes(review, by=mei, reason="The dose is missing.")
    newer = cast.submit(review.document.stored(), wen)
    text = page(reviewer, review)
    assert f'href="{url(newer)}">Go to round 2' in text
    assert "<form" not in text.partition("case-decision")[2]


def test_hostile_text_is_text_everywhere(reviewer, edition, wen, mei):
    wen.last_name = HOSTILE
    wen.save()
    review = revised(edition, wen, title=HOSTILE, summary=HOSTILE)
    acts.comment(review, by=mei, body=HOSTILE, place=HOSTILE)
    text = page(reviewer, review)
    assert ESCAPED in text
    assert HOSTILE not in text


def test_a_text_altered_in_the_database_raises_an_alarm(reviewer, review):
    triggers.remove(connection)  # the test's own transaction puts them back
    Review.objects.filter(pk=review.pk).update(digest="0" * 64)
    assert "Do not sign this text." in page(reviewer, review)


# --- Comments and plan ----------------------------------------------------------------------------


def test_a_comment_names_its_place_and_is_resolved(reviewer, review):
    response = reviewer.post(url(review, "comment"), {"place": "First", "body": "Which dose?"})
    assert response.url == f"{url(review)}#review-comments"
    remark = Comment.objects.get()
    assert (remark.place, remark.body) == ("First", "Which dose?")
    assert "Resolve the open comments first: 1 by Ravi Sample." in page(reviewer, review)
    assert reviewer.post(url(review, "resolve", remark.pk)).status_code == 302
    remark.refresh_from_db()
    assert remark.resolved_by_id


def test_an_empty_comment_is_refused_at_its_field(reviewer, review):
    response = reviewer.post(url(review, "comment"), {"body": "  ", "place": "Title"})
    assert response.status_code == 422
    assert 'id="comment-body_error"' in response.text
    assert '<option value="Title" selected>' in response.text


def test_writers_comment_but_do_not_resolve(client, review, wen, ravi):
    remark = acts.comment(review, by=ravi, body="Which dose?")
    client.force_login(wen)
    assert client.post(url(review, "comment"), {"body": "5 mg."}).status_code == 302
    assert client.post(url(review, "resolve", remark.pk)).status_code == 403
    remark.refresh_from_db()
    assert remark.resolved_at is None


def test_a_comment_of_another_review_is_not_found(reviewer, review, wen, mei):
    other = cast.submit(cast.article(wen), wen)
    remark = acts.comment(other, by=mei, body="Elsewhere.")
    assert reviewer.post(url(review, "resolve", remark.pk)).status_code == 404


def test_a_review_is_assigned_and_planned(reviewer, review, mei):
    due = timezone.localdate() + timedelta(days=3)
    reviewer.post(url(review, "plan"), {"assignee": mei.pk, "due": due.isoformat()})
    review.refresh_from_db()
    assert (review.assignee, review.due) == (mei, due)


def test_a_plan_into_the_past_is_refused_and_kept(reviewer, review, mei):
    response = reviewer.post(url(review, "plan"), {"assignee": mei.pk, "due": "2020-01-01"})
    assert response.status_code == 422
    assert "The due date has passed" in response.text
    assert 'value="2020-01-01"' in response.text


def test_only_reviewers_can_be_assigned(reviewer, review, wen):
    response = reviewer.post(url(review, "plan"), {"assignee": wen.pk, "due": review.due})
    assert response.status_code == 422


def test_the_number_of_queries_does_not_grow_with_comments_and_rounds(reviewer, wen, ravi, mei):
    def queries(review):
        with CaptureQueriesContext(connection) as captured:
            reviewer.get(url(review))
        return len(captured)

    def talk(review):
        for _ in range(5):
            acts.resolve(acts.comment(review, by=mei, body="Which dose?"), by=mei)

    first = cast.submit(cast.article(wen), wen)
    talk(first)
    acts.request_changes(first, by=mei, reason="The dose.")
    review = cast.submit(first.document.stored(), wen)
    talk(review)
    before = queries(review)
    for _ in range(3):
        acts.request_changes(review, by=mei, reason="The dose.")
        review = cast.submit(review.document.stored(), wen)
        talk(review)
    assert queries(review) == before


def test_the_reviewer_reads_what_readers_will_be_told_of_the_change(client, wen, ravi):
    review = cast.submit(cast.article(wen, change_note="A new study came out."), wen)
    client.force_login(ravi)
    page = client.get(reverse("desk-review", args=[review.pk])).content.decode()
    assert "A new study came out." in page
