"""What the engine refuses, and that nothing is written then."""

import pytest
from django.core.exceptions import ValidationError
from reversion.models import Version

from articles.models import Article
from editorial import acts
from editorial.acts import drafts
from editorial.exceptions import (
    Blocked,
    Incomplete,
    NotAllowed,
    StaleDraft,
    WrongState,
)
from editorial.models import RiskLevel, State
from editorial.workflow import Act, why_not
from tests import cast


def state(document):
    document.refresh_from_db()
    return document.state


def test_an_empty_draft_is_not_submitted(wen):
    document = cast.article(wen, body="", summary="")
    with pytest.raises(Blocked, match="Body: is empty"):
        cast.submit(document, wen)
    assert state(document) == State.DRAFT


def test_submitting_a_text_that_was_saved_since_is_refused(draft, wen, will):
    seen = draft.draft_version
    cast.save(draft.stored(), will)
    with pytest.raises(WrongState, match="saved again"):
        acts.submit(draft, by=wen, draft_version=seen)


def test_a_second_submit_is_told_who_was_faster(review, draft, wen):
    with pytest.raises(WrongState, match="Wen Sample"):
        cast.submit(draft, wen)


def test_a_stale_save_is_refused_and_changes_nothing(draft, wen, will):
    stale = draft.stored()
    cast.save(draft, will)
    stale.title = "Stale"
    with pytest.raises(StaleDraft):
        cast.save(stale, wen)
    assert draft.stored().title != "Stale"


def test_a_document_under_review_is_locked(review, wen):
    with pytest.raises(WrongState):
        cast.save(review.document.stored(), wen)


def test_hostile_rich_text_is_cleaned_at_the_door(wen):
    document = cast.article(
        wen,
        body='<p onclick="x()">Hi<script>alert(1)</script></p><a href="javascript:x()">a</a>'
        "<h1>No</h1><img src=x onerror=x()>\x00",
    )
    body = document.stored().body
    assert not any(bad in body for bad in ("script", "onclick", "javascript", "<h1", "<img", "\0"))


@pytest.mark.parametrize(
    "fields",
    [{"title": "x" * 201}, {"slug": "no spaces please"}, {"summary": "x" * 401}, {"title": ""}],
)
def test_the_door_refuses_fields_that_do_not_fit(wen, fields):
    with pytest.raises(ValidationError):
        cast.article(wen, **fields)
    assert not Article.objects.exists()


def test_text_that_no_encoding_holds_is_refused(wen):
    with pytest.raises(ValidationError, match=r"U\+D800 before “half”"):
        cast.article(wen, title="Bad \ud800 half")
    assert not Article.objects.exists()


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
    assert draft.stored().draft_version == 2
    assert (version.revision.user, version.revision.comment) == (wen, "Second thoughts")


def test_an_error_while_saving_relations_saves_nothing(draft, wen):
    draft.title = "Half"
    with pytest.raises(RuntimeError), drafts.saving(draft, by=wen, draft_version=1):
        raise RuntimeError
    assert draft.stored().title != "Half"
    assert draft.stored().draft_version == 1


def test_only_an_editor_lowers_the_risk(wen, edda):
    document = cast.article(wen, risk=RiskLevel.HIGH)
    document.risk = RiskLevel.STANDARD
    with pytest.raises(NotAllowed, match="editor"):
        cast.save(document, wen)
    assert document.stored().risk == RiskLevel.HIGH
    cast.save(document, edda)
    assert document.stored().risk == RiskLevel.STANDARD


def test_a_page_does_not_come_out_after_its_next_review_is_due(scheduled, edda):
    with pytest.raises(Incomplete, match="already due"):
        acts.reschedule(
            scheduled.document, by=edda, effective_from=cast.days_ahead(301), reason="Later."
        )


def test_a_new_edition_does_not_repeat_what_changed_in_the_last(wen, ravi):
    document = cast.article(wen, change_note="A new study.")
    cast.publish(document, wen, ravi)
    acts.revise(document, by=wen)
    document.refresh_from_db()
    with pytest.raises(Blocked, match="still tells of edition 1"):
        cast.submit(document, wen)
    document.change_note = "Its figures were corrected."
    cast.save(document, wen)
    assert cast.submit(document, wen).snapshot["change_note"] == "Its figures were corrected."


def test_what_a_page_found_of_a_draft_frees_no_act_from_looking(wen):
    """A page brings its findings along for the rules that it asks; an act reads the draft anew."""
    draft = cast.article(wen, body="", summary="")
    draft.__dict__["findings_now"] = []
    assert why_not(wen, Act.SUBMIT, draft) == ""
    with pytest.raises(Blocked, match="Body: is empty"):
        cast.submit(draft, wen)
    assert state(draft) == State.DRAFT
