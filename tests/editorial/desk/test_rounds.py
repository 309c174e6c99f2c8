"""From round to round the desk loses nothing: what changed, what was asked, what is still open."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from editorial import acts
from editorial.models import Comment, Document, Review, RiskLevel, RoundSeen, SignOff
from tests import cast
from tests._tampering import unguarded
from tests.editorial.desk.test_decision import signature

QUEUE = reverse("desk-queue")
DOSE = "<h2>Dose</h2><p>Take {} mg once a day.</p>"


def url(review, route="review", *more):
    return reverse(f"desk-{route}", args=[review.pk, *more])


def get(client, review, since=""):
    response = client.get(url(review), {"since": since} if since else {})
    assert response.status_code == 200
    return " ".join(html.fromstring(response.text).text_content().split())


def heading(client, review, since=""):
    text = client.get(url(review), {"since": since} if since else {}).text
    found = html.fromstring(text).xpath("//h2[@id='review-changes-heading']")
    return found[0].text_content() if found else ""


def again(review, writer, **fields):
    draft = review.document.stored()
    for name, value in fields.items():
        setattr(draft, name, value)
    cast.save(draft, writer)
    return cast.submit(draft, writer)


@pytest.fixture
def first(wen):
    """The first round of a first edition."""
    return cast.submit(cast.article(wen, body=DOSE.format("0.16")), wen)


@pytest.fixture
def second(first, wen, mei):
    """The second round: a dose became ten times as large."""
    acts.request_changes(first, by=mei, reason="Which dose?")
    return again(first, wen, body=DOSE.format("1.6"))


@pytest.fixture
def reviewer(client, ravi):
    client.force_login(ravi)
    return client


# --- What changed, and since when -----------------------------------------------------------------


def test_the_second_round_of_a_first_edition_shows_what_changed(reviewer, second):
    text = get(reviewer, second)
    assert heading(reviewer, second) == "What changed since the previous round"
    assert "[deleted: 0.16" in text
    assert "[inserted: 1.6" in text
    assert "This is the first edition: readers have never seen this text." in text


def test_after_a_recall_the_next_round_shows_what_changed(reviewer, first, wen):
    acts.recall(first, by=wen)
    assert "[inserted: 1.6" in get(reviewer, again(first, wen, body=DOSE.format("1.6")))


def test_beside_the_previous_round_stands_the_live_edition(reviewer, edition, wen, mei):
    acts.revise(edition.document, by=wen)
    one = again(edition.review, wen, body=DOSE.format("0.16"), change_note="Dose.")
    acts.request_changes(one, by=mei, reason="Which dose?")
    two = again(one, wen, body=DOSE.format("1.6"))
    assert heading(reviewer, two) == "What changed since the previous round"
    assert "[deleted: 0.16" in get(reviewer, two)
    assert heading(reviewer, two, "live") == "What changed since the live edition"
    assert "[deleted: 0.16" not in get(reviewer, two, "live")
    assert heading(reviewer, two, "whole") == "The whole text"
    assert "[deleted:" not in get(reviewer, two, "whole")


def test_the_round_after_a_withdrawal_compares_with_the_round_that_it_ended(
    reviewer, edition, wen, mei, edda
):
    acts.revise(edition.document, by=wen)
    one = again(edition.review, wen, body=DOSE.format("0.16"), change_note="Dose.")
    acts.withdraw(edition.document, by=edda, reason="A retracted study.")
    acts.revise(edition.document, by=wen)
    two = again(one, wen, body=DOSE.format("1.6"))
    assert "[deleted: 0.16" in get(reviewer, two)
    assert heading(reviewer, two, "live") == "What changed since the last edition"


def test_a_text_that_readers_have_is_offered_once(reviewer, edition, wen):
    acts.revise(edition.document, by=wen)
    review = again(edition.review, wen, summary="Other words.", change_note="Clearer.")
    page = html.fromstring(reviewer.get(url(review)).text)
    links = page.xpath("//nav[contains(@class, 'since')]//a")
    assert [link.text_content() for link in links] == ["Since the live edition", "Whole text"]
    assert heading(reviewer, review, "round") == "What changed since the previous round"


def test_a_reviewer_sees_what_changed_since_they_last_looked(reviewer, first, second, wen, mei):
    get(reviewer, first)
    acts.request_changes(second, by=mei, reason="Still.")
    third = again(second, wen, summary="Other words.")
    for _ in range(2):  # looking again does not make it forget
        assert heading(reviewer, third, "seen") == "What changed since I last looked (round 1)"
    text = get(reviewer, third, "seen")
    assert "[deleted: 0.16" in text
    assert "Other words." in text


def test_only_a_reviewers_first_look_is_remembered(client, first, ravi, wen):
    for person in (ravi, ravi, wen):
        client.force_login(person)
        client.get(url(first))
    client.head(url(first))
    assert [(seen.reviewer, seen.review) for seen in RoundSeen.objects.all()] == [(ravi, first)]


def test_a_database_that_cannot_be_written_holds_no_reader_up(reviewer, first, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(RoundSeen.objects, "bulk_create", refuse)
    assert "0.16" in get(reviewer, first)


@pytest.mark.parametrize("since", ["nonsense", "seen", "\0", "<b>"])
def test_a_strange_view_is_the_first_view(reviewer, second, since):
    assert heading(reviewer, second, since) == "What changed since the previous round"


def test_the_signature_says_how_much_changed_since_the_previous_round(reviewer, second, mei, wen):
    page = html.fromstring(reviewer.get(url(second), {"since": "whole"}).text)
    said = " ".join(page.xpath("//dl[@class='signing']")[0].text_content().split())
    assert "Since round 1 1 change in Body" in said


def test_it_never_says_that_nothing_changed_where_the_digests_differ(reviewer, second, monkeypatch):
    from editorial import changes  # noqa: PLC0415

    blind = changes.between(second.snapshot, second.snapshot, {})
    monkeypatch.setattr("editorial.desk.since.changes.between", lambda *texts: blind)
    text = get(reviewer, second)
    assert "Nothing changed" not in text
    assert "The two texts differ" in text


def test_the_same_text_again_says_so(reviewer, first, wen, mei):
    acts.request_changes(first, by=mei, reason="Which dose?")
    text = get(reviewer, cast.submit(first.document.stored(), wen))
    assert "Nothing changed. The text is that of round 1 (changes requested by Mei Sample" in text


# --- What was asked, and what is open -------------------------------------------------------------


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
