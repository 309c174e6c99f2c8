"""How long a page takes to read, by the words that were signed."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from articles import reading_time
from editorial.kinds import kind_of
from tests import cast


def words(number: int) -> str:
    return f"<p>{'word ' * number}</p>"


@pytest.mark.parametrize(("number", "expected"), [(0, 1), (1, 1), (299, 1), (300, 2), (800, 4)])
def test_minutes_are_whole_and_never_none(number, expected):
    assert reading_time.minutes([words(number)]) == expected


def test_markup_is_not_read_and_does_not_part_a_word():
    text = '<h2 id="a b c">One</h2><p>im<strong>mu</strong>nity<br>&amp; <a href="x y">more</a></p>'
    assert reading_time.minutes([text * 75]) == 2  # four words, 75 times
    assert reading_time.minutes([text * 74]) == 1


def test_every_part_of_a_text_counts(wen, mei):
    parts = {"genre": "question", "short_answer": "yes " * 40, "summary": "sum " * 60}
    document = cast.article(wen, body=words(160), key_points="point " * 50, **parts)
    assert cast.publish(document, wen, mei).page.minutes_to_read == 2


def test_a_therapys_sections_and_risks_count(wen, mei):
    page = cast.publish(cast.therapy(wen, summary="sum " * 60), wen, mei).page
    assert {"Rash Common Call your team.", page.diagram.text} <= set(page.texts())
    assert all(section.html in page.texts() for section in page.sections)


@pytest.mark.parametrize("make", [cast.article, cast.therapy, cast.condition])
def test_it_stands_under_the_summary_of_each_page(make, wen, mei):
    edition = cast.publish(make(wen), wen, mei)
    page = Client().get(edition.get_absolute_url()).content.decode()
    assert page.count('<time datetime="PT1M">About 1 minute to read</time>') == 1


def test_a_long_page_says_minutes(wen, mei):
    edition = cast.publish(cast.article(wen, body=words(1000)), wen, mei)
    page = Client().get(edition.get_absolute_url()).content.decode()
    assert '<time datetime="PT5M">About 5 minutes to read</time>' in page


def test_a_glossary_term_says_none(wen, mei):
    edition = cast.publish(cast.entry(wen), wen, mei)
    assert "to read</time>" not in Client().get(edition.get_absolute_url()).content.decode()


def test_the_reviewer_sees_it_too(review):
    body = render_to_string(kind_of(review.document.kind).template, {"page": review.page})
    assert "About 1 minute to read" in body
