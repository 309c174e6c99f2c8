"""The way of a text, act by act: what each leaves behind, and what it refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from reversion.models import Version

from articles.models import Article
from editorial import acts, drafts
from editorial.exceptions import (
    AddressTaken,
    Blocked,
    FourEyes,
    Incomplete,
    NotAllowed,
    StaleDigest,
    StaleDraft,
    WrongPassword,
    WrongState,
)
from editorial.models import AuditEvent, Decision, Edition, Risk, SignOff, State
from editorial.signing import ATTEMPTS
from editorial.snapshots import digest_of
from tests import cast


def state(document):
    document.refresh_from_db()
    return document.state


# --- The straight way -----------------------------------------------------------------------------


def test_submit_freezes_the_stored_draft_not_the_object_in_hand(draft, wen):
    draft.title = "Never saved"
    review = cast.submit(draft, wen)
    assert review.snapshot["title"] != "Never saved"
    assert review.digest == digest_of(review.snapshot)
    assert state(draft) == State.MEDICAL_REVIEW


def test_a_signed_review_becomes_the_live_edition(review, ravi):
    edition = cast.sign(review, ravi)
    assert Edition.objects.live().get() == edition
    assert edition.content == review.snapshot
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
    edition = cast.publish(withdrawn.document.stored, wen, mei)
    assert Edition.objects.live().get() == edition


# --- Four eyes ------------------------------------------------------------------------------------


def test_a_reviewer_who_saved_one_edit_cannot_sign(draft, wen, ravi):
    draft.summary = "A better word."
    cast.save(draft, ravi)
    review = cast.submit(draft, wen)
    with pytest.raises(FourEyes):
        cast.sign(review, ravi)


def test_contributing_ends_with_the_next_edition(draft, wen, ravi, mei):
    draft.summary = "A better word."
    cast.save(draft, ravi)
    cast.publish(draft, wen, mei)
    acts.revise(draft, by=wen)
    draft.refresh_from_db()
    cast.save(draft, wen)
    assert cast.sign(cast.submit(draft, wen), ravi)


def test_the_owner_never_signs_even_without_a_save(wen, ravi, mei):
    document = cast.article(wen, owner=ravi)
    with pytest.raises(FourEyes):
        cast.sign(cast.submit(document, wen), ravi)


def test_a_superuser_who_contributed_cannot_sign(draft, wen, root):
    cast.save(draft, root)
    with pytest.raises(FourEyes):
        cast.sign(cast.submit(draft, wen), root)


def test_a_writer_of_the_text_cannot_reaffirm_it_by_signature(wen, ravi, mei):
    document = cast.article(wen)
    cast.save(document, ravi)
    cast.publish(document, wen, mei)
    review = acts.reaffirm(document, by=ravi)
    with pytest.raises(FourEyes):
        cast.sign(review, ravi)


# --- Signing is deliberate ------------------------------------------------------------------------


def test_a_wrong_password_signs_nothing_and_stands_on_record(review, ravi):
    with pytest.raises(WrongPassword):
        acts.sign_off(
            review,
            by=ravi,
            password="wrong",
            shown_digest=review.digest,
            statement=cast.statement(),
        )
    assert not SignOff.objects.exists()
    assert AuditEvent.objects.latest("sequence").act == "sign off refused: password"


def test_guessing_passwords_is_braked(review, ravi):
    for _ in range(ATTEMPTS):
        with pytest.raises(WrongPassword):
            acts.sign_off(
                review, by=ravi, password="no", shown_digest="", statement=cast.statement()
            )
    with pytest.raises(WrongPassword, match="Too many"):
        cast.sign(review, ravi)


def test_a_digest_that_was_not_on_the_screen_is_refused(review, ravi):
    with pytest.raises(StaleDigest):
        acts.sign_off(
            review,
            by=ravi,
            password=cast.PASSWORD,
            shown_digest="0" * 64,
            statement=cast.statement(),
        )
    assert state(review.document) == State.MEDICAL_REVIEW


@pytest.mark.parametrize(
    "fields",
    [
        {"conflict_of_interest": "  "},
        {"meaning": "because"},
        {"answers": {}},
        {"answers": dict.fromkeys(cast.QUESTIONS, "yes") | {"safety": "no"}},
        {"scope": "changes"},
        {"scope": "half"},
        {"team": "Somebody else's team"},
        {"next_review_due": timezone.localdate()},
        {"next_review_due": timezone.localdate() + timedelta(days=400)},
        {"conflict_of_interest": "x" * 1001},
    ],
)
def test_an_incomplete_statement_signs_nothing(review, ravi, fields):
    with pytest.raises(Incomplete):
        cast.sign(review, ravi, **fields)
    assert not SignOff.objects.exists()
    assert state(review.document) == State.MEDICAL_REVIEW


def test_open_comments_hold_back_the_signature(review, ravi, mei):
    remark = acts.comment(review, by=mei, body="Is this so?")
    with pytest.raises(Incomplete, match="comments"):
        cast.sign(review, ravi)
    acts.resolve(remark, by=mei)
    assert cast.sign(review, ravi)


def test_a_reviewer_without_a_profile_cannot_sign(review):
    with pytest.raises(NotAllowed, match="profile"):
        cast.sign(review, cast.person("Rob", "Reviewer"))


def test_a_team_signs_through_a_member(review, mei, team):
    assert cast.sign(review, mei, team=team.name).badge.sign_offs[0].team == team.name


def test_a_high_risk_document_needs_two_different_signers(wen, ravi, mei):
    review = cast.submit(cast.article(wen, risk=Risk.HIGH), wen)
    assert cast.sign(review, ravi) is None
    assert state(review.document) == State.MEDICAL_REVIEW
    with pytest.raises(WrongState, match="second"):
        cast.sign(review, ravi)
    edition = cast.sign(review, mei)
    assert len(edition.badge.sign_offs) == 2


# --- Reviews run out ------------------------------------------------------------------------------


def test_a_signature_on_a_small_change_does_not_move_last_reviewed(edition, draft, wen, mei):
    acts.revise(draft, by=wen)
    review = cast.submit(draft, wen)
    due = edition.next_review_due - timedelta(days=1)
    second = cast.sign(review, mei, scope="changes", next_review_due=due)
    assert second.last_reviewed == edition.last_reviewed
    third_review = _again(draft, wen)
    third = cast.sign(third_review, mei, scope="changes")
    assert third.next_review_due == due


def _again(draft, wen):
    acts.revise(draft, by=wen)
    draft.refresh_from_db()
    return cast.submit(draft, wen)


def test_reaffirming_signs_the_live_text_itself(edition, edda, mei):
    review = acts.reaffirm(edition.document, by=edda)
    assert review.digest == edition.digest
    again = cast.sign(review, mei)
    assert (again.number, again.content) == (2, edition.content)
    assert Edition.objects.live().get() == again


# --- Time publishes -------------------------------------------------------------------------------


def test_a_planned_edition_waits_for_its_time(scheduled):
    assert not Edition.objects.live().exists()
    assert Edition.objects.as_of(cast.days_ahead(4)).get() == scheduled


def test_a_planned_time_that_has_passed_publishes_at_the_signature(wen, ravi):
    document = cast.article(wen, publish_at=timezone.now() - timedelta(days=3))
    before = timezone.now()
    assert cast.publish(document, wen, ravi).effective_from >= before


def test_an_edition_ends_at_its_planned_time(wen, ravi):
    edition = cast.publish(cast.article(wen, expire_at=cast.days_ahead(2)), wen, ravi)
    assert Edition.objects.live().get() == edition
    assert not Edition.objects.as_of(cast.days_ahead(3)).exists()


def test_reschedule_moves_both_ends(edition, draft, wen, mei, edda):
    acts.revise(draft, by=wen)
    draft.refresh_from_db()
    draft.publish_at = cast.days_ahead(3)
    cast.save(draft, wen)
    second = cast.publish(draft, wen, mei)
    for days in (6, 1):
        moment = cast.days_ahead(days)
        acts.reschedule(draft, by=edda, effective_from=moment, reason="Congress moved.")
        edition.refresh_from_db()
        second.refresh_from_db()
        assert edition.effective_until == second.effective_from == moment


def test_nothing_is_rescheduled_into_the_past(scheduled, edda):
    with pytest.raises(Incomplete, match="past"):
        acts.reschedule(
            scheduled.document,
            by=edda,
            effective_from=timezone.now() - timedelta(hours=1),
            reason="Sooner.",
        )


def test_a_newer_edition_cancels_one_that_was_scheduled(scheduled, wen, mei):
    document = scheduled.document
    acts.revise(document, by=wen)
    stored = document.stored
    stored.publish_at = None
    cast.save(stored, wen)
    now = cast.publish(stored, wen, mei)
    assert Edition.objects.as_of(cast.days_ahead(9)).get() == now


def test_withdrawing_cancels_what_is_scheduled(scheduled, edda):
    acts.withdraw(scheduled.document, by=edda, reason="Not after all.")
    assert not Edition.objects.as_of(cast.days_ahead(9)).exists()


def test_two_pages_never_have_one_address(edition, wen, mei):
    taken = edition.slug
    document = edition.document
    acts.revise(document, by=wen)
    stored = document.stored
    stored.slug = "moving-away"
    cast.save(stored, wen)
    other = cast.article(wen, slug=taken)
    with pytest.raises(AddressTaken):
        cast.publish(other, wen, mei)
    cast.publish(stored, wen, mei)
    review = other.open_review
    assert cast.sign(review, mei).slug == taken


# --- Refusals and bad input -----------------------------------------------------------------------


def test_an_empty_draft_is_not_submitted(wen):
    document = cast.article(wen, body="", summary="")
    with pytest.raises(Blocked, match="Body: is empty"):
        cast.submit(document, wen)
    assert state(document) == State.DRAFT


def test_submitting_a_text_that_was_saved_since_is_refused(draft, wen, will):
    seen = draft.draft_version
    cast.save(draft.stored, will)
    with pytest.raises(WrongState, match="saved again"):
        acts.submit(draft, by=wen, draft_version=seen)


def test_a_second_submit_is_told_who_was_faster(review, draft, wen):
    with pytest.raises(WrongState, match="Wen Sample"):
        cast.submit(draft, wen)


def test_a_stale_save_is_refused_and_changes_nothing(draft, wen, will):
    stale = draft.stored
    cast.save(draft, will)
    stale.title = "Stale"
    with pytest.raises(StaleDraft):
        cast.save(stale, wen)
    assert draft.stored.title != "Stale"


def test_a_document_under_review_is_locked(review, wen):
    with pytest.raises(WrongState):
        cast.save(review.document.stored, wen)


def test_hostile_rich_text_is_cleaned_at_the_door(wen):
    document = cast.article(
        wen,
        body='<p onclick="x()">Hi<script>alert(1)</script></p><a href="javascript:x()">a</a>'
        "<h1>No</h1><img src=x onerror=x()>\x00",
    )
    body = document.stored.body
    assert not any(bad in body for bad in ("script", "onclick", "javascript", "<h1", "<img", "\0"))


@pytest.mark.parametrize(
    "fields",
    [{"title": "x" * 201}, {"slug": "no spaces please"}, {"summary": "x" * 401}, {"title": ""}],
)
def test_the_door_refuses_fields_that_do_not_fit(wen, fields):
    with pytest.raises(ValidationError):
        cast.article(wen, **fields)
    assert not Article.objects.exists()


def test_text_that_no_encoding_holds_is_cleaned(wen, ravi):
    document = cast.article(wen, title="Bad \ud800 half", summary="Turn\u202e around\x07")
    assert cast.publish(document, wen, ravi).badge
    assert document.title == "Bad  half"


def test_a_reason_is_required_and_has_its_measure(review, ravi):
    for reason in ("", " \n", "x" * 2001):
        with pytest.raises(Incomplete):
            acts.request_changes(review, by=ravi, reason=reason)
    assert state(review.document) == State.MEDICAL_REVIEW


def test_an_outsider_saves_nothing(draft, olga):
    with pytest.raises(NotAllowed):
        cast.save(draft, olga)


def test_saving_counts_the_version_and_keeps_a_revision(draft, wen):
    cast.save(draft, wen, "Second thoughts")
    version = Version.objects.get_for_object(draft).first()
    assert draft.stored.draft_version == 2
    assert (version.revision.user, version.revision.comment) == (wen, "Second thoughts")


def test_an_error_while_saving_relations_saves_nothing(draft, wen):
    draft.title = "Half"
    with pytest.raises(RuntimeError), drafts.saving(draft, by=wen, draft_version=1):
        raise RuntimeError
    assert draft.stored.title != "Half"
    assert draft.stored.draft_version == 1


def test_only_an_editor_lowers_the_risk(wen, edda):
    document = cast.article(wen, risk=Risk.HIGH)
    document.risk = Risk.STANDARD
    with pytest.raises(NotAllowed, match="editor"):
        cast.save(document, wen)
    assert document.stored.risk == Risk.HIGH
    cast.save(document, edda)
    assert document.stored.risk == Risk.STANDARD


def test_a_page_does_not_come_out_after_its_next_review_is_due(scheduled, edda):
    with pytest.raises(Incomplete, match="already due"):
        acts.reschedule(
            scheduled.document, by=edda, effective_from=cast.days_ahead(301), reason="Later."
        )
