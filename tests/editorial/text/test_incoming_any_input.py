"""Whatever HTML comes, what is made of it is ours."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editorial.text.incoming import TooBroken, TooDeep, TooLarge, Unreadable, transform
from editorial.text.incoming.transform import _settled
from editorial.text.schema import cleaner
from tests.editorial.text._incoming import html


@pytest.mark.parametrize(
    "given", ["", " \n", "<p></p>", "<p>&nbsp;</p>", "<b></b>", "<table></table>"]
)
def test_nothing_stays_nothing(given):
    assert html(given) == ""


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("<div>" * 10_000 + "x", TooDeep),
        ("<p>" + "x" * 10_000_000, TooLarge),
        ("&" * 1_000_000, TooLarge),
        ("<p>a <b>b</b></p>" * 100_000, TooLarge),
        ("".join(f"<p><font size={n}>" for n in range(9_000)), TooBroken),
    ],
)
def test_what_would_take_too_long_is_refused_with_the_reason(given, error):
    with pytest.raises(error, match="Take it over"):
        transform(given)


@pytest.mark.parametrize(
    "given",
    ["&" * 20_000, "<" * 100_000, "<p " * 100_000, "<!--" * 100_000, "<ul><li>" * 400,
     "<blockquote>" * 900 + "x", "<table><tr><td>" * 200, "<p>a <b>b</b></p>" * 2_000],
)  # fmt: skip
def test_large_and_broken_text_is_read(given):
    first = html(given)
    assert cleaner.clean(first) == first


PIECES = ["a", " ", "\n", " b ", "&nbsp;", "<", "&", "1.", "·", "\u0301", "\u0338", "\u200b",
          "&#0;", "\u202e", "\x96", "\x00", "\ud800", "\ufeff"]  # fmt: skip


TAGS = (
    "p div h1 h2 h4 b strong i em s del ins sup sub q a br img ul ol li dl dd blockquote "
    "table caption thead tr th td pre span font section my-x o:p svg script style title input "
    "body"
)


STYLES = ["font-weight:700", "font-weight:normal", "vertical-align:super", "display:none",
          "mso-list:l0 level2 lfo1", "mso-list:Ignore", "white-space:pre",
          "text-decoration:line-through"]  # fmt: skip


ATTRIBUTES = st.dictionaries(
    st.sampled_from(["href", "class", "start", "colspan", "aria-level", "role", "alt", "scope"]),
    st.sampled_from(["", "#ftn1", "www.x.org", "javascript:x", "https://x.org/?a=1&amp;b", "2",
                     "-3", "heading", "MsoListParagraph", "tel:1 2", "http://[", "presentation"]),
    max_size=2,
)  # fmt: skip


@st.composite
def elements(draw, inner):
    tag, attributes = draw(st.sampled_from(TAGS.split())), draw(ATTRIBUTES)
    if draw(st.booleans()):
        attributes["style"] = draw(st.sampled_from(STYLES))
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    closing = draw(st.sampled_from([f"</{tag}>", ""]))
    return f"<{tag}{written}>{''.join(draw(st.lists(inner, max_size=4)))}{closing}"


TREES = st.recursive(st.sampled_from(PIECES), elements, max_leaves=25)


@settings(max_examples=200, deadline=None)
@example('<ul><p style="mso-list:l0 level2 lfo1">a</p></ul>')
@given(st.lists(TREES, max_size=4).map("".join))
def test_the_cleaner_and_the_transform_leave_its_result_as_it_is(given):
    first = transform(given)
    assert cleaner.clean(first.html) == first.html
    _settled.cache_clear()
    again = transform(first.html)
    assert (again.html, again.left_out, again.refused) == (first.html, (), ())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read(given):
    try:
        first = html(given)
    except Unreadable:
        return
    _settled.cache_clear()
    assert html(first) == first
