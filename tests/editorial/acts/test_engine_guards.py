"""Guards of the engine that a one-line change once took away without a test noticing."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from editorial import acts, changes
from editorial.exceptions import Incomplete, RecordsDoNotMatch
from editorial.models import AuditEvent, Edition, Review, Scope, SignOff, State
from immunosite import page_store
from tests import cast
from tests._tampering import faults, unguarded


def altered(text):
    return text | {"summary": "Take ten times as much."}


# --- What was altered is not signed again ---------------------------------------------------------


def test_a_text_altered_under_review_cannot_be_signed(review, ravi):
    with unguarded():
        Review.objects.filter(pk=review.pk).update(snapshot=altered(review.snapshot))
    with pytest.raises(RecordsDoNotMatch, match="altered after it was submitted"):
        cast.sign(review, ravi)
    assert not SignOff.objects.exists()
    assert not Edition.objects.exists()


def test_a_live_text_that_does_not_match_its_signature_cannot_be_reaffirmed(edition, edda):
    with unguarded():
        Edition.objects.filter(pk=edition.pk).update(snapshot=altered(edition.snapshot))
    with pytest.raises(RecordsDoNotMatch, match="does not match its sign-off"):
        acts.reaffirm(edition.document, by=edda)
    assert Review.objects.count() == 1
    edition.document.refresh_from_db()
    assert edition.document.state == State.PUBLISHED


def test_nobody_signs_changes_that_a_comparison_does_not_show(edition, wen, mei, monkeypatch):
    acts.revise(edition.document, by=wen)
    draft = edition.document.stored()
    draft.summary = "Another dose."
    cast.save(draft, wen)
    review = cast.submit(draft, wen)
    blind = changes.between(review.snapshot, review.snapshot, {})
    monkeypatch.setattr("editorial.changes.between", lambda *texts: blind)
    with pytest.raises(Incomplete, match="sign the whole page"):
        cast.sign(review, mei, scope=Scope.CHANGES)
    assert not SignOff.objects.filter(review=review).exists()
    assert cast.sign(review, mei, scope=Scope.WHOLE)


# --- verify_records -------------------------------------------------------------------------------


def test_a_signer_who_contributed_is_a_fault(edition, ravi):
    with unguarded():
        edition.review.contributors.add(ravi)
    assert any("the signer contributed to the text" in fault for fault in faults())


def test_a_missing_second_signature_is_a_fault(edition):
    with unguarded():
        Review.objects.filter(pk=edition.review_id).update(required_signers=2)
    assert any("signatures are missing" in fault for fault in faults())


def test_the_newest_hash_may_be_the_one_that_was_kept(edition):
    newest = AuditEvent.objects.last().hash
    assert faults(kept_hash=newest) == []
    call_command("verify_records", kept=newest)


def test_a_kept_hash_that_is_in_no_event_is_a_fault(edition):
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_records", kept="0" * 63 + "1")


# --- Planned ends ---------------------------------------------------------------------------------


def test_a_page_taken_down_by_plan_leaves_the_page_store_at_that_moment(
    client, wen, ravi, monkeypatch
):
    ends = timezone.now() + timedelta(seconds=30)
    edition = cast.publish(cast.article(wen, expire_at=ends), wen, ravi)
    assert client.get(edition.get_absolute_url()).status_code == 200
    assert page_store.public_state()[1] == ends
    for moment, status in ((ends - timedelta(microseconds=1), 200), (ends, 410)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert client.get(edition.get_absolute_url()).status_code == status


def test_reaffirming_keeps_the_planned_take_down(wen, ravi, mei, edda):
    ends = cast.days_ahead(20)
    document = cast.article(wen, expire_at=ends)
    cast.publish(document, wen, ravi)
    again = cast.sign(acts.reaffirm(document, by=edda), mei)
    assert (again.expires_at, again.effective_until) == (ends, ends)


def test_a_moved_edition_never_stretches_the_one_before_past_its_own_end(wen, ravi, edda):
    ends = cast.days_ahead(5)
    document = cast.article(wen, expire_at=ends)
    first = cast.publish(document, wen, ravi)
    acts.revise(document, by=wen)
    document.refresh_from_db()
    document.publish_at, document.expire_at = cast.days_ahead(3), None
    cast.save(document, wen)
    cast.publish(document, wen, ravi)
    acts.reschedule(document, by=edda, effective_from=cast.days_ahead(9), reason="Congress moved.")
    first.refresh_from_db()
    assert first.effective_until == ends


# --- Dates of review ------------------------------------------------------------------------------


def test_one_signer_who_read_only_the_changes_keeps_last_reviewed_where_it_was(
    edition, draft, wen, edda, ravi, mei
):
    long_ago = timezone.localdate() - timedelta(days=100)
    with unguarded():
        Edition.objects.filter(pk=edition.pk).update(last_reviewed=long_ago)
    acts.revise(draft, by=wen)
    draft.refresh_from_db()
    draft.risk = "high"
    cast.save(draft, edda)
    review = cast.submit(draft, wen)
    cast.sign(review, ravi, scope=Scope.WHOLE)
    second = cast.sign(review, mei, scope=Scope.CHANGES)
    assert second.last_reviewed == long_ago


def test_a_review_can_be_due_today_and_not_yesterday(review, ravi, edda):
    today = timezone.localdate()
    acts.plan_review(review, by=edda, assignee=ravi, due=today)
    with pytest.raises(Incomplete, match="has passed"):
        acts.plan_review(review, by=edda, assignee=ravi, due=today - timedelta(days=1))
    review.refresh_from_db()
    assert review.due == today


def test_an_edition_is_overdue_from_the_day_after_its_review_was_due(edition):
    today = timezone.localdate()
    for due, overdue in ((today, False), (today - timedelta(days=1), True)):
        with unguarded():
            Edition.objects.filter(pk=edition.pk).update(next_review_due=due)
        edition.refresh_from_db()
        assert edition.is_overdue is overdue


def test_only_a_reviewer_is_assigned(review, edda, will):
    with pytest.raises(Incomplete, match="is not a reviewer"):
        acts.plan_review(review, by=edda, assignee=will, due=review.due)
    review.refresh_from_db()
    assert review.assignee is None
