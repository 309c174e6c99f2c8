"""A badge needs the audit event of its signature; no row of the record is put there by hand."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from editorial import acts
from editorial.models import AuditEvent, Edition, EditionFacet, SignOff, Withdrawal
from tests import cast
from tests._tampering import copy_of, faults, unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(wen):
    """A round that nobody has signed."""
    return cast.submit(cast.article(wen, title="Never signed", slug="never-signed"), wen)


def forge(edition, review, **fields):
    """The rows of a publication, as somebody would type them who has no password."""
    given = {name: review.snapshot[name] for name in ("kind", "slug", "title", "summary")}
    signature = copy_of(edition.review.sign_offs.get(), review=review, digest=review.digest)
    forged = copy_of(
        edition, document_id=review.document_id, review=review, snapshot=review.snapshot,
        digest=review.digest, number=1, **given | fields,
    )  # fmt: skip
    return signature, forged


def test_a_signature_put_in_by_hand_is_refused(edition, waiting):
    with pytest.raises(IntegrityError, match="no such act"), transaction.atomic():
        copy_of(edition.review.sign_offs.get(), review=waiting, digest=waiting.digest)


@pytest.mark.parametrize("model", [Edition, Withdrawal, EditionFacet])
def test_so_is_every_row_that_readers_would_see(edition, waiting, wen, edda, model):
    acts.withdraw(edition.document, by=edda, reason="A retracted study.")
    row = model.objects.first() or EditionFacet(edition=edition, role="genre", value="question")
    fields = {"review": waiting, "number": 9} if model is Edition else {}
    with pytest.raises(IntegrityError, match="no such act"), transaction.atomic():
        copy_of(row, **fields)


def test_an_event_out_of_its_place_is_refused(edition):
    last = AuditEvent.objects.latest("sequence")
    for fields in ({"sequence": last.sequence + 2}, {"sequence": last.sequence + 1}):
        event = AuditEvent.objects.get(pk=last.pk)  # its previous hash is that of an older one
        event.sequence = fields["sequence"]
        with pytest.raises(IntegrityError, match="follow one another"), transaction.atomic():
            event.save(force_insert=True)


def test_with_the_triggers_gone_such_rows_make_no_badge_and_are_found(edition, waiting, ravi):
    with unguarded():
        signature, forged = forge(edition, waiting)
    assert Edition.objects.live().get(pk=forged.pk).badge is None
    for address in ("/articles/never-signed/", "/articles/", "/feeds/all.xml"):
        page = Client().get(address).content.decode()
        assert f"{waiting.digest[:4]} {waiting.digest[4:8]}" not in page
    assert "Ravi Sample" not in Client().get("/articles/never-signed/").content.decode()
    found = "\n".join(faults())
    assert f"Sign-off {signature.pk} on review {waiting.pk}: the audit log has no" in found
    assert f"Edition {forged.pk} " in found


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("printed_name", "Professor Invented"),
        ("credentials", "Nobel laureate"),
        ("meaning", "It cures."),
        ("conflict_of_interest", "None at all."),
        ("signer_slug", "somebody-else"),
        ("team", "Another team"),
        ("scope", "changes"),
    ],
)
def test_a_signature_of_which_a_column_was_altered_is_not_shown(edition, column, value):
    with unguarded():
        SignOff.objects.update(**{column: value})
    assert Edition.objects.get(pk=edition.pk).badge is None
    for address in (edition.get_absolute_url(), "/articles/", "/feeds/all.xml", "/reviewers/ravi/",
                    "/reviewers/somebody-else/"):  # fmt: skip
        assert value not in Client().get(address).content.decode()


@pytest.mark.parametrize("column", ["last_reviewed", "next_review_due", "effective_from"])
def test_a_date_that_was_altered_takes_the_badge_away(edition, column):
    day = getattr(edition, column)
    with unguarded():
        Edition.objects.update(**{column: day.replace(year=day.year - 1)})
    assert Edition.objects.get(pk=edition.pk).badge is None


def test_reviews_that_were_never_submitted_are_found(edition, waiting):
    with unguarded():
        forged = copy_of(waiting, number=99, decision="signed", decided_by=edition.published_by,
                         decided_at=edition.published_at)  # fmt: skip
    assert any(f"Review {forged.pk}:" in fault for fault in faults())
