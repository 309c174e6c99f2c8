"""In the text under review unchanged passages are grey, and each other one leads to its tick."""

import pytest
from lxml import html

from editorial import acts
from editorial.passages import passages_of
from tests import cast
from tests.editorial.desk.test_decision import url
from tests.editorial.passages.test_four_eyes import CALL, COMMA, CREAM, RASH, again, written

SKIN = "<h2>Skin</h2>"


@pytest.fixture
def review(wen, will, mei):
    """One paragraph has a comma more, one is new, one is gone; the heading is as Mei signed it."""
    document = written(wen, SKIN + RASH + CALL)
    cast.publish(document, wen, mei)
    again(document, will, body=SKIN + COMMA + CREAM)
    return cast.submit(document.stored(), will)


@pytest.fixture
def reviewer(client, ravi):
    client.force_login(ravi)
    return client


def page_of(client, review):
    return html.document_fromstring(client.get(url(review)).text)


def at(page, words):
    """The element of the text that begins with these words, and its mark."""
    (paper,) = page.find_class("paper")
    for element in paper.iter("p", "h1", "h2", "li"):
        if element.text_content().strip().startswith(words) and len(element):
            return element, element[0]
    raise LookupError(words)


def test_an_unchanged_passage_says_who_signed_it_and_since_when(reviewer, review):
    _, mark = at(page_of(reviewer, review), "Skin")
    day = f"{review.baseline.effective_from:%-d %B %Y}"
    assert "stands" in mark.get("class")
    (said,) = {
        each.get("aria-label")
        for each in page_of(reviewer, review).find_class("first")
        if "stands" in each.get("class")
    }
    assert said == f"Unchanged since edition 1, signed by Mei Sample, {day}"


@pytest.mark.parametrize("words", ["Most people", "A cream"])
def test_each_changed_one_leads_to_its_tick_and_back(reviewer, review, words):
    page = page_of(reviewer, review)
    _, mark = at(page, words)
    assert mark.get("class") == "to-tick"
    assert mark.get("aria-label") == "New or changed since edition 1: read it and tick"
    box = page.get_element_by_id(mark.get("href")[1:])
    assert box.find(".//input[@name='read']") is not None
    assert f"#{mark.get('id')}" in [each.get("href") for each in box.iterfind(".//a")]


def test_what_was_taken_out_is_told_where_it_stood(reviewer, review):
    page = page_of(reviewer, review)
    (gone,) = page.find_class("taken-out")
    assert gone.get("aria-label").startswith("Taken out after this: “Call your team")
    assert page.get_element_by_id(gone.get("href")[1:]).find(".//input[@name='read']") is not None


def test_each_tick_has_one_place_in_the_text_or_belongs_to_what_the_page_does_not_show(
    reviewer, review
):
    page = page_of(reviewer, review)
    (paper,) = page.find_class("paper")
    there = [
        a.get("href")[1:] for a in paper.iterfind(".//a[@id]") if a.get("href", "")[:4] == "#to-"
    ]
    boxes = [each.get("id") for each in page.find_class("to-read")]
    assert len(there) == len(set(there))
    assert set(there) <= set(boxes)
    assert len(boxes) == len(cast.ticked(review))


def test_the_marks_add_no_word_to_the_text(reviewer, review):
    page = page_of(reviewer, review)
    (paper,) = page.find_class("paper")
    assert page.get_element_by_id("skin").text_content() == "Skin"
    assert "Unchanged" not in paper.text_content()
    assert "tick" not in paper.text_content()


def test_a_text_that_readers_have_never_seen_has_none(reviewer, wen):
    page = page_of(reviewer, cast.submit(written(wen, RASH), wen))
    assert not page.find_class("stands")
    assert not page.find_class("to-tick")


def test_a_reaffirmed_text_is_grey_throughout(reviewer, wen, mei, edda):
    document = written(wen, SKIN + RASH)
    cast.publish(document, wen, mei)
    page = page_of(reviewer, acts.reaffirm(document, by=edda))
    assert page.find_class("stands")
    assert not page.find_class("to-tick")


def test_whoever_cannot_sign_is_asked_for_no_tick(client, review, edda):
    client.force_login(edda)
    _, mark = at(page_of(client, review), "A cream")
    assert mark.get("aria-label") == "New or changed since edition 1: see what changed"


def test_the_queries_are_the_same_for_any_number(
    reviewer, wen, will, mei, django_assert_max_num_queries
):
    for paragraphs in (1, 30):
        document = written(wen, CALL + CREAM * paragraphs)
        cast.publish(document, wen, mei)
        again(document, will, body=COMMA + CREAM * paragraphs)
        review = cast.submit(document.stored(), will)
        assert len(passages_of(review.snapshot)) > paragraphs
        with django_assert_max_num_queries(48):
            reviewer.get(url(review))
