"""verify_records finds rows that were removed or added, and what a rewritten chain betrays."""

import pytest
import reversion
from reversion.models import Version

from editorial.digests import digest_of
from editorial.models import (
    AuditEvent,
    Document,
    Edition,
    EditionFacet,
    Review,
    SignOff,
    Withdrawal,
)
from editorial.record import audit
from tests._rows import undone
from tests._tampering import any_fault, copy_of, faults, rechain, unguarded
from tests.editorial.record._whole_site import *  # noqa: F403
from tests.editorial.record._whole_site import LABELS, found

pytestmark = pytest.mark.django_db

# --- Removed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", LABELS, ids=lambda model: model.__name__)
def test_each_row_that_was_removed_is_found(record, model):
    for row in model.objects.all():
        with undone():
            with unguarded():
                model.objects.filter(pk=row.pk)._raw_delete("default")
            assert any_fault(), row


@pytest.mark.parametrize("model", [each for each in LABELS if each is not AuditEvent], ids=str)
def test_a_removed_row_is_named(record, model):
    row = model.objects.last()
    with unguarded():
        model.objects.filter(pk=row.pk)._raw_delete("default")
    assert f"{LABELS[model]} {row.pk} stands in the audit log and is missing." in faults()


def test_events_cut_off_the_end_are_found_however_many(record):
    assert not any_fault()
    count = AuditEvent.objects.count()
    for last in range(count):
        with undone():
            with unguarded():
                AuditEvent.objects.filter(sequence__gt=last)._raw_delete("default")
            assert any_fault(), f"{count - last} events cut off"


def test_an_event_cut_out_of_the_middle_is_named(record):
    with unguarded():
        AuditEvent.objects.filter(sequence=3).delete()
    assert "Audit events 3 to 3 are missing." in faults()


def test_a_facet_or_a_contributor_removed_or_added_is_found(record):
    facet, review = EditionFacet.objects.first(), Review.objects.first()
    for tamper in (
        lambda: EditionFacet.objects.filter(pk=facet.pk).delete(),
        lambda: EditionFacet.objects.filter(pk=facet.pk).update(value="other"),
        lambda: copy_of(facet, value="another"),
        review.contributors.clear,
        lambda: review.contributors.add(record["outsider"]),
    ):
        with undone():
            with unguarded():
                tamper()
            assert found(facet.edition) or found(review)


# --- Added ----------------------------------------------------------------------------------------


def forged(model, who):
    row = model.objects.last()
    ended = {"effective_until": getattr(row, "effective_from", None)}
    fields = {
        Edition: {"number": 99, "review": Review.objects.filter(edition=None).first(), **ended},
        Review: {"number": 99},
        SignOff: {"signer": who["outsider"]},
        Withdrawal: {"edition": Edition.objects.filter(withdrawals=None).first()},
    }
    return copy_of(row, **fields[model])


@pytest.mark.parametrize("model", [Edition, Review, SignOff, Withdrawal], ids=str)
def test_a_forged_row_is_named(record, model):
    with unguarded():
        row = forged(model, record)
    assert found(row)


def test_a_forged_event_at_the_end_is_named(record):
    last = AuditEvent.objects.last()
    last.sequence, last.previous_hash = last.sequence + 1, last.hash
    last.save(force_insert=True)
    assert f"Audit event {last.sequence} was altered." in faults()


def test_a_forged_event_that_is_well_chained_tells_of_a_row_that_is_not_there(record):
    document, by = Document.objects.first(), record["reviewer"]
    audit.record("sign off", document, by=by, review=1, sign_off=9999, sign_off_digest="0" * 64)
    assert "Sign-off 9999 stands in the audit log and is missing." in faults()


def test_an_event_hashed_again_breaks_the_chain_after_it(record):
    event = AuditEvent.objects.get(sequence=2)
    event.reason = "Another reason."
    with unguarded():
        AuditEvent.objects.filter(pk=2).update(
            reason=event.reason, hash=digest_of(event.as_record())
        )
    assert "Audit event 3 does not follow the one before it." in faults()


def test_a_save_whose_history_was_altered_or_is_gone_is_named(record):
    version = Version.objects.get_for_object(Document.objects.first().specific).first()
    name = f"Save {version.revision_id}"
    altered = version.serialized_data.replace("Some", "Other")
    with unguarded():
        Version.objects.filter(pk=version.pk).update(serialized_data=altered)
    assert [fault for fault in faults() if fault.startswith(f"{name}: what the history keeps")]
    with unguarded():
        Version.objects.filter(revision=version.revision_id)._raw_delete("default")
    assert f"{name} stands in the audit log and is missing." in faults()


def test_a_save_that_no_event_tells_of_is_named(record):
    document = Document.objects.first().specific
    with reversion.create_revision(manage_manually=True):
        reversion.add_to_revision(document)
    saved = Version.objects.get_for_object(document).first().revision_id
    assert [fault for fault in faults() if fault.startswith(f"Save {saved}: what the history")]


# --- Who recomputes the whole chain: docs/adr/0003 ------------------------------------------------


def test_a_chain_recomputed_over_altered_facts_still_contradicts_the_rows(record):
    event = AuditEvent.objects.filter(act="submit").first()
    event.data["submission"]["contributors"] = []
    with unguarded():
        event.save()
        rechain()
    assert found(Review.objects.get(pk=event.data["submission"]["review"]))


def test_a_hash_kept_elsewhere_finds_a_recomputed_chain(record):
    kept = AuditEvent.objects.last().hash
    with unguarded():
        AuditEvent.objects.filter(act="withdraw").update(actor="Somebody Else")
        rechain()
    assert faults() == []
    assert faults(kept_hash=kept) == [
        f"The hash {kept}, kept from an earlier run, is not in the audit log."
    ]


def test_a_hash_kept_elsewhere_stays_good_as_the_log_grows(record):
    kept = AuditEvent.objects.get(sequence=4).hash
    assert faults(kept_hash=kept) == []
