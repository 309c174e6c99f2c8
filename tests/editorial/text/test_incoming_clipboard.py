"""What other programs put on the clipboard. The files are of our own making, shaped as theirs."""

from pathlib import Path

import pytest

from editorial.text.incoming import transform
from editorial.text.incoming.word_lists import counts_of

CLIPBOARD = Path(__file__).parent / "clipboard"
OFFICE = ["word-365", "word-web", "google-docs", "libreoffice", "pages"]
ALL = [*OFFICE, "web-page"]
TABLE = '<table><tbody><tr><th scope="col"><p>Age</p></th><th scope="col"><p>Dose</p></th></tr><tr>'
CARDS = (
    "<ul><li><p>Your card</p><ul><li><p>the blue one</p></li></ul></li>"
    "<li><p>A friend</p></li></ul>"
)


def pasted(name: str) -> str:
    return transform((CLIPBOARD / f"{name}.html").read_text(encoding="utf-8")).html


def messages(name: str) -> list[str]:
    return transform((CLIPBOARD / f"{name}.html").read_text(encoding="utf-8")).messages


@pytest.mark.parametrize("name", ALL)
def test_raised_and_lowered_words_stay_so(name):
    assert "10<sup>9</sup>/L" in pasted(name)
    if name != "word-web":
        assert "CO<sub>2</sub>" in pasted(name)


@pytest.mark.parametrize("name", OFFICE)
def test_only_what_was_bold_is_bold(name):
    assert pasted(name).count("<strong>") == 1
    assert "<p><strong>Wait</strong> while" in pasted(name)


@pytest.mark.parametrize("name", ALL)
def test_the_heading_is_a_heading_and_the_table_has_a_header_row(name):
    assert pasted(name).startswith("<h2>Counts at home</h2><p>")
    assert TABLE in pasted(name)


@pytest.mark.parametrize("name", ALL)
def test_lists_are_lists_with_their_levels(name):
    assert CARDS in pasted(name)
    assert "·" not in pasted(name)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("word-365", '<ol start="3"><li><p>Ring the ward</p><ol type="a"><li><p>by day</p></li>'
         "<li><p>or by night</p></li></ol></li><li><p>Go in</p></li></ol>"),
        ("word-web", "<ol><li><p>Ring the ward</p></li><li><p>Go in</p></li></ol>"),
        ("google-docs", '<ol><li><p>Ring the ward</p><ol type="a"><li><p>by day</p></li></ol></li>'
         "<li><p>Go in</p></li></ol>"),
        ("libreoffice", '<ol start="3"><li><p>Ring the ward</p><ol type="a"><li><p>by day</p></li>'
         "</ol></li><li><p>Go in</p></li></ol>"),
        ("pages", "<ol><li><p>Ring the ward</p></li><li><p>Go in</p></li></ol>"),
    ],
)  # fmt: skip
def test_numbers_begin_where_they_began_and_letters_stay_letters(name, numbers):
    assert numbers in pasted(name)


@pytest.mark.parametrize("name", ALL)
def test_breaks_part_lines_and_deleted_doses_are_gone(name):
    assert "<br>" in pasted(name)
    assert "<p>Take 16 mg" in pasted(name)
    assert not {"160", "Never", "twice"} & set(pasted(name).split())
    assert any("deleted passage" in message for message in messages(name))


@pytest.mark.parametrize("name", ["word-365", "google-docs", "libreoffice"])
def test_notes_stand_at_the_end_without_dead_links_and_comments_are_left_out(name):
    assert "[1]</p>" in pasted(name)
    assert pasted(name).endswith("<p>[1] Or the doctor on call.</p>")
    assert 'href="#' not in pasted(name)
    assert "Is that right?" not in pasted(name)
    assert "1 comment was left out." in messages(name)
    assert "1 footnote mark was kept as plain words." in messages(name)


def test_links_lead_where_they_led():
    assert '<a href="https://example.org/leaflets?page=2">our leaflets</a>' in pasted("google-docs")
    assert '<a href="tel:+440000000001">the ward</a>' in pasted("word-365")
    assert '<a href="https://www.example.org/leaflets">' in pasted("web-page")


@pytest.mark.parametrize(
    ("marker", "counts"),
    [
        ("3.", (("", 3),)),
        ("1.2.", (("", 2),)),
        ("(b)", (("a", 2),)),
        ("B)", (("A", 2),)),
        ("ii)", (("i", 2),)),
        ("i.", (("i", 1), ("a", 9))),
        ("c)", (("a", 3), ("i", 100))),
        ("Step 1:", ()),
    ],
)
def test_a_marker_of_words_says_its_number_and_its_kind(marker, counts):
    assert counts_of(marker) == counts
