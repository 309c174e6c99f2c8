"""What an event of the audit log says of whom and what, by each way to record one."""

from django.contrib.auth.models import Group
from django.db import transaction

from editorial.models import AuditEvent
from editorial.record import audit
from editorial.record.audit import FIRST_PREVIOUS_HASH

MANAGE = ("manage.py", "")


def about(event):
    return (event.document_kind, event.document_id, event.document_title)


def actor(event):
    return (event.actor, event.actor_id)


def test_the_first_event_follows_nothing_and_each_other_the_one_before(db):
    events = [audit.record_of_upkeep("tidy", about="The site") for _ in range(3)]
    assert [event.sequence for event in events] == [1, 2, 3]
    assert [event.generation for event in events] == [1, 2, 3]
    assert FIRST_PREVIOUS_HASH == "0" * 64
    before = [FIRST_PREVIOUS_HASH, events[0].hash, events[1].hash]
    assert [event.previous_hash for event in events] == before


def test_a_save_hands_on_the_generation(wen, draft):
    act = audit.record_of_upkeep("tidy", about="The site")
    event = audit.record_save("edit", draft, by=wen, save={"revision": 1})
    assert (event.sequence, event.generation) == (act.sequence + 1, act.generation)
    assert about(event) == ("article", str(draft.pk), draft.title)
    assert (event.act, event.data) == ("edit", {"save": {"revision": 1}})


def test_of_a_group(ada):
    group = Group.objects.get(name="Writer")
    event = audit.record_of_group("change rights", group, by=ada, gained=["add"])
    assert about(event) == ("group", str(group.pk), "Writer")
    assert actor(event) == ("Ada Sample (ada)", str(ada.pk))
    assert (event.act, event.data) == ("change rights", {"gained": ["add"]})
    assert event.generation == event.sequence


def test_of_what_a_command_did(db):
    event = audit.record_of_upkeep("tidy", about="The site", done=["swept"])
    assert (about(event), actor(event)) == (("site", "0", "The site"), MANAGE)
    assert (event.act, event.data) == ("tidy", {"done": ["swept"]})


def test_of_the_clock(edda):
    event = audit.record_of_clock("accept the clock", by=edda, ahead=3)
    assert about(event) == ("site", "0", "The server’s clock")
    assert actor(event) == ("Edda Sample (edda)", str(edda.pk))
    assert (event.act, event.data) == ("accept the clock", {"ahead": 3})


def test_of_what_was_mended(draft):
    event = audit.record_of_mending("mend the state", draft, done=["it is a draft"])
    assert (about(event), actor(event)) == (("article", str(draft.pk), draft.title), MANAGE)
    assert (event.act, event.data) == ("mend the state", {"done": ["it is a draft"]})


def test_of_an_act_without_a_reason(draft, wen):
    with transaction.atomic():
        audit.take_turn()
        event = audit.record("comment", draft, by=wen)
    assert (event.digest, event.reason, event.data) == ("", "", {})
    assert AuditEvent.objects.latest("sequence") == event
