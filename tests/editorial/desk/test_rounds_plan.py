"""A round of review: whose it is, its plan, what comes next, and what the page costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from editorial import acts
from editorial.models import Document, Review, RiskLevel, SignOff
from tests import cast
from tests._tampering import unguarded
from tests.editorial.desk._rounds import QUEUE, again, get, url
from tests.editorial.desk.test_decision import signature

# --- Whose review it is ---------------------------------------------------------------------------


def test_a_review_is_taken_with_one_button(reviewer, first, ravi):
    for address in (QUEUE, url(first)):
        button = html.fromstring(reviewer.get(address).text).xpath(
            f"//form[@action='{url(first, 'take')}']"
        )
        assert button, address
    assert reviewer.post(url(first, "take"), {"assignee": ""}).url == url(first)
    first.refresh_from_db()
    assert first.assignee == ravi
    assert "Give it back" in get(reviewer, first)
    reviewer.post(url(first, "give-back"))
    first.refresh_from_db()
    assert first.assignee is None


def test_who_comes_second_is_told_whose_it_is(reviewer, first, mei):
    acts.take(first, by=mei, shown_assignee=None)
    response = reviewer.post(url(first, "take"), {"assignee": ""})
    assert response.status_code == 409
    assert "This review is with Mei Sample now." in response.text
    reviewer.post(url(first, "take"), {"assignee": mei.pk})
    first.refresh_from_db()
    assert first.assignee.username == "ravi"


@pytest.mark.parametrize("nonsense", ["x", "9" * 30, "-1"])
def test_a_strange_assignee_is_no_fault(reviewer, first, mei, nonsense):
    acts.take(first, by=mei, shown_assignee=None)
    assert reviewer.post(url(first, "take"), {"assignee": nonsense}).status_code == 409


def test_nobody_is_offered_what_they_cannot_sign(client, draft, wen, ravi):
    cast.save(draft, ravi)
    review = cast.submit(draft, wen)
    for person in (wen, ravi):
        client.force_login(person)
        assert "Take this review" not in client.get(QUEUE).text + client.get(url(review)).text


# --- The plan -------------------------------------------------------------------------------------


def test_the_planned_dates_stand_at_the_signature_and_in_the_queue(reviewer, wen):
    up, down = cast.days_ahead(3), cast.days_ahead(9)
    review = cast.submit(cast.article(wen, publish_at=up, expire_at=down), wen)
    said = [f"{moment:%-d %B %Y, %H:%M} UTC" for moment in (up, down)]
    page = html.fromstring(reviewer.get(url(review)).text)
    signing = page.xpath("//dl[@class='signing']")[0].text_content()
    queue = html.fromstring(reviewer.get(QUEUE).text).text_content()
    for moment in said:
        assert moment in signing
        assert moment in queue


def test_a_plan_that_changed_meanwhile_is_not_signed(reviewer, first):
    form = signature(first)
    Document.objects.filter(pk=first.document_id).update(expire_at=cast.days_ahead(3))
    response = reviewer.post(url(first, "sign-off"), form)
    assert response.status_code == 409
    assert "The plan is not the one that was on your screen" in response.text
    assert not SignOff.objects.exists()
    shown = html.fromstring(response.text).xpath("//input[@name='shown_plan']/@value")
    assert shown == [cast.plan_key(first)]


# --- As readers will see it -----------------------------------------------------------------------


def test_the_text_stands_there_with_its_glossary_links(reviewer, wen, mei):
    cast.publish(cast.entry(wen, title="Antigen", slug="antigen"), wen, mei)
    review = cast.submit(cast.article(wen, body="<h2>One</h2><p>An antigen binds.</p>"), wen)
    page = html.fromstring(reviewer.get(url(review)).text)
    assert page.xpath("//div[@class='paper']//a[@class='term']/@href") == ["/glossary/antigen/"]


# --- What comes next ------------------------------------------------------------------------------


def test_after_a_signature_the_page_leads_to_the_next_that_may_be_signed(
    reviewer, first, wen, ravi, mei
):
    own = cast.article(wen, title="Edited by Ravi")
    cast.save(own, ravi)
    cast.submit(own, wen)
    later = cast.submit(cast.article(wen, title="Later"), wen)
    sooner = cast.submit(cast.article(wen, title="Sooner"), wen)
    acts.plan_review(sooner, by=mei, assignee=None, due=timezone.localdate() + timedelta(days=2))
    text = reviewer.post(url(first, "sign-off"), signature(first), follow=True).text
    assert f'<a href="{url(sooner)}">Sooner</a>' in text
    reviewer.post(url(sooner, "request-changes"), {"reason": "One word."})
    assert "Next in the queue: Later" in get(reviewer, sooner)
    cast.sign(later, mei)
    assert "Nothing else waits for your signature." in get(reviewer, sooner)


def test_a_first_of_two_signatures_leads_on_too(reviewer, wen):
    review = cast.submit(cast.article(wen, risk=RiskLevel.HIGH), wen)
    cast.submit(cast.article(wen, title="Next one"), wen)
    page = reviewer.post(url(review, "sign-off"), signature(review), follow=True)
    assert "Next in the queue:" in page.text


def test_a_writer_is_not_led_through_the_queue(client, first, wen, mei):
    cast.submit(cast.article(wen), wen)
    acts.request_changes(first, by=mei, reason="One word.")
    client.force_login(wen)
    assert "Next in the queue" not in client.get(url(first)).text


# --- Cost -----------------------------------------------------------------------------------------


def test_the_cost_does_not_grow_with_comments_rounds_and_reviews(reviewer, wen, ravi, mei, edda):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert reviewer.get(address).status_code == 200
        return len(captured)

    def talk(review):
        for _ in range(3):
            remark = acts.comment(review, by=mei, body="Which dose?", place="Body")
            acts.answer(remark, by=wen, body="This.")
            acts.answer(remark, by=wen, done=True)

    def reaffirmed():
        edition = cast.publish(cast.article(wen), wen, mei)
        return acts.reaffirm(edition.document, by=edda)

    reaffirmed()
    review = cast.submit(cast.article(wen), wen)
    for _ in range(2):
        talk(review)
        acts.request_changes(review, by=mei, reason="The dose.")
        review = again(review, wen)
    reviewer.get(url(review))
    before = queries(url(review)), queries(QUEUE)
    for _ in range(3):
        talk(review)
        acts.request_changes(review, by=mei, reason="The dose.")
        review = again(review, wen)
        reaffirmed()
    reviewer.get(url(review))
    assert (queries(url(review)), queries(QUEUE)) == before


def test_a_hostile_comment_is_text(reviewer, first, wen, mei):
    hostile = "<script>alert(1)</script>"
    remark = acts.comment(first, by=mei, body=hostile, place=hostile)
    acts.answer(remark, by=wen, body=hostile)
    with unguarded():
        Review.objects.filter(pk=first.pk).update(note=hostile)
    assert hostile not in reviewer.get(url(first)).text
