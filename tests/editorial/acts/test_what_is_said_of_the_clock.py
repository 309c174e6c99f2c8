"""What the clock's acts say, word for word, and what they leave on record."""

from datetime import datetime

import pytest
from django.utils import timezone

from editorial import acts
from editorial.acts.clock import confirmable_by, proposals
from editorial.exceptions import FourEyes, NotAllowed, WrongState
from editorial.models import User
from tests._clock import *  # noqa: F403
from tests.editorial.acts._scene import says

pytestmark = pytest.mark.django_db


def test_who_may_not(future, wen):
    with says(NotAllowed, "Only an editor or an administrator can accept the clock."):
        acts.propose_clock(by=wen)


def test_nothing_to_accept(edition, edda):
    with says(WrongState, "The clock is not behind the record, so there is nothing to accept."):
        acts.propose_clock(by=edda)


def test_nobody_said_so_yet(future, edda):
    with says(WrongState, "Nobody has said yet that the clock is right. Say so first."):
        acts.accept_clock(by=edda)


def test_the_same_person_twice(future, edda):
    acts.propose_clock(by=edda)
    with says(
        FourEyes,
        "You said yourself that the clock is right, so another editor or administrator must "
        "confirm it.",
    ):
        acts.accept_clock(by=edda)


def test_both_events_say_who_and_how_far_the_record_was_ahead(future, edda, ada):
    before = timezone.now()
    said = acts.propose_clock(by=edda)
    accepted = acts.accept_clock(by=ada)
    assert [said.actor_id, accepted.actor_id] == [str(edda.pk), str(ada.pk)]
    assert accepted.data["proposal"] == said.sequence
    for event in (said, accepted):
        assert event.data["ahead"] == future.sequence
        assert event.data["ahead_until"] == future.time.isoformat()
        assert before <= datetime.fromisoformat(event.data["clock"]) <= timezone.now()


def test_the_newest_proposal_is_the_one_that_is_confirmed(future, edda, root, ada):
    first, second = acts.propose_clock(by=edda), acts.propose_clock(by=root)
    assert proposals(future) == [second, first]
    assert acts.accept_clock(by=ada).data["proposal"] == second.sequence


def test_what_was_said_of_an_earlier_step_is_no_proposal(future, edda, ada, clock):
    acts.propose_clock(by=edda)
    accepted = acts.accept_clock(by=ada)
    clock(-2)
    assert proposals(accepted) == []
    acts.propose_clock(by=ada)
    clock(0)
    assert [event.actor_id for event in proposals(accepted)] == [str(ada.pk)]


def test_a_proposal_waits_for_whoever_may_confirm_it_and_did_not_make_it(future, edda, ada, wen):
    said = acts.propose_clock(by=edda)
    waiting = {
        name: confirmable_by(future, User.objects.get(username=name))
        for name in ("ada", "edda", "wen")
    }
    assert waiting == {"ada": [said], "edda": [], "wen": []}
