"""The decision: sign off, request changes, recall; and what is said when it cannot be."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial import acts
from editorial.checklist import QUESTIONS
from editorial.models import Decision, Edition, RiskLevel, SignOff, State
from tests import cast

TYPED = "Paid talks for a maker of <b>this</b> drug"


def url(review, route="review"):
    return reverse(f"desk-{route}", args=[review.pk])


def signature(review, **other):
    """The form of a signature, as a reviewer fills it in."""
    due = timezone.localdate() + timedelta(days=200)
    given = {
        "shown_digest": review.digest,
        "shown_plan": cast.plan_key(review),
        "shown_name": "Ravi Sample",
        "shown_credentials": "MD (fictional)",
        "read": sorted(cast.ticked(review)),
        "meaning": "accuracy",
        "scope": "whole",
        "conflict": "declared",
        "conflict_text": TYPED,
        "next_review_due": due.isoformat(),
        "password": cast.PASSWORD,
        **dict.fromkeys(QUESTIONS, "yes"),
    }
    return given | other


@pytest.fixture
def reviewer(client, ravi):
    client.force_login(ravi)
    return client


def sign(client, review, **other):
    return client.post(url(review, "sign-off"), signature(review, **other))


def assert_typed_text_is_kept(response):
    assert "Paid talks for a maker of &lt;b&gt;this&lt;/b&gt; drug" in response.text
    assert cast.PASSWORD not in response.text


# --- Signing --------------------------------------------------------------------------------------


def test_a_signature_publishes_the_text(reviewer, review, ravi):
    response = sign(reviewer, review)
    assert response.url == url(review)
    given = SignOff.objects.get()
    assert (given.signer, given.digest) == (ravi, review.digest)
    assert given.conflict_of_interest == TYPED
    assert Edition.objects.live().get().snapshot == review.snapshot
    assert "Signed. Edition 1 is public now." in reviewer.get(response.url).text


def test_no_conflict_is_a_statement_too(reviewer, review):
    sign(reviewer, review, conflict="none", conflict_text="")
    assert SignOff.objects.get().conflict_of_interest == "None declared."


def test_a_high_risk_text_needs_a_second_signature(client, wen, ravi, mei):
    review = cast.submit(cast.article(wen, risk=RiskLevel.HIGH), wen)
    client.force_login(ravi)
    response = client.post(url(review, "sign-off"), signature(review), follow=True)
    assert "One more signature is needed" in response.text
    assert "You have signed this text." in response.text
    assert not Edition.objects.exists()
    client.force_login(mei)
    assert "Edition 1 is public now" in sign_and_follow(client, review, shown_name="Mei Sample")


def sign_and_follow(client, review, **other):
    return client.post(url(review, "sign-off"), signature(review, **other), follow=True).text


def test_a_scheduled_text_says_when_it_is_published(reviewer, wen):
    review = cast.submit(cast.article(wen, publish_at=cast.days_ahead(3)), wen)
    assert "Edition 1 is published on" in sign_and_follow(reviewer, review)


def test_a_team_is_offered_to_its_members_only(client, review, ravi, mei, team):
    client.force_login(ravi)
    assert team.name not in client.get(url(review)).text.partition("case-decision")[2]
    client.force_login(mei)
    assert team.name in client.get(url(review)).text.partition("case-decision")[2]
    sign(client, review, team=team.name, shown_name="Mei Sample")
    assert SignOff.objects.get().team == team.name


def test_only_a_changed_text_offers_to_sign_the_changes(reviewer, review):
    assert "Only the changes" not in reviewer.get(url(review)).text


def test_the_next_review_is_proposed_from_the_interval(reviewer, review):
    today = timezone.localdate()
    proposed = reviewer.get(url(review)).context["forms"]["sign"]["next_review_due"].value()
    assert timedelta(days=364) < proposed - today <= timedelta(days=366)


# --- What is refused, and how it is said ----------------------------------------------------------


def test_a_wrong_password_is_told_at_its_field(reviewer, review):
    response = sign(reviewer, review, password="not mine")
    assert response.status_code == 422
    assert 'id="sign-password_error"' in response.text
    assert "That is not your password." in response.text
    assert "not mine" not in response.text
    assert_typed_text_is_kept(response)
    assert not SignOff.objects.exists()


def test_another_text_than_the_one_shown_is_refused(reviewer, review):
    response = sign(reviewer, review, shown_digest="0" * 64)
    assert response.status_code == 409
    assert "The text under review is not the one that was on your screen." in response.text
    assert_typed_text_is_kept(response)
    # The page now shows the text as it is, and the form carries that text's digest.
    assert f'name="shown_digest" value="{review.digest}"' in response.text
    assert not SignOff.objects.exists()


def test_a_contributor_is_shown_the_reason_in_place_of_the_form(client, wen, ravi, draft):
    cast.save(draft, ravi)
    review = cast.submit(draft, wen)
    client.force_login(ravi)
    text = client.get(url(review)).text
    assert "You wrote or edited this text, so" in text
    assert 'name="password"' not in text
    response = sign(client, review)
    assert response.status_code == 403
    assert "You wrote or edited this text, so" in response.text
    assert_typed_text_is_kept(response)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("name", ["wen", "edda"])
def test_who_is_no_reviewer_reads_why(client, request, review, name):
    client.force_login(request.getfixturevalue(name))
    text = client.get(url(review)).text
    assert "Only a reviewer can sign off." in text
    assert "Only a reviewer can request changes." in text
    assert sign(client, review).status_code == 403


def test_all_that_is_missing_is_told_at_once(reviewer, review):
    response = reviewer.post(url(review, "sign-off"), {"conflict": "declared"})
    assert response.status_code == 422
    for field in ("meaning", "scope", "conflict_text", "next_review_due", "password", *QUESTIONS):
        assert f'id="sign-{field}_error"' in response.text, field
        assert f'href="#sign-{field}' in response.text, field
    assert "<title>Error: " in response.text


def test_every_error_link_leads_somewhere(reviewer, review):
    text = reviewer.post(url(review, "sign-off"), {}).text
    targets = [part.partition('"')[0] for part in text.split('href="#sign-')[1:]]
    assert targets
    for target in targets:
        assert text.count(f'id="sign-{target}"') == 1, target


def test_a_no_in_the_checklist_asks_to_request_changes(reviewer, review):
    response = sign(reviewer, review, safety="no")
    assert response.status_code == 422
    assert "request changes instead" in response.text
    assert_typed_text_is_kept(response)


@pytest.mark.parametrize("days", [0, 400])
def test_a_next_review_out_of_bounds_is_refused(reviewer, review, days):
    due = timezone.localdate() + timedelta(days=days)
    response = sign(reviewer, review, next_review_due=due.isoformat())
    assert response.status_code == 422
    assert "The next review must be after today" in response.text
    assert f'value="{due.isoformat()}"' in response.text


# --- Somebody was faster --------------------------------------------------------------------------


def test_a_double_click_signs_once(reviewer, review):
    sign(reviewer, review)
    response = sign(reviewer, review)
    assert response.status_code == 409
    assert "This round is closed: signed off</strong> by you" in response.text
    assert SignOff.objects.count() == Edition.objects.count() == 1


def test_the_second_of_two_reviewers_sees_who_was_faster(reviewer, review, mei):
    cast.sign(review, mei)
    response = sign(reviewer, review)
    assert response.status_code == 409
    assert "Last act: Mei Sample (mei), sign off" in response.text
    assert "by Mei Sample on" in response.text
    assert_typed_text_is_kept(response)
    assert SignOff.objects.count() == 1


def test_changes_requested_meanwhile_keep_the_signers_text(reviewer, review, mei):
    acts.request_changes(review, by=mei, reason="The dose is missing.")
    response = sign(reviewer, review)
    assert response.status_code == 409
    assert "The dose is missing." in response.text
    assert_typed_text_is_kept(response)


def test_an_old_page_cannot_sign_the_newer_round(reviewer, review, wen, mei):
    acts.request_changes(review, by=mei, reason="The dose is missing.")
    newer = cast.submit(review.document.stored(), wen)
    assert sign(reviewer, review).status_code == 409
    newer.refresh_from_db()
    assert newer.is_open
    assert not SignOff.objects.exists()


# --- Sending back ---------------------------------------------------------------------------------


def test_requesting_changes_sends_the_draft_back(reviewer, review, ravi):
    response = reviewer.post(url(review, "request-changes"), {"reason": "The dose is missing."})
    assert response.url == url(review)
    review.refresh_from_db()
    assert (review.decision, review.decided_by) == (Decision.CHANGES_REQUESTED, ravi)
    assert review.document.stored().state == State.DRAFT


def test_a_missing_reason_is_told_at_its_field(reviewer, review):
    response = reviewer.post(url(review, "request-changes"), {"reason": " "})
    assert response.status_code == 422
    assert 'id="changes-reason_error"' in response.text
    assert "the writer must know what to change" in response.text


def test_an_overlong_reason_is_refused_and_kept(reviewer, review):
    reason = "word " * 500
    response = reviewer.post(url(review, "request-changes"), {"reason": reason})
    assert response.status_code == 422
    assert "2000 are the most" in response.text
    assert reason.strip() in response.text


def test_the_loser_keeps_the_reason_to_copy(reviewer, review, mei):
    cast.sign(review, mei)
    response = reviewer.post(url(review, "request-changes"), {"reason": TYPED})
    assert response.status_code == 409
    assert_typed_text_is_kept(response)


def test_the_submitter_recalls(client, review, wen):
    client.force_login(wen)
    assert client.post(url(review, "recall"), {"reason": "Too early."}).status_code == 302
    review.refresh_from_db()
    assert review.decision == Decision.RECALLED


def test_a_reviewer_cannot_recall_and_reads_why(reviewer, review):
    assert "Only whoever submitted it, or an editor, can recall it." in (
        reviewer.get(url(review)).text
    )
    response = reviewer.post(url(review, "recall"), {"reason": ""})
    assert response.status_code == 403
    review.refresh_from_db()
    assert review.is_open


def test_nothing_is_done_without_the_csrf_token(review, ravi):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ravi)
    assert sign(strict, review).status_code == 403
    assert not SignOff.objects.exists()
