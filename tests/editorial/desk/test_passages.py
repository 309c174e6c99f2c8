"""Passage by passage: a tick for each that changed, and whose signature the rest stands under."""

import re

import pytest

from editorial import acts
from editorial.exceptions import Incomplete
from editorial.models import AuditEvent, Scope, SignOff
from tests import cast
from tests.editorial.desk.test_decision import TYPED, sign, url
from tests.editorial.passages.test_four_eyes import CALL, COMMA, CREAM, RASH, again, written

TICK = re.compile(
    r'<input type="checkbox" id="(sign-read_\d+)" name="read" value="([^"]+)"(.*?)>', re.S
)


@pytest.fixture
def review(wen, will, mei):
    """One paragraph has a comma more, one is new, one is gone, and the rest is as Mei signed it."""
    document = written(wen, RASH + CALL)
    cast.publish(document, wen, mei)
    again(document, will, body=COMMA + CREAM)
    return cast.submit(document.stored(), will)


@pytest.fixture
def reviewer(client, ravi):
    client.force_login(ravi)
    return client


def section(client, review):
    text = client.get(url(review)).text
    return text[text.index('id="review-passages"') : text.index('id="review-text"')]


def test_each_changed_and_each_removed_passage_has_a_tick_of_the_signing_form(reviewer, review):
    text = section(reviewer, review)
    assert {key for _, key, _ in TICK.findall(text)} == cast.ticked(review)
    assert len(cast.ticked(review)) == 3
    assert text.count('form="sign-form"') == 3
    assert 'id="sign-form"' in reviewer.get(url(review)).text
    assert "I have read this removal" in text


def test_the_rest_says_who_signed_it_and_since_when(reviewer, review):
    text = " ".join(re.sub("<[^>]+>", " ", section(reviewer, review)).split())
    day = f"{review.baseline.effective_from:%-d %B %Y}"
    assert f"unchanged since edition 1, signed by Mei Sample, {day}" in text


def test_a_missing_tick_signs_nothing_is_named_and_keeps_what_was_typed(reviewer, review):
    keys = sorted(cast.ticked(review))
    response = sign(reviewer, review, read=keys[:-1])
    assert response.status_code == 422
    assert "Still missing: “" in response.text
    assert TYPED.replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;") in response.text
    boxes = {key: rest for _, key, rest in TICK.findall(response.text)}
    assert [key for key in keys if "checked" in boxes[key]] == keys[:-1]
    assert "aria-invalid" in boxes[keys[-1]]
    assert not SignOff.objects.filter(review=review).exists()
    # The list of errors leads to a tick that is there.
    assert 'href="#sign-read_0"' in response.text
    assert 'id="sign-read_0"' in response.text


def test_with_all_ticks_it_is_signed_and_they_are_on_record(reviewer, review):
    assert sign(reviewer, review).status_code == 302
    event = AuditEvent.objects.filter(act="sign off").latest("sequence")
    assert set(event.data["read"]) == cast.ticked(review)


def test_the_engine_asks_for_them_too(review, ravi):
    for scope in Scope:
        with pytest.raises(Incomplete, match=r"Tick each passage.*Still missing: “A cream"):
            cast.sign(review, ravi, scope=scope, read=cast.ticked(review) - {cream(review)})


def cream(review):
    (key,) = [key for key in cast.ticked(review) if key.startswith("new-6")]
    return key


def test_a_first_edition_and_a_reaffirmation_ask_for_none(reviewer, wen, edda, mei):
    first = cast.submit(written(wen, RASH), wen)
    assert "review-passages" not in reviewer.get(url(first)).text
    cast.sign(first, mei)
    again = acts.reaffirm(first.document, by=edda)
    text = section(reviewer, again)
    assert "No passage was changed or taken out since edition 1." in " ".join(text.split())
    assert not TICK.findall(text)


def test_an_author_of_the_rest_reads_why_he_signs_the_changes_alone(client, wen, will, ravi, mei):
    document = written(wen, CALL)
    document.body = CALL + RASH
    cast.save(document, ravi)
    cast.publish(document, wen, mei)
    again(document, will, body=CALL + RASH + CREAM)
    review = cast.submit(document.stored(), will)
    client.force_login(ravi)
    text = client.get(url(review)).text
    assert "You cannot sign the whole page. You wrote: “Most people have no rash" in text
    assert 'value="whole"' not in text
    assert sign(client, review).status_code == 403
    assert sign(client, review, scope="changes").status_code == 302
