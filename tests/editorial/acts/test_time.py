"""Reviews run out, and time publishes."""

import time
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from editorial import acts
from editorial.acts.inputs import add_months
from editorial.draft_checks import span_findings
from editorial.exceptions import (
    Blocked,
    Incomplete,
)
from editorial.models import Edition
from tests import cast
from tests.admin_forms import address, opened

# --- Reviews run out ---


def test_a_signature_on_a_small_change_does_not_move_last_reviewed(edition, draft, wen, mei):
    acts.revise(draft, by=wen)
    review = cast.submit(draft, wen)
    due = edition.next_review_due - timedelta(days=1)
    second = cast.sign(review, mei, scope="changes", next_review_due=due)
    assert second.last_reviewed == edition.last_reviewed
    third_review = _again(draft, wen)
    third = cast.sign(third_review, mei, scope="changes")
    assert third.next_review_due == due


def _again(draft, wen):
    acts.revise(draft, by=wen)
    draft.refresh_from_db()
    return cast.submit(draft, wen)


def test_reaffirming_signs_the_live_text_itself(edition, edda, mei):
    review = acts.reaffirm(edition.document, by=edda)
    assert review.digest == edition.digest
    again = cast.sign(review, mei)
    assert (again.number, again.snapshot) == (2, edition.snapshot)
    assert Edition.objects.live().get() == again


# --- Time publishes ---


def test_a_planned_edition_waits_for_its_time(scheduled):
    assert not Edition.objects.live().exists()
    assert Edition.objects.as_of(cast.days_ahead(4)).get() == scheduled


def test_a_planned_time_that_has_passed_publishes_at_the_signature(wen, ravi):
    document = cast.article(wen, publish_at=timezone.now() - timedelta(days=3))
    before = timezone.now()
    assert cast.publish(document, wen, ravi).effective_from >= before


def test_an_edition_ends_at_its_planned_time(wen, ravi):
    edition = cast.publish(cast.article(wen, expire_at=cast.days_ahead(2)), wen, ravi)
    assert Edition.objects.live().get() == edition
    assert not Edition.objects.as_of(cast.days_ahead(3)).exists()


def test_reschedule_moves_both_ends(edition, draft, wen, mei, edda):
    acts.revise(draft, by=wen)
    draft.refresh_from_db()
    draft.publish_at = cast.days_ahead(3)
    cast.save(draft, wen)
    second = cast.publish(draft, wen, mei)
    for days in (6, 1):
        moment = cast.days_ahead(days)
        acts.reschedule(draft, by=edda, effective_from=moment, reason="Congress moved.")
        edition.refresh_from_db()
        second.refresh_from_db()
        assert edition.effective_until == second.effective_from == moment


def test_nothing_is_rescheduled_into_the_past(scheduled, edda):
    with pytest.raises(Incomplete, match="past"):
        acts.reschedule(
            scheduled.document,
            by=edda,
            effective_from=timezone.now() - timedelta(hours=1),
            reason="Sooner.",
        )


def test_a_newer_edition_cancels_one_that_was_scheduled(scheduled, wen, mei):
    document = scheduled.document
    acts.revise(document, by=wen)
    stored = document.stored()
    stored.publish_at = None
    cast.save(stored, wen)
    now = cast.publish(stored, wen, mei)
    assert Edition.objects.as_of(cast.days_ahead(9)).get() == now


def test_withdrawing_cancels_what_is_scheduled(scheduled, edda):
    acts.withdraw(scheduled.document, by=edda, reason="Not after all.")
    assert not Edition.objects.as_of(cast.days_ahead(9)).exists()


# --- A page that would come down before it goes up ---


def test_a_take_down_date_that_has_passed_holds_the_submission(wen):
    document = cast.article(wen, expire_at=timezone.now() - timedelta(days=1))
    with pytest.raises(Blocked, match="Take down at: has passed"):
        cast.submit(document, wen)


def test_one_before_the_planned_publication_holds_it_too(wen):
    document = cast.article(wen, expire_at=cast.days_ahead(3))
    # The door refuses it; a plan of publication can also come from a row that is older than that.
    document.publish_at = cast.days_ahead(4)
    assert [each.place for each in span_findings(document)] == ["Take down at"]


def test_one_that_passes_while_the_text_waits_is_told_the_reviewer(client, wen, ravi):
    document = cast.article(wen, expire_at=timezone.now() + timedelta(seconds=2))
    review = cast.submit(document, wen)
    while document.expire_at > timezone.now():
        time.sleep(0.1)
    client.force_login(ravi)
    page = " ".join(strip_tags(client.get(f"/review/{review.pk}/").content.decode()).split())
    assert "Take down at has passed" in page


@pytest.mark.parametrize(
    ("field", "days"), [("expire_at", -1), ("expire_at", 1), ("publish_at", 9)]
)
def test_the_form_refuses_such_a_date_at_its_field(client, wen, field, days):
    document = cast.article(wen, publish_at=cast.days_ahead(2), expire_at=cast.days_ahead(6))
    client.force_login(wen)
    moment = cast.days_ahead(days)
    form = opened(client, address(document)) | {
        f"{field}_0": [f"{moment:%Y-%m-%d}"],
        f"{field}_1": [f"{moment:%H:%M:%S}"],
    }
    response = client.post(address(document), form)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["expire_at"]
    assert document.stored().draft_version == 1


def test_an_old_date_keeps_nobody_from_saving_other_words(client, wen):
    document = cast.article(wen, expire_at=timezone.now() - timedelta(days=1))
    client.force_login(wen)
    form = opened(client, address(document)) | {"title": ["Better"]}
    assert client.post(address(document), form).status_code == 302
    assert document.stored().title == "Better"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-05-15", 24, "2028-05-15"),
    ],
)
def test_months_on_is_the_same_day_or_the_months_last(day, months, later):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(later)
