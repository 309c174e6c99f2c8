"""State and what is in force are asked to agree after every act, and can be mended."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from editorial import acts
from editorial.exceptions import RecordsDoNotMatch
from editorial.models import AuditEvent, Document, Edition, State
from editorial.record import audit
from tests import cast
from tests._rows import undone
from tests._tampering import faults, unguarded
from tests._worlds import WORLDS, build

pytestmark = pytest.mark.django_db


def test_an_act_that_would_leave_state_and_editions_apart_is_undone(edition, edda, wen):
    Document.objects.filter(pk=edition.document_id).update(state=State.DISCARDED)
    with pytest.raises(RecordsDoNotMatch, match="mend_state"), transaction.atomic():
        audit.record("an act", edition.document, by=edda)


@pytest.mark.parametrize("name", WORLDS)
def test_each_state_that_no_act_led_to_is_found_and_mended(name, capsys):
    document = build(name).document
    assert faults() == []
    for state in State:
        if state == document.state:
            continue
        with undone():
            Document.objects.filter(pk=document.pk).update(state=state)
            assert faults()
            call_command("mend_state", dry_run=True)
            assert "1 to put right" in capsys.readouterr().out
            assert document.stored().state == state
            call_command("mend_state")
            assert document.stored().state == document.state
            assert faults() == []


def test_a_withdrawal_that_left_its_edition_public_is_mended(withdrawn, capsys, client):
    with unguarded():
        Edition.objects.update(withdrawn=False, effective_until=None)
        Document.objects.update(state=State.PUBLISHED)
    assert faults()
    assert client.get(withdrawn.get_absolute_url()).status_code == 200
    call_command("mend_state")
    assert client.get(withdrawn.get_absolute_url()).status_code == 410
    assert faults() == []
    (edition,) = Edition.objects.all()
    assert edition.effective_from <= edition.effective_until <= timezone.now()


def mended():
    """The event of the mending, the last there is."""
    call_command("mend_state")
    event = AuditEvent.objects.last()
    assert event.act == "mend the state"
    return event


def test_the_record_says_what_was_mended_and_which_editions_it_changed(
    edition, draft, wen, mei, edda
):
    acts.revise(draft, by=wen)
    second = cast.publish(draft.stored(), wen, mei)
    acts.withdraw(draft, by=edda, reason="A retracted study.")
    with unguarded():
        second.document.editions.update(withdrawn=False)
    event = mended()
    rows = list(draft.editions.order_by("number"))
    assert event.data == {
        "done": [f"edition {n} is marked as withdrawn, as its notice says." for n in (1, 2)],
        "editions": [each.as_record() for each in rows],
    }
    assert [each.event_id for each in rows] == [event.pk] * 2


def test_a_state_alone_is_mended_without_a_word_of_editions(withdrawn):
    Document.objects.update(state=State.PUBLISHED)
    event = mended()
    assert event.data["editions"] == []
    assert event.data["done"] == [
        "its state is withdrawn, as the audit log says, and no more published."
    ]


def test_a_notice_of_a_plan_that_was_cancelled_covers_that_edition_alone(wen, mei, edda):
    page = cast.article(wen, publish_at=cast.days_ahead(3))
    planned = cast.publish(page, wen, mei)
    acts.withdraw(page, by=edda, reason="Too early.")
    acts.revise(page, by=wen)
    fresh = page.stored()
    fresh.publish_at = None
    live = cast.publish(cast.save(fresh, wen), wen, mei)
    with unguarded():
        Edition.objects.filter(pk=planned.pk).update(withdrawn=False)
    mended()
    assert [each.withdrawn for each in page.editions.order_by("number")] == [True, False]
    assert page.live_edition() == live
