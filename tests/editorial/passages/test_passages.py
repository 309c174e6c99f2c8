"""What the passages of a snapshot are, and what became of them in another one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.changes import blocks_of_html
from editorial.passages import aligned, inclusion_proof, is_included, passages_of, passages_root
from tests.editorial.changes import _snapshots
from tests.editorial.changes.test_never_blind import quick

CITED = (
    '<sup class="citation"><a href="#source-{0}" id="cite-{0}-1" aria-label="Source {0}">{0}</a>'
    "</sup>"
)


def snapshot(body="", **fields):
    content = {"body": body, "key_points": ["Rest well tonight."], "genre": "explainer"}
    own = {name: fields.pop(name) for name in ("sources", "risks") if name in fields}
    return {
        "schema": 1, "kind": "article", "slug": "a", "title": "Rash", "summary": "What it is.",
        "change_note": "", "glossary_links": [], "writer": "Wen", "content": content | own,
        "facets": {"see_also": [7], "genre": ["explainer"]},
    } | fields  # fmt: skip


def of_body(body, **fields):
    return [each for each in passages_of(snapshot(body, **fields)) if each.part == "body"]


def followed(old, new):
    return aligned(*(passages_of(snapshot(body)) for body in (old, new)))


def origins(old, new):
    """For each passage of the new body that is not the same: the texts that it came from."""
    before, after = passages_of(snapshot(old)), passages_of(snapshot(new))
    found = aligned(before, after).origins
    return {after[j].text: {before[i].text for i in places} for j, places in found.items()}


# --- What they are --------------------------------------------------------------------------------


def test_each_paragraph_item_row_field_source_and_relation_is_one():
    body = (
        "<h2>Dose</h2><p>One.</p><ul><li><p>a</p></li></ul><table><tbody><tr><td>x</td></tr></tbody>"
        "</table>"
    )
    found = passages_of(snapshot(body, sources=[{"number": 1, "key": "a", "html": "A."}]))
    assert [(each.sort, each.text) for each in found] == [
        ("title", "Rash"), ("summary", "What it is."), ("slug", "a"), ("writer", "Wen"),
        ("key_points", "Rest well tonight."), ("genre", "Explainer"), ("Heading", "Dose"),
        ("Paragraph", "One."), ("List item", "a"), ("Table row", "x"), ("sources", "A."),
        ("facet/see_also", "A page that is not public now (number 7)"),
    ]  # fmt: skip


def test_a_name_is_that_of_the_bytes_and_not_of_the_place():
    first, second = (of_body(f"<h2>{heading}</h2><p>a</p>")[1] for heading in ("One", "Two"))
    assert first.name == second.name
    assert first.key != second.key
    assert first.leaf != second.leaf
    assert of_body("<p>a</p>")[0].name != of_body("<p>a.</p>")[0].name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>5 mg</p>", "<p>5 <strong>mg</strong></p>"),
        ("<p>5 mg</p>", "<p>5\u00a0mg</p>"),
        ("<ul><li>a</li></ul>", "<ol><li>a</li></ol>"),
        ("<ol><li>a</li></ol>", '<ol start="2"><li>a</li></ol>'),
        ("<ol><li>a</li><li>b</li></ol>", "<ol><li>a</li></ol><ol><li>b</li></ol>"),
        ("<table><tr><td>a</td></tr></table>", '<table><tr><td colspan="2">a</td></tr></table>'),
        ('<p><a href="/x">a</a></p>', '<p><a href="/y">a</a></p>'),
        ("<p>a</p><p>b</p>", "<p>a</p><hr><p>b</p>"),
    ],
)
def test_whatever_readers_may_see_is_a_change(one, other):
    assert followed(one, other).changed


def test_another_number_for_the_same_source_is_none_and_another_source_is_one():
    sources = [{"number": 1, "key": "a"}, {"number": 2, "key": "b"}]
    turned = [{"number": 1, "key": "b"}, {"number": 2, "key": "a"}]
    first = of_body(f"<p>So.{CITED.format(1)}</p>", sources=sources)
    assert of_body(f"<p>So.{CITED.format(2)}</p>", sources=turned) == first
    assert of_body(f"<p>So.{CITED.format(2)}</p>", sources=sources) != first


def test_a_passage_proves_itself_by_the_root():
    text = snapshot("<p>a</p><p>b</p>")
    leaves = [each.leaf for each in passages_of(text)]
    root = bytes.fromhex(passages_root(text))
    for place, leaf in enumerate(leaves):
        assert is_included(leaf, place, len(leaves), inclusion_proof(leaves, place), root)


@pytest.mark.parametrize("kind", _snapshots.KINDS)
@quick
@given(data=st.data())
def test_a_fifth_kind_or_any_other_content_has_passages(kind, data):
    text = data.draw(_snapshots.snapshots_of(kind))
    found = passages_of(text)
    assert found == passages_of(text)
    assert all(each.place and len(each.name) == 64 for each in found)


@quick
@given(_snapshots.html)
def test_no_word_of_a_rich_text_is_outside_its_passages(html):
    at = 0
    for block in blocks_of_html(html):
        begins = html.index(block.source, at)
        assert re.sub(r"<[^>]*>|\s", "", html[at:begins]) == ""
        at = begins + len(block.source)
    assert re.sub(r"<[^>]*>|\s", "", html[at:]) == ""


# --- What became of them --------------------------------------------------------------------------

ONE = "<p>Most people have no rash at all in the first two weeks of treatment.</p>"
TWO = "<p>Call your team at once when the skin begins to blister or to peel.</p>"
THREE = "<p>A cream with a steroid helps nearly everybody within a few days.</p>"


def test_a_comma_keeps_the_origin():
    new = ONE.replace("rash at", "rash, at")
    assert origins(ONE + TWO, new + TWO) == {text(new): {text(ONE)}}


def test_a_move_keeps_it_and_changes_no_other():
    assert origins(ONE + TWO + THREE, THREE + ONE + TWO) == {text(THREE): {text(THREE)}}


def test_parts_of_a_split_and_the_whole_of_a_merge_keep_it():
    both = "<p>Most people have no rash at all.</p><p>In the first two weeks of treatment.</p>"
    assert set(map(frozenset, origins(ONE, both).values())) == {frozenset({text(ONE)})}
    merged = ONE.removesuffix("</p>") + " " + TWO.removeprefix("<p>")
    assert origins(ONE + TWO, merged) == {text(merged): {text(ONE), text(TWO)}}


def test_a_sentence_that_slips_into_another_paragraph_keeps_it():
    new = THREE.removesuffix("</p>") + " Call your team at once when the skin begins to peel.</p>"
    assert origins(TWO + THREE, new) == {text(new): {text(TWO), text(THREE)}}


def test_what_shares_nothing_starts_anew_and_the_old_one_is_removed():
    found = followed(ONE + TWO, ONE + THREE)
    assert list(found.origins.values()) == [set()]
    assert len(found.removed) == 1


def test_another_heading_above_is_a_change_to_what_stands_below():
    found = origins(f"<h2>Do not take</h2>{ONE}", f"<h2>Take</h2>{ONE}")
    assert found[text(ONE)] == {text(ONE)}


def text(html):
    return re.sub("<[^>]*>", "", html)


@pytest.mark.parametrize("kind", _snapshots.KINDS)
@quick
@given(data=st.data())
def test_nothing_is_the_same_whose_bytes_or_place_differ_and_nothing_is_lost(kind, data):
    one = data.draw(_snapshots.snapshots_of(kind))
    old, new = passages_of(one), passages_of(data.draw(_snapshots.changed(one)))
    found = aligned(old, new)
    for after, before in found.same.items():
        assert new[after].leaf == old[before].leaf
    assert list(found.same.values()) == sorted(found.same.values())
    assert sorted([*found.same, *found.origins]) == list(range(len(new)))
    used = {
        *found.same.values(),
        *found.removed,
        *(i for each in found.origins.values() for i in each),
    }
    assert used == set(range(len(old)))
