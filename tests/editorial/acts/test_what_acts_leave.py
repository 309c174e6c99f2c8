"""What each act on a draft or a round leaves: the row, and one event that tells all of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editorial import acts
from editorial.models import Comment, Decision, Document, State
from tests import cast
from tests.editorial.acts._scene import *  # noqa: F403
from tests.editorial.acts._scene import row, tells


@pytest.fixture
def remark(scene):
    return acts.comment(scene.review, by=scene.mei, body=" Is this so? ", place=" First ")


# --- Comments -------------------------------------------------------------------------------------


def test_a_comment(scene, remark):
    assert (remark.body, remark.place, remark.written_by) == ("Is this so?", "First", scene.mei)
    assert (remark.review, remark.is_open) == (scene.review, True)
    event = tells(
        "comment", scene.mei, scene.draft, digest=scene.review.digest, reason="Is this so?",
        data={"comment": row(remark).as_record()},
    )  # fmt: skip
    assert timedelta() <= event.time - remark.written_at < timedelta(minutes=1)


def test_a_comment_on_no_place_and_an_answer_of_no_words(scene):
    remark = acts.comment(scene.review, by=scene.mei, body="Is this so?")
    assert (remark.place, acts.answer(remark, by=scene.wen, done=True).body) == ("", "")


def test_an_answer(scene, remark):
    reply = acts.answer(remark, by=scene.wen, body=" Yes. ")
    assert (reply.comment, reply.body, reply.done) == (remark, "Yes.", False)
    event = tells(
        "answer", scene.wen, scene.draft, digest=scene.review.digest, reason="Yes.",
        data={"answer": row(reply).as_record()},
    )  # fmt: skip
    assert timedelta() <= event.time - reply.written_at < timedelta(minutes=1)


def test_a_comment_marked_as_done(scene, remark):
    reply = acts.answer(remark, by=scene.wen, body="Changed.", done=True)
    assert reply.done
    tells(
        "mark as done", scene.wen, scene.draft, digest=scene.review.digest, reason="Changed.",
        data={"answer": row(reply).as_record()},
    )  # fmt: skip


@pytest.mark.parametrize("reason", ["", "Settled."])
def test_a_resolution(scene, remark, reason):
    acts.resolve(remark, by=scene.mei, **({"reason": f" {reason} "} if reason else {}))
    stored = Comment.objects.get(pk=remark.pk)
    assert (stored.resolved_by, stored.resolution, stored.is_open) == (scene.mei, reason, False)
    event = tells(
        "resolve", scene.mei, scene.draft, digest=scene.review.digest, reason=reason,
        data={"resolution": stored.resolution_as_record()},
    )  # fmt: skip
    assert timedelta() <= event.time - stored.resolved_at < timedelta(minutes=1)


def test_one_comment_is_resolved_and_no_other(scene, remark):
    other = scene.remark()
    acts.resolve(remark, by=scene.mei)
    assert row(other).is_open


# --- Rounds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "by", "decision", "reason"),
    [
        ("recall", "wen", Decision.RECALLED, ""),
        ("recall", "edda", Decision.RECALLED, "Too early."),
        ("request changes", "mei", Decision.CHANGES_REQUESTED, "The dose is wrong."),
    ],
)
def test_the_end_of_a_round(scene, act, by, decision, reason):
    person = getattr(scene, by)
    do = acts.recall if act == "recall" else acts.request_changes
    do(scene.review, by=person, **({"reason": f" {reason} "} if reason else {}))
    stored = row(scene.review)
    assert (stored.decision, stored.decided_by, stored.reason) == (decision, person, reason)
    assert scene.document().state == State.DRAFT
    event = tells(
        act, person, scene.draft, digest=stored.digest, reason=reason,
        data={"decision": stored.decision_as_record()},
    )  # fmt: skip
    assert timedelta() <= event.time - stored.decided_at < timedelta(minutes=1)


def test_planning_taking_and_giving_back_a_round(scene):
    due = timezone.localdate() + timedelta(days=3)
    acts.plan_review(scene.review, by=scene.edda, assignee=scene.ravi, due=due)
    assert (row(scene.review).assignee, row(scene.review).due) == (scene.ravi, due)
    told = {"digest": scene.review.digest}
    assignment = row(scene.review).assignment_as_record()
    tells("plan a review", scene.edda, scene.draft, **told, data={"assignment": assignment})
    acts.take(scene.review, by=scene.mei, shown_assignee=scene.ravi.pk)
    assert (row(scene.review).assignee, row(scene.review).due) == (scene.mei, due)
    assignment = row(scene.review).assignment_as_record()
    tells("take a review", scene.mei, scene.draft, **told, data={"assignment": assignment})
    acts.give_back(scene.review, by=scene.mei)
    assert (row(scene.review).assignee, row(scene.review).due) == (None, due)
    assignment = row(scene.review).assignment_as_record()
    tells("give back a review", scene.mei, scene.draft, **told, data={"assignment": assignment})


# --- Into review and back -------------------------------------------------------------------------


def test_a_submission(scene):
    acts.recall(scene.review, by=scene.wen)
    review = acts.submit(scene.document(), by=scene.wen, draft_version=1, note=" Please hurry. ")
    stored = row(review)
    assert (stored.number, stored.note, stored.reaffirms) == (2, "Please hurry.", False)
    assert (stored.submitted_by, stored.draft_version) == (scene.wen, 1)
    assert (stored.snapshot, stored.digest) == (scene.document().snapshot(), scene.review.digest)
    assert stored.due == timezone.localdate() + timedelta(days=14)
    assert stored.required_signers == 1
    event = tells(
        "submit", scene.wen, scene.draft, digest=stored.digest,
        data={"submission": stored.as_record(), "assignment": stored.assignment_as_record()},
    )  # fmt: skip
    assert timedelta() <= event.time - stored.submitted_at < timedelta(minutes=1)


def test_a_re_affirmation(scene):
    edition = scene.edition()
    review = acts.reaffirm(edition.document, by=scene.edda, note=" Still true. ")
    stored = row(review)
    assert (stored.number, stored.note, stored.reaffirms) == (2, "Still true.", True)
    assert (stored.snapshot, stored.digest) == (edition.snapshot, edition.digest)
    assert stored.revision_id == edition.review.revision_id
    assert set(stored.contributors.all()) == set(edition.review.contributors.all())
    tells(
        "re-affirm", scene.edda, scene.draft, digest=edition.digest,
        data={"submission": stored.as_record(), "assignment": stored.assignment_as_record()},
    )  # fmt: skip


def test_revising_discarding_and_bringing_back(scene):
    document = scene.edition().document
    assert acts.revise(document, by=scene.wen).state == State.DRAFT
    tells("revise", scene.wen, document)
    other = cast.article(scene.wen)
    assert acts.discard(other, by=scene.wen).state == State.DISCARDED
    tells("discard", scene.wen, other)
    assert acts.bring_back(other, by=scene.wen).state == State.DRAFT
    tells("bring back", scene.wen, other)
    assert Document.objects.get(pk=document.pk).state == State.DRAFT


def test_the_reviewer_of_the_last_round_has_the_next(scene, olga):
    acts.take(scene.review, by=scene.mei, shown_assignee=None)
    acts.recall(scene.review, by=scene.wen)
    second = cast.submit(scene.document(), scene.wen)
    assert second.assignee == scene.mei
    acts.request_changes(second, by=scene.ravi, reason="The dose.")
    third = cast.submit(scene.document(), scene.wen)
    assert third.assignee == scene.ravi
    acts.request_changes(third, by=scene.ravi, reason="The dose.")
    scene.ravi.groups.clear()
    assert cast.submit(scene.document(), scene.wen).assignee is None
