"""Advice is set aside with a reason, for as long as its words stand as they do."""

import pytest
from lxml import html

from editorial import acts
from editorial.exceptions import Incomplete, NotAllowed, WrongState
from editorial.models import AuditEvent
from editorial.panel import panel_of
from editorial.record import verify
from tests import cast
from tests.admin_forms import address

pytestmark = pytest.mark.django_db
RARE = "<p>Severe reactions are rare.</p>"
REASON = "The number stands in the table above."


@pytest.fixture
def draft(wen):
    return cast.article(wen, body=f"<h2>First</h2>{RARE}<p>Plain words.</p>")


def advice(document, rule="frequency-word"):
    return next((f for f in panel_of(document.stored()).findings if f.rule.id == rule), None)


def dismissed(document):
    return [each.rule.id for each in panel_of(document.stored()).dismissed]


def dismiss(document, by, reason=REASON):
    acts.dismiss(document, by=by, key=advice(document).key, reason=reason)


def written(document, by, body):
    document = document.stored()
    document.body = body
    return cast.save(document, by)


def test_it_is_on_record_who_dismissed_what_and_why(draft, wen):
    key = advice(draft).key
    dismiss(draft, wen)
    assert advice(draft) is None
    assert dismissed(draft) == ["frequency-word"]
    event = AuditEvent.objects.latest("sequence")
    assert (event.act, event.reason, event.actor_id) == ("dismiss advice", REASON, str(wen.pk))
    assert event.data["dismissal"]["key"] == key
    assert event.data["dismissal"]["passage"] == "Severe reactions are rare."
    assert list(verify.faults(lambda rows, total, name: rows)) == []


def test_another_passage_may_change_and_it_holds(draft, wen):
    dismiss(draft, wen)
    written(draft, wen, f"<h2>First</h2><p>Other words.</p>{RARE}")
    assert advice(draft) is None


@pytest.mark.parametrize(
    "sentence", ["Severe reactions are very rare.", "Severe reactions are rare [@x]."]
)
def test_it_ends_when_the_sentence_changes_and_holds_again_for_the_old_words(draft, wen, sentence):
    dismiss(draft, wen)
    written(draft, wen, f"<p>{sentence}</p>")
    assert advice(draft) is not None
    assert dismissed(draft) == []
    written(draft, wen, RARE)
    assert advice(draft) is None


def test_the_same_words_on_another_page_are_spoken_of(draft, wen):
    dismiss(draft, wen)
    assert advice(cast.article(wen, body=RARE)) is not None


def test_a_reason_is_asked_for(draft, wen):
    with pytest.raises(Incomplete, match="reason"):
        dismiss(draft, wen, reason=" ")
    assert advice(draft) is not None


def test_a_fault_cannot_be_dismissed(wen):
    draft = cast.article(wen, body="<p>So.[@nobody]</p>")
    fault = advice(draft, "citation")
    with pytest.raises(WrongState):
        acts.dismiss(draft, by=wen, key=fault.key, reason=REASON)
    assert advice(draft, "citation") is not None


def test_advice_that_is_not_given_any_more_is_not_dismissed(draft, wen):
    key = advice(draft).key
    written(draft, wen, "<p>Plain words.</p>")
    with pytest.raises(WrongState, match="not given any more"):
        acts.dismiss(draft, by=wen, key=key, reason=REASON)


def test_an_outsider_dismisses_nothing(draft, olga):
    with pytest.raises(NotAllowed):
        dismiss(draft, olga)


def test_a_dismissal_is_no_word_of_the_text_so_who_dismissed_may_sign(draft, wen, ravi):
    dismiss(draft, ravi)
    assert cast.publish(draft, wen, ravi).number == 1


def post(client, document, **sent):
    return client.post(address(document, "dismiss"), sent)


def test_the_writer_dismisses_it_in_the_panel_and_the_reviewer_reads_why(client, draft, wen, ravi):
    client.force_login(wen)
    page = html.document_fromstring(client.get(address(draft)).content.decode())
    key = advice(draft).key
    (form,) = page.xpath(f"//section[@class='findings']//form[.//input[@value='{key}']]")
    assert form.get("action") == address(draft, "dismiss")
    assert post(client, draft, key=key, reason=REASON).status_code == 302
    shown = client.get(address(draft)).content.decode()
    assert "1 dismissed, with a reason" in shown
    review = cast.submit(draft.stored(), wen)
    client.force_login(ravi)
    desk = html.document_fromstring(client.get(f"/review/{review.pk}/").content.decode())
    (told,) = desk.xpath("//details[@class='dismissed-findings']")
    assert told.get("open") is not None
    said = " ".join(told.text_content().split())
    assert "Severe reactions are rare." in said
    assert "Dismissed by Wen Sample (wen)" in said
    assert REASON in said


def test_what_was_typed_is_kept_where_it_is_refused(client, draft, wen):
    client.force_login(wen)
    key = advice(draft).key
    response = post(client, draft, key=key, reason="x" * 1001)
    assert response.status_code == 422
    assert "x" * 1001 in response.content.decode()
    written(draft, wen, "<p>Plain words.</p>")
    response = post(client, draft, key=key, reason=REASON)
    assert response.status_code == 409
    assert REASON in response.content.decode()


def test_who_may_not_edit_is_offered_no_form(client, draft, ada):
    client.force_login(ada)
    assert "Dismiss with this reason" not in client.get(address(draft)).content.decode()
    assert post(client, draft, key="x", reason="y").status_code == 403
