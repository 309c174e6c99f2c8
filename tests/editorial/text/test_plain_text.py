"""The words of rich text, wherever they stand without their tags: search, feeds, machines."""

import json

import pytest
from django.test import Client

from editorial.text.plain_text import words_of
from glossary.linker import PageLinker
from glossary.matcher import Matcher, Term
from immunosite.search.indexed_text import indexed
from immunosite.search.models import SearchText
from tests import cast

COUNT = "<p>Under 10<sup>9</sup>/L of CO<sub>2</sub>.<br>Wait.</p><p>Call.</p>"
WORDS = "Under 10⁹/L of CO₂. Wait. Call."


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (COUNT, WORDS),
        ("<p>5×10<sup>-6</sup>, x<sup>n+1</sup></p>", "5×10⁻⁶, xⁿ⁺¹"),
        ("<p>the 2<sup>nd</sup> day, CD4<sup>+</sup></p>", "the 2^(nd) day, CD4⁺"),
        ("<p>T<sub>H</sub>17, K<sub>i</sub></p>", "T_(H)17, Kᵢ"),
        ("<p>10<strong><sup>9</sup></strong></p>", "10⁹"),
        ("<p>x<sup><em>2</em></sup></p>", "x²"),
        ("<p>im<strong>mu</strong>nity &lt; 5 &amp; more</p>", "immunity < 5 & more"),
        ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "a b"),
        ("<table><tbody><tr><th>a</th><td>b</td></tr></tbody></table>", "a b"),
        ('<p>So.<sup class="citation"><a href="#source-1">1</a></sup> Yes.</p>', "So. Yes."),
        ('<p><a href="https://x.org/?a=&gt;">a</a></p>', "a"),
    ],
)
def test_words_keep_what_their_tags_say_of_them(html, words):
    assert words_of(html) == words


def test_search_and_machines_read_a_power_as_a_power(wen, mei):
    edition = cast.publish(cast.article(wen, body=COUNT), wen, mei)
    assert SearchText.objects.get(entry__edition=edition).body == indexed(WORDS)
    shown = Client().get("/search/?q=wait").content.decode()
    assert "10⁹/L" in shown
    assert "109/L" not in shown
    term = cast.publish(cast.entry(wen, patient_definition=COUNT), wen, mei)
    page = Client().get(term.get_absolute_url()).content.decode()
    assert WORDS in json.dumps(page, ensure_ascii=False)
    read = Client().get(f"/api/v1/pages/article/{edition.slug}/").json()
    assert "10<sup>9</sup>/L" in read["content"]["content"]["body"]


def test_a_lowered_number_is_part_of_its_word_and_a_sources_number_is_not():
    terms = [Term("co", "CO", ()), Term("rash", "rash", ())]
    html = 'CO<sub>2</sub> and rash<sup class="citation"><a href="#source-1">1</a></sup>'
    linked = PageLinker(Matcher(terms)).link(html)
    assert 'data-term="co"' not in linked
    assert 'data-term="rash"' in linked
