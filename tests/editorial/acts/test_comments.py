"""Comments outlive their round: they are answered, and hold each signature until resolved."""

from functools import partial

import pytest
from django.utils import timezone

from editorial import acts
from editorial.exceptions import FourEyes, Incomplete, NotAllowed, StalePlan, WrongState
from editorial.models import Answer, AuditEvent, Comment, Document, Review, SignOff
from tests import cast
from tests._tampering import faults, unguarded


@pytest.fixture
def remark(review, mei):
    return acts.comment(review, by=mei, body="Is 1.6 mg right?", place="First")


def again(review, writer, **fields):
    """The next round over the same document."""
    draft = review.document.stored()
    for name, value in fields.items():
        setattr(draft, name, value)
    if fields:
        cast.save(draft, writer)
    return cast.submit(draft, writer)


def refuses_to_sign(review, by):
    with pytest.raises(Incomplete, match="Resolve the open comments first: 1 by Mei Sample"):
        cast.sign(review, by)
    assert not SignOff.objects.filter(review=review).exists()
    return True


# --- An open comment holds the signature in every round -------------------------------------------


def test_it_holds_the_next_round_after_changes_were_requested(review, remark, wen, ravi, mei):
    acts.request_changes(review, by=mei, reason="The dose.")
    newer = again(review, wen, summary="Other words.")
    assert refuses_to_sign(newer, ravi)
    acts.resolve(remark, by=mei)
    assert cast.sign(newer, ravi)


def test_it_holds_the_next_round_after_a_recall(review, remark, wen, ravi):
    acts.recall(review, by=wen)
    assert refuses_to_sign(again(review, wen), ravi)


def test_it_holds_a_re_affirmation_and_what_follows_it(edition, wen, ravi, mei, edda):
    review = acts.reaffirm(edition.document, by=edda)
    acts.comment(review, by=mei, body="No longer true.")
    acts.request_changes(review, by=mei, reason="Outdated.")
    newer = again(review, wen, change_note="New study.")
    assert refuses_to_sign(newer, ravi)


def test_it_holds_the_round_after_a_withdrawal(edition, wen, ravi, mei, edda):
    acts.revise(edition.document, by=wen)
    review = again(edition.review, wen)
    acts.comment(review, by=mei, body="No longer true.")
    acts.withdraw(edition.document, by=edda, reason="A retracted study.")
    acts.revise(edition.document, by=wen)
    assert refuses_to_sign(again(review, wen), ravi)


def test_the_refusal_names_how_many_and_whose(review, remark, ravi, mei, wen):
    acts.comment(review, by=mei, body="And this?")
    acts.comment(review, by=wen, body="I wonder too.")
    with pytest.raises(Incomplete, match="first: 2 by Mei Sample, 1 by Wen Sample"):
        cast.sign(review, ravi)


def test_a_comment_on_another_document_holds_nothing(review, remark, wen, ravi):
    assert cast.sign(cast.submit(cast.article(wen), wen), ravi)


# --- Answers --------------------------------------------------------------------------------------


def test_the_writer_answers_between_two_rounds_and_marks_it_as_done(review, remark, wen, ravi, mei):
    acts.request_changes(review, by=mei, reason="The dose.")
    acts.answer(remark, by=wen, body="It was 0.16 mg.")
    assert not Comment.objects.done().exists()
    acts.answer(remark, by=wen, body="Corrected.", done=True)
    assert Comment.objects.done().get() == remark
    assert refuses_to_sign(again(review, wen), ravi)


def test_a_reviewer_who_answers_takes_done_away(remark, wen, mei):
    acts.answer(remark, by=wen, done=True)
    acts.answer(remark, by=mei, body="Not in the table.")
    assert not remark.is_done
    assert [answer.body for answer in remark.answers.all()] == ["", "Not in the table."]


@pytest.mark.parametrize("words", ["", " \n "])
def test_an_answer_says_something(remark, wen, words):
    with pytest.raises(Incomplete, match="Write an answer"):
        acts.answer(remark, by=wen, body=words)


