"""Acts from the admin: the buttons, the reasons why not, and the pages that confirm."""

import pytest
from django.test import Client
from pytest_django.asserts import assertInHTML

from editorial.models import (
    AuditEvent,
    Decision,
    Document,
    Edition,
    State,
    Withdrawal,
)
from tests import cast
from tests.admin_forms import address, opened


def state(document: Document) -> str:
    document.refresh_from_db()
    return document.state


def buttons(client: Client, document: Document) -> tuple[list[str], dict[str, str]]:
    choices = client.get(address(document)).context["choices"]
    may = [each.button for each in choices["may"]]
    return may, {each.button: each.why_not for each in choices["may_not"]}


def test_a_writer_may_submit_a_draft_and_reads_why_not_the_rest(writing, draft):
    may, may_not = buttons(writing, draft)
    assert may == ["Submit for medical review", "Discard"]
    assert len(may_not) == 7
    assert all(may_not.values())
    assert "Nothing of this page is public" in may_not["Withdraw from the public"] or (
        "Only an editor or a reviewer" in may_not["Withdraw from the public"]
    )


def test_what_holds_a_draft_back_is_listed_with_its_place(writing, wen):
    draft = cast.article(wen, body="", summary="")
    page = writing.get(address(draft)).content.decode()
    may, may_not = buttons(writing, draft)
    assert may == ["Discard"]
    assert may_not["Submit for medical review"] == "2 things hold it back; see below."
    assertInHTML('<li><strong><a href="#at-body">Body</a></strong> is empty.</li>', page)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("wen", ["Recall from review"]),
        ("ravi", ["Review and sign off"]),
        ("edda", ["Recall from review"]),
        ("ada", []),
    ],
)
def test_under_review_each_role_has_its_buttons(client, request, review, who, expected):
    client.force_login(request.getfixturevalue(who))
    assert buttons(client, review.document)[0] == expected


def test_submit_by_the_button(writing, draft, wen):
    url = address(draft, "act", "submit") + "?version=1"
    form = writing.get(url).context["form"]
    sent = {"draft_version": form.initial["draft_version"], "note": "Please look at the doses."}
    assert writing.post(url, sent, follow=True).status_code == 200
    review = draft.reviews.get()
    assert (review.note, review.submitted_by) == ("Please look at the doses.", wen)


def test_submitting_a_newer_text_than_was_seen_is_refused_with_the_note_kept(writing, draft, will):
    cast.save(draft.stored(), will)
    url = address(draft, "act", "submit")
    response = writing.post(url, {"draft_version": "1", "note": "My long note"})
    page = response.content.decode()
    assert "was saved again" in page
    assert "My long note" in page
    assert state(draft) == State.DRAFT


def test_save_and_submit_goes_on_to_the_submission(writing, draft):
    form = opened(writing, address(draft)) | {"title": ["Better"], "_submit": ["1"]}
    response = writing.post(address(draft), form)
    assert response["Location"] == address(draft, "act", "submit") + "?version=2"


def test_recall_and_revise_by_the_button(writing, review, ravi, wen):
    document = review.document
    writing.post(address(document, "act", "recall"), {"reason": "One more thing"})
    review.refresh_from_db()
    assert (review.decision, review.reason) == (Decision.RECALLED, "One more thing")
    document = document.stored()
    cast.publish(document, wen, ravi)
    writing.post(address(document, "act", "revise"))
    assert state(document) == State.DRAFT
    assert Edition.objects.live().filter(document=document.pk).exists()


def test_withdraw_needs_a_public_reason(client, edda, edition):
    client.force_login(edda)
    url = address(edition.document, "act", "withdraw")
    assert "required" in client.post(url, {"reason": " "}).content.decode()
    assert not Withdrawal.objects.exists()
    client.post(url, {"reason": "A study was retracted."})
    assert Withdrawal.objects.get().reason == "A study was retracted."


def test_reschedule_and_reaffirm_by_the_button(client, edda, edition, scheduled):
    client.force_login(edda)
    when = cast.days_ahead(9).replace(second=0, microsecond=0)
    sent = {"effective_from": when.strftime("%Y-%m-%dT%H:%M"), "reason": "Later"}
    client.post(address(scheduled.document, "act", "reschedule"), sent)
    scheduled.refresh_from_db()
    assert scheduled.effective_from == when
    client.post(address(edition.document, "act", "reaffirm"), {"note": ""})
    assert state(edition.document) == State.MEDICAL_REVIEW


@pytest.mark.parametrize("value", ["", "tomorrow", "0001-01-01T00:00", "99999-01-01T00:00"])
def test_a_time_that_cannot_be_is_refused_with_the_reason_kept(client, edda, scheduled, value):
    client.force_login(edda)
    sent = {"effective_from": value, "reason": "My reason"}
    response = client.post(address(scheduled.document, "act", "reschedule"), sent)
    assert "My reason" in response.content.decode()
    was = scheduled.effective_from
    scheduled.refresh_from_db()
    assert scheduled.effective_from == was


@pytest.mark.parametrize(
    "act", ["submit", "recall", "revise", "reaffirm", "reschedule", "withdraw"]
)
def test_acts_are_never_done_by_get_nor_without_the_engines_leave(client, ada, edition, act):
    client.force_login(ada)
    url = address(edition.document, "act", act)
    events = AuditEvent.objects.count()
    assert client.get(url).status_code == 200
    sent = {"draft_version": "1", "reason": "x", "effective_from": "2100-01-01T00:00"}
    assert client.post(url, sent).status_code == 200
    assert AuditEvent.objects.count() == events


def test_a_note_with_what_no_database_holds_is_refused_or_cleaned(writing, draft):
    url = address(draft, "act", "submit")
    for note in ("a\x00b", "x" * 2001):
        assert writing.post(url, {"draft_version": "1", "note": note}).status_code == 200
    for version in ("x", "9" * 30, "-1"):
        assert writing.post(url, {"draft_version": version}).status_code == 200
    assert state(draft) == State.DRAFT
