"""What refusals say, word for word, of editions and by the table of acts: it is all that
the person who meets one is told."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from articles.models import Article
from editorial import acts
from editorial.acts.publication import check_address
from editorial.exceptions import (
    AddressTaken,
    Incomplete,
    NotAllowed,
    RecordsDoNotMatch,
    WrongState,
)
from editorial.models import AuditEvent, Edition, State, User
from editorial.workflow import Act, bar, check, claim
from tests import cast
from tests._tampering import unguarded
from tests.editorial.acts._scene import *  # noqa: F403
from tests.editorial.acts._scene import says

# --- Publication ---------------------------------------------------------------------------------


def test_an_address_of_another_page(scene):
    scene.edition()
    with says(
        AddressTaken,
        "“rash” is or was the public address of another page, and stays with it. "
        "Give this page another address.",
    ):
        check_address(cast.article(scene.wen), "rash")


def test_a_take_down_that_has_passed_when_it_is_signed(scene):
    type(scene.draft).objects.update(expire_at=timezone.now())
    with says(Incomplete, "The planned time to take the page down has passed. Plan a later one."):
        cast.sign(scene.review, scene.ravi)


def test_a_page_that_would_come_out_when_its_review_is_due(scene):
    edition = scene.scheduled()
    due = edition.next_review_due
    starts = cast.days_ahead(300)
    message = (
        f"The page would come out on {starts:%d %B %Y}, when its next review is already due "
        f"({due:%d %B %Y}). Choose an earlier publication or a later review."
    )
    with says(Incomplete, message):
        acts.reschedule(edition.document, by=scene.edda, effective_from=starts, reason="Later.")


def test_a_page_moved_behind_its_take_down(scene):
    ends = cast.days_ahead(6)
    document = cast.article(scene.wen, publish_at=cast.days_ahead(3), expire_at=ends)
    cast.publish(document, scene.wen, scene.ravi)
    with says(Incomplete, "The page is planned to be taken down before that time."):
        acts.reschedule(document, by=scene.edda, effective_from=ends, reason="Later.")


def test_a_page_moved_before_an_edition_that_waits(scene):
    first = scene.scheduled()
    document = scene.revised(first)
    document.publish_at = cast.days_ahead(9)
    cast.save(document, scene.wen)
    cast.publish(document, scene.wen, scene.mei)
    with says(Incomplete, "An earlier edition is scheduled for then; choose a later time."):
        acts.reschedule(
            document, by=scene.edda, effective_from=first.effective_from, reason="Sooner."
        )


def test_re_affirming_what_is_not_there(scene, monkeypatch):
    document = scene.scheduled().document
    with says(WrongState, "A newer edition is scheduled; wait for it or reschedule it."):
        acts.reaffirm(document, by=scene.edda)
    ends = timezone.now() + timedelta(minutes=1)
    past = cast.publish(cast.article(scene.wen, expire_at=ends), scene.wen, scene.ravi).document
    monkeypatch.setattr(timezone, "now", lambda: ends)
    with says(WrongState, "There is no live edition to re-affirm."):
        acts.reaffirm(past, by=scene.edda)


def test_re_affirming_what_ends_in_that_moment(scene, monkeypatch):
    document = scene.edition().document
    monkeypatch.setattr("editorial.models.Document.live_edition", lambda self: None)
    with says(WrongState, "The live edition ended a moment ago; there is nothing to re-affirm."):
        acts.reaffirm(document, by=scene.edda)


def test_re_affirming_what_was_altered(scene):
    edition = scene.edition()
    with unguarded():
        Edition.objects.update(snapshot=edition.snapshot | {"summary": "Twice as much."})
    with says(RecordsDoNotMatch, "The live text does not match its sign-off; call an operator."):
        acts.reaffirm(edition.document, by=scene.edda)


def test_rescheduling_withdrawing_and_discarding_what_cannot_be(scene):
    document = scene.edition().document
    with says(WrongState, "No edition of this page waits for its publication."):
        acts.reschedule(document, by=scene.edda, effective_from=cast.days_ahead(3), reason="Later.")
    with says(
        WrongState,
        "Nothing of this page is public or scheduled, so there is nothing to withdraw.",
    ):
        acts.withdraw(cast.article(scene.wen), by=scene.edda, reason="Wrong.")
    acts.revise(document, by=scene.wen)
    with says(
        WrongState,
        "Only a draft that never was public, and is not about to be, can be discarded. "
        "Readers of a public page are told why it goes: withdraw it.",
    ):
        acts.discard(document, by=scene.wen)


# --- The table -----------------------------------------------------------------------------------


def test_whoever_has_not_logged_in_or_has_left(scene):
    User.objects.filter(pk=scene.wen.pk).update(is_active=False)
    for nobody in (AnonymousUser(), scene.wen):
        with says(NotAllowed, "Log in first with an account that is active."):
            check(Act.EDIT, scene.draft, by=nobody)


def test_an_act_that_is_no_part_of_a_role(scene):
    with says(
        NotAllowed,
        "Only a reviewer can sign off. Ask an administrator if that is your part.",
        "only a reviewer can",
    ):
        check(Act.SIGN_OFF, scene.review, by=scene.wen)
    assert bar(scene.wen, Act.SIGN_OFF, scene.review) == "only a reviewer can"
    assert bar(scene.ravi, Act.SIGN_OFF, scene.review) == ""


def test_a_document_in_another_state(scene):
    acts.recall(scene.review, by=scene.wen)
    acts.discard(scene.draft, by=scene.wen)
    at = AuditEvent.objects.last().time
    with says(
        WrongState,
        "You cannot withdraw now: “Rash” must be a draft or under medical review or published "
        "or withdrawn, and it is discarded. "
        f"Last act: Wen Sample (wen), discard, {at:%d %B %Y, %H:%M} UTC.",
    ):
        acts.withdraw(scene.draft, by=scene.edda, reason="Wrong.")


def test_a_hint_closes_what_is_said_of_the_state(scene):
    remark = scene.remark()
    acts.recall(scene.review, by=scene.wen)
    with pytest.raises(WrongState, match=r" UTC\. The comment stays open for the next round\.$"):
        acts.resolve(remark, by=scene.mei)
    with pytest.raises(WrongState, match=r" UTC\. Comments belong to the next round\.$"):
        acts.comment(scene.review, by=scene.mei, body="So?")


def test_a_claim_of_an_act_that_moves_nothing(scene):
    with pytest.raises(LookupError, match=r"^To comment moves no document from state to state\.$"):
        claim(Act.COMMENT, scene.draft)


def test_a_new_document_has_no_last_act(wen):
    document = Article(title="New", owner=wen, state=State.PUBLISHED)
    with says(WrongState, "You cannot submit now: “New” must be a draft, and it is published."):
        check(Act.SUBMIT, document, by=wen)
