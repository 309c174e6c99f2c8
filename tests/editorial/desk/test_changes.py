"""The difference between two snapshots: what a reviewer reads before signing a change."""

import random
import sys

import pytest

from editorial import changes
from editorial.changes.tokens import tokens_of
from editorial.changes.word_diff import Effort, compare
from tests import cast


def snapshot(body="<p>Some text.</p>", facets=None, **content):
    return {
        "schema": 1,
        "kind": "article",
        "slug": "fever",
        "title": "Fever",
        "summary": "What to do.",
        "writer": "Wen Sample",
        "content": {"genre": "explainer", "key_points": [], "body": body, "sources": []} | content,
        "facets": facets or {"see_also": [], "genre": ["explainer"]},
    }


def between(old, new, names=None):
    return changes.between(old, new, names or {})


def runs(old, new):
    return [(run.how, run.text) for run in compare(tokens_of(old), tokens_of(new), Effort())]


def changed_rows(difference):
    stretches = [each for part in difference.changed for each in part.stretches if each.changed]
    return [row for stretch in stretches for row in stretch.rows]


def test_it_shows_the_words_that_changed_and_keeps_a_dose_in_one_piece():
    assert runs("Take 0.5 mg each day with food.", "Take 5 mg each day with food.") == [
        ("same", "Take "),
        ("deleted", "0.5 "),
        ("inserted", "5 "),
        ("same", "mg each day with food."),
    ]


def test_texts_with_little_in_common_stand_one_after_the_other():
    assert [how for how, _ in runs("Fever and rash are common.", "Nobody knows why yet!")] == [
        "deleted",
        "inserted",
    ]


def test_words_taken_out_at_the_end_do_not_run_into_those_before():
    assert runs("It takes weeks. You may wait.", "It takes weeks.")[-1] == (
        "deleted",
        " You may wait.",
    )


def test_the_same_snapshot_has_no_change():
    assert between(snapshot(), snapshot()).changed == []


def test_only_changed_parts_are_shown_and_the_others_named():
    difference = between(snapshot(), snapshot() | {"summary": "What to do at once."})
    assert [part.label for part in difference.changed] == ["Summary"]
    assert "Body" in [part.label for part in difference.unchanged]


def test_an_edited_paragraph_is_found_beside_a_new_one():
    old = "<p>Call your team at once, day or night.</p>"
    new = "<p>A new first paragraph.</p><p>Call your care team at once, day or night.</p>"
    rows = changed_rows(between(snapshot(old), snapshot(new)))
    assert [row.how for row in rows] == ["inserted", "changed"]


def test_a_change_says_under_which_heading_it_stands():
    text = "<h2>Fever</h2><p>Wait.</p><h2>Rash</h2><p>Call {}.</p>"
    (part,) = between(snapshot(text.format("us")), snapshot(text.format("112"))).changed
    assert [stretch.under for stretch in part.stretches if stretch.changed] == ["Rash"]


def test_a_link_that_leads_elsewhere_is_a_change():
    link = '<p><a href="https://{}/">Guideline</a></p>'
    (row,) = changed_rows(
        between(snapshot(link.format("a.example")), snapshot(link.format("b.example")))
    )
    assert "b.example" in "".join(run.text for run in row.runs if run.how == "inserted")


def test_a_change_of_form_alone_is_told():
    (row,) = changed_rows(
        between(snapshot("<p>Never stop.</p>"), snapshot("<p><strong>Never</strong> stop.</p>"))
    )
    assert row.changed
    assert row.note == "“Never” is now bold."


def test_a_table_row_is_read_as_one():
    table = "<table><tr><th><p>Fever</p></th><td><p>{}</p></td></tr></table>"
    (row,) = changed_rows(between(snapshot(table.format("Rare")), snapshot(table.format("Common"))))
    assert row.text == "Fever | RareCommon"
    assert row.kind == "Table row"


