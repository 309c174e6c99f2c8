"""State and what is in force are asked to agree after every act, and can be mended."""

import pytest
from django.core.management import call_command
from django.db import transaction

from editorial.exceptions import RecordsDoNotMatch
from editorial.models import Document, Edition, State
from editorial.record import audit
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
