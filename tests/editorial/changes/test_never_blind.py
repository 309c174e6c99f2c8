"""If two snapshots have different bytes, whoever compares them reads that they differ, and how."""

import json

import pytest
from django.conf import settings
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from editorial import changes
from editorial.digests import digest_of
from editorial.text.unseen import is_unseen
from tests.editorial.changes import _snapshots
from tests.editorial.desk.test_changes import between, changed_rows, snapshot

# The same examples on every run, and no search for the smallest one, which can take minutes.
quick = effort(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.generate],
)


def told(row):
    """All that the page says of a row that changed."""
    runs = [run for run in row.runs if run.how != "same"]
    shown = [piece.text for run in runs for piece in run.pieces]
    return " ".join(filter(None, [row.whole, row.moved, row.note, *shown]))


def is_read(old, new):
    rows = changed_rows(changes.between(old, new, {}))
    words = [told(row) for row in rows]
    # Nothing that a reviewer cannot see stands for itself.
    assert [text for text in words if any(map(is_unseen, text))] == []
    return bool(words) and all(words)


@pytest.mark.parametrize("kind", _snapshots.KINDS)
@quick
@given(data=st.data())
def test_a_small_change_anywhere_is_read(kind, data):
    old = data.draw(_snapshots.snapshots_of(kind))
    new = data.draw(_snapshots.changed(old))
    assert is_read(old, new) == (digest_of(old) != digest_of(new))


@pytest.mark.parametrize("kind", _snapshots.KINDS)
@quick
@given(data=st.data())
def test_any_two_snapshots_are_told_apart_and_the_same_is_the_same(kind, data):
    old, new = (data.draw(_snapshots.snapshots_of(kind)) for _ in range(2))
    assert is_read(old, new) == (digest_of(old) != digest_of(new))
    again = json.loads(json.dumps(old, sort_keys=True))
    difference = changes.between(old, again, {})
    assert difference.same
    assert difference.changed == []


@quick
@given(_snapshots.html, _snapshots.html)
def test_a_change_that_shows_hides_no_other_part(old, new):
    """Each field is told by itself: a new title is no cover for a new text."""
    one, other = snapshot(old), snapshot(new) | {"title": "Another"}
    labels = {part.label for part in between(one, other).changed}
    assert ("Body" in labels) == (old != new)


def field_case(name):
    return settings.BASE_DIR.parent / "shared" / "field" / name


@pytest.mark.skipif(not field_case("").exists(), reason="the shared data folder is not there")
def test_pairs_from_the_field_are_changes_in_words():
    pairs = json.loads(field_case("b/s04-compare-pairs.json").read_text(encoding="utf-8"))
    for pair in pairs:
        assert is_read(snapshot(pair["old"]), snapshot(pair["new"])), pair["name"]


@pytest.mark.skipif(not field_case("").exists(), reason="the shared data folder is not there")
@pytest.mark.parametrize("name", ["a/01-compare-rowspan.html", "a/02-compare-list-start.html"])
def test_editions_from_the_field_do_not_read_the_same(name):
    text = field_case(name).read_text(encoding="utf-8")
    first, second = text.replace("<!-- edition 1 -->", "").split("<!-- edition 2 -->")
    labels = [part.label for part in between(snapshot(first), snapshot(second)).changed]
    assert labels == ["Body"]


# --- Each by its own words ------------------------------------------------------------------------

