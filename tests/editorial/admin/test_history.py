"""The history of a page: what writers may read of it, and what cannot be read any more."""

import json

import pytest
from reversion.models import Revision, Version

from editorial.exceptions import WrongPassword, WrongState
from editorial.models import AuditEvent
from evidence.library import save_reference
from evidence.models import Reference
from tests import cast
from tests.admin_forms import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(client, wen):
    client.force_login(wen)
    return client


def refused_by_password(review, by):
    with pytest.raises(WrongPassword):
        cast.acts.sign_off(
            review,
            by=by,
            password="wrong",
            shown_digest=review.digest,
            statement=cast.statement(),
        )


def test_a_wrong_password_stands_in_the_audit_log_and_not_in_the_writers_history(
    writing, review, ravi, ada
):
    refused_by_password(review, ravi)
    history = writing.get(address(review.document, "history")).content.decode()
    assert "submit" in history.lower()
    assert "refused" not in history
    assert writing.get("/admin/editorial/auditevent/").status_code == 403
    writing.force_login(ada)
    assert "refused: password" in writing.get("/admin/editorial/auditevent/").content.decode()


def test_a_refusal_that_names_the_last_act_does_not_name_a_wrong_password(review, ravi, wen):
    refused_by_password(review, ravi)
    with pytest.raises(WrongState) as refused:
        cast.acts.revise(review.document, by=wen)
    assert AuditEvent.objects.last().act.startswith("sign off refused")
    assert "Last act: Wen Sample (wen), submit" in refused.value.message


UNREADABLE = ["", "x", "[]", "{}", "null", "[1]", '[{"fields": 1}]', '[{"model": "no.such"}]',
              pytest.param("[" * 20_000, id="too deep")]  # fmt: skip


def old_version(document, data):
    """As an import from elsewhere, or a schema of long ago, would have left it."""
    last = Version.objects.get_for_object(document).first()
    revision = Revision.objects.create(date_created=last.revision.date_created, comment="Old")
    return Version.objects.create(
        revision=revision,
        object_id=last.object_id,
        content_type=last.content_type,
        db=last.db,
        format="json",
        serialized_data=data,
        object_repr="Old",
    )


@pytest.mark.parametrize("data", UNREADABLE)
def test_the_history_opens_and_says_which_version_cannot_be_read(writing, draft, data):
    old_version(draft, data)
    response = writing.get(address(draft, "history"))
    assert response.status_code == 200
    assert "The text of this version cannot be read" in response.content.decode()
    assert [each.unreadable for each in response.context["moments"]] == [True, False]


@pytest.mark.parametrize("data", UNREADABLE)
def test_copying_from_a_version_that_cannot_be_read_says_so(writing, draft, data):
    old = old_version(draft, data)
    page = writing.get(f"{address(draft)}?restore={old.revision_id}").content.decode()
    assert "nothing of it was copied" in page
    assert "The fields hold the words of an older version" not in page
    assert "Some text." in page


def test_a_conflict_with_a_version_that_cannot_be_read_is_still_told(writing, draft, will):
    form = {"loaded_version": "1", "title": "Mine"}
    old_version(draft, "")
    cast.save(draft.stored(), will)
    response = writing.post(address(draft), form)
    assert response.status_code == 200
    assert response.context["adminform"].form.conflict


def test_the_history_of_a_source_says_so_too(writing, wen):
    source = Reference(key="smith-2024", title="T", authors="Smith A", container="C", year=2024)
    save_reference(source, by=wen)
    old_version(source, "")
    page = writing.get(f"/admin/evidence/reference/{source.pk}/history/").content.decode()
    assert "This version cannot be read" in page
    assert '<th scope="row">Published in</th>' in page


def test_a_version_of_a_schema_with_other_fields_gives_what_there_still_is(writing, draft):
    fields = {"short_answer": "Yes.", "gone": "x", "genre": {"not": "text"}}
    old = old_version(draft, json.dumps([{"fields": fields}]))
    assert writing.get(address(draft, "history")).status_code == 200
    form = writing.get(f"{address(draft)}?restore={old.revision_id}").context["adminform"].form
    assert form.restored == {"short_answer": "Yes."}