def test_relations_are_named_by_their_live_editions():
    facets = {"see_also": [7, 8], "genre": ["explainer"]}
    (part,) = between(snapshot(), snapshot(facets=facets), {7: "Melanoma"}).changed
    assert part.label == "See also"
    texts = {row.text for stretch in part.stretches for row in stretch.rows}
    assert texts == {"Melanoma", "A page that is not public now (number 8)"}


def test_a_value_is_told_by_the_words_a_person_chose_and_once():
    facets = {"see_also": [], "genre": ["question"]}
    (part,) = between(snapshot(), snapshot(facets=facets, genre="question")).changed
    assert part.label == "Genre"
    assert "Question and answer" in [run.text for run in changed_rows_of(part)]


def changed_rows_of(part):
    return [run for stretch in part.stretches for row in stretch.rows for run in row.runs]


def test_sections_are_matched_by_their_anchor(db, wen):
    old = cast.therapy(wen).stored().snapshot()
    new = old | {"content": old["content"] | {"sections": old["content"]["sections"][1:]}}
    (part,) = between(old, new).changed
    assert part.label == "How it works"
    assert {row.how for stretch in part.stretches for row in stretch.rows} == {"deleted"}


def test_places_are_the_parts_and_the_headings_within():
    places = changes.places_of(snapshot("<h2>Fever</h2><p>Wait.</p>"))
    assert places[:2] == ["Title", "Summary"]
    assert {"Body", "Fever"} <= set(places)


# --- Hostile text must not hold up a reviewer -----------------------------------------------------


def words(seed, count):
    chosen = random.Random(seed).choices(range(count // 30 + 1), k=count)  # noqa: S311
    return "<p>" + " ".join(f"w{number}" for number in chosen) + "</p>"


def backwards(count):
    """Each longest match is one word at the end of what is left: a cube for Python's matcher."""
    return " ".join(f"a{number}" for number in range(count)), " ".join(
        f"a{number} b{number}" for number in reversed(range(count))
    )


HOSTILE = {
    "one short block again and again": lambda n: (
        "<p>a</p>" * n,
        "<p>a</p>" * (n - 1) + "<p>b</p>",
    ),
    "every second block changed": lambda n: tuple(
        "".join(f"<p>x{i}</p><p>{other}{i}</p>" for i in range(n)) for other in "uv"
    ),
    "every block moved": lambda n: tuple(
        "".join(f"<p>one two three {i % 7} {i}</p>" for i in order)
        for order in (range(n), reversed(range(n)))
    ),
    "one long paragraph": lambda n: (words(1, n), words(2, n)),
    "words backwards": backwards,
    "no words at all": lambda n: ("<p>" + "!?" * n + "</p>", "<p>" + "?!!" * n + "</p>"),
    "many paragraphs of two words": lambda n: tuple(
        ("<p>" + f"a {other} " * 3 + "</p><p>q</p>") * n for other in "xy"
    ),
    "deep nesting": lambda n: ("<blockquote>x" * n, "<blockquote>y" * n),
    "deep marks": lambda n: ("<em>x" * n, "<em>y" * n),
    "broken markup": lambda n: ("<" * n, "<!" * n),
}


def calls(texts):
    """How many calls of functions the comparison takes: a clock would measure the machine."""
    counted = 0

    def count(frame, event, arg):
        nonlocal counted
        counted += 1

    old, new = map(snapshot, texts)
    sys.setprofile(count)
    try:
        difference = between(old, new)
    finally:
        sys.setprofile(None)
    assert difference.changed
    return counted


@pytest.mark.parametrize("texts", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_text_takes_at_most_four_times_the_work(texts):
    assert calls(texts(240)) < 4.5 * calls(texts(120))


@pytest.mark.parametrize("texts", HOSTILE.values(), ids=HOSTILE.keys())
def test_beyond_an_effort_the_texts_are_shown_whole(texts, monkeypatch):
    """With hardly any effort left, the work grows with the text and no more."""
    monkeypatch.setattr(changes, "Effort", lambda: Effort(1000))
    assert calls(texts(800)) < 2.5 * calls(texts(400))
