"""What the table answers when it is asked, act by act; the whole of it is in the matrix."""

import pytest
from django.contrib.auth.models import AnonymousUser

from editorial import acts, rules
from editorial.exceptions import NotAllowed, WrongState
from editorial.models import Document, RiskLevel, State, User
from editorial.workflow import Act, bar, can, check_right, claim, has_right, why_not
from tests import cast


def test_it_says_why_not_and_nothing_where_an_act_can_be_done(review, wen, ravi, olga):
    assert why_not(ravi, Act.SIGN_OFF, review) == ""
    assert why_not(olga, Act.SIGN_OFF, review).startswith("Only a reviewer can sign off.")
    assert why_not(wen, Act.SUBMIT, review.document).startswith("You cannot submit now:")


@pytest.mark.parametrize(
    ("who", "act", "answer"),
    [
        ("ravi", Act.SIGN_OFF, True),
        ("wen", Act.SIGN_OFF, False),  # not her part
        ("wen", Act.SUBMIT, False),  # not in this state
        ("wen", Act.RECALL, True),
        ("wen", Act.CREATE, True),  # in any state
        ("olga", Act.CREATE, False),
    ],
)
def test_it_says_whether_somebody_can(review, request, who, act, answer):
    assert can(request.getfixturevalue(who), act, review.document) is answer


def test_of_a_wrong_state_it_asks_nothing_more(review, wen, django_assert_num_queries):
    wen.has_perm("editorial.submit_document")  # rights are read once
    with django_assert_num_queries(0):
        assert not can(wen, Act.SUBMIT, review.document)


def test_a_bar_is_about_the_person_alone(review, ravi, wen):
    remark = acts.comment(review, by=ravi, body="So?")
    assert (
        why_not(ravi, Act.SIGN_OFF, review) == "Resolve the open comments first: 1 by Ravi Sample."
    )
    assert bar(ravi, Act.SIGN_OFF, review) == ""
    assert (
        bar(wen, Act.RESOLVE, remark)
        == "only a reviewer, or an editor in the place of one who left, can"
    )


def test_one_of_several_rights_is_enough(ravi, edda, wen):
    assert [has_right(each, Act.PLAN_REVIEW) for each in (ravi, edda, wen)] == [True, True, False]


def test_a_right_is_that_of_a_person_who_is_logged_in(ravi):
    assert check_right(Act.SIGN_OFF, by=ravi) == ravi
    with pytest.raises(NotAllowed, match=r"^Log in first"):
        check_right(Act.SIGN_OFF, by=AnonymousUser())


def test_a_refusal_can_name_another_thing_that_the_right_allows(wen):
    with pytest.raises(NotAllowed, match=r"^Only an editor can print this\. Ask"):
        check_right(Act.LOWER_RISK, by=wen, doing="print this")


# --- Claims ---------------------------------------------------------------------------------------


def test_a_claim_moves_the_row_and_the_object_and_no_other(wen):
    one, other = cast.article(wen), cast.article(wen)
    claim(Act.SUBMIT, one, draft_version=1)
    assert one.state == Document.objects.get(pk=one.pk).state == State.MEDICAL_REVIEW
    assert Document.objects.get(pk=other.pk).state == State.DRAFT


def test_a_claim_from_a_state_where_the_act_does_not_begin_moves_nothing(draft):
    stale = Document.objects.get(pk=draft.pk)
    claim(Act.SUBMIT, draft)
    with pytest.raises(WrongState, match="must be a draft, and it is under medical review"):
        claim(Act.SUBMIT, stale)
    assert stale.state == Document.objects.get(pk=draft.pk).state == State.MEDICAL_REVIEW


def test_a_claim_of_an_older_version_says_which_one_there_is_and_moves_nothing(draft, wen):
    stale = Document.objects.get(pk=draft.pk)
    cast.save(draft, wen)
    with pytest.raises(WrongState, match=r"saved again \(version 2\)"):
        claim(Act.SUBMIT, stale, draft_version=1)
    assert stale.draft_version == 2
    assert Document.objects.get(pk=draft.pk).state == State.DRAFT


# --- Who is offered as a reviewer -----------------------------------------------------------------


def test_reviewers_are_offered_by_name_without_those_who_wrote_or_left(
    review, wen, mei, ravi, edda, root
):
    for last, name in (("Zorn", "anna2"), ("Adler", "anna3")):
        person = cast.clinician(name, "Reviewer")
        User.objects.filter(pk=person.pk).update(first_name="Anna", last_name=last)
    for name in ("anna1", "anna0"):
        person = cast.clinician(name, "Reviewer")
        User.objects.filter(pk=person.pk).update(first_name="Anna", last_name="Zorn")
    left = cast.clinician("Lee", "Reviewer")
    left.is_active = False
    left.save()
    review.contributors.add(ravi)
    offered = [person.username for person in rules.reviewers_for(review)]
    assert offered == ["anna3", "anna0", "anna1", "anna2", "mei"]


def test_what_a_round_asks_of_a_second_page_is_not_asked_of_this(review, wen, ravi):
    other = cast.submit(cast.agreed(cast.article(wen, risk=RiskLevel.HIGH, owner=ravi)), wen)
    assert why_not(ravi, Act.SIGN_OFF, review) == ""
    assert bar(ravi, Act.SIGN_OFF, other) == "you contributed"
