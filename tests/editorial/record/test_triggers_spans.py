"""What the triggers let pass: a span may be closed or, before it begins, moved; and no more."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from editorial import acts
from editorial.models import Comment, Edition, Review
from editorial.record import triggers
from tests import cast
from tests._rows import undone
from tests._tampering import copy_of, unguarded, without
from tests.editorial.record._forbidden import sql

pytestmark = pytest.mark.django_db


def refused(query, match=None, **fields):
    """Does the database refuse this update? Nothing of it stays."""
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        query.update(**fields)
    return True


def test_a_decided_review_is_never_changed_and_an_open_one_only_planned(review, ravi, mei):
    rows = Review.objects.filter(pk=review.pk)
    assert rows.update(assignee=ravi, due=timezone.localdate())
    acts.request_changes(review, by=ravi, reason="One word.")
    for fields in ({"assignee": mei}, {"reason": "x"}, {"decision": "open"}):
        refused(rows, **fields)


def test_a_resolved_comment_is_never_opened_again(review, mei):
    acts.resolve(acts.comment(review, by=mei, body="Is this so?"), by=mei)
    refused(Comment.objects, resolved_at=None, resolved_by=None)


# --- Spans ----------------------------------------------------------------------------------------


def test_a_running_edition_may_be_closed_now_or_later(edition):
    rows = Edition.objects.filter(pk=edition.pk)
    assert rows.update(effective_until=cast.days_ahead(3))
    assert rows.update(effective_until=cast.days_ahead(2))
    assert rows.update(effective_until=timezone.now())


def test_an_edition_that_ended_never_comes_back(withdrawn):
    rows = Edition.objects.filter(pk=withdrawn.pk)
    for until in (None, cast.days_ahead(1)):
        refused(rows, "never comes back", effective_until=until)


def test_a_planned_end_is_not_drawn_out(edition):
    rows = Edition.objects.filter(pk=edition.pk)
    rows.update(effective_until=cast.days_ahead(2))
    for until in (None, cast.days_ahead(3)):
        refused(rows, "never comes back", effective_until=until)


def test_a_start_that_has_come_is_never_moved(edition):
    rows = Edition.objects.filter(pk=edition.pk)
    for days in (-1, 1):
        refused(rows, "into the past", effective_from=cast.days_ahead(days))


def test_a_scheduled_start_moves_ahead_but_never_into_the_past(scheduled):
    rows = Edition.objects.filter(pk=scheduled.pk)
    assert rows.update(effective_from=cast.days_ahead(5))
    assert rows.update(effective_from=cast.days_ahead(1))
    refused(rows, "into the past", effective_from=timezone.now() - timedelta(seconds=1))


EVENT = "editorial_edition_event"  # it would refuse every row made by hand


def other_review(wen):
    """A round that another edition could point at."""
    return acts.recall(cast.submit(cast.article(wen), wen), by=wen)


def overlapping(edition, wen, match="in force at once", **fields):
    with without(EVENT), pytest.raises(IntegrityError, match=match), transaction.atomic():
        copy_of(edition, review=other_review(wen), **{"number": 9} | fields)


def test_two_editions_of_one_document_never_overlap(edition, wen):
    Edition.objects.filter(pk=edition.pk).update(effective_until=cast.days_ahead(5))
    edition.refresh_from_db()
    for starts, ends in ((-1, 1), (1, 2), (4, 9), (-1, 9), (4, None)):
        overlapping(
            edition,
            wen,
            slug="elsewhere",
            effective_from=cast.days_ahead(starts),
            effective_until=ends and cast.days_ahead(ends),
        )


@pytest.mark.parametrize("days", [3, 30])
def test_two_documents_never_share_an_address_at_any_time(edition, wen, days):
    Edition.objects.filter(pk=edition.pk).update(effective_until=cast.days_ahead(9))
    other, begins = cast.article(wen), cast.days_ahead(days)
    match = "stays with its page"
    overlapping(edition, wen, match, document_id=other.pk, effective_from=begins)


def test_neighbouring_and_cancelled_spans_do_not_overlap(edition, wen):
    ends = cast.days_ahead(5)
    Edition.objects.filter(pk=edition.pk).update(effective_until=ends)
    now = timezone.now()
    cancelled = {"effective_from": now, "effective_until": now}
    with without(EVENT):
        copy_of(edition, number=2, review=other_review(wen), effective_from=ends)
        copy_of(edition, number=3, review=other_review(wen), **cancelled)


def test_a_scheduled_edition_is_not_moved_into_another(edition, draft, wen, mei):
    acts.revise(draft, by=wen)
    stored = draft.stored()
    stored.publish_at = cast.days_ahead(3)
    second = cast.publish(cast.save(stored, wen), wen, mei)
    refused(Edition.objects.filter(pk=second.pk), "in force at", effective_from=cast.days_ahead(1))


# --- The triggers themselves ----------------------------------------------------------------------


def weak(trigger):
    """The same trigger that never refuses."""
    return replace(trigger, condition="1 = 0")


@pytest.mark.parametrize("trigger", triggers.TRIGGERS, ids=lambda trigger: trigger.name)
def test_a_missing_or_weakened_trigger_is_named_and_put_back(trigger):
    dialect = triggers.dialect(connection)
    for statements in ([dialect.drop(trigger)], dialect.create(weak(trigger))):
        for statement in statements:
            sql(statement)
        assert any(f"{trigger.name} on " in fault for fault in triggers.faults(connection))
        triggers.install(connection)
        assert triggers.faults(connection) == []


def test_without_triggers_the_same_change_goes_through(edition):
    """So it is the triggers that refuse, and nothing else."""
    with undone(), unguarded():
        assert Edition.objects.filter(pk=edition.pk).update(title="Tampered")


ALTERED = {
    "sqlite": [
        "DROP TRIGGER editorial_signoff_no_update",
        "CREATE TRIGGER a BEFORE UPDATE ON editorial_signoff BEGIN SELECT 1; END",
        "CREATE TRIGGER quiet BEFORE INSERT ON editorial_auditevent "
        "BEGIN SELECT RAISE(IGNORE); END",
    ],
    "postgresql": [
        "ALTER TABLE editorial_signoff DISABLE TRIGGER editorial_signoff_no_update",
        "ALTER TABLE editorial_signoff DISABLE TRIGGER ALL",
        "CREATE OR REPLACE FUNCTION editorial_signoff_no_update() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NEW; END'",
        "DROP TRIGGER editorial_signoff_no_truncate ON editorial_signoff",
        "CREATE OR REPLACE TRIGGER editorial_signoff_no_update BEFORE UPDATE ON editorial_signoff"
        " FOR EACH ROW WHEN (false) EXECUTE FUNCTION editorial_signoff_no_update()",
        "CREATE OR REPLACE TRIGGER editorial_signoff_no_update BEFORE UPDATE OF team"
        " ON editorial_signoff FOR EACH ROW EXECUTE FUNCTION editorial_signoff_no_update()",
        "CREATE TRIGGER quiet BEFORE INSERT ON editorial_auditevent FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ],
}


@pytest.mark.parametrize("statement", ALTERED[connection.vendor])
def test_an_altered_disabled_or_strange_trigger_is_found(statement):
    sql(statement)
    assert triggers.faults(connection)


OFF_AND_ON = {
    "sqlite": "PRAGMA recursive_triggers={}",
    "postgresql": "SET session_replication_role={}",
}


def test_a_connection_on_which_triggers_do_not_fire_is_found():
    switch = OFF_AND_ON[connection.vendor]
    sql(switch.format("OFF" if connection.vendor == "sqlite" else "replica"))
    faults = triggers.faults(connection)
    sql(switch.format("ON" if connection.vendor == "sqlite" else "origin"))
    assert faults == ["Triggers are switched off on this connection."]
    assert triggers.faults(connection) == []


@pytest.mark.django_db(transaction=True)
def test_the_triggers_are_there_again_after_a_migration_that_remade_a_table():
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            editor._remake_table(Edition)
    else:
        triggers.remove(connection)
    assert triggers.faults(connection)
    call_command("migrate", verbosity=0)
    assert triggers.faults(connection) == []
