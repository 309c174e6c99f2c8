"""What refusals say, word for word, of comments and rounds of review: it is all that
the person who meets one is told."""

from datetime import timedelta

from django.utils import timezone

from editorial import acts, rules
from editorial.exceptions import (
    FourEyes,
    Incomplete,
    NotAllowed,
    WrongState,
)
from editorial.models import Comment
from tests import cast
from tests.editorial.acts._scene import *  # noqa: F403
from tests.editorial.acts._scene import says

# --- Comments ------------------------------------------------------------------------------------


def test_an_answer_without_a_word(scene):
    with says(Incomplete, "Write an answer, or mark the comment as done."):
        acts.answer(scene.remark(), by=scene.wen)


def test_a_comment_that_is_resolved(scene):
    remark = scene.remark()
    acts.resolve(remark, by=scene.mei)
    at = Comment.objects.get(pk=remark.pk).resolved_at
    with says(
        WrongState,
        f"Mei Sample resolved this comment on {at:%d %B %Y, %H:%M} UTC. Nothing was changed.",
    ):
        acts.answer(remark, by=scene.wen, body="Yes.")


def test_resolving_in_anothers_place_without_a_reason(scene):
    remark = scene.remark()
    scene.mei.groups.clear()
    with says(Incomplete, "Give a reason: you resolve the comment in another’s place."):
        acts.resolve(remark, by=scene.edda)


def test_resolving_what_was_said_of_ones_own_text(scene):
    document = cast.agreed(cast.article(scene.wen, owner=scene.ravi))
    remark = acts.comment(cast.submit(document, scene.wen), by=scene.mei, body="So?")
    with says(
        FourEyes,
        "You wrote or edited this text, so you cannot resolve a comment of Mei Sample on it. "
        "You can answer it.",
    ):
        acts.resolve(remark, by=scene.ravi)


def test_resolving_while_the_one_who_asked_is_there(scene):
    with says(
        NotAllowed,
        "Only Mei Sample or another reviewer can resolve this comment; an editor can when the "
        "one who raised it has left.",
    ):
        acts.resolve(scene.remark(), by=scene.edda, reason="Settled.")


def test_signing_over_open_comments(scene):
    scene.remark()
    scene.remark()
    scene.remark(scene.wen)
    with says(Incomplete, "Resolve the open comments first: 2 by Mei Sample, 1 by Wen Sample."):
        scene.sign_off()


# --- Rounds --------------------------------------------------------------------------------------


def test_a_round_that_is_closed(scene):
    acts.recall(scene.review, by=scene.wen)
    cast.submit(scene.document(), scene.wen)
    with says(WrongState, "This round of review is closed. Nothing was changed."):
        acts.comment(scene.review, by=scene.mei, body="So?")


def test_a_round_that_was_closed_a_moment_before(scene):
    with says(WrongState, "This round of review was closed by somebody else. Nothing was changed."):
        for _ in range(2):
            acts.review.decide(scene.review, "recalled", by=scene.wen)


def test_a_page_whose_round_was_closed_a_moment_before(scene):
    document = scene.document()
    acts.recall(scene.review, by=scene.wen)
    with says(
        WrongState,
        "Somebody was faster: the review of “Rash” is closed, and the page is in the state "
        "“draft” now. Nothing was changed.",
    ):
        rules.open_review(document)


def test_a_due_date_that_has_passed(scene):
    due = timezone.localdate() - timedelta(days=1)
    with says(Incomplete, "The due date has passed; choose today or a later day."):
        acts.plan_review(scene.review, by=scene.edda, assignee=None, due=due)


def test_a_round_that_is_somebody_elses(scene):
    with says(WrongState, "This review is nobody’s now. Nothing was changed."):
        acts.give_back(scene.review, by=scene.mei)
    acts.take(scene.review, by=scene.mei, shown_assignee=None)
    with says(WrongState, "This review is with Mei Sample now. Nothing was changed."):
        acts.take(scene.review, by=scene.ravi, shown_assignee=None)
    with says(WrongState, "This review is yours already. Nothing was changed."):
        acts.take(scene.review, by=scene.mei, shown_assignee=scene.mei.pk)


def test_whom_a_round_cannot_be_given_to(scene, root):
    due = scene.review.due
    with says(Incomplete, "Edda Sample is not a reviewer."):
        acts.plan_review(scene.review, by=scene.edda, assignee=scene.edda, due=due)
    review = cast.submit(cast.agreed(cast.article(scene.wen, owner=scene.ravi)), scene.wen)
    with says(FourEyes, "Ravi Sample wrote or edited this text, so somebody else must review it."):
        acts.plan_review(review, by=scene.edda, assignee=scene.ravi, due=due)


def test_recalling_what_somebody_else_submitted(scene, will):
    with says(NotAllowed, "Only whoever submitted it, or an editor, can recall it."):
        acts.recall(scene.review, by=will)
