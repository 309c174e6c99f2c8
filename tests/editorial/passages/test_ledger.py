"""The ledger of authors: one row for each, never changed, and under the audit log."""

import pytest
from django.db import IntegrityError, transaction

from editorial.models import Authorship
from tests import cast
from tests._tampering import copy_of, faults, overwrite, unguarded

FIELDS = [field for field in Authorship._meta.concrete_fields if field.name != "id"]


@pytest.fixture
def rows(draft, ravi):
    draft.summary = "A better word for what it is."
    cast.save(draft, ravi)
    return list(Authorship.objects.all())


def test_a_save_adds_rows_for_what_it_changed_and_its_maker(draft, wen, ravi):
    before = Authorship.objects.count()
    draft.body += "<p>One more sentence for everybody.</p>"
    cast.save(draft, ravi)
    added = Authorship.objects.order_by("pk")[before:]
    assert [(row.author, row.words) for row in added] == [
        (ravi, ""), (ravi, "one more sentence for everybody"),
    ]  # fmt: skip


def test_a_changed_passage_has_all_its_authors_at_once(draft, wen, ravi):
    before = Authorship.objects.count()
    draft.body = draft.body.replace("Some text.", "Some text, so.")
    cast.save(draft, ravi)
    added = Authorship.objects.order_by("pk")[before:].values_list("author", flat=True)
    assert sorted(added) == [wen.pk, ravi.pk, ravi.pk]


def test_a_record_that_nobody_touched_has_no_fault(rows):
    assert faults() == []


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_each_column_that_was_altered_is_found(rows, field, will):
    cast.article(will)
    row = rows[-1]
    with unguarded():
        overwrite(row, field)
    named = f"The authors in draft version {row.draft_version} of document {row.document_id}"
    assert [fault for fault in faults() if fault.startswith(named)]


def test_a_row_that_was_removed_or_added_is_found(rows, will):
    with transaction.atomic():
        with unguarded():
            copy_of(rows[-1], author=will)
        assert len(faults()) == 1
        transaction.set_rollback(True)
    with unguarded():
        Authorship.objects.filter(draft_version=2)._raw_delete("default")
    (fault,) = faults()
    assert fault.endswith("stand in the audit log and are missing.")


@pytest.mark.parametrize(
    "tamper",
    [lambda: Authorship.objects.update(author=1), lambda: Authorship.objects.all().delete()],
    ids=["update", "delete"],
)
def test_the_database_refuses_to_change_it(rows, tamper):
    with pytest.raises(IntegrityError), transaction.atomic():
        tamper()