TABLE = "<table><tbody><tr><td{}>10 mg</td><td>Adult</td></tr></tbody></table>"
ITEM = "<li><p>Wait one hour.</p></li>"
CITED = (
    '<p>Rare.<sup class="citation"><a href="#source-{0}" id="cite-{0}-1"'
    ' aria-label="Source {0}">{0}</a></sup></p>'
)
DEEP = "<ul><li>" * 6 + "<p>a</p>" + "</li></ul>" * 6
SAID = {
    "a cell that covers two rows": (
        TABLE.format(""), TABLE.format(' rowspan="2"'), "covers 2 rows",
    ),
    "joined cells": (TABLE.format(' colspan="2"'), TABLE.format(""), "covers 2 columns"),
    "a cell's scope": (TABLE.format(""), TABLE.format(' scope="row"'), "heading of its row"),
    "a header cell": (
        "<table><tr><th>Grade 3</th><td>Stop</td></tr></table>",
        "<table><tr><td>Grade 3</td><td>Stop</td></tr></table>",
        "“Grade 3” is no longer in a header cell.",
    ),
    "a caption": (
        "<table><caption>Adults</caption><tr><td>1</td></tr></table>",
        "<table><caption>Children</caption><tr><td>1</td></tr></table>",
        "Children",
    ),
    "a cell that is empty now": (
        TABLE.format(""), TABLE.format("").replace("Adult", ""), "(empty)",
    ),
    "where a list begins": (
        f'<ol start="4">{ITEM}</ol>', f"<ol>{ITEM}</ol>", "Numbering began at 4, now at 1.",
    ),
    "a list's letters": (
        f'<ol type="a">{ITEM}</ol>', f"<ol>{ITEM}</ol>", "Numbering style: a before, none now.",
    ),
    "a list that is numbered now": (
        f"<ul>{ITEM}</ul>", f"<ol>{ITEM}</ol>",
        "Stood in a bulleted list; now stands in a numbered list.",
    ),
    "one list that is two now": (
        f"<ol>{ITEM}{ITEM}</ol>", f"<ol>{ITEM}</ol><ol>{ITEM}</ol>", "inserted",
    ),
    "an item that belongs to the one before": (
        "<ul><li><p>a</p></li><li><p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>",
        "Was: list item. Is now: paragraph.",
    ),
    "deep nesting": (
        DEEP, DEEP.replace("<ul><li>", "<ol><li>", 1).replace("</ul>", "</ol>"), "numbered list",
    ),
    "a heading's level": ("<h2>Rash</h2>", "<h3>Rash</h3>", "Level: 2 before, 3 now."),
    "a title of free words": (
        '<p><a href="/x" title="Take one">x</a></p>', '<p><a href="/x" title="Take two">x</a></p>',
        "title “Take two”",
    ),
    "a language": ('<p lang="fr">a</p>', '<p lang="de">a</p>', "Language: fr before, de now."),
    "a direction": ("<p>a</p>", '<p dir="rtl">a</p>', "Reading direction: none before, rtl now."),
    "a picture's description": ('<p><img alt="a"></p>', '<p><img alt="b"></p>', "description “b”"),
    "a link's words": (
        '<p>See <a href="/x">this</a> page</p>', '<p>See <a href="/x">this page</a></p>',
        "“page” is now part of a link.",
    ),
    "a link that leads elsewhere": (
        '<p><a href="/x">a</a></p>', '<p><a href="/y">a</a></p>', "(/y)",
    ),
    "a link that leads nowhere": (
        '<p><a href="/x">a</a></p>', "<p><a>a</a></p>", "without an address",
    ),
    "bold": ("<p>Never stop.</p>", "<p><strong>Never</strong> stop.</p>", "“Never” is now bold."),
    "italic": ("<p>a <em>b</em></p>", "<p>a b</p>", "“b” is no longer italic."),
    "a power": ("<p>10<sup>9</sup>/L</p>", "<p>109/L</p>", "“9” is no longer raised."),
    "an index": ("<p>CO2</p>", "<p>CO<sub>2</sub></p>", "“2” is now lowered."),
    "a power that is no citation": ("<p>10<sup>9</sup></p>", CITED.format(9), "[9]"),
    "a break": ("<p>5 mg<br>10 mg</p>", "<p>5 mg 10 mg</p>", "line break"),
    "a no-break space": ("<p>10 mg</p>", "<p>10\u00a0mg</p>", "no-break space"),
    "a narrow one": ("<p>10\u202fmg</p>", "<p>10\u00a0mg</p>", "narrow no-break space"),
    "a soft hyphen": ("<p>antibodies</p>", "<p>anti\u00adbodies</p>", "soft hyphen"),
    "a space of no width": ("<p>ab</p>", "<p>a\u200bb</p>", "zero width space"),
    "a variation selector": ("<p>a</p>", "<p>a\ufe0f</p>", "variation selector-16"),
    "an override of direction": (
        "<p>05 mg</p>", "<p>&#x202E;05&#x202C; mg</p>", "right-to-left override",
    ),
    "a control character": ("<p>ab</p>", "<p>a\x07b</p>", "control character U+0007"),
    "letters that look alike": ("<p>5 µg</p>", "<p>5 μg</p>", "greek small letter mu"),
    "signs that look alike": ("<p>1O mg</p>", "<p>10 mg</p>", "digit zero"),
    "an empty paragraph": ("<p>a</p>", "<p>a</p><p></p>", "inserted"),
    "a sign": ("<p>Below −5 now</p>", "<p>Below 5 now</p>", "−5"),
    "a comparison": ("<p>if <b>&lt;</b>5 now</p>", "<p>if &gt;5 now</p>", ">5"),
    "spacing in the source": ("<p>a</p>\n<p>b</p>", "<p>a</p><p>b</p>", "reads the same"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), SAID.values(), ids=SAID.keys())
