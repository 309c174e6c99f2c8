"""What refusals say, word for word, of signatures: it is all that
the person who meets one is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from editorial import changes
from editorial.acts import inputs
from editorial.checklist import QUESTIONS
from editorial.exceptions import (
    FourEyes,
    Incomplete,
    NotAllowed,
    RecordsDoNotMatch,
    StaleDigest,
    StalePlan,
    TooManyTries,
    WrongPassword,
    WrongState,
)
from editorial.models import Review, Scope
from editorial.people.limits import OF_SIGNED_IN
from editorial.workflow import Act, bar
from tests import cast
from tests._tampering import unguarded
from tests.editorial.acts._scene import *  # noqa: F403
from tests.editorial.acts._scene import says


def test_a_signature_without_a_profile(scene):
    nora = cast.person("Nora", "Reviewer")
    with says(
        NotAllowed,
        "To sign you need a reviewer profile with your printed name and credentials. "
        "Ask an administrator to make one.",
        "you have no reviewer profile",
    ):
        scene.sign_off(by=nora)


def test_a_signature_on_ones_own_text(scene):
    review = cast.submit(cast.agreed(cast.article(scene.wen, owner=scene.ravi)), scene.wen)
    with says(
        FourEyes,
        "You wrote or edited this text, so somebody else must sign it. You are its owner.",
        "you contributed",
    ):
        cast.sign(review, scene.ravi)
    assert bar(scene.ravi, Act.SIGN_OFF, review) == "you contributed"


def test_a_second_signature_of_the_same_hand(scene):
    review = cast.submit(cast.article(scene.wen, risk="high"), scene.wen)
    cast.sign(review, scene.ravi)
    with says(
        WrongState,
        "You have signed this text. It waits for a second signature.",
        "you have signed",
    ):
        cast.sign(review, scene.ravi)


def test_passwords_that_are_not_the_signers(scene, monkeypatch):
    now = datetime(2030, 1, 1, 12, tzinfo=UTC)
    monkeypatch.setattr("editorial.people.limits.timezone.now", lambda: now)
    for _ in range(OF_SIGNED_IN.at_once):
        with says(WrongPassword, "That is not your password. Nothing was signed."):
            scene.sign_off(password="guess")
    why = "Too many tries. Wait until 12:03 UTC, then try again; nothing is lost by it."
    with says(TooManyTries, why):
        scene.sign_off()


def test_another_text_than_the_one_on_the_screen(scene):
    with says(
        StaleDigest,
        "The text under review is not the one that was on your screen. "
        "Read the text as it is now, then sign. Nothing was signed.",
    ):
        scene.sign_off(shown_digest="0" * 64)


def test_another_plan_than_the_one_on_the_screen(scene):
    with says(
        StalePlan,
        "The plan is not the one that was on your screen: the page would now be published as "
        "soon as it is signed, and not taken down. If you agree, sign again. Nothing was signed.",
    ):
        scene.sign_off(statement=cast.statement(shown_plan="2030-01-01"))


def test_a_text_that_was_altered_under_review(scene):
    with unguarded():
        Review.objects.update(snapshot=scene.review.snapshot | {"summary": "Twice as much."})
    with says(
        RecordsDoNotMatch,
        "The text under review was altered after it was submitted. Nothing was signed; "
        "call an operator.",
    ):
        scene.sign_off()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"team": "Surgery"}, "You are not a member of the team “Surgery”."),
        ({"team": "x" * 121}, "The team has 121 characters; 120 are the most."),
        ({"meaning": "applause"}, "Say what your signature means."),
        ({"scope": "half"}, "Say whether you sign the whole page or only the changes."),
        (
            {"scope": Scope.CHANGES},
            "There is no live edition that this text changes: sign the whole page.",
        ),
        (
            {"conflict_of_interest": ""},
            "Give a conflict of interest, or say that there is none.",
        ),
        (
            {"conflict_of_interest": "x" * 1001},
            "The conflict of interest, or say that there is none has 1001 characters; "
            "1000 are the most.",
        ),
        ({"answers": {}}, "Answer each question of the checklist."),
    ],
)
def test_a_statement_that_is_incomplete(scene, given, message):
    with says(Incomplete, message):
        scene.sign_off(statement=cast.statement(**given))


def test_a_question_answered_with_no(scene):
    key, question = next(iter(QUESTIONS.items()))
    answers = cast.statement().answers | {key: "no"}
    with says(Incomplete, f"You answered no to “{question}”: request changes instead."):
        scene.sign_off(statement=cast.statement(answers=answers))


def test_a_next_review_too_soon_or_too_late(scene):
    months = scene.draft.review_interval_months
    latest = inputs.add_months(timezone.localdate(), months)
    for due in (timezone.localdate(), latest + timedelta(days=1)):
        with says(Incomplete, f"The next review must be after today and by {latest:%d %B %Y}."):
            scene.sign_off(statement=cast.statement(next_review_due=due))
    own = cast.shown_as(scene.ravi)
    assert scene.sign_off(statement=cast.statement(next_review_due=latest, shown_as=own))


def test_changes_that_the_comparison_does_not_show(scene, monkeypatch):
    review = cast.submit(scene.revised(scene.edition()), scene.wen)
    blind = changes.between(review.snapshot, review.snapshot, {})
    monkeypatch.setattr("editorial.changes.between", lambda *texts: blind)
    with says(
        Incomplete,
        "The texts differ, but the comparison does not show where, so nobody can sign the "
        "changes alone. Read and sign the whole page, and tell an operator.",
    ):
        cast.sign(review, scene.mei, scope=Scope.CHANGES)
