"""Two at once: one winner, a clear message for the other, nothing written twice, nothing stuck."""

from functools import partial
from threading import Event

import pytest

from editorial import acts
from editorial.exceptions import Incomplete, StaleDraft, WrongState
from editorial.models import (
    Answer,
    AuditEvent,
    Comment,
    Edition,
    Review,
    RiskLevel,
    SignOff,
    State,
    Withdrawal,
)
from tests import cast
from tests._racing import ROUNDS, check_the_record_is_whole, one_winner, race, refusals
from tests._tampering import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=range(ROUNDS), autouse=True)
def each_round(db, request):
    """Chance decides who is first, so each race is run again and again."""
    yield
    check_the_record_is_whole()


@pytest.fixture
def again(edition, draft, wen):
    """A review of a document that has a live edition."""
    acts.revise(draft, by=wen)
    return cast.submit(draft, wen)


def saved(document, by, **fields):
    for name, value in fields.items():
        setattr(document, name, value)
    return cast.save(document, by)


def test_two_reviewers_sign_one_review(review, ravi, mei):
    outcomes = race(partial(cast.sign, review, ravi), partial(cast.sign, review, mei))
    assert one_winner(outcomes) == Edition.objects.get()
    assert SignOff.objects.count() == 1
    assert isinstance(refusals(outcomes)[0], WrongState)
    assert "published" in refusals(outcomes)[0].message


def test_one_reviewer_signs_twice_by_a_double_click(review, ravi):
    outcomes = race(*[partial(cast.sign, review, ravi)] * 3)
    assert one_winner(outcomes) == Edition.objects.get()
    assert SignOff.objects.count() == 1


def test_two_signers_of_a_high_risk_document_make_one_edition(wen, ravi, mei):
    review = cast.submit(cast.article(wen, risk=RiskLevel.HIGH), wen)
    outcomes = race(partial(cast.sign, review, ravi), partial(cast.sign, review, mei))
    assert sorted(outcomes, key=bool) == [None, Edition.objects.get()]
    assert SignOff.objects.filter(review=review).count() == 2


def test_two_submit_one_draft(draft, wen, will):
    outcomes = race(partial(cast.submit, draft, wen), partial(cast.submit, draft, will))
    assert one_winner(outcomes) == Review.objects.get()
    assert "Last act" in refusals(outcomes)[0].message


def test_two_writers_save_one_version(draft, wen, will):
    outcomes = race(
        partial(saved, draft.stored(), wen, title="By Wen"),
        partial(saved, draft.stored(), will, title="By Will"),
    )
    assert draft.stored().title == one_winner(outcomes).title
    assert draft.stored().draft_version == 2
    assert isinstance(refusals(outcomes)[0], StaleDraft)


def test_a_submission_meets_a_save(draft, wen, will):
    outcomes = race(
        partial(cast.submit, draft, wen), partial(saved, draft.stored(), will, title="Newer")
    )
    won = one_winner(outcomes)
    if isinstance(won, Review):
        assert draft.stored().title == won.snapshot["title"] != "Newer"
    else:
        assert (draft.stored().title, draft.stored().state) == ("Newer", State.DRAFT)


def test_a_signature_meets_a_recall(review, ravi, wen):
    outcomes = race(partial(cast.sign, review, ravi), partial(acts.recall, review, by=wen))
    won = one_winner(outcomes)
    assert Edition.objects.exists() == isinstance(won, Edition)
    assert SignOff.objects.exists() == isinstance(won, Edition)


def test_a_signature_meets_a_request_for_changes(review, ravi, mei):
    changes = partial(acts.request_changes, review, by=mei, reason="One word.")
    won = one_winner(race(partial(cast.sign, review, ravi), changes))
    assert Edition.objects.exists() == isinstance(won, Edition)


def test_a_signature_meets_a_comment(review, ravi, mei):
    """Either the comment holds the signature, or it comes too late and is told so."""
    remark = partial(acts.comment, review, by=mei, body="Is this so?")
    outcomes = race(partial(cast.sign, review, ravi), remark)
    won = one_winner(outcomes)
    assert SignOff.objects.exists() == isinstance(won, Edition)
    assert Comment.objects.exists() == isinstance(won, Comment)


def test_the_next_rounds_signature_meets_the_resolution_of_an_old_comment(review, wen, ravi, mei):
    remark = acts.comment(review, by=mei, body="Is this so?")
    acts.request_changes(review, by=mei, reason="One word.")
    newer = cast.submit(review.document.stored(), wen)
    outcomes = race(partial(cast.sign, newer, ravi), partial(acts.resolve, remark, by=mei))
    assert not Comment.objects.open().exists()
    if refusals(outcomes):
        assert isinstance(refusals(outcomes)[0], Incomplete)
        assert not SignOff.objects.exists()