def test_it_says_what_changed(old, new, words):
    rows = changed_rows(between(snapshot(old), snapshot(new)))
    assert words in " ".join(told(row) for row in rows)
    back = changed_rows(between(snapshot(new), snapshot(old)))
    assert all(told(row) for row in back)


def source(key, number, cited=1, **fields):
    given = {"html": f"{key} et al.", "doi": "", "pmid": "", "url": ""} | fields
    return given | {"number": number, "key": key, "cited": cited}


def cited(number, *keys):
    rows = [source(key, place) for place, key in enumerate(keys, start=1)]
    return snapshot(CITED.format(number), sources=rows)


def told_of(old, new):
    """For each part that changed all that is said of it."""
    return {
        part.label: " ".join(filter(None, map(told, rows_in(part))))
        for part in between(old, new).changed
    }


def rows_in(part):
    return [row for each in part.stretches if each.changed for row in each.rows]


def test_a_citation_that_leads_to_another_source_is_a_change_of_the_text():
    assert "[2]" in told_of(cited(1, "hodi", "le"), cited(2, "hodi", "le"))["Body"]
    moved = told_of(cited(1, "hodi", "le"), cited(1, "le", "hodi"))
    assert "“[1]” is now a citation of le, is no longer a citation of hodi." in moved["Body"]
    assert "moved" in moved["Sources"]


def test_a_source_that_only_got_another_number_is_told_once():
    both = told_of(cited(1, "hodi"), cited(2, "le", "hodi"))
    assert both["Body"] == "Citation [1] is now [2]."
    assert "Number in the list of “hodi et al.”: 1 before, 2 now." in both["Sources"]


@pytest.mark.parametrize("name", ["key", "number", "cited", "doi", "html"])
def test_any_value_of_a_row_is_told_when_it_alone_differs(name):
    rows = [source("hodi", 1)], [source("hodi", 1) | {name: 7 if name != "html" else "x"}]
    old, new = (snapshot("", sources=each) for each in rows)
    assert told_of(old, new)["Sources"]


@pytest.mark.parametrize("old", [0, 1, False, True, None, "", "0", [], {}])
@pytest.mark.parametrize("new", [0, 1, False, True, None, "", "0", [], {}])
def test_small_values_are_not_each_other(old, new):
    one, other = (snapshot(short_answer=value) for value in (old, new))
    assert bool(between(one, other).changed) == (digest_of(one) != digest_of(other))


def test_the_order_of_sections_is_part_of_the_page():
    first, second = ({"anchor": a, "heading": a, "html": "<p>Same.</p>"} for a in ("Use", "Harm"))
    one, other = snapshot(sections=[first, second]), snapshot(sections=[second, first])
    assert "moved" in " ".join(told_of(one, other).values())


def test_a_value_that_leaves_its_field_is_not_taken_for_told():
    """“Mechanism” is told by the field of the same value, as long as it is that field."""
    old = snapshot(facets={"genre": ["vein"]}, genre="vein", short_answer="drip")
    new = snapshot(facets={"genre": ["drip"]}, genre="vein", short_answer="drip")
    assert told_of(old, new)["Genre"]


def test_labels_are_written_as_the_field_has_them():
    old, new = (snapshot(ncit_code=code) | {"kind": "glossaryentry"} for code in ("C1", "C2"))
    assert list(told_of(old, new)) == ["NCIt code"]
    assert list(told_of(snapshot(see_also_too=1), snapshot(see_also_too=2))) == ["See also too"]


def test_what_a_later_schema_adds_is_compared_as_well():
    old, new = (snapshot() | {"planned": {"publish_at": at}} for at in ("2027-01-01", "2027-02-01"))
    assert "2027-02-01" in told_of(old, new)["Planned"]
    assert told_of(snapshot(), snapshot() | {"schema": 2})
    assert (
        "Why"
        in told_of(snapshot() | {"change_note": "No."}, snapshot() | {"change_note": "Why."})[
            "What changed, and why"
        ]
    )


def test_other_words_for_the_same_chosen_value_are_a_change_of_its_part():
    old, new = (
        snapshot() | {"labels": {"genre": {"explainer": words}}} for words in ("Told", "Explained")
    )
    assert "Explained" in told_of(old, new)["Genre"]
    same = snapshot() | {"labels": {"genre": {"explainer": "Told", "question": "Told"}}}
    assert told_of(same, same | {"content": same["content"] | {"genre": "question"}})
