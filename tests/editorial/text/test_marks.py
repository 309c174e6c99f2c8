"""Marks for writer and reviewer: what is kept unseen, and letters that only look Latin."""

import re

import pytest
from django.conf import settings as site
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.text.characters import JOINERS
from editorial.text.marks import UNSEEN, marked, said_of_lookalikes, said_of_unseen
from editorial.text.unseen import name_of
from tests import cast
from tests.admin_forms import address

MARKS = re.compile(r'</?mark[^>]*>|<span class="visually-hidden">.*?</span>')
ALIKE = {
    "a Cyrillic o": ("Do nоt stop.", "nоt", "cyrillic small letter o"),
    "a Greek capital": ("ΤNF inhibitors", "ΤNF", "greek capital letter tau"),
    "an omicron": ("dοse", "dοse", "greek small letter omicron"),
    "nothing but Cyrillic": ("Take the сосо pills", "сосо", "cyrillic small letter es"),
    "one Cyrillic letter": ("Take а pill now", "а", "cyrillic small letter a"),
    "bold of mathematics": ("5 𝐦g of it", "𝐦g", "mathematical bold small m"),
    "wide digits": ("Take ５ mg", "５", "fullwidth digit five"),
    "a Roman numeral": ("stage Ⅳ disease", "Ⅳ", "roman numeral four"),
}
AS_THEY_SEEM = [
    "TNFα, IFN-γ, NF-κB, β-blocker, µg, 10⁹/L, CO₂, 3ª, α and ο",
    "Рак лёгкого: сосо",
    "naïve Łódź Ærø 5 µm Å",
    "抗体 ｱﾚﾙｷﾞｰ",
]


@pytest.mark.parametrize(("text", "word", "name"), ALIKE.values(), ids=ALIKE.keys())
def test_letters_that_only_look_latin_are_named_and_marked(text, word, name):
    (said,) = said_of_lookalikes(text)
    assert said.startswith(f"“{word}” has letters that only look Latin: ")
    assert name in said
    found = marked(f"<p>{text}</p>")
    assert f'<mark class="lookalike" title="{name}">' in found.html
    assert found.legend == (said,)


@pytest.mark.parametrize("text", AS_THEY_SEEM)
def test_letters_in_their_own_place_are_not(text):
    assert not said_of_lookalikes(text)
    assert "lookalike" not in marked(f"<p>{text}</p>").html


def test_a_letter_in_an_element_of_its_own_is_found():
    html = marked("<p>Do n<em>о</em>t stop the tablets.</p>").html
    assert '<em><mark class="lookalike" title="cyrillic small letter o">о</mark>' in html


@pytest.mark.parametrize("char", sorted(UNSEEN))
def test_each_character_that_is_kept_unseen_has_its_mark(char):
    found = marked(f"<p>a{char}b {char}</p>")
    assert found.html.count('<mark class="unseen" title="') == 2
    assert "2 times." in found.legend[0]


def test_tags_and_drawings_are_left_alone():
    html = '<p title="a\u00a0b>">x</p><svg><text>\u00a0</text></svg><!-- \u00ad --><p>y&nbsp;z</p>'
    assert marked(html).html.count("<mark") == 1
    assert marked(html).legend == ("No-break space: 1 time.",)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from([*"ab <>&;\n", *UNSEEN, *"оΤ𝐦α"]), max_size=30))
def test_a_mark_takes_nothing_and_adds_nothing_but_itself(text):
    html = f"<p>{escape(text)}</p>"
    assert MARKS.sub("", marked(html).html) == html


def test_joiners_are_told_of_with_their_word():
    assert said_of_unseen("new anti\u00adbodies, 5\u00a0mg") == [
        "“anti[soft hyphen]bodies,” holds a character that cannot be seen."
    ]
    assert {chr(code) for code in JOINERS} < UNSEEN


def test_the_writer_is_told_beside_the_form_and_sees_them_in_the_preview(client, wen):
    article = cast.article(wen, body="<p>Do nоt stop. anti\u00adbodies</p>", summary="Τake it.")
    messages = [each.message for each in article.findings() if each.place in ("Body", "Summary")]
    assert any("“nоt”" in each for each in messages)
    assert any("“anti[soft hyphen]bodies”" in each for each in messages)
    assert any("“Τake”" in each for each in messages)
    client.force_login(wen)
    preview = client.get(address(article, "preview")).content.decode()
    assert '<mark class="lookalike" title="cyrillic small letter o">' in preview


def test_the_reviewer_sees_them_in_the_text_and_readers_do_not(client, wen, ravi):
    article = cast.article(wen, body="<p>Do nоt stop. 5\u00a0mg anti\u00adbodies</p>")
    review = cast.submit(article, wen)
    client.force_login(ravi)
    page = client.get(f"/review/{review.pk}/").content.decode()
    assert "Soft hyphen: 1 time." in page
    assert '<mark class="unseen" title="no-break space">' in page
    assert "“nоt” has letters that only look Latin: о (cyrillic small letter o)." in page
    edition = cast.sign(review, ravi)
    client.logout()
    assert "<mark" not in client.get(edition.get_absolute_url()).content.decode()


def test_the_editor_marks_the_same_characters_by_the_same_names():
    script = (site.BASE_DIR / "static" / "admin-editor.js").read_text(encoding="utf-8")
    for char in UNSEEN:
        assert f'"\\u{ord(char):04x}": "{name_of(char)}"' in script
