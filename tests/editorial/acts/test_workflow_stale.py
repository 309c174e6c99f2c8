"""Objects in hand that are old, or claim what is not so, lead nowhere."""

import pytest

from editorial import acts
from editorial.exceptions import WrongState
from editorial.models import Document, State
from editorial.workflow import Act, check
from tests import cast
from tests._rows import everything


def test_a_closed_round_is_not_decided_while_a_later_one_is_open(draft, wen, ravi, mei):
    closed = acts.recall(cast.submit(draft, wen), by=wen)
    cast.submit(draft, wen)
    before = everything()
    for act in (
        lambda: acts.recall(closed, by=wen),
        lambda: acts.request_changes(closed, by=ravi, reason="Why"),
        lambda: cast.sign(closed, mei),
    ):
        with pytest.raises(WrongState, match="closed"):
            act()
    assert everything() == before


def test_a_new_document_begins_as_a_draft_whatever_the_object_in_hand_claims(wen):
    assert cast.article(wen, state=State.PUBLISHED).stored().state == State.DRAFT


def test_a_review_that_was_closed_a_moment_ago_is_told_with_what_became_of_it(
    review, draft, ravi, mei
):
    """The loser of a race may have read the document before the winner's end, the review after."""
    stale = Document.objects.get(pk=draft.pk)
    cast.sign(review, ravi)
    with pytest.raises(WrongState, match=r"Somebody was faster: .* “published” now"):
        check(Act.SIGN_OFF, stale, by=mei)
