import json
import re

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from evidence.citing import cite, unknown_keys
from evidence.markers import marked_keys, unread_markers
from evidence.models import Reference

KEYS = ["hodi-2010", "june-2018", "le-2015", "lee-2019"]
LIBRARY = [Reference(key=key, title=f"Title of {key}") for key in KEYS]


def cited(html: str) -> str:
    return str(cite({"body": html}, LIBRARY)[0]["body"])


def link(number: int, time: int = 1) -> str:
    return (
        f'<a href="#source-{number}" id="cite-{number}-{time}"'
        f' aria-label="Source {number}">{number}</a>'
    )


def test_a_marker_becomes_a_superscript_after_the_full_stop():
    assert cited("<p>They lived longer [@hodi-2010].</p>") == (
        f'<p>They lived longer.<sup class="citation">{link(1)}</sup></p>'
    )


@pytest.mark.parametrize(
    "markers", ["[@le-2015; @june-2018]", "[@le-2015][@june-2018]", "[@le-2015]&nbsp;[@June-2018]"]
)
def test_markers_side_by_side_share_one_superscript(markers):
    assert cited(f"<p>a {markers} b</p>") == (
        f'<p>a<sup class="citation">{link(1)},{link(2)}</sup> b</p>'
    )


def test_a_source_keeps_its_number_and_groups_ascend():
    html = cited("<p>a [@le-2015] b [@hodi-2010; @le-2015; @hodi-2010] c</p>")
    assert html.endswith(f'b<sup class="citation">{link(1, 2)},{link(2)}</sup> c</p>')


def test_numbers_run_through_nested_text_in_the_order_of_the_page():
    rich = {"risks": [{"text": "x [@lee-2019]"}], "body": ["y [@hodi-2010]", 3, None]}
    content, sources = cite(rich, LIBRARY)
    assert [source["key"] for source in sources] == [
        "lee-2019",
        "hodi-2010",
        "june-2018",
        "le-2015",
    ]
    assert [source["number"] for source in sources] == [1, 2, 3, 4]
    assert [source["cited"] for source in sources] == [1, 1, 0, 0]
    assert content["body"][1:] == [3, None]


def test_the_list_of_sources_is_plain_json():
    _, sources = cite({"body": "x [@hodi-2010]"}, LIBRARY)
    assert json.loads(rfc8785.dumps(sources)) == sources


def test_an_unknown_key_stays_in_sight_and_is_named():
    html = "<p>x [@nobody-1999; @hodi-2010]</p>"
    assert cited(html) == html
    assert unknown_keys({"body": html}, LIBRARY) == ["nobody-1999"]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://x.org/[@hodi-2010]">x</a>',
        '<a href="/x">see <b>this</b> [@hodi-2010]</a>',
        "<p>[@ hodi]</p>",
        "<p>[@hodi 2010]</p>",
        "<p>[@]</p>",
        "<p>[@<b>hodi</b>-2010]</p>",
        "<p>[<em>@hodi-2010</em>]</p>",
        "<p>[@hodi-2010, @le-2015]</p>",
        "<p>[@hodi-2010</p>",
    ],
)
def test_what_only_looks_like_a_marker_stays_and_is_found(html):
    assert cited(html) == html
    assert unread_markers({"body": html})


@pytest.mark.parametrize("html", ["<p>a [1] b@c.org [x]</p>", '<p title="a>b">x [@hodi-2010]</p>'])
def test_nothing_is_found_where_nothing_is_wrong(html):
    assert unread_markers(html) == []


MARKERS = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3).map(
    lambda keys: "[" + "; ".join(f"@{key}" for key in keys) + "]"
)
PIECES = MARKERS | st.sampled_from(
    ["word ", ". ", ", ", "<p>", "</p>", "&nbsp;", "<b>", "</b>", "\n", "&lt;", "[", "]", "b@c.org"]
)


@given(st.lists(st.lists(PIECES).map("".join), max_size=4))
def test_sources_are_numbered_by_first_appearance_and_no_marker_is_left(fields):
    rich = {f"field{n}": text for n, text in enumerate(fields)}
    content, sources = cite(rich, LIBRARY)
    text = "".join(content.values())
    seen = list(dict.fromkeys(re.findall(r"@([a-z]+-\d+)", "".join(fields))))
    assert marked_keys(rich) == seen
    assert [source["key"] for source in sources][: len(seen)] == seen
    assert [source["number"] for source in sources] == list(range(1, len(LIBRARY) + 1))
    assert not re.search(r"\[@[a-z]", text)
    ids = re.findall(r'id="([^"]+)"', text)
    assert len(ids) == len(set(ids)) == sum(source["cited"] for source in sources)


def test_a_page_of_spaces_and_brackets_is_read_in_time():
    html = "<p>" + " " * 200_000 + "[@a;" * 50_000 + "&nbsp;" * 50_000 + "</p>"
    assert cite({"body": html}, LIBRARY)[0]["body"] == html
    assert unread_markers(html)
