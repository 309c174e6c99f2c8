"""The way of a text, act by act: what each leaves behind."""

import pytest

from editorial import acts
from editorial.digests import digest_of
from editorial.exceptions import (
    WrongState,
)
from editorial.models import Decision, Edition, SignOff, State
from tests import cast


def state(document):
    document.refresh_from_db()
    return document.state


def test_submit_freezes_the_stored_draft_not_the_object_in_hand(draft, wen):
    draft.title = "Never saved"
    review = cast.submit(draft, wen)
    assert review.snapshot["title"] != "Never saved"
    assert review.digest == digest_of(review.snapshot)
    assert state(draft) == State.MEDICAL_REVIEW


def test_a_signed_review_becomes_the_live_edition(review, ravi):
    edition = cast.sign(review, ravi)
    assert Edition.objects.live().get() == edition
    assert edition.snapshot == review.snapshot
    assert edition.badge.sign_offs[0].printed_name == "Ravi Sample"
    assert state(edition.document) == State.PUBLISHED


def test_the_printed_name_stays_when_the_profile_changes(edition, ravi):
    ravi.reviewer_profile.printed_name = "Somebody Else"
    ravi.reviewer_profile.save()
    assert SignOff.objects.get().printed_name == "Ravi Sample"


def test_request_changes_sends_the_draft_back_with_the_reason(review, ravi):
    acts.request_changes(review, by=ravi, reason="One therapy is listed twice.")
    review.refresh_from_db()
    assert (review.decision, review.reason) == (
        Decision.CHANGES_REQUESTED,
        "One therapy is listed twice.",
    )
    assert state(review.document) == State.DRAFT


def test_recall_by_the_submitter_closes_the_round(review, wen):
    acts.recall(review, by=wen)
    review.refresh_from_db()
    assert review.decision == Decision.RECALLED
    assert state(review.document) == State.DRAFT


def test_revise_leaves_the_live_edition_up(edition, wen):
    acts.revise(edition.document, by=wen)
    assert state(edition.document) == State.DRAFT
    assert Edition.objects.live().get() == edition


def test_a_second_edition_ends_the_first(edition, draft, wen, mei):
    acts.revise(draft, by=wen)
    draft.refresh_from_db()
    draft.body = "<p>New text.</p>"
    cast.save(draft, wen)
    second = cast.publish(draft, wen, mei)
    edition.refresh_from_db()
    assert second.number == 2
    assert edition.effective_until == second.effective_from
    assert Edition.objects.live().get() == second
    assert Edition.objects.as_of(edition.effective_from).get() == edition


def test_withdraw_takes_the_page_down_and_keeps_the_text(edition, edda):
    acts.withdraw(edition.document, by=edda, reason="Retracted study.")
    assert not Edition.objects.live().exists()
    assert state(edition.document) == State.WITHDRAWN
    edition.refresh_from_db()
    assert edition.withdrawal.reason == "Retracted study."


def test_withdraw_closes_an_open_review(edition, draft, wen, mei, edda):
    acts.revise(draft, by=wen)
    review = cast.submit(draft, wen)
    acts.withdraw(draft, by=edda, reason="Retracted study.")
    review.refresh_from_db()
    assert review.decision == Decision.WITHDRAWN
    with pytest.raises(WrongState):
        cast.sign(review, mei)


def test_a_withdrawn_page_can_come_back_by_revision_and_signature(withdrawn, wen, mei):
    acts.revise(withdrawn.document, by=wen)
    edition = cast.publish(withdrawn.document.stored(), wen, mei)
    assert Edition.objects.live().get() == edition