@pytest.mark.parametrize("name", ["olga", "ada"])
def test_only_who_may_edit_answers(remark, request, name):
    with pytest.raises(NotAllowed):
        acts.answer(remark, by=request.getfixturevalue(name), body="Yes.")


def test_a_resolved_comment_takes_no_answer_and_is_not_resolved_again(remark, wen, mei, ravi):
    acts.resolve(remark, by=mei)
    for late in (partial(acts.answer, by=wen, body="Why?"), partial(acts.resolve, by=ravi)):
        with pytest.raises(WrongState, match="Mei Sample resolved this comment"):
            late(remark)


# --- Who resolves ---------------------------------------------------------------------------------


@pytest.fixture
def own_text(draft, wen, ravi, mei):
    """A comment of Mei's on a text that Ravi, a reviewer, had a hand in."""
    cast.save(draft, ravi)
    return acts.comment(cast.submit(draft, wen), by=mei, body="Is this so?")


def test_a_contributor_cannot_resolve_an_objection_to_his_own_text(own_text, ravi):
    with pytest.raises(FourEyes, match="cannot resolve a comment of Mei Sample"):
        acts.resolve(own_text, by=ravi)
    own_text.refresh_from_db()
    assert own_text.is_open


def test_nor_in_a_later_round_in_which_he_wrote_nothing(draft, wen, ravi, mei, edda):
    """Contributors are counted since the last edition; the comment is older than that."""
    cast.save(draft, ravi)
    cast.publish(draft, wen, mei)
    review = acts.reaffirm(draft, by=edda)
    remark = acts.comment(review, by=mei, body="No longer true.")
    acts.request_changes(review, by=mei, reason="Outdated.")
    newer = again(review, wen, change_note="New study.")
    assert ravi not in newer.contributors.all()
    with pytest.raises(FourEyes):
        acts.resolve(remark, by=ravi)


def test_whoever_raised_it_resolves_it_even_after_a_save(draft, wen, ravi):
    cast.save(draft, ravi)
    remark = acts.comment(cast.submit(draft, wen), by=ravi, body="I wonder.")
    acts.resolve(remark, by=ravi)


def test_another_reviewer_without_a_part_in_it_resolves_it_under_their_name(remark, ravi):
    acts.resolve(remark, by=ravi, reason="The table says 1.6 mg.")
    remark.refresh_from_db()
    assert (remark.resolved_by, remark.resolution) == (ravi, "The table says 1.6 mg.")


@pytest.mark.parametrize("name", ["wen", "will", "edda", "olga", "ada"])
def test_nobody_else_resolves_it(remark, request, name):
    with pytest.raises(NotAllowed):
        acts.resolve(remark, by=request.getfixturevalue(name), reason="Because.")


def test_an_editor_resolves_it_with_a_reason_when_the_reviewer_has_left(remark, mei, edda):
    mei.is_active = False
    mei.save()
    with pytest.raises(Incomplete, match="Give a reason"):
        acts.resolve(remark, by=edda)
    acts.resolve(remark, by=edda, reason="Mei has left; Ravi agrees.")


def test_an_editor_who_edited_the_text_does_not(draft, wen, mei, edda):
    cast.save(draft, edda)
    remark = acts.comment(cast.submit(draft, wen), by=mei, body="Is this so?")
    mei.is_active = False
    mei.save()
    with pytest.raises(FourEyes):
        acts.resolve(remark, by=edda, reason="Mei has left.")


def test_nothing_is_resolved_while_there_is_no_frozen_text_to_look_at(review, remark, mei):
    acts.request_changes(review, by=mei, reason="The dose.")
    with pytest.raises(WrongState, match="stays open for the next round"):
        acts.resolve(remark, by=mei)


def of_documents():
    return AuditEvent.objects.exclude(document_kind="person")


# --- On the record --------------------------------------------------------------------------------


