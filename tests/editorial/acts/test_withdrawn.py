"""Withdrawing is a fact: what was withdrawn is in force at no reading of the clock."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from editorial import acts
from editorial.exceptions import AddressTaken, WrongState
from editorial.models import AuditEvent, Document, Edition, State, Withdrawal
from immunosite.search.finding import find
from immunosite.search.index import rebuild
from immunosite.search.models import SearchEntry
from tests import cast
from tests._clock import *  # noqa: F403
from tests._tampering import faults

pytestmark = pytest.mark.django_db
WHY = "A study behind this page was retracted."


@pytest.fixture
def ahead(edition, edda, clock, ada, mei):
    """Withdrawn while the clock ran 40 days ahead; the clock is right again. Everybody has an
    account before that, because making one is on record as well."""
    clock(40)
    acts.withdraw(edition.document, by=edda, reason=WHY)
    clock(0)
    return Edition.objects.get(pk=edition.pk)


def accepted(clock, edda, ada):
    acts.propose_clock(by=edda)
    acts.accept_clock(by=ada)


@pytest.mark.parametrize("days", [0, 1, 39, 41, 400])
def test_what_was_withdrawn_on_a_wrong_clock_is_in_force_on_no_clock(client, ahead, clock, days):
    clock(days)
    assert not Edition.objects.live().exists()
    assert not ahead.document.has_live_edition()
    assert client.get(ahead.get_absolute_url()).status_code == 410
    assert client.get(reverse("api-article", args=[ahead.slug])).status_code == 410
    assert find("text").total == 0
    assert ahead.get_absolute_url() not in client.get("/sitemap-articles.xml").content.decode()
    assert ahead.title not in client.get("/feeds/all.xml").content.decode()
    assert ahead.title not in client.get("/articles/").content.decode()
    assert faults() == []


def test_nor_does_an_index_made_anew_hold_it(ahead, clock, edda, ada):
    accepted(clock, edda, ada)
    rebuild()
    assert not SearchEntry.objects.exists()


def test_revised_and_withdrawn_again_it_stays_withdrawn_and_the_new_reason_is_told(
    client, ahead, clock, wen, edda, ada
):
    accepted(clock, edda, ada)
    acts.revise(ahead.document, by=wen)
    client.force_login(edda)
    url = f"/admin/articles/article/{ahead.document_id}/act/withdraw/"
    assert client.post(url, {"reason": "And another study."}).status_code == 302
    assert ahead.document.stored().state == State.WITHDRAWN
    assert "And another study." in client.get(ahead.get_absolute_url()).content.decode()
    assert faults() == []


def test_withdrawing_twice_with_one_reason_changes_nothing(withdrawn, edda):
    before = AuditEvent.objects.count()
    again = acts.withdraw(
        withdrawn.document, by=edda, reason="A study behind this page was retracted."
    )
    assert Withdrawal.objects.get() == again
    assert AuditEvent.objects.count() == before


def test_withdrawing_once_more_tells_another_reason(client, withdrawn, edda):
    acts.withdraw(withdrawn.document, by=edda, reason="The dose was wrong.")
    page = client.get(withdrawn.get_absolute_url()).content.decode()
    assert "The dose was wrong." in page
    assert "retracted" not in page
    assert Withdrawal.objects.count() == 2
    assert faults() == []


def test_what_never_was_public_cannot_be_withdrawn(draft, edda):
    with pytest.raises(WrongState, match="nothing to withdraw"):
        acts.withdraw(draft, by=edda, reason=WHY)


def test_one_with_an_edition_that_waits_is_withdrawn_with_it(edition, draft, wen, mei, edda, clock):
    acts.revise(draft, by=wen)
    stored = draft.stored()
    stored.publish_at = cast.days_ahead(20)
    cast.save(stored, wen)
    cast.publish(stored, wen, mei)
    clock(40)  # the second is in force by this clock
    acts.withdraw(stored, by=edda, reason=WHY)
    for days in (0, 10, 30, 60):
        clock(days)
        assert not Edition.objects.live().exists()
        assert not Edition.objects.scheduled().exists()
    assert faults() == []


def test_one_published_on_a_wrong_clock_and_withdrawn_keeps_its_notice(
    client, draft, wen, ravi, edda, clock
):
    clock(40)
    edition = cast.publish(draft, wen, ravi)
    clock(41)
    acts.withdraw(draft, by=edda, reason=WHY)
    clock(0)
    assert client.get(edition.get_absolute_url()).status_code == 410
    assert WHY in client.get(edition.get_absolute_url()).content.decode()


def test_the_past_is_told_as_it_is_on_record(withdrawn):
    """In force from its publication to its withdrawal."""
    between = withdrawn.effective_from + timedelta(microseconds=1)
    assert Edition.objects.as_of(between).get() == withdrawn
    assert not Edition.objects.as_of(timezone.now()).exists()


def test_signed_anew_the_page_is_public_again_and_one_edition_at_a_time_was(
    ahead, clock, wen, mei, edda, ada
):
    accepted(clock, edda, ada)
    acts.revise(ahead.document, by=wen)
    again = cast.publish(ahead.document.stored(), wen, mei)
    assert Edition.objects.live().get() == again
    assert Edition.objects.as_of(cast.days_ahead(5)).get() == again
    ahead.refresh_from_db()
    assert ahead.withdrawn
    assert faults() == []


# --- The address ----------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(ahead, clock, wen, mei, edda, ada):
    """The same document, public again under another address."""
    accepted(clock, edda, ada)
    acts.revise(ahead.document, by=wen)
    stored = ahead.document.stored()
    stored.slug = "another-address"
    cast.save(stored, wen)
    return cast.publish(stored, wen, mei)


def test_the_address_keeps_its_notice_where_the_page_goes_on_elsewhere(client, ahead, elsewhere):
    answer = client.get(ahead.get_absolute_url())
    assert answer.status_code == 410
    assert WHY in answer.content.decode()
    assert elsewhere.get_absolute_url() in answer.content.decode()
    assert client.get(elsewhere.get_absolute_url()).status_code == 200


def test_the_same_document_published_there_again_ends_it(client, ahead, elsewhere, wen, ravi):
    acts.revise(ahead.document, by=wen)
    stored = ahead.document.stored()
    stored.slug = ahead.slug
    cast.save(stored, wen)
    cast.publish(stored, wen, ravi)
    assert client.get(ahead.get_absolute_url()).status_code == 200


def test_no_other_document_is_published_there(ahead, elsewhere, wen, mei, clock):
    other = cast.article(wen, slug="free")
    review = cast.submit(other, wen)
    with pytest.raises(AddressTaken, match="stays with it"):
        acts.publication.check_address(review.document, ahead.slug)


def test_nor_past_the_application(withdrawn, wen, ravi):
    other = cast.publish(cast.article(wen), wen, ravi)
    later = acts.recall(_submitted_again(other, wen), by=wen)
    forged = Edition.objects.get(pk=other.pk)
    forged.pk, forged.number, forged.review, forged.slug = None, 9, later, withdrawn.slug.upper()
    with pytest.raises(IntegrityError, match="stays with its page"), transaction.atomic():
        forged.save(force_insert=True)


def _submitted_again(edition, wen):
    acts.revise(edition.document, by=wen)
    return cast.submit(Document.objects.get(pk=edition.document_id).stored(), wen)


def test_what_was_withdrawn_is_never_made_public_again_past_the_application(withdrawn):
    with pytest.raises(IntegrityError, match="stays withdrawn"), transaction.atomic():
        Edition.objects.filter(pk=withdrawn.pk).update(withdrawn=False)