def test_a_comment_is_resolved_once(review, ravi, mei):
    remark = acts.comment(review, by=mei, body="Is this so?")
    one_winner(race(partial(acts.resolve, remark, by=ravi), partial(acts.resolve, remark, by=mei)))
    assert AuditEvent.objects.filter(act="resolve").count() == 1


def test_an_answer_meets_a_resolution(review, wen, mei):
    remark = acts.comment(review, by=mei, body="Is this so?")
    answer = partial(acts.answer, remark, by=wen, body="Yes.")
    outcomes = race(answer, partial(acts.resolve, remark, by=mei))
    assert Answer.objects.exists() == (not refusals(outcomes))


def test_two_reviewers_take_one_review(review, ravi, mei):
    take = partial(acts.take, review, shown_assignee=None)
    one_winner(race(partial(take, by=ravi), partial(take, by=mei)))


def test_a_review_that_is_given_back_meets_one_that_takes_it(review, ravi, mei):
    acts.take(review, by=ravi, shown_assignee=None)
    back, take = partial(acts.give_back, review, by=ravi), partial(acts.take, review, by=mei)
    outcomes = race(back, partial(take, shown_assignee=ravi.pk))
    review.refresh_from_db()
    assert review.assignee == (None if outcomes[0] is None else mei)
    assert len(refusals(outcomes)) == 1


def test_a_signature_meets_a_save(review, ravi, will):
    stored = review.document.stored()
    outcomes = race(partial(cast.sign, review, ravi), partial(saved, stored, will, title="New"))
    assert one_winner(outcomes) == Edition.objects.get()
    assert Edition.objects.get().title == review.document.stored().title != "New"


def test_a_signature_meets_a_withdrawal(again, mei, edda):
    document = again.document
    withdraw = partial(acts.withdraw, document, by=edda, reason="A retracted study.")
    outcomes = race(partial(cast.sign, again, mei), withdraw)
    # Both may go through, the withdrawal last. What was withdrawn is never public.
    assert not refusals(outcomes)[1:]
    assert document.stored().state == State.WITHDRAWN
    assert not Edition.objects.live().exists()


def test_two_withdraw_one_page(edition, ravi, edda):
    withdraw = partial(acts.withdraw, edition.document, reason="A retracted study.")
    first, second = race(partial(withdraw, by=ravi), partial(withdraw, by=edda))
    assert first == second == Withdrawal.objects.get()
    assert AuditEvent.objects.filter(act="withdraw").count() == 1


def test_two_withdraw_one_page_and_both_reasons_are_kept(edition, ravi, edda):
    withdraw = partial(acts.withdraw, edition.document)
    race(partial(withdraw, by=ravi, reason="One."), partial(withdraw, by=edda, reason="Other."))
    assert {each.reason for each in Withdrawal.objects.all()} == {"One.", "Other."}


def test_a_revision_meets_a_reaffirmation(edition, wen, edda):
    document = edition.document
    one_winner(
        race(partial(acts.revise, document, by=wen), partial(acts.reaffirm, document, by=edda))
    )
    assert document.stored().state in (State.DRAFT, State.MEDICAL_REVIEW)


def test_a_rescheduling_meets_a_withdrawal(scheduled, edda, ravi):
    document, moment = scheduled.document, cast.days_ahead(9)
    move = partial(acts.reschedule, document, effective_from=moment, reason="Later.")
    withdraw = partial(acts.withdraw, document, by=ravi, reason="Not after all.")
    race(partial(move, by=edda), withdraw)
    assert not Edition.objects.as_of(cast.days_ahead(10)).exists()


def test_ten_acts_on_ten_documents_leave_one_chain(wen, ravi):
    reviews = [cast.submit(cast.article(wen), wen) for _ in range(10)]
    outcomes = race(*[partial(cast.sign, review, ravi) for review in reviews])
    assert not refusals(outcomes)
    assert Edition.objects.live().count() == 10
    assert AuditEvent.objects.latest("sequence").sequence == AuditEvent.objects.count()
    assert AuditEvent.objects.exclude(document_kind="person").count() == 30


def test_saves_and_acts_of_many_neither_lock_nor_wait_for_ever(wen, will, ravi, mei):
    drafts = [cast.article(wen) for _ in range(3)]
    reviews = [cast.submit(cast.article(wen), wen) for _ in range(3)]
    outcomes = race(
        *[partial(saved, draft.stored(), will, title="New") for draft in drafts],
        *[partial(saved, draft.stored(), wen, title="Newer") for draft in drafts],
        *[partial(cast.sign, review, by) for review in reviews for by in (ravi, mei)],
    )
    assert len(refusals(outcomes)) == 6


def test_verify_records_finds_no_fault_while_people_work(wen, ravi):
    reviews = [cast.submit(cast.article(wen), wen) for _ in range(4)]
    done = Event()

    def verify():
        found = []
        while not found and not done.is_set():
            found = faults()
        return found

    def work():
        for review in reviews:
            cast.sign(review, ravi)
        done.set()

    assert race(verify, work)[0] == []