def test_each_word_is_an_event_of_the_same_moment(remark, wen, mei):
    acts.answer(remark, by=wen, body="It was 0.16 mg.")
    acts.answer(remark, by=wen, done=True)
    acts.resolve(remark, by=mei, reason="Seen.")
    told = of_documents().values_list("act", "actor_id", "reason")
    told = list(told)[2:]
    assert told == [
        ("comment", str(mei.pk), "Is 1.6 mg right?"),
        ("answer", str(wen.pk), "It was 0.16 mg."),
        ("mark as done", str(wen.pk), ""),
        ("resolve", str(mei.pk), "Seen."),
    ]
    assert faults() == []


def test_a_comment_made_open_again_behind_our_back_is_found(remark, mei):
    acts.resolve(remark, by=mei)
    with unguarded():
        Comment.objects.update(resolved_by=None, resolved_at=None)
    assert any(f"Comment {remark.pk}: its resolution" in fault for fault in faults())


def test_an_answer_slipped_in_is_found(remark, wen):
    acts.answer(remark, by=wen, body="Yes.")
    with unguarded():
        Answer.objects.update(body="No.")
    assert any("no such answer" in fault for fault in faults())


# --- The next round goes back to the same reviewer ------------------------------------------------


def test_whoever_asked_for_changes_gets_the_next_round(review, wen, mei):
    assert review.assignee is None
    acts.request_changes(review, by=mei, reason="The dose.")
    assert again(review, wen).assignee == mei


def test_a_recalled_round_comes_back_to_its_reviewer(review, wen, ravi):
    acts.take(review, by=ravi, shown_assignee=None)
    acts.recall(review, by=wen)
    assert again(review, wen).assignee == ravi


def test_it_does_not_go_to_somebody_who_left_or_had_a_hand_in_it(review, wen, mei, ravi):
    acts.request_changes(review, by=mei, reason="The dose.")
    cast.save(review.document.stored(), mei)
    newer = again(review, wen)
    assert newer.assignee is None
    acts.request_changes(newer, by=ravi, reason="Still.")
    ravi.is_active = False
    ravi.save()
    assert again(newer, wen).assignee is None


def test_a_review_is_taken_and_given_back(review, ravi, mei):
    acts.take(review, by=ravi, shown_assignee=None)
    with pytest.raises(WrongState, match="This review is with Ravi Sample now"):
        acts.take(review, by=mei, shown_assignee=None)
    acts.take(review, by=mei, shown_assignee=ravi.pk)
    with pytest.raises(WrongState, match="is with Mei Sample now"):
        acts.give_back(review, by=ravi)
    acts.give_back(review, by=mei)
    review.refresh_from_db()
    assert review.assignee is None
    told = of_documents().values_list("act", flat=True)
    assert list(told)[2:] == ["take a review", "take a review", "give back a review"]
    assert faults() == []


@pytest.mark.parametrize("name", ["wen", "edda", "olga", "ravi"])
def test_a_review_is_not_taken_by_who_cannot_sign_it(draft, wen, ravi, request, name):
    cast.save(draft, ravi)
    review = cast.submit(draft, wen)
    with pytest.raises(NotAllowed):
        acts.take(review, by=request.getfixturevalue(name), shown_assignee=None)
    assert Review.objects.get(pk=review.pk).assignee is None


# --- The plan that the signer was shown -----------------------------------------------------------


def test_a_plan_that_changed_since_it_was_shown_is_not_signed(review, ravi):
    shown = cast.plan_key(review)
    Document.objects.filter(pk=review.document_id).update(publish_at=cast.days_ahead(3))
    with pytest.raises(StalePlan, match="the page would now be published on"):
        cast.sign(review, ravi, shown_plan=shown)
    assert not SignOff.objects.exists()
    assert cast.sign(review, ravi)
    assert AuditEvent.objects.latest("sequence").data["shown_plan"] == cast.plan_key(review)


def test_a_time_that_came_since_it_was_shown_is_not_signed(wen, ravi, monkeypatch):
    moment = cast.days_ahead(1)
    review = cast.submit(cast.article(wen, publish_at=moment), wen)
    shown = cast.plan_key(review)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    with pytest.raises(StalePlan, match="as soon as it is signed"):
        cast.sign(review, ravi, shown_plan=shown)
