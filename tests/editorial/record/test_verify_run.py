"""How a run of verify_records goes: what it reads, how often it asks, what it says of strangers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.models import Answer, AuditEvent, Comment, Document, Edition, Review
from editorial.record import triggers, verify
from editorial.record.trigger_sql import Trigger, dialect
from immunosite.search import verifying
from tests._tampering import faults, unguarded
from tests._worlds import WORLDS, build
from tests.editorial.record._whole_site import *  # noqa: F403

pytestmark = pytest.mark.django_db


def test_it_says_how_far_it_is_of_how_much(record):
    told = []

    def progress(rows, total, name):
        rows = list(rows)
        told.append((name, total))
        assert len(rows) == total
        return rows

    assert list(verify.faults(progress)) == []
    expected = {"audit events": AuditEvent, "reviews": Review, "editions": Edition}
    expected |= {"comments": Comment, "answers": Answer, "documents": Document}
    assert [name for name, _ in told] == [
        "audit events", "reviews", "editions", "comments", "answers", "saves", "documents",
        "passage records", "receipt of editions", "authors of passages", "accounts",
        "account changes",
    ]  # fmt: skip
    assert {name: total for name, total in told if name in expected} == {
        name: model.objects.count() for name, model in expected.items()
    }


def test_each_table_is_read_in_the_order_of_its_rows(record):
    keys = {}

    def note(rows, total, name):
        rows = list(rows)
        keys[name] = [row.pk for row in rows]
        return rows

    assert list(verify.faults(note)) == []
    del keys["authors of passages"]  # save by save
    assert all(keys[name] == sorted(keys[name]) for name in keys)
    assert {name for name in keys if not keys[name]} == {"account changes"}


def test_it_asks_no_more_often_of_more_documents(record, monkeypatch):
    monkeypatch.setattr(verify, "CHUNK", 10_000)  # so many at once
    monkeypatch.setattr(verifying, "ROWS", 10_000)
    with CaptureQueriesContext(connection) as before:
        assert faults() == []
    for name in WORLDS:
        build(name, record)
    with CaptureQueriesContext(connection) as after:
        assert faults() == []
    assert len(after) == len(before)


def test_what_is_amiss_in_a_row_of_nonsense_is_told(record):
    edition = Edition.objects.first()
    with unguarded():
        Edition.objects.filter(pk=edition.pk).update(snapshot={})
    assert f"Edition {edition.pk} cannot be read: KeyError, 'kind'." in faults()


# --- Triggers -------------------------------------------------------------------------------------


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_a_missing_a_strange_and_an_altered_trigger_are_named(db):
    ours = dialect(connection)
    sign_offs = {each.name: each for each in triggers.TRIGGERS if each.table == "editorial_signoff"}
    gone, other = sign_offs["editorial_signoff_no_update"], sign_offs["editorial_signoff_no_delete"]
    strange = Trigger("stranger", "editorial_signoff", "UPDATE", "1 = 0", "Never")
    elsewhere = Trigger("elsewhere", "editorial_user", "UPDATE", "1 = 0", "Never")
    altered = Trigger(other.name, other.table, other.event, "1 = 0", other.message)
    run(ours.drop(gone), *ours.create(strange), *ours.create(elsewhere), *ours.create(altered))
    found = triggers.faults(connection)
    assert "Trigger stranger on editorial_signoff is not one of ImmunoSite's." in found
    for name in (gone.name, other.name):
        assert f"Trigger {name} on editorial_signoff is missing, off or altered." in found
    assert not any("elsewhere" in fault for fault in found)
    run(ours.drop(strange), ours.drop(elsewhere))
    triggers.install(connection)
    assert triggers.faults(connection) == []
