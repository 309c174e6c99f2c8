"""What refusals say, word for word, to who may not sign: for want of a registration or a second
factor, or for words of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editorial import acts
from editorial.desk.queue import open_reviews
from editorial.exceptions import FourEyes, Incomplete, NotAllowed
from editorial.models import Comment, Scope, User
from editorial.rules import reviewers_for, scopes_open_to
from editorial.workflow import Act, bar, why_not
from tests import cast
from tests._factors import app_of
from tests.editorial.acts._scene import *  # noqa: F403
from tests.editorial.acts._scene import says

FIRST = "<p>Most people have no rash at all in the first two weeks of treatment.</p>"
SECOND = "<p>Call your team at once when the skin begins to blister or to peel.</p>"
CHANGES = "You wrote or edited what changed in this text, so somebody else must sign it."
TEXT = "You wrote or edited this text, so somebody else must sign it."


def test_a_registration_that_has_run_out(scene):
    day = timezone.localdate() - timedelta(days=1)
    profile = scene.ravi.reviewer_profile
    profile.valid_until = day
    profile.save()
    with says(
        NotAllowed,
        f"Your registration was entered as valid until {day:%d %B %Y}. Ask an administrator to "
        "check it and to enter the new date.",
        "your registration has run out",
    ):
        scene.sign_off()


def test_a_second_factor_that_the_site_asks_for(scene, settings):
    settings.SIGNING_REQUIRES_MFA = True
    with says(
        NotAllowed,
        "To sign you need a second factor: an app with codes, or a passkey. Set one up under "
        "“Your account”.",
        "you have no second factor",
    ):
        scene.sign_off()
    app_of(scene.ravi)
    assert why_not(User.objects.get(pk=scene.ravi.pk), Act.SIGN_OFF, scene.review) == ""


def test_a_second_factor_is_asked_for_once_for_a_list(scene, settings):
    settings.SIGNING_REQUIRES_MFA = True
    ravi = User.objects.get(pk=scene.ravi.pk)
    assert bar(ravi, Act.SIGN_OFF, scene.review) == "you have no second factor"
    app_of(scene.ravi)
    assert bar(ravi, Act.SIGN_OFF, scene.review) == "you have no second factor"
    ravi.__dict__["has_second_factor"] = True
    assert bar(ravi, Act.SIGN_OFF, scene.review) == ""


@pytest.fixture
def live(scene):
    """Ravi wrote the first paragraph, Mei signed it."""
    document = scene.draft
    acts.recall(scene.review, by=scene.wen)
    changed(document, scene.ravi, body=FIRST)
    cast.publish(document.stored(), scene.wen, scene.mei)
    return document


def changed(document, by, **fields):
    stored = document.stored()
    for name, value in fields.items():
        setattr(stored, name, value)
    return cast.save(stored, by)


def round_of(live, scene, by, **fields):
    acts.revise(live, by=scene.wen)
    changed(live, by, **fields)
    return cast.submit(live.stored(), scene.wen)


def test_changes_of_ones_own(live, scene):
    review = round_of(live, scene, scene.ravi, body=FIRST + SECOND)
    own = (
        f"{CHANGES} You wrote: “Call your team at once when the skin begins to blister or…” "
        "in Body."
    )
    with says(FourEyes, own, "you contributed"):
        cast.sign(review, scene.ravi, scope=Scope.CHANGES)
    assert why_not(scene.ravi, Act.SIGN_OFF, review) == own
    assert scopes_open_to(review, scene.ravi) == []
    assert scene.ravi not in reviewers_for(review)


def test_a_whole_text_with_a_part_of_ones_own(live, scene):
    review = round_of(live, scene, scene.wen, body=FIRST + SECOND)
    own = f"{TEXT} You wrote: “Most people have no rash at all in the first two weeks of…” in Body."
    with says(FourEyes, own, "you contributed"):
        cast.sign(review, scene.ravi)
    assert scopes_open_to(review, scene.ravi) == [Scope.CHANGES]
    assert scopes_open_to(review, scene.mei) == [Scope.WHOLE, Scope.CHANGES]
    assert scene.ravi in reviewers_for(review)


def test_a_first_text_has_no_changes_to_sign(scene):
    assert scopes_open_to(scene.review, scene.ravi) == [Scope.WHOLE]
    assert scopes_open_to(scene.review, scene.wen) == []


def test_a_list_says_it_in_a_few_words_and_looks_nothing_up(live, scene, django_assert_num_queries):
    round_of(live, scene, scene.ravi, body=FIRST + SECOND)
    ravi = User.objects.get(pk=scene.ravi.pk)
    review = open_reviews(ravi).get()
    assert why_not(ravi, Act.SIGN_OFF, review) == CHANGES
    with django_assert_num_queries(0):
        assert bar(ravi, Act.SIGN_OFF, review) == "you contributed"


def test_a_text_that_is_affirmed_again_has_no_changes_to_sign(live, scene):
    acts.reaffirm(live, by=scene.edda)
    with says(Incomplete, "There is no live edition that this text changes: sign the whole page."):
        cast.sign(live.stored().open_review(), scene.mei, scope=Scope.CHANGES)


def test_open_comments_are_counted_by_their_writers(scene):
    scene.remark()
    scene.remark()
    scene.remark(by=scene.ravi)
    assert Comment.objects.open().count() == 3
    with says(Incomplete, "Resolve the open comments first: 2 by Mei Sample, 1 by Ravi Sample."):
        scene.sign_off()


def test_a_superuser_is_not_offered_for_a_review(scene, root):
    assert root not in reviewers_for(scene.review)
    assert set(reviewers_for(scene.review)) == {scene.ravi, scene.mei}
