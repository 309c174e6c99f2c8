"""verify_records finds whatever was altered, removed or added behind the application's back."""

import pytest
from django.core.management import CommandError, call_command

from editorial import acts
from editorial.models import (
    AuditEvent,
    Comment,
    Document,
    Edition,
    Review,
    SignOff,
    User,
)
from tests._rows import undone
from tests._tampering import faults, overwrite, unguarded
from tests.editorial.record._whole_site import *  # noqa: F403
from tests.editorial.record._whole_site import LABELS, found

pytestmark = pytest.mark.django_db
COLUMNS = [
    field for model in LABELS for field in model._meta.concrete_fields if not field.primary_key
]


def test_a_true_record_has_no_fault(record, capsys):
    assert faults() == []
    call_command("verify_records")
    assert AuditEvent.objects.last().hash in capsys.readouterr().out


def test_the_triggers_put_back_leave_no_fault(record):
    with unguarded():
        pass
    assert faults() == []


@pytest.mark.parametrize("field", COLUMNS, ids=str)
def test_each_column_of_the_record_is_borne_out_by_the_chain(record, field):
    rows = field.model.objects.order_by("pk")
    row = rows.filter(decision="signed").first() if field.model is Review else rows.first()
    with unguarded():
        overwrite(row, field)
    assert found(row)


@pytest.mark.parametrize("nonsense", [{}, [], "text", None, 0, {"editions": 1, "submission": 2}])
def test_nonsense_in_the_record_is_a_fault_and_no_traceback(record, nonsense):
    rows = [Edition.objects.first(), Review.objects.first(), AuditEvent.objects.first()]
    with unguarded():
        Edition.objects.filter(pk=rows[0].pk).update(snapshot=nonsense or {})
        Review.objects.filter(pk=rows[1].pk).update(snapshot=nonsense or {})
        AuditEvent.objects.filter(pk=rows[2].pk).update(data=nonsense or {})
    assert all(found(row) for row in rows)


def test_a_whole_forgery_of_one_text_is_found(record):
    """Text, digests and signature altered together; only the chain knows better."""
    edition = Edition.objects.first()
    text = edition.snapshot | {"summary": "Take twice as much."}
    with unguarded():
        digest = acts.submission.digest_of(text)
        Review.objects.filter(pk=edition.review_id).update(snapshot=text, digest=digest)
        SignOff.objects.filter(review=edition.review_id).update(digest=digest)
        Edition.objects.filter(pk=edition.pk).update(
            snapshot=text, digest=digest, summary=text["summary"]
        )
    assert found(edition)
    assert found(edition.review)


def test_a_state_that_no_act_led_to_is_found(record):
    for document in Document.objects.all():
        with undone():
            state = "draft" if document.state != "draft" else "published"
            Document.objects.filter(pk=document.pk).update(state=state)
            assert any(f"Document {document.pk} (" in fault for fault in faults())


# --- The command ----------------------------------------------------------------------------------


def test_the_command_lists_the_faults_and_ends_with_1(record, capsys):
    comment = Comment.objects.last()  # of which nothing keeps a copy
    with unguarded():
        Comment.objects.filter(pk=comment.pk).update(body="Tampered")
    with pytest.raises(CommandError, match=r"^1 faults\.") as ended:
        call_command("verify_records")
    assert ended.value.returncode == 1
    assert capsys.readouterr().out == f"Comment {comment.pk}: the audit log has no such comment.\n"


def test_people_may_change_their_names_without_a_fault(record):
    for person in User.objects.all():
        person.first_name, person.last_name = "Changed", "Name"
        person.save()
    assert faults() == []
